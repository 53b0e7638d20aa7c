package nl.schakel.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Everything we write under a profile of nl-core conforms to it. The profiles are Nictiz' (CC0, not part of this
 * repository) and are read from {@code -Dschakel.reference}; without them the test is skipped, and says so.
 */
class NlCoreProfilesTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("schakel.reference", "../shared/reference"), "nl-core-r4");
    private static final String BASE = "http://nictiz.nl/fhir/StructureDefinition/";

    private static NlCore nlCore;

    @BeforeAll
    static void profilesAreThere() throws IOException {
        assumeTrue(Files.isDirectory(FOLDER), "No nl-core profiles at " + FOLDER + " (see -Dschakel.reference)");
        nlCore = new NlCore(FOLDER);
    }

    @Test
    void whatWeWriteConformsToTheProfilesItNames() throws IOException {
        List<Path> outputs = outputs();
        assertThat(outputs).hasSizeGreaterThan(15);
        List<String> errors = new ArrayList<>();
        for (Path output : outputs) {
            nlCore.errors(Files.readString(output)).forEach(error -> errors.add(output + " " + error));
        }
        assertThat(errors).isEmpty();
    }

    @Test
    void namesAProfileWhereThereIsOne() throws IOException {
        String all = Files.readString(Path.of("mappings/fhir/r4/examples/10-transaction/output.message-bundle.json"));
        assertThat(all).contains(BASE + "nl-core-Patient", BASE + "nl-core-Encounter", BASE + "nl-core-ContactPerson");
    }

    @Test
    void aViolationIsSeen() {
        String wrong = "{\"resourceType\":\"Patient\",\"meta\":{\"profile\":[\"" + BASE + "nl-core-Patient\"]},"
                + "\"name\":[{\"use\":\"official\",\"family\":\"Berg\",\"given\":[\"Fatima\"]}]}";
        assertThat(nlCore.errors(wrong)).isNotEmpty();
        assertThat(nlCore.errors(wrong.replace("nl-core-Patient", "nl-core-Nothing")))
                .isNotEmpty();
    }

    private static List<Path> outputs() throws IOException {
        try (Stream<Path> files = Files.find(
                Path.of("mappings/fhir/r4/examples"),
                3,
                (file, facts) -> file.getFileName().toString().matches("output\\.[a-z0-9-]+\\.json"))) {
            return files.sorted().toList();
        }
    }
}
