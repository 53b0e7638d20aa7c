package nl.schakel.pipeline;

import static nl.schakel.pipeline.Flow.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.pipeline.ProtectedWays.Said;
import nl.schakel.pipeline.ProtectedWays.Way;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A referral names as its recipient a person to whom nothing may go, on a real PostgreSQL. */
class NamedPersonFlowIT extends FlowCase {
    private static final PartnerId DESK = new PartnerId("toegang-eindhoven");
    private static final String NUMBER = "01112222";
    private static final List<String> BSNS = SyntheticBsns.all();

    private static int next;

    @AfterEach
    void nothingIsLeftToDo() throws SQLException {
        flow.forgetWork();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HL7 v2", "FHIR"})
    void withoutAListItGoesToTheHouseOfThePerson(String format) throws IOException {
        referral(format);
        assertThat(receivers(flow.work())).contains(DESK, SHELTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HL7 v2", "FHIR"})
    void itDoesNotGoToTheHouseThroughWhichItWouldReachThem(String format) throws IOException {
        ReferralReference reference = flow.unrouted(() -> referral(format));
        barred(reference, NUMBER);
        assertThat(receivers(flow.work())).contains(SHELTER).doesNotContain(DESK);
        assertThat(flow.trace(reference)).doesNotContain("conflict", "block", "barred", NUMBER, "toegang-eindhoven");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HL7 v2", "FHIR"})
    void whatWaitsForThatHouseIsNotReleased(String format) throws IOException {
        ReferralReference reference = referral(format);
        WorkItem delivery = flow.routedTo(DESK);
        barred(reference, NUMBER);
        assertThat(flow.journal.prepare(delivery, flow.hall).filter(Prepared.Send.class::isInstance))
                .isEmpty();
        assertThat(receivers(flow.work())).doesNotContain(DESK);
        assertThat(flow.trace(reference)).doesNotContain("conflict", "block", "barred", NUMBER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HL7 v2", "FHIR"})
    void anotherPersonOnTheListChangesNothing(String format) throws IOException {
        barred(referral(format), "01113333");
        assertThat(receivers(flow.work())).contains(DESK, SHELTER);
    }

    private static void barred(ReferralReference reference, String number) {
        assertThat(flow.desk.blockPerson(reference, "agb", number, "anna")).isInstanceOf(Step.Next.class);
    }

    private static ReferralReference referral(String format) throws IOException {
        if (format.equals("HL7 v2")) {
            return flow.reworded(
                    "N" + next++,
                    "^^Eindhoven^^^NL^BA",
                    "Toegang||MO-EINDHOVEN|||90001234^AGB",
                    "Jansen^P.||MO-EINDHOVEN|||" + NUMBER + "^AGB");
        }
        Way hospital = ProtectedWays.hospital();
        String message = new String(hospital.message(BSNS.get(next++), Said.NOTHING), StandardCharsets.UTF_8);
        String named = message.replace(
                "\"status\":\"requested\",",
                "\"status\":\"requested\",\"owner\":{\"identifier\":{\"system\":"
                        + "\"http://fhir.nl/fhir/NamingSystem/agb-z\",\"value\":\"" + NUMBER + "\"}},");
        assertThat(named).isNotEqualTo(message);
        return ((Accepted.Committed) flow.bundle(named, hospital.sender()))
                .reference()
                .orElseThrow();
    }

    private static List<PartnerId> receivers(List<Delivered> all) {
        return all.stream()
                .filter(d -> d.item().kind() == WorkItem.Kind.DELIVER)
                .map(d -> d.item().destination())
                .flatMap(Optional::stream)
                .toList();
    }
}
