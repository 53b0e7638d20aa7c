package nl.schakel.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, as a table for people and as JSON for machines; medians over the rounds, with lowest and highest. */
final class Report {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Map<String, List<BenchmarkRun.Measured>> measured;
    private final int rounds;
    private final double seconds;

    Report(Map<String, List<BenchmarkRun.Measured>> measured, int rounds, double seconds) {
        this.measured = measured;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /** Writes {@code translation.json} and the table {@code translation-table.md} into this folder. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("translation.json"), JSON.writeValueAsString(json()) + "\n");
        Files.writeString(folder.resolve("translation-table.md"), table(), StandardCharsets.UTF_8);
    }

    private ObjectNode json() {
        ObjectNode all = JSON.createObjectNode();
        all.set("machine", Machine.described(JSON));
        all.put("rounds", rounds).put("secondsPerRound", seconds);
        ArrayNode results = all.putArray("results");
        measured.forEach((name, rows) -> {
            ObjectNode result = results.addObject().put("name", name);
            result.put("microsecondsPerMessage", rounded(time(name)));
            result.put("lowest", rounded(times(rows)[0]));
            result.put("highest", rounded(times(rows)[rows.size() - 1]));
            result.put("bytesAllocatedPerMessage", Math.round(bytes(name)));
            result.put("throughputOfOurs", rounded(time(ours(name)) / time(name)));
        });
        return all;
    }

    private String table() {
        StringBuilder text = new StringBuilder();
        text.append("| message | by | microseconds (lowest-highest) | messages per second | allocated per message | ")
                .append("throughput of ours against it |\n|---|---|---|---|---|---|\n");
        measured.forEach((name, rows) -> text.append("| ")
                .append(name.replace("/", " | "))
                .append(" | ")
                .append(figure(time(name)))
                .append(" (")
                .append(figure(times(rows)[0]))
                .append('-')
                .append(figure(times(rows)[rows.size() - 1]))
                .append(") | ")
                .append(String.format(Locale.ROOT, "%,d", Math.round(1e6 / time(name))))
                .append(" | ")
                .append(String.format(Locale.ROOT, "%.1f kB", bytes(name) / 1000))
                .append(" | ")
                .append(
                        name.equals(ours(name))
                                ? ""
                                : String.format(Locale.ROOT, "%.2f", time(name) / time(ours(name))))
                .append(" |\n"));
        return text.toString();
    }

    private static String figure(double number) {
        return String.format(Locale.ROOT, number < 100 ? "%.1f" : "%.0f", number);
    }

    /** What stands for ours in the same task; the outbound ways are compared with nobody. */
    private String ours(String name) {
        String ours = name.substring(0, name.indexOf('/')) + "/schakel";
        return name.endsWith("-out") || !measured.containsKey(ours) ? name : ours;
    }

    private double time(String name) {
        return median(times(measured.get(name)));
    }

    private double bytes(String name) {
        return median(measured.get(name).stream()
                .mapToDouble(BenchmarkRun.Measured::bytes)
                .sorted()
                .toArray());
    }

    private static double[] times(List<BenchmarkRun.Measured> rows) {
        return rows.stream()
                .mapToDouble(BenchmarkRun.Measured::microseconds)
                .sorted()
                .toArray();
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double rounded(double number) {
        return Math.round(number * 100) / 100.0;
    }
}
