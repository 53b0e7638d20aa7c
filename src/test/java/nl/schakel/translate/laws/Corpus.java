package nl.schakel.translate.laws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Role;
import nl.schakel.translate.Translator;
import nl.schakel.translate.tree.SourceMessage;

/** The good examples of all mappings, by the mapping that reads them, and the values that stand at each of their places. */
final class Corpus {
    static final Path MAPPINGS = Path.of("mappings");
    static final Translator TRANSLATOR = Translator.load(MAPPINGS);
    private static final Map<String, String> MEDIA = Map.of(
            "hl7", "application/hl7-v2", "xml", "application/xml", "csv", "text/csv", "json", "application/json");
    private static final Map<String, String> FACTS = Map.of(
            "messageId",
            "deur-1",
            "receivedAt",
            "2026-04-21T08:15:00Z",
            "operation",
            "PUT Task/0e9f1d60-1111-4222-8333-444455556666");

    private static final Corpus ALL = new Corpus();

    private final Map<String, List<Example>> byMapping = new TreeMap<>();
    private final Map<String, TreeSet<String>> pools = new HashMap<>();

    /**
     * A message that its mapping takes.
     *
     * @param mapping id, without hash
     */
    record Example(String mapping, String family, String ending, byte[] bytes) {

        Draft draft() {
            return switch (ending) {
                case "hl7" -> new Hl7Draft(bytes);
                case "xml" -> new XmlDraft(bytes);
                case "csv" -> new CsvDraft(bytes);
                default -> new JsonDraft(bytes);
            };
        }

        SourceMessage source(byte[] changed) {
            return Corpus.source(family, ending, changed);
        }
    }

    private Corpus() {
        try (Stream<Path> files = Files.find(MAPPINGS, 6, (file, facts) -> isInput(file))) {
            files.sorted().forEach(this::take);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isInput(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("input.")
                && MEDIA.containsKey(ending(file))
                && Files.exists(file.resolveSibling("canonical.json"));
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private void take(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String family = MAPPINGS.relativize(file.getParent().getParent().getParent())
                    .toString();
            String ending = ending(file);
            TRANSLATOR
                    .toCanonical(source(family, ending, bytes))
                    .fold(
                            read -> {
                                Example example = new Example(id(read.mapping()), family, ending, bytes);
                                byMapping
                                        .computeIfAbsent(example.mapping(), m -> new ArrayList<>())
                                        .add(example);
                                example.draft()
                                        .spots()
                                        .forEach(spot -> pool(example, spot).add(spot.value()));
                                return true;
                            },
                            problem -> false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String id(String version) {
        return version.replaceFirst("@.*", "");
    }

    static SourceMessage source(String family, String ending, byte[] bytes) {
        boolean fhir = family.startsWith("fhir/");
        return new SourceMessage(
                new PartnerId("afzender-demo"),
                Role.GGZ,
                family,
                fhir ? "application/fhir+json" : MEDIA.getOrDefault(ending, "application/json"),
                Optional.of(ending.equals("csv") ? "windows-1252" : StandardCharsets.UTF_8.name()),
                bytes,
                FACTS);
    }

    /** Mappings that have an example which they take. */
    static List<String> mappings() {
        return List.copyOf(ALL.byMapping.keySet());
    }

    static List<Example> examples(String mapping) {
        return ALL.byMapping.getOrDefault(mapping, List.of());
    }

    /** What stands at such a place in the examples of the family. */
    static List<String> values(Example example, Spot spot) {
        List<String> values = List.copyOf(ALL.pool(example, spot));
        return values.isEmpty() ? List.of(spot.value()) : values;
    }

    private TreeSet<String> pool(Example example, Spot spot) {
        return pools.computeIfAbsent(example.family() + ' ' + spot.place(), p -> new TreeSet<>());
    }
}
