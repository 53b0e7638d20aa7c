package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import nl.schakel.RowsRead;
import nl.schakel.journal.ReferralFile;
import nl.schakel.journal.Retention;
import nl.schakel.journal.Unanswered;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.ReferralReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said about people goes when nobody needs it, what is unresolved never does, and what proves stays. */
class RetentionFlowIT extends FlowCase {
    private static final String FORM = "zrm-netwerk-opvang";
    private static final String KEPT =
            "select count(*) from schakel.raw r join schakel.inbox i on i.id = r.inbox_id where i.number = ";

    private Retention retention;

    @BeforeEach
    void open() {
        retention = new Retention(flow.pool);
    }

    @Test
    void thePayloadGoesAndDigestsSealsReceiptsAndTheLogStay() throws IOException, SQLException {
        ReferralReference reference = flow.referral("RET1");
        assertThat(flow.work()).isNotEmpty();
        closed(reference, 31);
        ReferralFile file = new ReferralFile(flow.pool);
        var sent = file.deliveries(reference);
        assertThat(sent).isNotEmpty().allMatch(delivery -> delivery.bytes().isPresent());

        assertThat(erase().referrals()).isEqualTo(1);

        assertThat(flow.count(KEPT + reference.number() + " and length(r.bytes) > 0"))
                .isZero();
        var after = file.deliveries(reference);
        assertThat(after)
                .hasSameSizeAs(sent)
                .allMatch(delivery -> delivery.bytes().isEmpty());
        assertThat(after)
                .extracting(ReferralFile.Delivery::sha256)
                .isEqualTo(sent.stream().map(ReferralFile.Delivery::sha256).toList());
        assertThat(after)
                .extracting(ReferralFile.Delivery::seal)
                .isEqualTo(sent.stream().map(ReferralFile.Delivery::seal).toList());
        assertThat(flow.trace(reference)).contains("retention", "erased");
        assertThat(new String(Flow.value(flow.report.json(reference, "anna")).utf8(), StandardCharsets.UTF_8))
                .as("the client reads it too")
                .contains("gegevens gewist");
        assertThat(flow.count("select count(*) from schakel.audit_record where fields like '%\"event\" : \"erase\"%'"))
                .isPositive();
        assertThat(erase().isNothing()).as("once").isTrue();
    }

    @Test
    void whatIsUnresolvedStaysHoweverOld() throws IOException, SQLException {
        ReferralReference parked = flow.referral("RET2");
        flow.work();
        closed(parked, 400);
        flow.execute(
                "update schakel.work set state = 'PARKED', reason = 'SCH-6003 x' where id = (select id from schakel.work"
                        + " where number = " + parked.number() + " and kind = 'DELIVER' limit 1)");
        ReferralReference open = flow.referral("RET3");
        flow.work();
        assertThat(erase().referrals()).isZero();
        assertThat(flow.count(KEPT + parked.number() + " and length(r.bytes) > 0"))
                .isPositive();
        assertThat(flow.count(KEPT + open.number() + " and length(r.bytes) > 0"))
                .isPositive();
    }

    @Test
    void whatAllHavePickedUpGoesAfterFiveWorkingDaysAndWhatNotAllHaveAfterThirty() throws IOException, SQLException {
        ReferralReference taken = flow.referral("RET4");
        ReferralReference waits = flow.referral("RET5");
        flow.work();
        closed(taken, 9);
        closed(waits, 9);
        flow.execute("update schakel.task set status = 'completed' where number = " + taken.number());
        assertThat(erase().referrals()).isEqualTo(1);
        assertThat(flow.count(KEPT + taken.number() + " and length(r.bytes) > 0"))
                .isZero();
        assertThat(flow.count(KEPT + waits.number() + " and length(r.bytes) > 0"))
                .isPositive();
    }

