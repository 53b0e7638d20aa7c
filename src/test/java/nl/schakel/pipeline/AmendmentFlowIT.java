package nl.schakel.pipeline;

import static nl.schakel.pipeline.Flow.SHELTER;
import static nl.schakel.pipeline.Flow.WARD;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import org.junit.jupiter.api.Test;

/** Later messages about a referral on their way through the hall, on a real PostgreSQL. */
class AmendmentFlowIT extends FlowCase {
    private static final String OLD = "Dorpsstraat&Dorpsstraat&12^^Geldrop^^5660AA^NL^H";
    private static final String LEAVES = "\rPV1|1|I\rPV2|||||||||20260420\r";
    private static final String MOVED =
            "|||Kerkstraat&Kerkstraat&3^^Helmond^^5701AA^NL^H||06-12345678^PRN^CP\rPV1|1|N\r";
    private static final String SAME = "|||" + OLD + "||06-12345678^PRN^CP\r";
    private static final String SCORE = "OBR|1||55|ZRM2017^Zelfredzaamheid-Matrix 2017^99ZRM|||20260418\r"
            + "OBX|1|NM|ZRM2017-05^Lichamelijke gezondheid^99ZRM||3|{score}|||||F|||20260418\r";
    private static final String LETTER = "\rPV1|1|N\r"
            + "TXA|1|DS^Ontslagbrief^HL70270|AP|20260418113000||20260418110000||||||DOC-88213|||||LA||AV\r"
            + "OBX|1|ED|18842-5^Discharge summary^LN||^application^pdf^Base64^JVBERi0xLjQK||||||F\r";

    @Test
    void aChangedAddressReachesWhoMayHaveItOnceAndNobodyElse() throws IOException {
        ReferralReference reference = flow.referral("U1", OLD);
        Delivered first = only(flow.work(), SHELTER);
        assertThat(first.text()).contains("5660AA");

        flow.update("U1", MOVED);
        List<Delivered> after = flow.work();
        Delivered changed = only(after, SHELTER);
        assertThat(changed.text()).contains("5701AA", reference.text()).doesNotContain("5660AA");
        assertThat(changed.outgoing().messageId()).isNotEqualTo(first.outgoing().messageId());
        assertThat(changed.item().subject())
                .as("it is the same task")
                .isEqualTo(first.item().subject());

        flow.update("U1", MOVED);
        assertThat(deliveries(flow.work())).as("the same again").isEmpty();
        assertThat(flow.trace(reference)).contains("amend ggz-noord recorded UPDATE", "changed", "kept");
    }

    @Test
    void whoMayNotHaveWhatChangedGetsNothing() throws IOException {
        flow.referral("U2", OLD);
        flow.work();
        flow.update("U2", SAME + "PV1|1|N\rDG1|1||F32.1^Depressie^I10|||F\r");
        assertThat(deliveries(flow.work())).noneMatch(d -> d.text().contains("F32.1"));
    }

    @Test
    void whatWaitsLeavesAsItIsKnownNow() throws IOException {
        flow.referral("U3", OLD);
        flow.update("U3", MOVED);
        assertThat(deliveries(flow.work()).stream().filter(d -> to(d, SHELTER)).toList())
                .singleElement()
                .satisfies(d -> assertThat(d.text()).contains("5701AA").doesNotContain("5660AA"));
    }

