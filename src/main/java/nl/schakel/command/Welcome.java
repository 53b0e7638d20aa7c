package nl.schakel.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.demo.Doors;

/** What a running demo says: what is up, where to look, what to try. At most 25 lines, the last says ready. */
final class Welcome {
    private Welcome() {}

    static List<String> lines(Path home, Doors doors, Duration took) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("  web and API     http://localhost:" + doors.port("web"));
        lines.add("  partner API     https://localhost:" + doors.port("partner") + "/fhir (mutual TLS)");
        lines.add("  MLLP            localhost:" + doors.port("mllp") + ", TLS localhost:" + doors.port("mllps"));
        lines.add("  health          http://localhost:" + doors.port("management") + "/actuator/health");
        lines.add("  demo partners   " + partners(doors.partners()));
        lines.add("  they received   " + home.resolve("received") + "/<partner>/");
        lines.add("  log             " + home.resolve("log").resolve("schakel.log"));
        lines.add("Try in another terminal:");
        String named = option(home);
        lines.add("  ./schakel send " + sample() + " --as ggz-noord" + named);
        lines.add("  ./schakel trace REFERENCE" + named);
        lines.add("  ./schakel send " + home.resolve("answers").resolve("opvang-demo")
                + "/REFERENCE-accept.json --as opvang-demo" + named);
        lines.add("  ./schakel status" + named);
        lines.add(String.format(Locale.ROOT, "Ready in %.1f s. Ctrl-C stops.", took.toMillis() / 1000.0));
        return lines;
    }

    private static String partners(Map<String, Integer> ports) {
        return new TreeMap<>(ports)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String option(Path home) {
        return home.equals(new Asked().home()) ? "" : " --home " + home;
    }

    /** A referral from the mappings' examples, so that the line can be copied as it is. */
    private static String sample() throws IOException {
        Path root = Path.of(System.getProperty("schakel.root", ""));
        Path mappings = root.resolve("mappings").resolve("hl7v2-nl");
        if (!Files.isDirectory(mappings)) {
            return "REFERRAL.hl7";
        }
        try (Stream<Path> files = Files.walk(mappings)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".hl7"))
                    .sorted()
                    .toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains("|REF^I12")) {
                    return file.toString();
                }
            }
            return "REFERRAL.hl7";
        }
    }
}