    /** What was given up or taken back nobody has; its sender may need it again. */
    @Test
    void whatNobodyHasStaysThirtyDays() throws IOException, SQLException {
        ReferralReference givenUp = flow.referral("RET10");
        ReferralReference takenBack = flow.referral("RET11");
        ReferralReference nobodyAsked = flow.referral("RET12");
        ReferralReference failed = flow.referral("RET13");
        flow.work();
        for (ReferralReference one : List.of(givenUp, takenBack, nobodyAsked, failed)) {
            closed(one, 9);
        }
        task(givenUp, "status = 'failed', reason = 'niet-bezorgd'");
        task(takenBack, "status = 'cancelled'");
        flow.execute("delete from schakel.task where number = " + nobodyAsked.number());
        task(failed, "status = 'failed', reason = 'geen-plek'");
        assertThat(erase().referrals()).as("its receiver had it").isEqualTo(1);
        for (ReferralReference one : List.of(givenUp, takenBack, nobodyAsked)) {
            assertThat(flow.count(KEPT + one.number() + " and length(r.bytes) > 0"))
                    .isPositive();
            closed(one, 31);
        }
        assertThat(erase().referrals()).isEqualTo(3);
    }

    private void task(ReferralReference reference, String now) throws SQLException {
        flow.execute("update schakel.task set " + now + " where number = " + reference.number());
    }

    /** However long it was parked, and without a restart. */
    @Test
    void aMessageAboutNoReferralGoesWhenItsWorkHasEndedAfterItsTime() throws SQLException {
        flow.execute(alone(33, 1), """
                insert into schakel.work (id, kind, inbox_id, destination, subject, stream, seq, state, sweep_at)
                select gen_random_uuid(), 'ROUTE', id, '', 'CONSENT', sha256(uuid_send(id)), 1, 'PARKED', clock_timestamp()
                from schakel.inbox where door = 'alone'""");
        assertThat(erase().messages()).as("unresolved").isZero();
        flow.execute("update schakel.work set state = 'DONE' where inbox_id in"
                + " (select id from schakel.inbox where door = 'alone')");
        assertThat(erase().messages()).isEqualTo(1);
        assertThat(erase().messages()).as("once").isZero();
    }

