package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example message is read alike by us and by readers that others wrote: HAPI's two, Jackson and the JDK's DOM. */
@Guards({Threat.T08, Threat.T12})
class OtherReadersTest {
    private static final Path MAPPINGS = Path.of("mappings");

    static Stream<Path> hl7() {
        return examples(MAPPINGS, ".hl7");
    }

    static Stream<Path> xml() {
        return examples(MAPPINGS, ".xml");
    }

    static Stream<Path> json() {
        return examples(MAPPINGS, "json");
    }

    static Stream<Path> fhir() {
        return examples(MAPPINGS.resolve("fhir/r4"), ".json");
    }

    @ParameterizedTest
    @MethodSource("hl7")
    void hapiReadsTheSameOfHl7(Path example) throws Exception {
        OtherReaders.agreeOnHl7(Files.readAllBytes(example));
    }

    @ParameterizedTest
    @MethodSource("xml")
    void domReadsTheSameOfXml(Path example) throws Exception {
        if (Files.exists(example.resolveSibling("expected-problem.json"))) {
            new XmlFuzzTest().whatIsTakenDomReadsTheSame(Files.readAllBytes(example));
        } else {
            OtherReaders.agreeOnXml(Files.readAllBytes(example));
        }
    }

    @ParameterizedTest
    @MethodSource("json")
    void jacksonReadsTheSameOfJson(Path example) throws IOException {
        OtherReaders.agreeOnJson(Files.readAllBytes(example));
    }

    @ParameterizedTest
    @MethodSource("fhir")
    void hapiReadsTheSameOfFhir(Path example) throws IOException {
        OtherReaders.agreeOnFhir(Files.readAllBytes(example));
    }

    private static Stream<Path> examples(Path below, String ending) {
        try (Stream<Path> files = Files.walk(below)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().startsWith("input."))
                    .filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
            assertThat(found).as("examples that end with %s", ending).hasSizeGreaterThan(20);
            return found.stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
