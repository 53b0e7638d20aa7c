package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
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
    void whatIsTriedAgainIsDecidedAgainAndGoesOnce() throws IOException {
        flow.referral("W3");
        parked();
        Json.Obj said = desk.replay(Filter.ALL, false, ANNA);
        assertThat(new String(said.utf8(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"resumed\":1");
        assertThat(flow.work())
                .filteredOn(d -> d.is(WorkItem.Kind.DELIVER, Flow.SHELTER))
                .hasSize(1);
    }

    @Test
    void nobodyIsPausedWhoIsNoPartner() {
        PartnerId nobody = new PartnerId("nobody");
        assertThat(desk.pause(nobody, ANNA).fold(done -> null, Problem::code)).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(desk.skip(java.util.UUID.randomUUID(), ANNA).fold(done -> null, Problem::code))
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
