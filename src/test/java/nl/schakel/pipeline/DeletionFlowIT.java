package nl.schakel.pipeline;

import static nl.schakel.pipeline.Flow.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ""} of HL7 v2 on its way through the hall, on a real PostgreSQL: the ward sends ADT^A08, and a shelter that speaks
 * HL7 v2 gets REF^I12 and then ADT^A08; the debt counsellor gets FHIR as ever.
 */
class DeletionFlowIT {
    private static final String HOME = "Dorpsstraat&Dorpsstraat&12^^Geldrop^^5660AA^NL^H";
    private static final String PHONE = "06-12345678^PRN^CP";
    private static final String NO_STAY = "\rPV1|1|N\r";

    @TempDir
    static Path folder;

    private static Flow flow;

    @BeforeAll
    static void open() throws IOException, SQLException {
        flow = Flow.open(folder, shelterThatSpeaksHl7());
    }

    @AfterAll
    static void close() {
        flow.close();
    }

    private static Path shelterThatSpeaksHl7() throws IOException {
        Path routes = Flow.routesIn(folder);
        Path shelter = routes.resolve("partners/opvang-demo.yaml");
        String text = Files.readString(shelter);
        String mapping = "out: fhir/r4/message-bundle";
        assertThat(text).contains(mapping);
        Files.writeString(
                shelter, text.replace(mapping, "out: hl7v2-nl/2.5/ref-i12-out\n  update: hl7v2-nl/2.5/adt-a08-out"));
        return routes;
    }

    @Test
    void aChangeGoesAsAdtA08ToAReceiverThatSpeaksHl7() throws IOException {
        ReferralReference reference = flow.referral("C1", HOME);
        assertThat(only(flow.work()).text()).contains("|REF^I12^REF_I12|", "5660AA");
        flow.update("C1", "|||Kerkstraat&Kerkstraat&3^^Helmond^^5701AA^NL^H||" + PHONE + NO_STAY);
        Delivered changed = only(flow.work());
        assertThat(changed.outgoing().mediaType()).isEqualTo("application/hl7-v2");
        assertThat(changed.text())
                .startsWith("MSH|^~\\&|SCHAKEL|")
                .contains("|ADT^A08^ADT_A01|", "5701AA")
                .doesNotContain("5660AA", "\"\"");
        assertThat(flow.trace(reference)).contains("opvang-demo written by hl7v2-nl/2.5/adt-a08-out");
    }

    @Test
    void whatTheWardDeletesIsDeletedAtTheReceiverToo() throws IOException {
        ReferralReference reference = flow.referral("D1", HOME);
        Delivered first = only(flow.work());
        assertThat(segment(first, "PID")).contains("5660AA", "06-12345678");

        flow.update("D1", "|||\"\"||" + PHONE + NO_STAY);
        Delivered deleted = only(flow.work());
        assertThat(deleted.text()).contains("|ADT^A08^ADT_A01|").doesNotContain("5660AA", "Geldrop");
        assertThat(field(deleted, 11)).isEqualTo("\"\"");
        assertThat(field(deleted, 13)).contains("06-12345678");
        assertThat(deleted.item().subject())
                .as("the same task")
                .isEqualTo(first.item().subject());
        assertThat(flow.trace(reference))
                .contains("amend ggz-noord deleted PID-11 = address Patient.address", "opvang-demo changed")
                .doesNotContain("narrowed", "Dorpsstraat");
    }

    @Test
    void theSameDeletionAgainGoesNowhere() throws IOException {
        flow.referral("D2", HOME);
        flow.work();
        flow.update("D2", "|||\"\"||" + PHONE + NO_STAY);
        assertThat(deliveries(flow.work())).isNotEmpty();
        flow.update("D2", "|||\"\"||" + PHONE + NO_STAY);
        assertThat(deliveries(flow.work())).isEmpty();
    }

    @Test
    void whatComesAfterADeletionCounts() throws IOException {
        flow.referral("D3", HOME);
        flow.work();
        flow.update("D3", "|||\"\"||" + PHONE + NO_STAY);
        flow.update("D3", "|||Kerkstraat&Kerkstraat&3^^Helmond^^5701AA^NL^H||" + PHONE + NO_STAY);
        Delivered now = last(flow.work());
        assertThat(field(now, 11)).contains("5701AA").doesNotContain("\"\"");
    }

    @Test
    void aPartIsDeletedAndTheRestStays() throws IOException {
        flow.referral("D4", HOME);
        flow.work();
        flow.say("ADT^A08^ADT_A01", "", "D4", "|||" + HOME + "||\"\"" + NO_STAY);
        Delivered deleted = only(flow.work());
        assertThat(field(deleted, 13)).isEqualTo("\"\"");
        assertThat(field(deleted, 11)).contains("5660AA");
        assertThat(field(deleted, 8)).isEqualTo("M");
    }

