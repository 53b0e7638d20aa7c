package nl.schakel.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.Custody;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.validate.BaseProfileValidator;
import nl.schakel.validate.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirAnswersTest {
    private static final BaseProfileValidator VALIDATOR = new BaseProfileValidator();
    private static final Instant AT = Instant.parse("2026-04-10T11:00:00Z");
    private static final ReferralReference REFERENCE = new ReferralReference(2026, 41);

    private final FhirAnswers answers = new FhirAnswers("Schakel", "https://localhost:8443/fhir");

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void everyProblemOfTheCatalogueIsAValidOutcomeInTwoLanguages(ProblemCode code) {
        byte[] outcome = answers.operationOutcome(Problem.at(code, "Bundle.entry[2].resource.birthDate")
                .seen("8 characters")
                .expected("a date"));

        assertThat(errors(outcome)).isEmpty();
        assertThat(text(outcome))
                .contains(code.id(), code.english(), code.dutch(), "\"expression\":[\"Bundle.entry[2]");
    }

    @Test
    void aPlaceThatIsNoFhirPathIsALocation() {
        byte[] outcome = answers.operationOutcome(Problem.at(ProblemCode.SYNTAX_BROKEN, "line 2, column 8"));

        assertThat(text(outcome))
                .contains("\"location\":[\"line 2, column 8\"]")
                .doesNotContain("expression");
        assertThat(errors(outcome)).isEmpty();
    }

    @Test
    void aProblemWithoutPlaceSaysNothingOfOne() {
        byte[] outcome = answers.operationOutcome(Problem.of(ProblemCode.BUSY));

        assertThat(text(outcome)).doesNotContain("expression", "location", "diagnostics");
        assertThat(errors(outcome)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"urn:uuid:0e3a8b5c-5d0c-4f43-9d0e-3b1d0c7f6a01", "MSG-1", "a message id / with everything \"é\""
            })
    void anAcceptedMessageGetsAValidResponseWithItsReferenceAndReceipt(String messageId) {
        byte[] response = answers.accepted(Optional.of(REFERENCE), messageId, AT, "eyJ.eyJ.sig");

        assertThat(errors(response)).isEmpty();
        assertThat(text(response)).contains(REFERENCE.text(), "eyJ.eyJ.sig", "\"code\":\"ok\"", "\"type\":\"message\"");
        assertThat(answers.accepted(Optional.of(REFERENCE), messageId, AT, "eyJ.eyJ.sig"))
                .isEqualTo(response);
    }

    @Test
    void aMessageBesideWhichNothingRunsGetsAValidResponseWithoutReference() {
        byte[] response = answers.accepted(Optional.empty(), "c-1", AT, "eyJ.eyJ.sig");

        assertThat(errors(response)).isEmpty();
        assertThat(text(response)).contains("eyJ.eyJ.sig", "\"code\":\"ok\"").doesNotContain("referral-reference");
    }

    @Test
    void theCapabilityStatementIsValid() {
        byte[] statement = answers.capabilityStatement("https://localhost:8443/fhir", AT);

        assertThat(errors(statement)).isEmpty();
        assertThat(text(statement)).contains("process-message", "4.0.1", "transaction", "document", "create");
    }

    @Test
    void aTaskShowsItsStateAndNothingAboutTheClient() {
        TaskView view = new TaskView(new UUID(1, 2), 3, "rejected", Optional.of("no-place"), REFERENCE, AT);

        assertThat(errors(answers.task(view))).isEmpty();
        assertThat(text(answers.task(view)))
                .contains("\"versionId\":\"3\"", "no-place", REFERENCE.text())
                .doesNotContain("\"for\"");
        assertThat(answers.etag(3)).isEqualTo("W/\"3\"");
    }

    @Test
    void aTaskShowsThatItsReceiverHasTheClient() {
        TaskView view = new TaskView(new UUID(1, 2), 3, "in-progress", Optional.empty(), REFERENCE, AT)
                .with(Optional.of(Custody.TAKEN_OVER));

        assertThat(errors(answers.task(view))).isEmpty();
        assertThat(text(answers.task(view))).contains("\"businessStatus\"", "CodeSystem/custody", "custody-taken-over");
    }

    @Test
    void aNoticeShowsWhatMayBeUsedNoMore() {
        TaskView view = new TaskView(
                new UUID(1, 2),
                1,
                "requested",
                Optional.of("no-longer-permitted"),
                REFERENCE,
                AT,
                Optional.empty(),
                Optional.of(new TaskView.Notice(new UUID(3, 4), List.of("network", "zrm"))));

        assertThat(errors(answers.task(view))).isEmpty();
        assertThat(text(answers.task(view)))
                .contains("CodeSystem/notice", "no-longer-permitted", "/Task/" + new UUID(3, 4))
                .contains("withdrawn-category", "\"network\"", "\"zrm\"")
                .doesNotContain("\"for\"");
    }

    private static List<String> errors(byte[] resource) {
        return VALIDATOR.findings(resource).stream()
                .filter(Finding::isError)
                .map(finding -> finding.place() + ": " + finding.text())
                .toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
