package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nl.schakel.journeys.CrashBattery.Trial;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A harness that acquits everybody is worth nothing: it must find the mistake in each of these builds, and none in the product.
 *
 * <p>A build of Schakel tries six by the trial that finds it soonest; that the product
 * has no such mistake is what {@link CrashIT} shows. The names of some in {@code -Dschakel.crash.builds}, separated by commas,
 * try these, and {@code all} tries all of them, and the product, by every trial in turn. How soon each is found lies in
 * {@code target/broken-builds.json}. {@code -Dschakel.crash.beside=1} tries one at a time.
 */
@Tag("alone")
class BrokenBuildsIT {
    private static final String CHOSEN = System.getProperty("schakel.crash.builds", "");
    private static final String PRODUCT = "PRODUCT";
    /** Not tried in every build of Schakel: the simulation finds the like of these in it. */
    private static final Set<CrashMutant> LONGER =
            EnumSet.of(CrashMutant.NO_SWEEPER, CrashMutant.DELIVERED_BEFORE_THE_CALL);
    /** They wait more than they work. */
    private static final int BESIDE = Integer.getInteger("schakel.crash.beside", 2);

    @TempDir
    Path folder;

    private final long seed = Long.getLong("schakel.crash.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private final List<Map<String, Object>> lines = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService bench = Executors.newFixedThreadPool(BESIDE);

    @TestFactory
    List<DynamicTest> findsTheMistakeInEachAndNoneInTheProduct() {
        System.out.println("broken builds, seed " + seed);
        List<DynamicTest> tests = new ArrayList<>();
        if (isChosen(PRODUCT)) {
            Future<Optional<CrashBattery.Caught>> product =
                    bench.submit(() -> found(PRODUCT, "as it is", List.of(), Arrays.asList(Trial.values())));
            tests.add(DynamicTest.dynamicTest(
                    "none in the product", () -> assertThat(product.get()).isEmpty()));
        }
        for (CrashMutant mutant : CrashMutant.values()) {
            if (CHOSEN.isEmpty() ? !LONGER.contains(mutant) : isChosen(mutant.name())) {
                List<Trial> trials = CHOSEN.equals("all") ? Arrays.asList(Trial.values()) : mutant.trials();
                Future<Optional<CrashBattery.Caught>> build =
                        bench.submit(() -> found(mutant.name(), mutant.toString(), mutant.changes(), trials));
                tests.add(DynamicTest.dynamicTest(
                        mutant.toString(), () -> assertThat(build.get()).isPresent()));
            }
        }
        return tests;
    }

    @AfterEach
    void write() throws IOException {
        bench.shutdownNow();
        Files.write(
                Path.of("target", "broken-builds.json"),
                new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsBytes(Map.of("seed", seed, "builds", lines)));
    }

    private static boolean isChosen(String name) {
        return CHOSEN.equals("all") || Arrays.asList(CHOSEN.split(",", -1)).contains(name);
    }

    private Optional<CrashBattery.Caught> found(
            String name, String words, List<CrashBuild.Change> changes, List<Trial> trials)
            throws IOException, InterruptedException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("build", name);
        line.put("mistake", words);
        try (CrashRun run = CrashRun.open("build-" + name, folder.resolve(name), changes)) {
            run.start(seed);
            Optional<CrashBattery.Caught> caught = new CrashBattery(run).caught(trials);
            caught.ifPresent(found -> {
                line.put("trial", found.trial().toString());
                line.put("finding", found.finding());
                line.put("seconds", found.seconds());
                line.put("faults", found.faults());
                line.put("accepted", found.accepted());
            });
            lines.add(line);
            System.out.println("broken builds, " + line);
            return caught;
        }
    }
}
