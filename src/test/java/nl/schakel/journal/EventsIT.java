package nl.schakel.journal;

import static nl.schakel.journal.Samples.DEBTS;
import static nl.schakel.journal.Samples.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import nl.schakel.journal.Events.Event;
import nl.schakel.journal.WorkList.Filter;
import nl.schakel.journal.WorkList.Said;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partner's numbers have no gap, never change, and leave out nothing, whoever asks when and whatever commits late. */
class EventsIT {
    private static final int MANY = 10_000;

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static HikariDataSource pool;
    private static Journal journal;
    private static Events events;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(folder.resolve("db"), Path.of("target", "postgres"));
        pool = Pool.of(postgres.url(), postgres.user(), postgres.password(), 12);
        journal = Journals.open(pool, Samples.patient());
        events = new Events(pool);
    }

    @AfterAll
    static void stop() {
        pool.close();
        postgres.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        update("truncate schakel.work, schakel.outbox, schakel.outgoing, schakel.event, schakel.subscription");
    }

    @Test
    void countsForEachPartnerAloneFromOneAndForEver() {
        WorkItem first = routed(SHELTER);
        WorkItem other = routed(DEBTS);
        WorkItem second = routed(SHELTER);
        assertThat(events.number(SHELTER)).isEqualTo(2);
        assertThat(events.number(DEBTS)).isEqualTo(1);
        assertThat(events.number(new PartnerId("nobody"))).isZero();
        assertThat(all(SHELTER)).extracting(Event::workId).containsExactly(first.id(), second.id());
        assertThat(all(DEBTS)).extracting(Event::workId).containsExactly(other.id());
        List<Event> before = all(SHELTER);
        routed(SHELTER);
        assertThat(events.number(SHELTER)).isEqualTo(3);
        assertThat(all(SHELTER).subList(0, 2)).isEqualTo(before);
        assertThat(events.list(SHELTER, 2, 2, 10)).extracting(Event::number).containsExactly(2L);
        assertThat(events.list(SHELTER, 4, Long.MAX_VALUE, 10)).isEmpty();
    }

    /** By ids or by time of birth the late one would be in the past of who asked before, and never told. */
    @Test
    void whatBeganEarlierAndCommitsLaterIsTheLaterNumberAndIsNotMissed() throws SQLException {
        UUID late = UUID.fromString("00000000-0000-7000-8000-000000000001");
        UUID soon = UUID.fromString("00000000-0000-7000-8000-000000000002");
        try (Connection slow = pool.getConnection();
                Connection quick = pool.getConnection()) {
            slow.setAutoCommit(false);
            insert(slow, late, SHELTER);
            insert(quick, soon, SHELTER);
            assertThat(events.number(SHELTER)).isEqualTo(1);
            assertThat(all(SHELTER)).extracting(Event::workId).containsExactly(soon);
            slow.commit();
            slow.setAutoCommit(true);
        }
        assertThat(events.number(SHELTER)).isEqualTo(2);
        assertThat(all(SHELTER)).extracting(Event::workId).containsExactly(soon, late);
        assertThat(all(SHELTER).get(1).at())
                .as("it was born first")
                .isBefore(all(SHELTER).get(0).at());
    }

    @Test
    void whatIsRolledBackLeavesNoNumber() throws SQLException {
        try (Connection undone = pool.getConnection()) {
            undone.setAutoCommit(false);
            insert(undone, UUID.randomUUID(), SHELTER);
            undone.rollback();
            undone.setAutoCommit(true);
        }
        assertThat(events.number(SHELTER)).isZero();
    }

    @Test
    void givesEachNumberOnceWhenManyAskWhileManyWrite() throws Exception {
        ExecutorService crowd = Executors.newFixedThreadPool(8);
        List<Future<Map<Long, UUID>>> askers = new ArrayList<>();
        List<Future<?>> writers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            writers.add(crowd.submit(() -> {
                for (int i = 0; i < 100; i++) {
                    try (Connection connection = pool.getConnection()) {
                        insert(connection, UUID.randomUUID(), SHELTER);
                    }
                }
                return null;
            }));
        }
        for (int a = 0; a < 4; a++) {
            askers.add(crowd.submit(() -> {
                Map<Long, UUID> heard = new HashMap<>();
                long last = 0;
                while (last < 400) {
                    last = events.number(SHELTER);
                    List<Event> told = all(SHELTER);
                    assertThat(told).extracting(Event::number).containsExactlyElementsOf(upTo(told.size()));
                    assertThat((long) told.size()).isGreaterThanOrEqualTo(last);
                    for (Event event : told) {
                        UUID before = heard.putIfAbsent(event.number(), event.workId());
                        assertThat(before == null || before.equals(event.workId()))
                                .isTrue();
                    }
                }
                return heard;
            }));
        }
        for (Future<?> writer : writers) {
            writer.get(60, TimeUnit.SECONDS);
        }
        Map<Long, UUID> one = askers.get(0).get(60, TimeUnit.SECONDS);
        for (Future<Map<Long, UUID>> asker : askers) {
            assertThat(asker.get(60, TimeUnit.SECONDS)).isEqualTo(one);
        }
        crowd.shutdown();
        assertThat(one.values()).hasSize(400).doesNotHaveDuplicates();
    }

    /** The process that gives numbers dies before its commit: nothing is given. After it: what was given stays given. */
    @Test
    void aDeathBetweenTheNumbersAndTheAnswerLeavesNoGap() throws SQLException {
        routed(SHELTER);
        routed(SHELTER);
        Connection dying = pool.getConnection();
        dying.setAutoCommit(false);
        try (Statement statement = dying.createStatement()) {
            statement.execute("insert into schakel.subscription (partner, last) values ('" + SHELTER + "', 2)");
            statement.execute("update schakel.event set number = 7 where partner = '" + SHELTER + "' and at ="
                    + " (select max(at) from schakel.event)");
            update("select pg_terminate_backend(" + pid(dying) + ")");
            assertThatThrownBy(dying::commit).isInstanceOf(SQLException.class);
        }
        pool.evictConnection(dying);
        assertThat(events.number(SHELTER)).isEqualTo(2);
        List<Event> told = all(SHELTER);
        assertThat(told).extracting(Event::number).containsExactly(1L, 2L);
        assertThat(new Events(pool).number(SHELTER)).isEqualTo(2);
        assertThat(all(SHELTER)).isEqualTo(told);
    }

    @Test
    void pagesThroughTenThousandWithoutReadingThemAll() throws SQLException {
        String copies = " select gen_random_uuid(), w.kind, w.year, w.number, w.inbox_id, w.destination, w.subject,"
                + " w.stream, w.seq + n, w.sweep_at from schakel.work w, generate_series(1, %d) n where w.id = '%s'";
        String into =
                "insert into schakel.work (id, kind, year, number, inbox_id, destination, subject, stream, seq, sweep_at)";
        WorkItem mine = routed(SHELTER);
        WorkItem foreign = routed(DEBTS);
        update(into + copies.formatted(MANY - 1, mine.id()));
        update(into + copies.formatted(3 * MANY, foreign.id()));
        long begin = System.nanoTime();
        assertThat(events.number(SHELTER)).isEqualTo(MANY);
        long numbered = System.nanoTime();
        List<Long> seen = new ArrayList<>();
        for (long next = 1; next <= MANY; next = seen.size() + 1) {
            events.list(SHELTER, next, Long.MAX_VALUE, 100).forEach(event -> seen.add(event.number()));
        }
        long paged = System.nanoTime();
        assertThat(seen).containsExactlyElementsOf(upTo(MANY));
        long again = System.nanoTime();
        assertThat(events.number(SHELTER)).isEqualTo(MANY);
        Duration asked = Duration.ofNanos(System.nanoTime() - again);
        System.out.println("events: " + MANY + " numbered in " + (numbered - begin) / 1_000_000 + " ms, read by 100 in "
                + (paged - numbered) / 1_000_000 + " ms, asked again in " + asked.toMillis() + " ms");
        assertThat(asked).as("nothing to number beside 30,000 of another").isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void saysHowEachStandsInWordsThatItsReceiverMayKnow() {
        WorkItem waiting = routed(SHELTER);
        WorkItem sent = routed(SHELTER);
        journal.prepare(sent, Samples.routingTo(SHELTER));
        journal.settle(sent, Samples.delivered());
        WorkItem parked = routed(SHELTER);
        journal.prepare(parked, parking());
        WorkItem ended = routed(SHELTER);
        journal.prepare(ended, Samples.handler((item, ledger) -> new Prepared.Done("nothing-to-release")));
        WorkItem refused = routed(SHELTER);
        journal.prepare(refused, Samples.routingTo(SHELTER));
        journal.settle(refused, new Sent.Refused(Problem.of(ProblemCode.PARTNER_REFUSED), new byte[] {1}));
        new WorkList(pool).skip(refused.id(), new Said("anna", "why"));
        WorkItem takenBack = withdrawnAfterAnUnknownOutcome();
        events.number(SHELTER);
        Map<UUID, Event> told = new HashMap<>();
        all(SHELTER).forEach(event -> told.put(event.workId(), event));
        assertThat(told.get(waiting.id()).state()).isEqualTo(Events.State.WAITING);
        assertThat(told.get(sent.id()).state()).isEqualTo(Events.State.DELIVERED);
        assertThat(told.get(parked.id()).state()).isEqualTo(Events.State.HELD);
        assertThat(told.get(ended.id()).state()).isEqualTo(Events.State.ENDED);
        assertThat(told.get(refused.id()).state()).isEqualTo(Events.State.ENDED);
        assertThat(told.get(takenBack.id()).state()).isEqualTo(Events.State.ENDED);
        assertThat(told.get(takenBack.id()).messageId())
                .as("by which it finds what it may have")
                .contains(takenBack.id().toString());
        assertThat(told.get(waiting.id()).messageId()).isEmpty();
        assertThat(told.get(sent.id()).messageId()).contains(sent.id().toString());
    }

    @Test
    void whatIsTriedAgainKeepsItsNumber() {
        WorkItem parked = routed(SHELTER);
        journal.prepare(parked, parking());
        assertThat(events.number(SHELTER)).isEqualTo(1);
        new WorkList(pool).resume(Filter.item(parked.id()), new Said("anna", "why"));
        assertThat(events.number(SHELTER)).isEqualTo(1);
        assertThat(all(SHELTER)).singleElement().satisfies(event -> {
            assertThat(event.workId()).isEqualTo(parked.id());
            assertThat(event.state()).isEqualTo(Events.State.WAITING);
        });
    }

    private static WorkItem withdrawnAfterAnUnknownOutcome() {
        WorkItem first = routed(SHELTER);
        journal.prepare(first, Samples.routingTo(SHELTER));
        journal.settle(first, new Sent.Unknown(Problem.of(ProblemCode.OUTCOME_UNKNOWN)));
        WorkItem second = journal.claim(List.of(first.id())).get(0);
        journal.prepare(second, Samples.handler((item, ledger) -> new Prepared.Withdrawn("withdrawn")));
        return first;
    }

    private static WorkHandler parking() {
        return Samples.handler((item, ledger) -> new Prepared.Park(Problem.of(ProblemCode.ATTEMPTS_EXHAUSTED)));
    }

    private static List<Event> all(PartnerId partner) {
        return events.list(partner, 1, Long.MAX_VALUE, Integer.MAX_VALUE);
    }

    private static List<Long> upTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static WorkItem routed(PartnerId to) {
        journal.accept(Samples.referral().toAccept());
        journal.claim(ready()).forEach(item -> journal.prepare(item, Samples.routingTo(to)));
        return journal.claim(ready()).get(0);
    }

    private static List<UUID> ready() {
        return Samples.ready(journal);
    }

    private static void insert(Connection connection, UUID id, PartnerId to) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into schakel.work (id, kind, inbox_id, destination, subject, stream, seq, sweep_at)"
                            + " values ('" + id + "', 'TELL', gen_random_uuid(), '" + to + "', 'x',"
                            + " sha256(convert_to('" + id + "', 'UTF8')), 1, clock_timestamp())");
        }
    }

    private static int pid(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void update(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
