package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.journal.Beats;
import nl.schakel.journal.Pauses;
import nl.schakel.journal.WorkItem;
import nl.schakel.journal.WorkList;
import nl.schakel.journal.WorkList.Filter;
import nl.schakel.journal.WorkList.Said;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows for sender and receiver from what a person does about parked work. */
class WorkDeskFlowIT extends FlowCase {
    private static final Said ANNA = new Said("anna", "the words why");

    private WorkDesk desk;

    @BeforeEach
    void sit() {
        desk = new WorkDesk(
                new WorkList(flow.pool),
                new Pauses(flow.pool),
                flow.directory,
                new Quotas(flow.directory, flow.meters, System::nanoTime),
                flow.journal,
                new Beats(flow.pool),
                () -> {});
    }

    @Test
    void theSenderHearsOfADeliveryThatIsGivenUp() throws IOException {
        ReferralReference reference = flow.referral("W1");
        WorkItem delivery = parked();
        assertThat(new String(desk.backlog(Filter.ALL, false).utf8(), StandardCharsets.UTF_8))
                .as("its partner has to act")
                .contains("\"owner\":\"koppelvlak@opvang-demo.example\"");
        assertThat(desk.skip(delivery.id(), ANNA)).isInstanceOf(Step.Next.class);
        List<Delivered> after = flow.work();
        assertThat(after).noneMatch(d -> d.is(WorkItem.Kind.DELIVER, Flow.SHELTER));
        assertThat(after)
                .anyMatch(d -> d.is(WorkItem.Kind.TELL, Flow.WARD) && d.text().contains("niet-bezorgd"));
        assertThat(flow.trace(reference)).contains("skipped", "undelivered").doesNotContain("the words why");
    }

    @Test
    void whoTookTheClientUpKeepsThem() throws IOException, SQLException {
        flow.referral("W2");
        WorkItem delivery = parked();
        flow.work();
        flow.execute("update schakel.task set status = 'accepted' where id = '" + delivery.subject() + "'");
        assertThat(desk.skip(delivery.id(), ANNA)).isInstanceOf(Step.Next.class);
        assertThat(flow.work()).noneMatch(d -> d.is(WorkItem.Kind.TELL, Flow.WARD));
        assertThat(flow.count("select count(*) from schakel.task where id = '" + delivery.subject()
                        + "' and status = 'accepted'"))
                .isEqualTo(1);
    }

    @Test
    void theSenderHearsOfAReferralForWhichNobodyCouldBeAskedAndMayReferAgain() throws IOException, SQLException {
        ReferralReference reference = nobodysReferral("W4");
        UUID routing = waiting(reference, "REFERRAL");
        assertThat(flow.work()).isEmpty();
        assertThat(desk.skip(routing, ANNA)).isInstanceOf(Step.Next.class);
        assertThat(flow.work())
                .singleElement()
                .matches(d -> d.is(WorkItem.Kind.TELL, Flow.WARD) && d.text().contains("niet-bezorgd"));
        assertThat(flow.trace(reference))
                .contains("skipped", "undelivered status failed, custodian " + Flow.WARD)
                .doesNotContain("the words why");
        assertThat(desk.skip(routing, ANNA)).as("once").isInstanceOf(Step.Stopped.class);
        assertThat(nobodysReferral("W4")).as("a new referral").isNotEqualTo(reference);
    }

    @Test
    void whoWasAskedBeforeKeepsWhatWasAskedWhenALaterMessageIsGivenUp() throws IOException, SQLException {
        ReferralReference reference = flow.referral("W5");
        flow.work();
        assertThat(nobodysReferral("W5")).isEqualTo(reference);
        assertThat(desk.skip(waiting(reference, "REFERRAL"), ANNA)).isInstanceOf(Step.Next.class);
        assertThat(flow.work()).isEmpty();
        assertThat(flow.trace(reference)).contains("skipped").doesNotContain("undelivered");
        assertThat(flow.count("select count(*) from schakel.task where status = 'requested' and year = "
                        + reference.year() + " and number = " + reference.number()))
                .isPositive();
    }

    @Test
    void whatIsGivenUpLetsTheClientsNextMessageGo() throws IOException, SQLException {
        ReferralReference reference = nobodysReferral("W6");
        ReferralReference other = flow.reworded("W6", "^^Eindhoven^^^NL^BA", "", "");
        assertThat(flow.work()).as("it waits behind").isEmpty();
        assertThat(desk.skip(waiting(reference, "REFERRAL"), ANNA)).isInstanceOf(Step.Next.class);
        assertThat(flow.work()).anyMatch(d -> d.is(WorkItem.Kind.DELIVER, Flow.SHELTER));
        assertThat(other).isEqualTo(reference);
    }