    @Test
    void whatWasErasedIsNotReadAgain() throws SQLException {
        flow.execute(
                alone(40, 3_000),
                "update schakel.raw set erased_at = clock_timestamp() where inbox_id in"
                        + " (select id from schakel.inbox where door = 'alone')",
                alone(33, 1),
                "vacuum analyze schakel.raw",
                "analyze schakel.inbox");
        try (RowsRead read = RowsRead.of(flow.pool, "raw", "inbox")) {
            Instant now = Instant.now();
            assertThat(new Retention(read.source())
                            .erase(now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(8)))
                            .messages())
                    .isEqualTo(1);
            assertThat(read.count()).isLessThan(200);
        }
    }

    /** Messages about no referral, as if they had come so many days ago. */
    private static String alone(int days, int many) {
        return """
                with mine as (
                    insert into schakel.inbox (id, sender, message_id, sha256, event, door, media_type, accepted_at, answer,
                        receipt, applied)
                    select (lpad(to_hex((extract(epoch from clock_timestamp() - interval '%d days') * 1000)::bigint), 12, '0')
                        || substr(replace(gen_random_uuid()::text, '-', ''), 13))::uuid, 'ggz-noord', gen_random_uuid(),
                        sha256('x'), 'CONSENT', 'alone', 'text/plain', clock_timestamp(), '', '', true
                    from generate_series(1, %d) returning id
                )
                insert into schakel.raw (inbox_id, bytes) select id, 'x' from mine""".formatted(days, many);
    }

    /** The same is told to the same partners as when the bytes were still there. */
    @Test
    void aWithdrawalAfterwardsIsToldAsIfNothingHadGone() throws IOException, SQLException {
        assertThat(toldOfAWithdrawal("RET6", true)).isNotEmpty().isEqualTo(toldOfAWithdrawal("RET8", false));
    }

    private List<String> toldOfAWithdrawal(String client, boolean erased) throws IOException, SQLException {
        ReferralReference reference = flow.referral(client);
        flow.consent(client, FORM, "AKKOORD");
        flow.work();
        if (erased) {
            closed(reference, 31);
            assertThat(erase().referrals()).isEqualTo(1);
        } else {
            closed(reference, 1);
        }
        flow.consent(client, FORM, "INGETROKKEN");
        return flow.work().stream()
                .filter(delivered -> delivered.item().reference().equals(Optional.of(reference)))
                .map(delivered ->
                        delivered.item().kind() + " " + delivered.item().destination())
                .sorted()
                .toList();
    }

    @Test
    void whatNobodyAnsweredForWeeksEndsAndItsSenderHearsThat() throws IOException, SQLException {
        Unanswered unanswered = new Unanswered(flow.pool);
        Instant weeksAgo = Instant.now().minus(Duration.ofDays(30));
        while (unanswered.expire(weeksAgo) > 0) {
            flow.work();
        }
        ReferralReference reference = flow.referral("RETX");
        flow.work();
        String tasks = " from schakel.task where number = " + reference.number();
        long asked = flow.count("select count(*)" + tasks);
        flow.execute(
                "update schakel.task set created_at = now() - interval '31 days' where number = " + reference.number(),
                "update schakel.task set status = 'accepted' where number = " + reference.number() + " and receiver = '"
                        + Flow.SHELTER + "'");
        assertThat(unanswered.expire(weeksAgo)).isEqualTo((int) asked - 1);
        assertThat(unanswered.expire(weeksAgo)).as("once").isZero();
        List<Flow.Delivered> told = flow.work();
        assertThat(told)
                .filteredOn(d -> d.is(WorkItem.Kind.TELL, Flow.WARD))
                .hasSize((int) asked - 1)
                .allMatch(d -> d.text().contains("verlopen"));
        assertThat(flow.count("select count(*)" + tasks + " and status = 'failed' and reason = 'verlopen'"))
                .isEqualTo(asked - 1);
        assertThat(flow.count("select count(*)" + tasks + " and status = 'accepted'"))
                .isEqualTo(1);
        assertThat(flow.trace(reference)).contains("expired");
    }

    @Test
    void afterFiveYearsTraceDecisionsAndSealsGoAndTheNumberOfTheMessageStays() throws IOException, SQLException {
        ReferralReference reference = flow.referral("RET7");
        flow.work();
        closed(reference, 6 * 366);
        Retention.Erased erased = erase();
        assertThat(erased.forgotten()).isEqualTo(1);
        assertThat(flow.count("select count(*) from schakel.trace where number = " + reference.number()))
                .isZero();
        assertThat(flow.count("select count(*) from schakel.decision where number = " + reference.number()))
                .isZero();
        assertThat(flow.count("select count(*) from schakel.inbox where number = " + reference.number()))
                .isPositive();
        assertThat(erased.records()).as("the log is younger than five years").isZero();
    }

    @Test
    void recordsOfTheLogGoAfterFiveYearsAndTheirLeavesStay() throws IOException, SQLException {
        flow.referral("RET9");
        flow.execute(
                "alter table schakel.audit_leaf disable trigger all",
                "update schakel.audit_leaf set at = at - interval '6 years' where id in"
                        + " (select leaf_id from schakel.audit_record order by leaf_id limit 2)",
                "alter table schakel.audit_leaf enable trigger all");
        long leaves = flow.count("select count(*) from schakel.audit_leaf");
        long records = flow.count("select count(*) from schakel.audit_record");
        assertThat(erase().records()).isEqualTo(2);
        assertThat(flow.count("select count(*) from schakel.audit_record")).isEqualTo(records - 2);
        assertThat(flow.count("select count(*) from schakel.audit_leaf")).isEqualTo(leaves);
    }

    private Retention.Erased erase() {
        Instant now = Instant.now();
        return retention.erase(now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(8)));
    }

    private void closed(ReferralReference reference, int days) throws SQLException {
        flow.execute("update schakel.transition set status = 'completed', closed_at = clock_timestamp() - interval '"
                + days + " days' where number = " + reference.number());
    }
}
