package nl.schakel.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where it was measured: without that no number means anything. */
final class Machine {
    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final Path LOAD = Path.of("/proc/loadavg");

    private Machine() {}

    static ObjectNode described(ObjectMapper json) {
        ObjectNode machine = json.createObjectNode();
        machine.put("measuredOn", LocalDate.now().toString());
        machine.put("processor", line(CPU, "model name"));
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("loadAtTheEnd", line(LOAD, ""));
        machine.put("operatingSystem", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        ObjectNode libraries = machine.putObject("libraries");
        libraries().forEach(libraries::put);
        return machine;
    }

    private static String line(Path file, String name) {
        if (!Files.isReadable(file)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By the names of the jars, which carry their versions. */
    private static Map<String, String> libraries() {
        Stream<Path> apart = Stream.ofNullable(System.getProperty("bench.linuxforhealth"))
                .map(Path::of)
                .flatMap(Machine::jars);
        return Stream.concat(
                        Stream.of(System.getProperty("java.class.path").split("[:;]"))
                                .map(Path::of),
                        apart)
                .map(Path::getFileName)
                .filter(name -> name != null
                        && name.toString()
                                .matches("(jslt|jsonata|jmh-core|hl7v2-fhir-converter|org\\.hl7\\.fhir\\.r4)-.*"))
                .map(name -> name.toString().replace(".jar", ""))
                .collect(Collectors.toMap(
                        name -> name.replaceFirst("-\\d.*", ""),
                        name -> name.replaceFirst(".*?-(?=\\d)", ""),
                        (a, b) -> a,
                        TreeMap::new));
    }
}
