package nl.schakel.pipeline;

import static nl.schakel.pipeline.Flow.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Sha256;
import org.junit.jupiter.api.Test;

/** What a client agrees to on the intake form of the Toegang desk, on a real PostgreSQL. */
class IntakeConsentIT extends FlowCase {
    private static final PartnerId DESK = new PartnerId("toegang-eindhoven");
    private static final String AGREED = "opvang;schuldhulp;CTI";
    /** Income, which goes to a shelter with consent alone. */
    private static final String INCOME = "WIA";

    @Test
    void whomTheClientNamesOnTheFormMayHaveWhatItsTextSays() throws IOException {
        ReferralReference reference = intake("999900018", "I1", AGREED);
        assertThat(toShelter(flow.work())).contains(INCOME);
        assertThat(consents(reference))
                .contains("kind:MO", "kind:SHV", "kind:CTI", "\"recordedBy\":\"" + DESK + '"', "2026-04-0")
                .contains("\"evidence\":\"" + text());
    }

    @Test
    void whomTheClientDoesNotNameGetsNothingOfIt() throws IOException {
        intake("999900031", "I2", "schuldhulp");
        assertThat(toShelter(flow.work())).doesNotContain(INCOME);
    }

    @Test
    void oneWordThatIsNotOnTheFormMakesTheWholeYesWorthless() throws IOException {
        intake("999900043", "I3", "opvang;de buren");
        assertThat(toShelter(flow.work())).doesNotContain(INCOME);
    }

    @Test
    void aLaterFormTakesItBackAndWhoHoldsItIsTold() throws IOException {
        intake("999900055", "I4", AGREED);
        flow.work();
        intake("999900055", "I5", "ingetrokken");
        assertThat(flow.work())
                .anyMatch(d -> d.is(WorkItem.Kind.TELL, SHELTER) && d.text().contains("\"income\""));
    }

    @Test
    void aNoOnTheFormStandsAgainstAnEarlierYes() throws IOException {
        intake("999900067", "I6", AGREED);
        flow.work();
        intake("999900067", "I7", "niemand");
        assertThat(flow.work())
                .anyMatch(d -> d.is(WorkItem.Kind.TELL, SHELTER) && d.text().contains("\"income\""));
    }

    @Test
    @Guards(Threat.T05)
    void whoProfitsCannotGrantByMessage() throws IOException {
        String toTheShelter =
                Files.readString(Path.of("mappings/fhir/r4/examples/20-consent/input.json"), StandardCharsets.UTF_8);
        Accepted own = flow.fhirConsent(toTheShelter, SHELTER);
        assertThat(Flow.problem(own).code()).isEqualTo(ProblemCode.CONSENT_SELF_GRANTED);
        assertThat(flow.fhirConsent(toTheShelter, new PartnerId("ziekenhuis-demo")))
                .as("another party may write down the same")
                .isInstanceOf(Accepted.Committed.class);
    }

    private static ReferralReference intake(String bsn, String number, String agreed) throws IOException {
        String json = Files.readString(
                        Path.of("mappings/toegang-intake/1.0/examples/01-json-briefadres/input.intake.json"),
                        StandardCharsets.UTF_8)
                .replace("999900420", bsn)
                .replace("T-2026-0101", number)
                .replace(AGREED, agreed);
        Accepted accepted = flow.intake(json, DESK);
        assertThat(accepted).isInstanceOf(Accepted.Committed.class);
        return ((Accepted.Committed) accepted).reference().orElseThrow();
    }

    private static String toShelter(List<Delivered> all) {
        return all.stream()
                .filter(d -> d.is(WorkItem.Kind.DELIVER, SHELTER))
                .map(Delivered::text)
                .reduce("", String::concat);
    }

    private static String consents(ReferralReference reference) {
        return new String(Flow.value(flow.desk.consents(reference)).utf8(), StandardCharsets.UTF_8);
    }

    /** Hash of the exact words the client saw. */
    private static String text() throws IOException {
        String form = Files.readString(Path.of("mappings/consent-forms/toegang-intake.txt"));
        return Sha256.hex(form.split("\n\n", 2)[1].strip().getBytes(StandardCharsets.UTF_8));
    }
}
