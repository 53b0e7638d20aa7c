package nl.schakel.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures all contestants in rounds: in each round each of them gets a JVM, one after the other, and every other round
 * goes the other way round. What a busy machine does to one it does to its neighbours too, so the ratios hold where the
 * numbers drift.
 *
 * <p>Arguments: folder of the mappings, folder of the report, number of rounds, seconds of measuring per JVM, and perhaps the
 * beginning of the names to measure.
 */
public final class BenchmarkRun {
    private static final int WARM_UPS = 8;
    private static final int MEASUREMENTS = 5;

    private final Path mappings;
    private final double seconds;
    private final Map<String, List<Measured>> measured = new TreeMap<>();

    private BenchmarkRun(Path mappings, double seconds) {
        this.mappings = mappings;
        this.seconds = seconds;
    }

    /**
     * One contestant in one round, per message.
     *
     * @param work microseconds of processor time
     * @param clock microseconds on the clock
     * @param bytes allocated
     */
    record Measured(double work, double clock, double bytes) {}

    public static void main(String[] args) throws RunnerException, IOException {
        Path mappings = Path.of(args[0]);
        String only = args.length > 4 ? args[4] : "";
        Agreement.check(new Contestants(mappings));
        BenchmarkRun run = new BenchmarkRun(mappings, Double.parseDouble(args[3]));
        List<String> names = new ArrayList<>();
        new Contestants(mappings).names().forEach(name -> {
            if (name.startsWith(only)) {
                names.add(name);
            }
        });
        List.of(
                        DecisionBenchmark.WORDS,
                        DecisionBenchmark.WITH_ACCOUNT,
                        DisclosureBenchmark.OPEN,
                        DisclosureBenchmark.PROTECTED,
                        DisclosureBenchmark.LAST_LOOK)
                .stream()
                .filter(name -> name.startsWith(only))
                .forEach(names::add);
        SealBenchmark.NAMES.stream().filter(name -> name.startsWith(only)).forEach(names::add);
        int rounds = Integer.parseInt(args[2]);
        for (int round = 0; round < rounds; round++) {
            for (String name : names) {
                run.measure(name);
            }
            Collections.reverse(names);
        }
        new Report(run.measured, rounds, run.seconds).write(Path.of(args[1]));
    }

    private void measure(String name) throws RunnerException {
        TimeValue slice = TimeValue.milliseconds(Math.round(seconds * 1000 / MEASUREMENTS));
        Options options = new OptionsBuilder()
                .include(benchmark(name).getName())
                .param("contestant", name)
                .param("mappings", mappings.toString())
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(slice)
                .measurementIterations(MEASUREMENTS)
                .measurementTime(slice)
                .jvmArgsAppend("-Xms1g", "-Xmx1g")
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuTime.class)
                .build();
        for (RunResult result : new Runner(options).run()) {
            measured.computeIfAbsent(name, n -> new ArrayList<>())
                    .add(new Measured(
                            second(result, CpuTime.RESULT),
                            result.getPrimaryResult().getScore(),
                            second(result, "gc.alloc.rate.norm")));
        }
    }

    private static Class<?> benchmark(String name) {
        return switch (name.substring(0, name.indexOf('/'))) {
            case "decision" -> DecisionBenchmark.class;
            case "disclosure" -> DisclosureBenchmark.class;
            case "seal", "check", "chain" -> SealBenchmark.class;
            default -> TranslationBenchmark.class;
        };
    }

    private static double second(RunResult result, String name) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(name))
                .map(Map.Entry::getValue)
                .mapToDouble(Result::getScore)
                .findFirst()
                .orElseThrow();
    }
}
