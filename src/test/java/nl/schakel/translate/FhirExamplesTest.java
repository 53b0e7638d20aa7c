package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.validate.BaseProfileValidator;
import nl.schakel.validate.Finding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder with an {@code input.json} under the mappings of FHIR and DDAS is a test: it gives {@code canonical.json}
 * and, for a referral, {@code output.json} (a shelter's Bundle, or debt relief's registration); or {@code
 * expected-problem.json}. With {@code -Dschakel.examples=write} the expectations are written anew, to be reviewed by a
 * person before they are committed.
 */
class FhirExamplesTest {
    private static final boolean WRITE = "write".equals(System.getProperty("schakel.examples"));
    private static final BaseProfileValidator VALIDATOR = new BaseProfileValidator();
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final Map<String, String> FACTS =
            Map.of("operation", "$process-message", "messageId", "req-1", "receivedAt", "2026-04-10T11:00:00Z");

    static Stream<Path> examples() throws IOException {
        return Files.find(FhirMappings.FOLDER, 6, (file, facts) -> file.endsWith("input.json"))
                .map(Path::getParent)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void translatesTheExampleAsItsFolderSays(Path folder) throws IOException {
        String input = FhirMappings.read(folder.resolve("input.json"));
        Step<TranslatedReferral> step =
                FhirMappings.TRANSLATOR.toCanonical(FhirMappings.source(family(folder), input, FACTS));

        assertThat(folder.resolve("why.md")).isNotEmptyFile();
        if (step instanceof Step.Next<TranslatedReferral> next) {
            compare(
                    folder.resolve("canonical.json"),
                    CanonicalTree.of(next.value()).utf8());
            released(folder, next.value());
        } else {
            compare(
                    folder.resolve("expected-problem.json"),
                    step.fold(CanonicalTree::of, CanonicalTree::of).utf8());
            assertThat(folder.resolve("canonical.json")).doesNotExist();
        }
    }

    /** Examples of other formats that begin with FHIR begin with R4. */
    private static String family(Path folder) {
        return folder.startsWith(FhirMappings.FOLDER.resolve("fhir/stu3")) ? "fhir/stu3" : "fhir/r4";
    }

    private static void released(Path folder, TranslatedReferral translated) throws IOException {
        if (translated.referral().envelope().event() != Envelope.Event.REFERRAL) {
            return;
        }
        boolean debts = folder.startsWith(FhirMappings.FOLDER.resolve("ddas"));
        String output = FhirMappings.outbound(
                debts
                        ? FhirMappings.toDebtRelief(translated, FhirMappings.debtRelief())
                        : FhirMappings.toShelter(translated, FhirMappings.shelter()));
        compare(folder.resolve("output.json"), output.getBytes(StandardCharsets.UTF_8));
        if (!debts) {
            assertThat(VALIDATOR.findings(output.getBytes(StandardCharsets.UTF_8)))
                    .noneMatch(Finding::isError);
        }
    }

    private static void compare(Path expected, byte[] outcome) throws IOException {
        if (WRITE) {
            Files.writeString(expected, JSON.writeValueAsString(JSON.readTree(outcome)) + "\n");
        }
        assertThat(JSON.readTree(outcome)).isEqualTo(JSON.readTree(Files.readAllBytes(expected)));
    }
}
