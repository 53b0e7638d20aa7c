package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FhirOperationTest {

    @ParameterizedTest
    @CsvSource({
        "$process-message, $process-message",
        "Bundle, Bundle/transaction",
        "Bundle, Bundle/document",
        "Bundle, $process-message",
        "Task, Task+ServiceRequest",
        "Task, Task+ReferralRequest",
        "Task/0e9f1d60-1111-4222-8333-444455556666, Task",
        "Consent, Consent",
        "'', REF^I12",
        "'', Task",
        "in/toegang, Task"
    })
    void takesWhatItsAddressIsFor(String operation, String kind) {
        assertThat(FhirOperation.takes(operation, named(kind))).isInstanceOf(Step.Next.class);
    }

    @ParameterizedTest
    @CsvSource({
        "$process-message, Bundle/transaction",
        "Bundle, Task",
        "Bundle, Consent",
        "Bundle, Bundle/batch",
        "Task, Task",
        "Task, Bundle/transaction",
        "Task/0e9f1d60-1111-4222-8333-444455556666, Task+ServiceRequest",
        "Task/0e9f1d60-1111-4222-8333-444455556666, Bundle/transaction",
        "Consent, Task+ServiceRequest"
    })
    void refusesWhatBelongsElsewhere(String operation, String kind) {
        Step<Named> step = FhirOperation.takes(operation, named(kind));
        assertThat(step).isInstanceOf(Step.Stopped.class);
        assertThat(((Step.Stopped<Named>) step).problem().code()).isEqualTo(ProblemCode.MESSAGE_TYPE_UNKNOWN);
    }

    private static Named named(String kind) {
        return new Named("m-1", Optional.empty(), kind, "application/fhir+json", new byte[0]);
    }
}
