package nl.schakel.bench.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What was measured, scenario by scenario: a table for people, and the same as JSON. */
final class Results {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String BEGIN = "<!-- measured -->";
    private static final String END = "<!-- end of what was measured -->";

    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

    /** Prints it at once as well, so that a long run can be followed. */
    void add(String scenario, String what, String number) {
        rows.computeIfAbsent(scenario, s -> new LinkedHashMap<>()).put(what, number);
        System.out.println(scenario + " | " + what + " | " + number);
    }

    /** Writes {@code gateway.json} and the table of {@code gateway.md}; scenarios not run this time keep nothing. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        ObjectNode all = JSON.createObjectNode();
        ObjectNode machine = all.putObject("machine");
        machine().forEach(machine::put);
        StringBuilder text = new StringBuilder();
        machine()
                .forEach((name, value) -> text.append("- ")
                        .append(name)
                        .append(": ")
                        .append(value)
                        .append('\n'));
        text.append("\n| scenario | what | measured |\n|---|---|---|\n");
        rows.forEach((scenario, numbers) -> {
            ObjectNode node = all.putObject(scenario);
            numbers.forEach((what, number) -> {
                node.put(what, number);
                text.append("| ")
                        .append(scenario)
                        .append(" | ")
                        .append(what)
                        .append(" | ")
                        .append(number)
                        .append(" |\n");
            });
        });
        Files.writeString(folder.resolve("gateway.json"), JSON.writeValueAsString(all) + "\n");
        Path page = folder.resolve("gateway.md");
        String before = Files.exists(page) ? Files.readString(page) : BEGIN + END + "\n";
        Files.writeString(
                page,
                before.substring(0, before.indexOf(BEGIN) + BEGIN.length()) + "\n" + text
                        + before.substring(before.indexOf(END)));
    }

    private static Map<String, String> machine() throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("measuredOn", LocalDate.now().toString());
        facts.put("processor", line(Path.of("/proc/cpuinfo"), "model name"));
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("loadAtTheEnd", Files.readString(Path.of("/proc/loadavg")).strip());
        facts.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("camel", jar("camel-base-4"));
        facts.put("artemis", jar("artemis-server-"));
        return facts;
    }

    private static String jar(String name) {
        return Stream.of(System.getProperty("java.class.path").split(":"))
                .map(path -> Path.of(path).getFileName().toString())
                .filter(file -> file.startsWith(name))
                .findFirst()
                .orElse("unknown");
    }

    private static String line(Path file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        }
    }
}