    @Test
    void bytesThatMayHaveArrivedGoAgainAndTheChangeFollowsThem() throws IOException {
        flow.referral("U4", OLD);
        WorkItem delivery = flow.routedTo(SHELTER);
        flow.journal.prepare(delivery, flow.hall);
        flow.journal.settle(delivery, new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE)));
        flow.update("U4", MOVED);
        List<String> all = flow.work().stream()
                .filter(d -> d.item().kind() == WorkItem.Kind.DELIVER && to(d, SHELTER))
                .map(Delivered::text)
                .toList();
        assertThat(all).hasSize(2);
        assertThat(all.get(0)).contains("5660AA");
        assertThat(all.get(1)).contains("5701AA");
    }

    @Test
    void aChangedReferralIsTheOneOfItsNumber() throws IOException {
        ReferralReference older = flow.referral("N1", OLD);
        flow.work();
        Accepted changed = flow.say(
                "REF^I13^REF_I12", "RF1|P|A|CTI^Critical Time Intervention^99GW|||REF-N1|20260410\r", "N1", MOVED);
        assertThat(changed)
                .isInstanceOfSatisfying(
                        Accepted.Committed.class, c -> assertThat(c.reference()).isEqualTo(Optional.of(older)));
        assertThat(only(flow.work(), SHELTER).text()).contains("5701AA");

        Accepted unknown = flow.say(
                "REF^I13^REF_I12", "RF1|P|A|CTI^Critical Time Intervention^99GW|||REF-ANDERS|20260410\r", "N1", SAME);
        assertThat(Flow.problem(unknown).code()).isEqualTo(ProblemCode.REFERRAL_UNKNOWN);
        assertThat(Flow.problem(unknown).place()).hasValue("RF1-6");
        assertThat(deliveries(flow.work())).isEmpty();
    }

    @Test
    void aWithdrawnReferralStopsWhatWaitsAndTellsNobodyWhoHasNothing() throws IOException, SQLException {
        ReferralReference reference = flow.referral("W1", OLD);
        WorkItem delivery = flow.routedTo(SHELTER);
        assertThat(flow.journal.prepare(delivery, flow.hall)).get().isInstanceOf(Prepared.Send.class);
        flow.journal.settle(delivery, new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE)));
        assertThat(withdraw("W1", "REF-W1")).isInstanceOf(Accepted.Committed.class);
        assertThat(flow.work()).isEmpty();
        assertThat(flow.count("select count(*) from schakel.outgoing where work_id = '" + delivery.id() + "'"))
                .isZero();
        assertThat(flow.trace(reference))
                .contains("withdrawn status cancelled, custodian " + WARD, "the sender took the referral back");
    }

    @Test
    void nobodyIsAskedForAReferralThatWasTakenBackBeforeItWasRouted() throws IOException, SQLException {
        ReferralReference reference = flow.unrouted(() -> flow.referral("W5", OLD));
        assertThat(withdraw("W5", "REF-W5")).isInstanceOf(Accepted.Committed.class);
        assertThat(flow.work()).isEmpty();
        assertThat(flow.count("select count(*) from schakel.task where year = " + reference.year() + " and number = "
                        + reference.number()))
                .isZero();
        assertThat(flow.trace(reference)).contains("withdrawn status cancelled").doesNotContain("asked");
    }

    @Test
    void whatWaitedForAPersonEndsByItselfWhenItsReferralIsTakenBack() throws IOException, SQLException {
        ReferralReference reference =
                flow.reworded("W6", "^^Urk^^^NL^BA", "MO-EINDHOVEN|||90001234^AGB", "MO-URK|||90009999^AGB");
        flow.work();
        String parked = "select count(*) from schakel.work where state = 'PARKED' and year = " + reference.year()
                + " and number = " + reference.number();
        assertThat(flow.count(parked)).isEqualTo(1);
        withdraw("W6", "REF-W6");
        assertThat(flow.work()).isEmpty();
        assertThat(flow.count(parked)).isZero();
        assertThat(flow.trace(reference)).contains("ended-already");
    }

    @Test
    void anExitDateThatWaitedDoesNotOpenAReferralThatWasTakenBack() throws IOException, SQLException {
        ReferralReference reference = flow.unrouted(() -> {
            flow.say("ADT^A03^ADT_A03", "", "W8", LEAVES);
            return flow.referral("W8", OLD);
        });
        withdraw("W8", "REF-W8");
        assertThat(flow.work()).isEmpty();
        assertThat(flow.trace(reference)).contains("ended-already").doesNotContain(" asked ");
        assertThat(flow.count("select count(*) from schakel.transition where open and year = " + reference.year()
                        + " and number = " + reference.number()))
                .isZero();
    }

    @Test
    void whoClosedTheTaskGetsNothingThatStillWaited() throws IOException, SQLException {
        ReferralReference reference = flow.referral("W9", OLD);
        WorkItem delivery = flow.routedTo(SHELTER);
        flow.execute("update schakel.task set status = 'rejected', reason = 'geen-plek' where id = '"
                + delivery.subject() + "'");
        assertThat(flow.journal.prepare(delivery, flow.hall)).get().isInstanceOf(Prepared.Withdrawn.class);
        assertThat(flow.trace(reference)).contains("the task was rejected before this left");
    }

    @Test
    void aSecondRequestThatWaitedUntilAllHadRefusedIsNotPassedOverInSilence() throws IOException, SQLException {
        ReferralReference reference = flow.referral("W10", OLD);
        flow.work();
        assertThat(flow.unrouted(() -> flow.referral("W10", OLD))).isEqualTo(reference);
        flow.execute(
                "update schakel.task set status = 'rejected', reason = 'geen-plek' where number = "
                        + reference.number(),
                "update schakel.transition set status = 'rejected' where number = " + reference.number());
        assertThat(flow.work())
                .singleElement()
                .matches(d -> d.is(WorkItem.Kind.TELL, WARD) && d.text().contains("niet-bezorgd"));
    }

    @Test
    void whoHasNothingOfAReferralIsNotToldOfItsDate() throws IOException, SQLException {
        ReferralReference reference = flow.referral("W11", OLD);
        flow.work();
        flow.execute(
                "update schakel.work set evidence = null, reached = false where kind = 'DELIVER' and destination = '"
                        + SHELTER + "' and number = " + reference.number());
        flow.say("ADT^A03^ADT_A03", "", "W11", LEAVES);
        assertThat(flow.work()).noneMatch(d -> d.is(WorkItem.Kind.TELL, SHELTER));
        assertThat(flow.trace(reference)).contains("nothing of this referral went there");
    }

    @Test
    void whoHasAWithdrawnReferralIsToldAndTheClientStaysWithTheWard() throws IOException {
        flow.referral("W2", OLD);
        flow.work();
        withdraw("W2", "REF-W2");
        List<Delivered> after = flow.work();
        assertThat(after)
                .filteredOn(d -> d.is(WorkItem.Kind.TELL, SHELTER))
                .singleElement()
                .satisfies(d -> assertThat(d.text()).contains("cancelled"));
        assertThat(deliveries(after)).isEmpty();
        flow.update("W2", MOVED);
        assertThat(flow.work()).as("nothing runs any more").isEmpty();
    }

    @Test
    void aWithdrawalOfAnUnknownNumberOrAnotherClientIsRefusedAndChangesNothing() throws IOException {
        ReferralReference reference = flow.referral("W3", OLD);
        flow.referral("W4", OLD);
        assertThat(Flow.problem(withdraw("W3", "REF-W4")).code()).isEqualTo(ProblemCode.REFERRAL_UNKNOWN);
        assertThat(Flow.problem(withdraw("W3", "REF-NIETS")).place()).hasValue("RF1-6");
        assertThat(flow.trace(reference)).doesNotContain("withdrawn");
        assertThat(deliveries(flow.work())).isNotEmpty();
    }

    @Test
    void aFindingThatComesLaterGoesToWhoMayHaveItAndALetterToNobodyOutsideCare() throws IOException {
        ReferralReference reference = flow.referral("O1", OLD);
        flow.consent("O1", "zrm-netwerk-opvang", "AKKOORD");
        flow.work();
        flow.say("ORU^R01^ORU_R01", "", "O1", "\rPV1|1|N\r" + SCORE);
        assertThat(only(flow.work(), SHELTER).text()).contains("ZRM2017-05");

        flow.say("MDM^T02^MDM_T02", "", "O1", LETTER);
        assertThat(deliveries(flow.work())).noneMatch(d -> d.text().contains("JVBERi0xLjQK"));
        assertThat(flow.trace(reference)).contains("amend ggz-noord recorded NOTE", "kept", "health-detail");
    }

    @Test
    void aFindingWithoutConsentIsKeptAndItIsSaidWhy() throws IOException {
        ReferralReference reference = flow.referral("O2", OLD);
        flow.work();
        flow.say("ORU^R01^ORU_R01", "", "O2", "\rPV1|1|N\r" + SCORE);
        assertThat(deliveries(flow.work())).noneMatch(d -> to(d, SHELTER));
        assertThat(flow.trace(reference)).contains("opvang-demo kept", "zrm");
    }

    private static Accepted withdraw(String client, String number) {
        return flow.say(
                "REF^I14^REF_I12",
                "RF1|E^Expired^HL70283|A|CTI^Critical Time Intervention^99GW|||" + number + "|20260410\r",
                client,
                "\r");
    }

    private static List<Delivered> deliveries(List<Delivered> all) {
        return all.stream()
                .filter(d -> d.item().kind() == WorkItem.Kind.DELIVER)
                .toList();
    }

    private static boolean to(Delivered delivered, PartnerId partner) {
        return delivered.item().destination().equals(Optional.of(partner));
    }

    private static Delivered only(List<Delivered> all, PartnerId partner) {
        List<Delivered> found =
                deliveries(all).stream().filter(d -> to(d, partner)).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
