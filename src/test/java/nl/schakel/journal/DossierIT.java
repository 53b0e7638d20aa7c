package nl.schakel.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import nl.schakel.referral.Category;
import nl.schakel.referral.Envelope.Event;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept about a client, on a real PostgreSQL. */
class DossierIT {
    private static final Path PROGRAMS = Path.of("target", "postgres");

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static HikariDataSource pool;
    private static Journal journal;
    private static Clients clients;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(folder.resolve("db"), PROGRAMS);
        pool = Pool.of(postgres.url(), postgres.user(), postgres.password(), 16);
        journal = Journals.open(pool, Samples.patient());
        clients = new Clients(pool);
    }

    @AfterAll
    static void stop() {
        pool.close();
        postgres.close();
    }

    @BeforeEach
    void noWork() {
        execute("truncate schakel.work, schakel.outbox, schakel.outgoing");
    }

    @Test
    void keepsAConsentThatComesWithAMessageAndLeavesNoWorkBehind() {
        var message = Samples.referral().event(Event.CONSENT);
        Dossier.ConsentRow[] kept = new Dossier.ConsentRow[1];
        accept(message, (ledger, inbox, reference) -> {
            assertThat(reference).isEmpty();
            kept[0] = consent(ledger.now(), Optional.of(inbox), 0);
            ledger.dossier().record(kept[0]);
            ledger.dossier().seal(new Dossier.Head(1, new byte[32]));
            ledger.note("consent", "consent", Optional.empty(), "recorded", "");
            return Optional.empty();
        });
        assertThat(unsent()).isEmpty();
        var reference = referenceOf(message.event(Event.REFERRAL));
        var read =
                clients.with(reference, ledger -> ledger.dossier().consents()).orElseThrow();
        assertThat(read).hasSize(1);
        assertThat(read.get(0).form()).isEqualTo(kept[0].form());
        assertThat(read.get(0).recordedAt()).isEqualTo(kept[0].recordedAt());
        assertThat(read.get(0).inboxId()).isEqualTo(kept[0].inboxId());
    }

    @Test
    void keepsNothingOfAMessageWhoseConsentIsRefused() {
        var message = Samples.referral().event(Event.CONSENT);
        var refused = journal.accept(message.toAccept(Optional.of((ledger, inbox, reference) -> {
            ledger.dossier().record(consent(ledger.now(), Optional.of(inbox), 0));
            assertThat(ledger.dossier().consents()).hasSize(1);
            return Optional.of(Problem.of(ProblemCode.VALUE_INVALID));
        })));
        assertThat(refused).isInstanceOf(Accepted.Refused.class);
        var reference = referenceOf(message.event(Event.REFERRAL));
        assertThat(clients.with(reference, ledger -> ledger.dossier().consents()))
                .hasValue(List.of());
    }

    @Test
    void neverChangesAConsent() {
        var message = Samples.referral().event(Event.CONSENT);
        accept(message, (ledger, inbox, reference) -> {
            ledger.dossier().record(consent(ledger.now(), Optional.of(inbox), 0));
            return Optional.empty();
        });
        assertThatThrownBy(() -> execute("update schakel.consent set form = 'x'"))
                .hasMessageContaining("never changed");
    }

    @Test
    @Guards(Threat.T06)
    void letsNobodyRecordWhileAReleaseIsDecidedAndTheReleaseSeesWhatCameBefore() throws Exception {
        var message = Samples.referral();
        referenceOf(message);
        routed(message);
        WorkItem delivery = journal.claim(unsent()).get(0);
        CountDownLatch decides = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Future<?> release = two.submit(() -> journal.prepare(delivery, Samples.handler((item, ledger) -> {
                assertThat(ledger.dossier().consents()).isEmpty();
                decides.countDown();
                await(goesOn);
                return new Prepared.Send(Samples.outgoing(item, "x"));
            })));
            await(decides);
            Future<?> withdrawal = two.submit(() -> accept(message.event(Event.CONSENT), (ledger, inbox, about) -> {
                ledger.dossier().record(consent(ledger.now(), Optional.of(inbox), 0));
                return Optional.empty();
            }));
            assertThatThrownBy(() -> withdrawal.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            goesOn.countDown();
            release.get(10, TimeUnit.SECONDS);
            withdrawal.get(10, TimeUnit.SECONDS);
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    void throwsTheBytesAwayOfWhatMayNoLongerGo() {
        var message = Samples.referral();
        var reference = referenceOf(message);
        routed(message);
        WorkItem first = journal.claim(unsent()).get(0);
        journal.prepare(first, Samples.handler((item, ledger) -> {
            ledger.dossier().decided(decision(item, Set.of(Category.DEBTS), ledger.now()));
            return new Prepared.Send(Samples.outgoing(item, "with debts"));
        }));
        journal.settle(first, new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE)));
        clients.with(reference, ledger -> {
            assertThat(ledger.dossier().released(reference)).isEmpty();
            assertThat(ledger.dossier().decisionOf(first.id()).orElseThrow().released())
                    .containsExactly(Category.DEBTS);
            return true;
        });
        WorkItem again = journal.claim(List.of(first.id())).get(0);
        assertThat(again.stored()).isPresent();
        journal.prepare(again, Samples.handler((item, ledger) -> new Prepared.Withdrawn("withdrawn")));
        assertThat(count("schakel.outgoing where work_id = '" + first.id() + "'"))
                .isZero();
        assertThat(count("schakel.work where id = '" + first.id() + "' and state = 'DONE' and reason = 'withdrawn'"))
                .isOne();
    }

    @Test
    void knowsWhatAPartnerMayHaveAlthoughNobodyHeardSo() {
        var message = Samples.referral();
        var reference = referenceOf(message);
        routed(message);
        WorkItem first = journal.claim(unsent()).get(0);
        journal.prepare(first, Samples.handler((item, ledger) -> {
            ledger.dossier().decided(decision(item, Set.of(Category.DEBTS), ledger.now()));
            return new Prepared.Send(Samples.outgoing(item, "with debts"));
        }));
        journal.settle(first, new Sent.Unknown(Problem.of(ProblemCode.OUTCOME_UNKNOWN)));
        var released = clients.with(reference, ledger -> ledger.dossier().released(reference))
                .orElseThrow();
        assertThat(released).hasSize(1);
        assertThat(released.get(0).released()).containsExactly(Category.DEBTS);
    }

    @Test
    void putsANewLookOnTheWorkListOnlyOfWhatWasAsked() {
        var message = Samples.referral();
        var reference = referenceOf(message);
        routed(message);
        clients.with(reference, ledger -> {
            assertThat(ledger.dossier().referrals()).containsExactly(reference);
            ledger.dossier().reconsider(reference);
            return true;
        });
        assertThat(journal.claim(unsent())).extracting(WorkItem::subject).contains("RECONSIDER");
    }

    @Test
    void findsNoClientBehindAReferenceThatIsNotThere() {
        assertThat(clients.with(new ReferralReference(2099, 1), ledger -> true)).isEmpty();
    }

    private static Dossier.DecisionRow decision(WorkItem item, Set<Category> released, Instant at) {
        return new Dossier.DecisionRow(
                UUID.randomUUID(),
                item.id(),
                item.reference().orElseThrow(),
                item.destination().orElseThrow(),
                at,
                "p@1",
                released,
                Optional.empty(),
                "{}".getBytes(StandardCharsets.UTF_8),
                new byte[32]);
    }

    @Test
    void hidesATaskFromWhoMayHearNothingOfItsClientUntilThatEnds() {
        var message = Samples.referral();
        UUID task = UUID.randomUUID();
        accept(message, (ledger, inbox, reference) -> {
            ledger.save(new Ledger.TaskRow(
                    task,
                    reference.orElseThrow(),
                    Samples.SHELTER,
                    Optional.empty(),
                    "requested",
                    Optional.empty(),
                    0));
            return Optional.empty();
        });
        assertThat(journal.task(task, Samples.SHELTER)).isPresent();
        Dossier.ConflictRow[] kept = new Dossier.ConflictRow[1];
        accept(message.event(Event.CONSENT), (ledger, inbox, reference) -> {
            kept[0] = new Dossier.ConflictRow(
                    UUID.randomUUID(),
                    "organisation",
                    Samples.SHELTER.value(),
                    "operator:a",
                    ledger.now(),
                    Optional.empty(),
                    Optional.empty(),
                    new byte[32]);
            ledger.dossier().save(kept[0]);
            ledger.dossier().seal(new Dossier.Head(1, new byte[32]));
            return Optional.empty();
        });
        assertThat(journal.task(task, Samples.SHELTER)).isEqualTo(journal.task(UUID.randomUUID(), Samples.SHELTER));
        accept(message.event(Event.CONSENT), (ledger, inbox, reference) -> {
            ledger.dossier().save(kept[0].ended("operator:b", ledger.now()));
            ledger.dossier().seal(new Dossier.Head(1, new byte[32]));
            return Optional.empty();
        });
        assertThat(journal.task(task, Samples.SHELTER)).isPresent();
    }

    private static Dossier.ConsentRow consent(Instant at, Optional<UUID> inbox, int ordinal) {
        return new Dossier.ConsentRow(
                UUID.randomUUID(),
                1,
                UUID.randomUUID().toString(),
                "ggz-noord",
                at,
                inbox,
                ordinal,
                "{}".getBytes(StandardCharsets.UTF_8),
                "0".repeat(64),
                new byte[32]);
    }

    private static void routed(Samples.Message message) {
        WorkItem route = journal.claim(unsent()).get(0);
        assertThat(route.kind()).isEqualTo(WorkItem.Kind.ROUTE);
        journal.prepare(route, Samples.routingTo(Samples.SHELTER));
        assertThat(message.sender()).isEqualTo(Samples.WARD);
    }

    private static ReferralReference referenceOf(Samples.Message message) {
        return ((Accepted.Committed) journal.accept(message.toAccept()))
                .reference()
                .orElseThrow();
    }

    private static void accept(Samples.Message message, Acceptance.Effect effect) {
        assertThat(journal.accept(message.toAccept(Optional.of(effect)))).isInstanceOf(Accepted.Committed.class);
    }

    private static List<UUID> unsent() {
        List<UUID> ids = new java.util.ArrayList<>();
        journal.relay(100, ready -> ready.forEach(one -> ids.add(one.id())));
        return ids;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private static long count(String from) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from " + from)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException trouble) {
            throw new IllegalStateException(trouble);
        }
    }

    private static void execute(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException trouble) {
            throw new IllegalStateException(trouble.getMessage(), trouble);
        }
    }
}
