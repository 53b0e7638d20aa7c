package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import nl.schakel.referral.Label;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source that somebody's safety rests on is understood, or the message is refused. */
class SafetyTest {
    private static final String PROTECTED =
            new String(Samples.example("05-secret-address"), StandardCharsets.ISO_8859_1);

    @Test
    void aProtectionThatIsUnderstoodBecomesTheLabel() {
        assertThat(Samples.value(FhirMappings.TRANSLATOR.toCanonical(Samples.ward(PROTECTED)))
                        .referral()
                        .envelope()
                        .labels())
                .containsExactly(Label.SECRET_ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"J", "y", "Yes", "1"})
    void aProtectionThatIsNotUnderstoodStopsTheMessage(String word) {
        String message = flag(word);

        Problem problem = Samples.problem(FhirMappings.TRANSLATOR.toCanonical(Samples.ward(message)));

        assertThat(problem).isEqualTo(Problem.at(ProblemCode.SAFETY_NOT_UNDERSTOOD, "PD1-12"));
        assertThat(Samples.problem(FhirMappings.TRANSLATOR.explain(Samples.ward(message))))
                .isEqualTo(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"N", "", "\"\""})
    void noProtectionPasses(String word) {
        assertThat(Samples.value(FhirMappings.TRANSLATOR.toCanonical(Samples.ward(flag(word))))
                        .referral()
                        .envelope()
                        .labels())
                .isEmpty();
    }

    @Test
    void aLabelOfAHospitalThatIsNotUnderstoodStopsItsMessage() {
        String labelled = FhirMappings.sample()
                .replaceFirst(
                        "\"resourceType\": \"Patient\"",
                        "\"resourceType\": \"Patient\", \"meta\": {\"security\": [{\"system\":"
                                + " \"https://schakel.nl/fhir/CodeSystem/label\", \"code\": \"very-secret\"}]}");

        assertThat(FhirMappings.refused(labelled).code()).isEqualTo(ProblemCode.SAFETY_NOT_UNDERSTOOD);
        assertThat(FhirMappings.refused(labelled).place().orElseThrow()).endsWith("resource.meta.security[0].code");
        assertThat(FhirMappings.translated(labelled.replace("very-secret", "secret-address"))
                        .referral()
                        .envelope()
                        .labels())
                .containsExactly(Label.SECRET_ADDRESS);
    }

    private static String flag(String word) {
        String flagged = PROTECTED.replaceFirst("(PD1\\|{12})Y", "$1" + word);
        assertThat(flagged).isNotEqualTo(PROTECTED);
        return flagged;
    }
}
