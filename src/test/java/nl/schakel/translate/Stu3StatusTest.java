package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.translate.json.StrictJson;
import org.junit.jupiter.api.Test;

/** What a system of STU3 hears; the words themselves are examples of {@code fhir/stu3}. */
class Stu3StatusTest {
    private static final Delivery DELIVERY =
            new Delivery(new PartnerId("ziekenhuis-demo"), "out", "fhir/stu3/task-status", false);

    @Test
    void namesWhoAsksAsStu3Does() {
        byte[] written = Samples.value(told("accepted")).bytes();
        Json.Obj task = Samples.value(StrictJson.readObject(written));
        assertThat(task.object("requester").flatMap(requester -> requester.object("agent")))
                .isPresent();
    }

    @Test
    void refusesAWordThatStu3DoesNotKnow() {
        assertThat(Samples.problem(told("sleeping")).code()).isEqualTo(ProblemCode.CODE_UNKNOWN);
    }

    private static Step<OutboundDocument> told(String status) {
        return FhirMappings.TRANSLATOR.statusToPartner(
                DELIVERY,
                new StatusNotice(
                        FhirMappings.CONTEXT.messageId(),
                        FhirMappings.REFERENCE,
                        FhirMappings.TASK,
                        2,
                        status,
                        Optional.empty(),
                        Optional.of("REF-1"),
                        Optional.of(LocalDate.of(2026, 4, 20)),
                        FhirMappings.AT,
                        Optional.empty(),
                        FhirMappings.CONTEXT.baseUrl()));
    }
}
