package nl.schakel.journal;

import static nl.schakel.journal.Samples.DEBTS;
import static nl.schakel.journal.Samples.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.RowsRead;
import nl.schakel.journal.WorkList.Filter;
import nl.schakel.journal.WorkList.Said;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import nl.schakel.referral.CodeGap;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does about work that waits: it happens whole, once, with its leaf, and never under a worker's hands. */
class WorkListIT {
    private static final Said ANNA = new Said("anna", "the words why");
    private static final Journal.Page NOTHING = new Journal.Page(List.of(), Optional.empty());

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static HikariDataSource pool;
    private static Journal journal;
    private static WorkList work;
    private static Pauses pauses;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(folder.resolve("db"), Path.of("target", "postgres"));
        pool = Pool.of(postgres.url(), postgres.user(), postgres.password(), 8);
        journal = Journals.open(pool, Samples.patient());
        work = new WorkList(pool);
        pauses = new Pauses(pool);
    }

    @AfterAll
    static void stop() {
        pool.close();
        postgres.close();
    }

    /** What earlier tests left in the inbox and the truncation took away. */
    private long gone;

    @BeforeEach
    void empty() {
        update(
                "truncate schakel.work, schakel.outbox, schakel.outgoing, schakel.code_gap, schakel.pause, schakel.hold");
        gone = new Reconciliation(pool).balance().unaccounted();
    }

    @Test
    void saysWhatWaitsForWhomAndWhatWaitsBehindIt() {
        Samples.Message message = Samples.referral();
        WorkItem first = routed(message, SHELTER);
        routed(message.next(), SHELTER);
        park(first, ProblemCode.ATTEMPTS_EXHAUSTED);
        assertThat(work.items(Filter.ALL, false, 10)).singleElement().satisfies(item -> {
            assertThat(item.id()).isEqualTo(first.id());
            assertThat(item.destination()).contains(SHELTER);
            assertThat(item.behind()).isEqualTo(1);
            assertThat(item.reason()).get().asString().startsWith("SCH-6004 ");
        });
        assertThat(work.items(Filter.ALL, true, 10)).hasSize(2);
        assertThat(work.items(to(DEBTS), true, 10)).isEmpty();
        assertThat(work.sums(Filter.ALL, false))
                .singleElement()
                .satisfies(sum -> assertThat(sum.waiting()).isEqualTo(1));
    }

    @Test
    void saysWhatStandsInTheWayOfWhatIsTriedByItself() {
        Samples.Message message = Samples.referral();
        WorkItem first = routed(message, SHELTER);
        WorkItem second = routed(message.next(), SHELTER);
        journal.giveBack(List.of(first));
        pauses.pause(SHELTER, ANNA);
        assertThat(work.items(Filter.ALL, true, 10)).allSatisfy(item -> {
            assertThat(item.paused()).isTrue();
            assertThat(item.nextAt()).isEmpty();
        });
        pauses.resume(SHELTER, ANNA);
        assertThat(work.items(Filter.item(first.id()), true, 10))
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.paused()).isFalse();
                    assertThat(item.waitsFor()).isEmpty();
                    assertThat(item.nextAt()).isPresent();
                });
        assertThat(work.items(Filter.item(second.id()), true, 10))
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.waitsFor()).contains(first.id());
                    assertThat(item.nextAt()).isEmpty();
                });
        assertThat(journal.overview(second.reference().orElseThrow())
                        .orElseThrow()
                        .work())
                .extracting(Journal.Waiting::waitsFor)
                .containsExactly(Optional.of(first.id()));
    }

    @Test
    void namesTheMessageByWhichItCameToBe() {
        Samples.Message message = Samples.referral();
        park(routed(message, SHELTER), ProblemCode.ATTEMPTS_EXHAUSTED);
        assertThat(work.items(Filter.ALL, false, 10))
                .singleElement()
                .satisfies(item -> assertThat(item.message())
                        .contains(new WorkList.Message(message.sender(), message.id(), "REFERRAL")));
    }

    @Test
    void isAsOldAsWhenAPersonWasFirstNeeded() {
        WorkItem item = routed(Samples.referral(), SHELTER);
        park(item, ProblemCode.ATTEMPTS_EXHAUSTED);
        Instant first = work.items(Filter.ALL, false, 10).get(0).since();
        assertThat(work.replay(Filter.ALL, true, work.now(), ANNA, 10)).isEqualTo(1);
        assertThat(work.park(item.id(), ANNA)).isTrue();
        assertThat(work.items(Filter.ALL, false, 10))
                .extracting(WorkList.Item::since)
                .containsExactly(first);
        assertThat(work.sums(Filter.ALL, false)).extracting(WorkList.Sum::since).containsExactly(first);
    }

    @Test
    void hasAllThatIsMeantTriedAgainButNotWhatTheReceiverMayHave() {
        WorkItem spent = routed(Samples.referral(), SHELTER);
        WorkItem unknown = routed(Samples.referral(), SHELTER);
        WorkItem other = routed(Samples.referral(), DEBTS);
        park(spent, ProblemCode.ATTEMPTS_EXHAUSTED);
        park(unknown, ProblemCode.OUTCOME_UNKNOWN);
        park(other, ProblemCode.ATTEMPTS_EXHAUSTED);
        long leaves = leaves("resumed");
        assertThat(work.replay(to(SHELTER), false, work.now(), ANNA, 10)).isEqualTo(1);
        assertThat(state(spent)).isEqualTo("OPEN");
        assertThat(state(unknown)).isEqualTo("PARKED");
        assertThat(state(other)).isEqualTo("PARKED");
        assertThat(leaves("resumed")).isEqualTo(leaves + 1);
        assertThat(ready()).containsExactly(spent.id());
        assertThat(journal.claim(List.of(spent.id())))
                .singleElement()
                .satisfies(item -> assertThat(item.attempt())
                        .as("as if it had never been tried")
                        .isEqualTo(1));
        assertThat(work.replay(to(SHELTER), true, work.now(), ANNA, 10)).isEqualTo(1);
        assertThat(work.replay(code("SCH-6003"), false, work.now(), ANNA, 10)).isZero();
        assertThat(work.replay(code("SCH-6004"), false, work.now(), ANNA, 10)).isEqualTo(1);
    }

    /**
     * What stood in the table when PostgreSQL last counted was done; since then thousands came to wait. Each of them looks
     * for what stands before it, by the index of its stream, and not through all the others.
     */
    @Test
    void letsThousandsGoOnThoughTheStatisticsAreOfAQuietTime() {
        update(waiting("DONE", 1_000));
        update("analyze schakel.work");
        update(waiting("OPEN", 2_000));
        try (HikariDataSource one = Pool.of(postgres.url(), postgres.user(), postgres.password(), 1)) {
            Pauses alone = new Pauses(one);
            alone.pause(SHELTER, ANNA);
            long before = lookedAt(one);
            alone.resume(SHELTER, ANNA);
            assertThat(lookedAt(one) - before).as("rows of the index").isLessThan(1_000);
        }
        assertThat(count("schakel.outbox")).as("the oldest").isEqualTo(WorkSql.ANNOUNCED);
    }

    /** However much waits and was done before, the next few are found by the index for them: the table is not read. */
    @Test
    void findsTheNextOfThousandsThatWaitForAPartner() throws Exception {
        update(waiting("DONE", 3_000));
        update(waiting("OPEN", 2_000));
        update("analyze schakel.work");
        try (RowsRead read = RowsRead.of(pool, "work")) {
            Journal alone = new JdbcJournal(read.source(), partner -> DeliveryTerms.of(DeliveryTerms.DeliveryClass.A));
            Journal.Page page = alone.waiting(SHELTER, Optional.empty(), 16);
            alone.waiting(SHELTER, page.last(), 16);
            assertThat(read.count()).isLessThan(200);
        }
        Samples.Message message = Samples.referral();
        WorkItem first = routed(message, DEBTS);
        routed(message.next(), DEBTS);
        journal.giveBack(List.of(first));
        Journal.Page all = journal.waiting(DEBTS, Optional.empty(), 10);
        assertThat(all.ids()).as("each client's first alone").containsExactly(first.id());
        assertThat(all.last()).isEmpty();
        assertThat(journal.waiting(DEBTS, Optional.empty(), 1).last()).contains(first.id());
        assertThat(journal.waiting(DEBTS, Optional.of(first.id()), 10).ids())
                .as("the second waits for it")
                .isEmpty();

        Journal.Page some = journal.waiting(SHELTER, Optional.empty(), 16);
        assertThat(some.ids()).hasSize(16);
        assertThat(some.last()).contains(some.ids().get(15));
        assertThat(journal.claim(some.ids())).hasSize(16);
        assertThat(journal.waiting(SHELTER, Optional.empty(), 16).ids())
                .as("they are taken")
                .isEmpty();
        assertThat(journal.waiting(SHELTER, some.last(), 16).ids()).hasSize(16).doesNotContainAnyElementsOf(some.ids());
        update("update schakel.work set next_at = clock_timestamp() + interval '1 minute'");
        assertThat(journal.waiting(SHELTER, some.last(), 16).ids())
                .as("none is due")
                .isEmpty();
    }

    @Test
    void announcesNothingForAPartnerThatIsPausedAndComesBackToItSeldom() {
        update(waiting("OPEN", 5));
        pauses.pause(SHELTER, ANNA);

        assertThat(journal.sweep()).isZero();

        assertThat(count("schakel.outbox")).isZero();
        assertThat(count("schakel.work where sweep_at < clock_timestamp() + interval '4 minutes'"))
                .isZero();
        assertThat(journal.waiting(SHELTER, Optional.empty(), 2)).isEqualTo(NOTHING);
        pauses.resume(SHELTER, ANNA);
        assertThat(count("schakel.outbox")).isEqualTo(5);
        assertThat(count("schakel.work where sweep_at < clock_timestamp() + interval '16 seconds'"))
                .as("looked for soon, should the broker lose them")
                .isEqualTo(5);
        assertThat(journal.waiting(SHELTER, Optional.empty(), 2).ids()).hasSize(2);
    }

    @Test
    void announcesNothingForAPartnerThatIsHeldBeforeItsTime() {
        update(waiting("OPEN", 5));
        update("insert into schakel.hold (partner, cause, until) values ('" + SHELTER.value()
                + "', 'unreachable', clock_timestamp() + interval '3 minutes')");
        assertThat(journal.sweep()).isZero();
        assertThat(journal.waiting(SHELTER, Optional.empty(), 2)).isEqualTo(NOTHING);
        update("update schakel.hold set until = clock_timestamp()");
        update("update schakel.work set sweep_at = clock_timestamp()");
        assertThat(journal.sweep()).isEqualTo(5);
    }

    private static String waiting(String state, int rows) {
        return """
                insert into schakel.work (id, kind, inbox_id, destination, subject, stream, seq, state, sweep_at)
                select gen_random_uuid(), 'DELIVER', gen_random_uuid(), '%s', '', sha256(int8send(n)), 1, '%s', clock_timestamp()
                from generate_series(1, %d) n""".formatted(SHELTER.value(), state, rows);
    }

    private static long lookedAt(HikariDataSource source) {
        return new Transactions(source).atOnce(connection -> {
            Sql.first(connection, "select pg_stat_force_next_flush()", row -> true);
            Sql.first(connection, "select pg_stat_clear_snapshot()", row -> true);
            return Sql.first(
                            connection,
                            "select sum(idx_tup_read) from pg_stat_all_indexes where indexrelname = 'work_in_stream'",
                            row -> row.getLong(1))
                    .orElseThrow();
        });
    }

    /** A worker that fails as fast as it is asked gives back what it took before the next batch is asked for. */
    @Test
    void triesEachItemOnceThoughAllAreParkedAgainAtOnce() {
        for (int i = 0; i < 5; i++) {
            park(routed(Samples.referral(), SHELTER), ProblemCode.MAPPING_MISSING);
        }
        ready();
        Instant before = work.now();
        List<Integer> batches = new ArrayList<>();
        List<UUID> tried = new ArrayList<>();
        do {
            batches.add(work.replay(Filter.ALL, false, before, ANNA, 2));
            for (WorkItem item : journal.claim(ready())) {
                tried.add(item.id());
                park(item, ProblemCode.MAPPING_MISSING);
            }
        } while (batches.get(batches.size() - 1) == 2 && batches.size() < 9);
        assertThat(batches).containsExactly(2, 2, 1);
        assertThat(tried).hasSize(5).doesNotHaveDuplicates();
        assertThat(work.replay(Filter.ALL, false, work.now(), ANNA, 9))
                .as("a new replay means them all")
                .isEqualTo(5);
    }

    @Test
    void resumesOneItemWheneverItWasParked() {
        WorkItem item = routed(Samples.referral(), SHELTER);
        Instant before = work.now();
        park(item, ProblemCode.ATTEMPTS_EXHAUSTED);
        assertThat(work.replay(Filter.ALL, true, before, ANNA, 9)).isZero();
        assertThat(work.resume(Filter.item(item.id()), ANNA)).isTrue();
        assertThat(work.resume(Filter.item(item.id()), ANNA)).as("once").isFalse();
    }

    @Test
    void letsWhatMadeTheGatewayFailGoOnAlone() {
        WorkItem item = routed(Samples.referral(), SHELTER);
        park(item, ProblemCode.WORK_POISONOUS);
        assertThat(work.replay(Filter.ALL, true, work.now(), ANNA, 9)).isZero();
        assertThat(work.replay(code("SCH-6009"), true, work.now(), ANNA, 9)).isZero();
        assertThat(work.resume(Filter.item(item.id()), ANNA)).isTrue();
    }

    @Test
    void saysBeforehandWhatGoesOnAndWhatStaysAndWhy() {
        park(routed(Samples.referral(), SHELTER), ProblemCode.ATTEMPTS_EXHAUSTED);
        park(routed(Samples.referral(), SHELTER), ProblemCode.ATTEMPTS_EXHAUSTED);
        park(routed(Samples.referral(), DEBTS), ProblemCode.OUTCOME_UNKNOWN);
        park(routed(Samples.referral(), SHELTER), ProblemCode.WORK_POISONOUS);
        missing(routed(Samples.referral(), SHELTER), "Y");
        WorkItem second = routed(Samples.referral(), SHELTER);
        park(second, ProblemCode.SECOND_PERSON_NEEDED);
        update("update schakel.work set kind = 'REVIEW' where id = '" + second.id() + "'");
        Instant before = work.now();
        park(routed(Samples.referral(), SHELTER), ProblemCode.ATTEMPTS_EXHAUSTED);

        assertThat(work.prospects(Filter.ALL, false, before))
                .extracting(Prospect::destination, Prospect::fate, Prospect::items)
                .containsExactlyInAnyOrder(
                        tuple(Optional.of(SHELTER), Prospect.Fate.AGAIN, 2L),
                        tuple(Optional.of(DEBTS), Prospect.Fate.RECEIVER_MAY_HAVE_IT, 1L),
                        tuple(Optional.of(SHELTER), Prospect.Fate.MADE_US_FAIL, 1L),
                        tuple(Optional.of(SHELTER), Prospect.Fate.WAITS_FOR_CODE, 1L),
                        tuple(Optional.of(SHELTER), Prospect.Fate.NEEDS_SECOND_PERSON, 1L));
        assertThat(goingOn(true, before)).as("with what they may have").isEqualTo(3);
        assertThat(work.replay(Filter.ALL, true, before, ANNA, 99)).isEqualTo(3);
        assertThat(goingOn(true, before)).isZero();
    }

    private static long goingOn(boolean unknownToo, Instant before) {
        return work.prospects(Filter.ALL, unknownToo, before).stream()
                .filter(Prospect::goesOn)
                .mapToLong(Prospect::items)
                .sum();
    }

    /** With every trace line and audit leaf; what is asked for is a thousand a minute. */
    @Test
    void replaysFarMoreThanAThousandAMinute() {
        WorkItem first = routed(Samples.referral(), SHELTER);
        park(first, ProblemCode.ATTEMPTS_EXHAUSTED);
        update("insert into schakel.work (id, kind, year, number, inbox_id, destination, subject, stream, seq, state,"
                + " sweep_at, settled_at, reason) select gen_random_uuid(), w.kind, w.year, w.number, w.inbox_id,"
                + " w.destination, w.subject, w.stream, w.seq + n, w.state, w.sweep_at, w.settled_at, w.reason"
                + " from schakel.work w, generate_series(1, 2999) n where w.id = '" + first.id() + "'");
        Instant before = work.now();
        long begin = System.nanoTime();
        int resumed = 0;
        for (int batch = 200; batch == 200; resumed += batch) {
            batch = work.replay(to(SHELTER), false, before, ANNA, 200);
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(resumed).isEqualTo(3_000);
        assertThat(taken)
                .as("3,000 items, which a thousand a minute would take three minutes")
                .isLessThan(Duration.ofMinutes(1));
        System.out.println("replay: " + resumed + " items in " + taken.toMillis() + " ms");
    }

    @Test
    void leavesAloneWhatWaitsForACode() {
        WorkItem item = routed(Samples.referral(), SHELTER);
        missing(item, "X");
        assertThat(work.resume(Filter.item(item.id()), ANNA)).isFalse();
        assertThat(state(item)).isEqualTo("PARKED");
        assertThat(work.skip(item.id(), ANNA)).isTrue();
        assertThat(journal.missingCodes())
                .as("nothing waits for it any more")
                .extracting(Journal.MissingCode::code)
                .doesNotContain("X");
    }

    @Test
    void holdsBackWhatWaitsAndNotWhatAWorkerHas() {
        WorkItem held = routed(Samples.referral(), SHELTER);
        assertThat(work.park(held.id(), ANNA)).as("a worker has it").isFalse();
        journal.giveBack(List.of(held));
        assertThat(work.park(held.id(), ANNA)).isTrue();
        assertThat(journal.claim(List.of(held.id()))).isEmpty();
        assertThat(work.park(held.id(), ANNA)).as("once").isFalse();
        assertThat(work.resume(Filter.item(held.id()), ANNA)).isTrue();
        assertThat(journal.claim(List.of(held.id()))).hasSize(1);
    }

    @Test
    void endsAParkedDeliveryTellsItsSenderAndLetsTheNextGo() {
        Samples.Message message = Samples.referral();
        WorkItem first = routed(message, SHELTER);
        WorkItem second = routed(message.next(), SHELTER);
        assertThat(work.skip(first.id(), ANNA)).as("it is not parked").isFalse();
        park(first, ProblemCode.ATTEMPTS_EXHAUSTED);
        ready();
        assertThat(work.skip(first.id(), ANNA)).isTrue();
        assertThat(work.skip(first.id(), ANNA)).as("once").isFalse();
        assertThat(state(first)).isEqualTo("DONE");
        assertThat(count("schakel.outgoing where work_id = '" + first.id() + "'"))
                .as("nobody was sent it")
                .isZero();
        List<UUID> ready = ready();
        assertThat(ready).contains(second.id());
        assertThat(count("schakel.work where kind = 'ROUTE' and subject = 'SKIPPED task' and live"))
                .isEqualTo(1);
        assertThat(ready).hasSize(2);
        assertThat(new Reconciliation(pool).balance().unaccounted()).isEqualTo(gone);
        assertThat(count("schakel.trace where outcome = 'skipped' and reason = 'by anna'"))
                .isPositive();
        assertThat(count("schakel.trace where reason like '%the words why%'")).isZero();
        assertThat(count("schakel.audit_record where fields like '%skipped%the words why%'"))
                .isPositive();
    }

    @Test
    void keepsTheBytesOfWhatThePartnerMayHave() {
        WorkItem item = routed(Samples.referral(), SHELTER);
        journal.prepare(item, Samples.routingTo(SHELTER));
        journal.settle(item, new Sent.Refused(Problem.of(ProblemCode.PARTNER_REFUSED), new byte[] {1}));
        assertThat(work.skip(item.id(), ANNA)).isTrue();
        assertThat(count("schakel.outgoing where work_id = '" + item.id() + "'"))
                .isEqualTo(1);
        assertThat(new Reconciliation(pool).balance().unaccounted()).isEqualTo(gone);
    }

    @Test
    void whatWaitsForAPartnerThatIsHeldShowsWhenItIsTriedAndLosesNoAttempt() {
        WorkItem item = routed(Samples.referral(), SHELTER);
        WorkItem other = routed(Samples.referral(), DEBTS);
        update("update schakel.work set lease_until = '-infinity', attempts = 0");
        journal.hold(SHELTER, Journal.Cause.UNREACHABLE, Duration.ofMinutes(3));
        assertThat(journal.claim(List.of(item.id(), other.id())))
                .extracting(WorkItem::id)
                .containsExactly(other.id());
        Journal.Hold hold = journal.holds().get(0);
        assertThat(hold.partner()).isEqualTo(SHELTER);
        assertThat(hold.cause()).isEqualTo(Journal.Cause.UNREACHABLE);
        assertThat(work.items(to(SHELTER), true, 10)).singleElement().satisfies(waiting -> {
            assertThat(waiting.attempts()).isZero();
            assertThat(waiting.nextAt()).contains(hold.until());
        });
        assertThat(journal.overview(item.reference().orElseThrow())
                        .orElseThrow()
                        .work())
                .filteredOn(waiting -> waiting.destination().equals(Optional.of(SHELTER)))
                .singleElement()
                .satisfies(waiting -> assertThat(waiting.nextAt()).contains(hold.until()));

        journal.hold(SHELTER, Journal.Cause.ASKED, Duration.ofMinutes(9));
        assertThat(journal.holds()).singleElement().satisfies(later -> {
            assertThat(later.since()).isEqualTo(hold.since());
            assertThat(later.until()).isAfter(hold.until());
        });

        update("truncate schakel.outbox");
        journal.release(SHELTER);
        assertThat(journal.holds()).isEmpty();
        List<UUID> announced = new ArrayList<>();
        journal.relay(10, ready -> ready.forEach(one -> announced.add(one.id())));
        assertThat(announced).containsExactly(item.id());
        assertThat(journal.claim(List.of(item.id()))).hasSize(1);
    }

    @Test
    void aHoldThatIsOverLetsWorkGoOnByItself() {
        WorkItem item = routed(Samples.referral(), SHELTER);
        update("update schakel.work set lease_until = '-infinity', attempts = 0");
        journal.hold(SHELTER, Journal.Cause.UNREACHABLE, Duration.ofMinutes(3));
        update("update schakel.hold set until = clock_timestamp()");
        update("update schakel.work set sweep_at = clock_timestamp()");
        assertThat(journal.sweep()).isEqualTo(1);
        assertThat(journal.claim(List.of(item.id()))).hasSize(1);
        assertThat(journal.holds()).as("until it answers").hasSize(1);
    }

    @Test
    void sendsNothingToAPartnerThatIsPausedAndLosesNoAttempt() {
        WorkItem held = routed(Samples.referral(), SHELTER);
        journal.giveBack(List.of(held));
        WorkItem begun = routed(Samples.referral(), SHELTER);
        assertThat(pauses.pause(SHELTER, ANNA)).isTrue();
        assertThat(pauses.pause(SHELTER, ANNA)).as("once").isFalse();
        assertThat(journal.claim(List.of(held.id()))).isEmpty();
        assertThat(journal.prepare(begun, Samples.routingTo(SHELTER)))
                .as("claimed before, not begun")
                .isEmpty();
        assertThat(journal.claim(List.of(routed(Samples.referral(), DEBTS).id())))
                .as("others go on, under their worker")
                .isEmpty();
        assertThat(pauses.list())
                .singleElement()
                .satisfies(one -> assertThat(one.by()).isEqualTo("anna"));
        ready();
        assertThat(pauses.resume(SHELTER, ANNA)).isTrue();
        assertThat(pauses.resume(SHELTER, ANNA)).as("once").isFalse();
        assertThat(ready()).contains(held.id());
        assertThat(journal.claim(List.of(held.id()))).hasSize(1);
    }

    private static Filter to(nl.schakel.referral.PartnerId partner) {
        return new Filter(Optional.empty(), Optional.of(partner), Optional.empty(), Optional.empty());
    }

    private static Filter code(String code) {
        return new Filter(Optional.empty(), Optional.empty(), Optional.of(code), Optional.empty());
    }

    /** A delivery of this message, claimed; or found, when another one stands before it. */
    private static WorkItem routed(Samples.Message message, nl.schakel.referral.PartnerId to) {
        journal.accept(message.toAccept());
        journal.claim(ready()).forEach(item -> journal.prepare(item, Samples.routingTo(to)));
        List<WorkItem> claimed = journal.claim(ready());
        return claimed.isEmpty() ? waiting() : claimed.get(0);
    }

    private static WorkItem waiting() {
        WorkList.Item last = work.items(Filter.ALL, true, 100).stream()
                .filter(item -> item.kind() == WorkItem.Kind.DELIVER)
                .reduce((one, next) -> next)
                .orElseThrow();
        return new WorkItem(
                last.id(),
                last.kind(),
                last.reference(),
                last.id(),
                last.destination(),
                "task",
                0,
                0,
                Optional.empty());
    }

    private static void missing(WorkItem item, String code) {
        journal.prepare(
                item,
                Samples.handler((i, ledger) ->
                        new Prepared.Park(Problem.waitingFor(List.of(new CodeGap("gender", code, "PID-8"))))));
    }

    private static void park(WorkItem item, ProblemCode code) {
        journal.prepare(item, Samples.handler((i, ledger) -> new Prepared.Park(Problem.of(code))));
    }

    private static String state(WorkItem item) {
        return new Transactions(pool)
                .atOnce(connection -> Sql.first(
                                connection,
                                "select state from schakel.work where id = ?",
                                row -> row.getString(1),
                                item.id())
                        .orElseThrow());
    }

    private static List<UUID> ready() {
        return Samples.ready(journal);
    }

    private static long leaves(String outcome) {
        return count("schakel.audit_record where fields like '%\"" + outcome + "\"%'");
    }

    private static long count(String from) {
        return new Transactions(pool)
                .atOnce(connection -> Sql.first(connection, "select count(*) from " + from, row -> row.getLong(1))
                        .orElseThrow());
    }

    private static void update(String sql) {
        new Transactions(pool).atOnce(connection -> Sql.update(connection, sql));
    }
}
