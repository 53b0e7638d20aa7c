package nl.schakel.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import nl.schakel.bench.BenchmarkRun.Measured;

/** What was measured, as a table for people and as JSON for machines; medians over the rounds, with lowest and highest. */
final class Report {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static final String BEGIN = "<!-- measured -->";
    private static final String END = "<!-- end of what was measured -->";

    private final Map<String, List<Measured>> measured;
    private final int rounds;
    private final double seconds;

    Report(Map<String, List<Measured>> measured, int rounds, double seconds) {
        this.measured = measured;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /** Writes {@code translation.json}, and the table into {@code translation.md}: between its marks, the rest of it stays. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        ObjectNode json = json();
        Files.writeString(folder.resolve("translation.json"), JSON.writeValueAsString(json) + "\n");
        Path page = folder.resolve("translation.md");
        String before = Files.exists(page) ? Files.readString(page) : BEGIN + END + "\n";
        int begin = before.indexOf(BEGIN) + BEGIN.length();
        String text = before.substring(0, begin) + '\n' + machine(json) + '\n' + table();
        Files.writeString(page, text + before.substring(before.indexOf(END)));
    }

    private String machine(ObjectNode json) {
        ObjectNode machine = (ObjectNode) json.get("machine");
        StringBuilder text = new StringBuilder();
        machine.properties()
                .forEach(fact -> text.append("- ")
                        .append(fact.getKey())
                        .append(": ")
                        .append(
                                fact.getValue().isObject()
                                        ? fact.getValue().toString()
                                        : fact.getValue().asText())
                        .append('\n'));
        return text.append("- rounds: ")
                .append(rounds)
                .append(" of ")
                .append(seconds)
                .append(" s\n")
                .toString();
    }

    private ObjectNode json() {
        ObjectNode all = JSON.createObjectNode();
        all.set("machine", Machine.described(JSON));
        all.put("rounds", rounds).put("secondsPerRound", seconds);
        ArrayNode results = all.putArray("results");
        measured.forEach((name, rows) -> {
            ObjectNode result = results.addObject().put("name", name);
            double[] work = sorted(rows, Measured::work);
            result.put("processorMicrosecondsPerMessage", rounded(median(work)));
            result.put("lowest", rounded(work[0]));
            result.put("highest", rounded(work[work.length - 1]));
            result.put("clockMicrosecondsPerMessage", rounded(median(sorted(rows, Measured::clock))));
            result.put("bytesAllocatedPerMessage", Math.round(median(sorted(rows, Measured::bytes))));
            result.put("oursIsTimesAsFast", rounded(ratio(name)));
        });
        return all;
    }

    private String table() {
        StringBuilder text = new StringBuilder();
        text.append("| message | by | processor time, microseconds (lowest-highest) | clock, microseconds | ")
                .append("allocated, kB | ours is times as fast |\n|---|---|---|---|---|---|\n");
        measured.forEach((name, rows) -> {
            double[] work = sorted(rows, Measured::work);
            text.append("| ").append(name.replace("/", " | ")).append(" | ");
            text.append(figure(median(work)))
                    .append(" (")
                    .append(figure(work[0]))
                    .append('-');
            text.append(figure(work[work.length - 1])).append(") | ");
            text.append(figure(median(sorted(rows, Measured::clock)))).append(" | ");
            text.append(figure(median(sorted(rows, Measured::bytes)) / 1000)).append(" | ");
            text.append(name.equals(ours(name)) ? "" : String.format(Locale.ROOT, "%.2f", ratio(name)))
                    .append(" |\n");
        });
        return text.toString();
    }

    /** Round by round, so that both have met the same neighbours; of these the median. */
    private double ratio(String name) {
        List<Measured> theirs = measured.get(name);
        List<Measured> ours = measured.get(ours(name));
        double[] ratios = new double[theirs.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = theirs.get(i).work() / ours.get(i).work();
        }
        Arrays.sort(ratios);
        return median(ratios);
    }

    private static String figure(double number) {
        return String.format(Locale.ROOT, number < 100 ? "%.1f" : "%.0f", number);
    }

    /** What stands for ours in the same task; the outbound ways are compared with nobody. */
    private String ours(String name) {
        String ours = name.substring(0, name.indexOf('/')) + "/schakel";
        return name.endsWith("-out") || !measured.containsKey(ours) ? name : ours;
    }

    private static double[] sorted(List<Measured> rows, ToDoubleFunction<Measured> of) {
        return rows.stream().mapToDouble(of).sorted().toArray();
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double rounded(double number) {
        return Math.round(number * 100) / 100.0;
    }
}