    @Test
    void theGatewaysOwnLookAtAClientIsGivenUpTooAndTellsNobody() throws IOException, SQLException {
        ReferralReference reference = flow.referral("W7");
        flow.work();
        flow.consent("W7", "zrm-netwerk-opvang", "AKKOORD");
        flow.execute("update schakel.work set state = 'PARKED', reason = 'SCH-7999', settled_at = now() where year = "
                + reference.year() + " and number = " + reference.number() + " and subject = 'RECONSIDER'");
        assertThat(desk.skip(waiting(reference, "RECONSIDER"), ANNA)).isInstanceOf(Step.Next.class);
        assertThat(flow.work()).isEmpty();
    }

    @Test
    void aLookAtAReferralOfWhichNobodyWasAskedHoldsUpNothing() throws IOException, SQLException {
        ReferralReference reference = nobodysReferral("W8");
        flow.consent("W8", "zrm-netwerk-opvang", "AKKOORD");
        assertThat(desk.skip(waiting(reference, "REFERRAL"), ANNA)).isInstanceOf(Step.Next.class);
        assertThat(flow.work())
                .singleElement()
                .matches(d -> d.is(WorkItem.Kind.TELL, Flow.WARD) && d.text().contains("niet-bezorgd"));
        assertThat(flow.count("select count(*) from schakel.work where state = 'PARKED' and year = " + reference.year()
                        + " and number = " + reference.number()))
                .isZero();
    }

    @Test
    void whoHasTheReferralKeepsItWhenWhatCameLaterIsGivenUp() throws IOException, SQLException {
        ReferralReference reference = flow.referral("W9");
        flow.work();
        flow.update("W9", "|||Kerkstraat 9^^Eindhoven^^5611GJ^NL^BA\rPV1|1|I\r");
        WorkItem further = parked();
        assertThat(desk.skip(further.id(), ANNA)).isInstanceOf(Step.Next.class);
        assertThat(flow.work())
                .anyMatch(d -> d.is(WorkItem.Kind.TELL, Flow.WARD) && d.text().contains("niet-bezorgd"));
        assertThat(flow.trace(reference)).contains("further-undelivered").doesNotContain("status failed");
        assertThat(flow.count("select count(*) from schakel.task where id = '" + further.subject()
                        + "' and status = 'requested'"))
                .isEqualTo(1);
    }

    /** A referral to a place for which no circle is known: a person must look at it. */
    private static ReferralReference nobodysReferral(String client) throws IOException {
        ReferralReference reference =
                flow.reworded(client, "^^Urk^^^NL^BA", "MO-EINDHOVEN|||90001234^AGB", "MO-URK|||90009999^AGB");
        flow.work();
        return reference;
    }

    private static UUID waiting(ReferralReference reference, String subject) throws SQLException {
        try (Connection connection = flow.pool.getConnection();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery(
                                "select id from schakel.work where state = 'PARKED' and kind = 'ROUTE' and subject = '"
                                        + subject + "' and year = " + reference.year() + " and number = "
                                        + reference.number())) {
            assertThat(row.next()).as("it waits for a person").isTrue();
            return row.getObject("id", UUID.class);
        }
    }

    @Test
    void whatIsTriedAgainIsDecidedAgainAndGoesOnce() throws IOException {
        flow.referral("W3");
        parked();
        assertThat(new String(desk.prospects(Filter.ALL, false).utf8(), StandardCharsets.UTF_8))
                .contains("\"goOn\":1", "\"stay\":0", "\"from\":\"PARKED\"", "\"to\":\"OPEN\"");
        Json.Obj said = desk.replay(Filter.ALL, false, Optional.empty(), ANNA);
        assertThat(new String(said.utf8(), StandardCharsets.UTF_8))
                .contains("\"resumed\":1", "\"more\":false", "\"before\":\"20");
        assertThat(flow.work())
                .filteredOn(d -> d.is(WorkItem.Kind.DELIVER, Flow.SHELTER))
                .hasSize(1);
    }

    @Test
    void nobodyIsPausedWhoIsNoPartner() {
        PartnerId nobody = new PartnerId("nobody");
        assertThat(desk.pause(nobody, ANNA).fold(done -> null, Problem::code)).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(desk.skip(UUID.randomUUID(), ANNA).fold(done -> null, Problem::code))
                .isEqualTo(ProblemCode.WORK_NOT_AS_SAID);
    }

    /** The delivery to the shelter, after all attempts were used. */
    private static WorkItem parked() {
        WorkItem delivery = flow.routedTo(Flow.SHELTER);
        flow.journal.prepare(delivery, new nl.schakel.journal.WorkHandler() {
            @Override
            public nl.schakel.journal.Prepared prepare(WorkItem item, nl.schakel.journal.Ledger ledger) {
                return new nl.schakel.journal.Prepared.Park(Problem.of(ProblemCode.ATTEMPTS_EXHAUSTED));
            }

            @Override
            public nl.schakel.journal.Sent send(WorkItem item, nl.schakel.journal.Outgoing outgoing) {
                throw new IllegalStateException("Nothing is sent here");
            }
        });
        return delivery;
    }
}