    @Test
    void aDeletedComponentIsDeletedInItsFieldAtTheReceiver() throws IOException {
        ReferralReference reference = flow.referral("D8", HOME);
        flow.work();
        flow.update("D8", "|||" + HOME.replace("Geldrop", "\"\" ") + "||" + PHONE + NO_STAY);
        assertThat(field(only(flow.work()), 11)).contains("^^\"\"^^5660AA^NL").doesNotContain("Geldrop");
        assertThat(flow.trace(reference)).contains("deleted PID-11.3 = address Patient.address.city");
    }

    @Test
    void anythingDeletedManyTimesIsToldOnceAndTheTraceStaysReadable() throws IOException {
        ReferralReference reference = flow.referral("D9", HOME);
        flow.work();
        flow.update("D9", "|||\"\"" + "~\"\"".repeat(40) + "||" + PHONE + NO_STAY);
        assertThat(field(only(flow.work()), 11)).isEqualTo("\"\"");
        assertThat(flow.trace(reference)).contains("PID-11(20) = address Patient.address; and 21 more");
    }

    @Test
    void aDeletionOfWhatNobodyKnewTakesNothingAwayAnywhere() throws IOException {
        ReferralReference reference = flow.referral("D5", HOME);
        flow.work();
        flow.update("D5", "|||" + HOME + "||" + PHONE + "|\"\"" + NO_STAY);
        assertThat(deliveries(flow.work())).isEmpty();
        assertThat(flow.trace(reference)).contains("deleted PID-14 = contact Patient.telecom[use=work]");
    }

    @Test
    void whatWaitsLeavesWithoutIt() throws IOException {
        flow.referral("D6", HOME);
        flow.update("D6", "|||\"\"||" + PHONE + NO_STAY);
        Delivered first = only(flow.work());
        assertThat(first.text()).contains("|REF^I12^REF_I12|").doesNotContain("5660AA", "\"\"");
    }

    @Test
    void bytesThatMayHaveArrivedGoAgainAndTheDeletionFollowsThem() throws IOException {
        flow.referral("D7", HOME);
        WorkItem delivery = flow.routedTo(SHELTER);
        flow.journal.prepare(delivery, flow.hall);
        flow.journal.settle(delivery, new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE)));
        flow.update("D7", "|||\"\"||" + PHONE + NO_STAY);
        List<Delivered> all = toShelter(flow.work());
        assertThat(all).hasSize(2);
        assertThat(all.get(0).text()).contains("5660AA");
        assertThat(field(all.get(1), 11)).isEqualTo("\"\"");
    }

    @Test
    void protectionIsNotTakenAwayByTwoQuotes() throws IOException {
        ReferralReference reference = flow.referral("P1", HOME);
        flow.update("P1", "|||" + HOME + "||" + PHONE + "\rPD1||||||||||||Y" + NO_STAY);
        flow.work();
        flow.update("P1", "|||" + HOME + "||" + PHONE + "\rPD1||||||||||||\"\"" + NO_STAY);
        assertThat(deliveries(flow.work())).noneMatch(d -> d.text().contains("5660AA"));
        assertThat(flow.trace(reference))
                .contains("amend ggz-noord not-deleted PD1-12: a person alone ends the protection of a client");
    }

    @Test
    void theNumberOfAClientIsNotTakenAway() throws IOException {
        flow.referral("I1", HOME);
        flow.work();
        assertThatThrownBy(() -> flow.update("\"\"", "|||" + HOME + "||" + PHONE + NO_STAY))
                .hasMessageContaining(ProblemCode.CLIENT_IDENTIFIER_MISSING.id())
                .hasMessageContaining("PID-3");
    }

    @Test
    void whoMayNotHaveACategoryIsNotToldThatSomethingOfItIsDeleted() throws IOException {
        flow.referral("N1", HOME);
        flow.work();
        flow.update("N1", "|||" + HOME + "||" + PHONE + NO_STAY + "DG1|1||F32.1^Depressie^I10|||F\r");
        flow.work();
        flow.update("N1", "|||" + HOME + "||" + PHONE + NO_STAY + "DG1|1||\"\"\r");
        assertThat(toShelter(flow.work())).noneMatch(d -> d.text().contains("DG1"));
    }

    private static String segment(Delivered delivered, String name) {
        return Stream.of(delivered.text().split("\r"))
                .filter(line -> line.startsWith(name + "|"))
                .findFirst()
                .orElseThrow();
    }

    private static String field(Delivered delivered, int number) {
        String[] fields = segment(delivered, "PID").split("\\|", -1);
        return number < fields.length ? fields[number] : "";
    }

    private static List<Delivered> deliveries(List<Delivered> all) {
        return all.stream()
                .filter(d -> d.item().kind() == WorkItem.Kind.DELIVER)
                .toList();
    }

    private static List<Delivered> toShelter(List<Delivered> all) {
        return deliveries(all).stream()
                .filter(d -> d.item().destination().equals(Optional.of(SHELTER)))
                .toList();
    }

    private static Delivered only(List<Delivered> all) {
        List<Delivered> found = toShelter(all);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static Delivered last(List<Delivered> all) {
        List<Delivered> found = toShelter(all);
        assertThat(found).isNotEmpty();
        return found.get(found.size() - 1);
    }
}
