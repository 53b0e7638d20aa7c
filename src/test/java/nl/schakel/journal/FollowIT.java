package nl.schakel.journal;

import static nl.schakel.journal.Samples.SHELTER;
import static nl.schakel.journal.Samples.referral;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import nl.schakel.referral.Envelope.Event;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from a message while it is accepted: with it or not at all, and never in its way. */
class FollowIT {
    private static final Acceptance.Follow ASKED = (item, ledger) -> {
        ledger.trace(item.reference().orElseThrow(), "directory", Optional.of(SHELTER), "asked", "shelter");
        ledger.enqueue(WorkItem.Kind.DELIVER, item.reference().orElseThrow(), item.inboxId(), SHELTER, "task");
        return new Prepared.Done("asked");
    };

    private static final Acceptance.Follow REFUSED_BY_THE_DATABASE = (item, ledger) -> {
        ledger.trace(item.reference().orElseThrow(), "directory", Optional.empty(), "asked", "\0");
        return new Prepared.Done("asked");
    };

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static HikariDataSource pool;
    private Journal journal;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(folder.resolve("db"), Path.of("target", "postgres"));
        pool = Pool.of(postgres.url(), postgres.user(), postgres.password(), 8);
        Journals.open(pool, Samples.patient());
    }

    @AfterAll
    static void stop() {
        pool.close();
        postgres.close();
    }

    @BeforeEach
    void empty() {
        new Transactions(pool)
                .atOnce(
                        c -> Sql.update(
                                c,
                                "truncate schakel.work, schakel.outbox, schakel.outgoing, schakel.trace, schakel.inbox cascade"));
        journal = new JdbcJournal(pool, Samples.patient());
    }

    @Test
    void isCommittedWithTheAcceptanceAndLeavesNothingToRoute() {
        Accepted.Committed accepted = committed(referral(), ASKED);

        assertThat(claimed()).singleElement().satisfies(item -> {
            assertThat(item.kind()).isEqualTo(WorkItem.Kind.DELIVER);
            assertThat(item.destination()).contains(SHELTER);
            assertThat(item.reference()).isEqualTo(accepted.reference());
        });
        assertThat(routes()).containsExactly("DONE 1 asked");
        assertThat(journal.trace(accepted.reference().orElseThrow()))
                .extracting(line -> line.stage() + " " + line.outcome())
                .containsExactly("accept accepted", "directory asked");
        assertThat(new Reconciliation(pool).balance().unaccounted()).isZero();
    }

    @Test
    void isDecidedOnceForAMessageThatIsSentTwice() {
        AtomicInteger asked = new AtomicInteger();
        Acceptance.Follow counting = (item, ledger) -> {
            asked.incrementAndGet();
            return ASKED.decide(item, ledger);
        };
        var message = referral();
        Accepted.Committed first = committed(message, counting);
        Accepted.Committed again = committed(message, counting);

        assertThat(again.repeated()).isTrue();
        assertThat(again.receipt().jws()).isEqualTo(first.receipt().jws());
        assertThat(asked).hasValue(1);
        assertThat(claimed()).hasSize(1);
    }

    @Test
    void isLeftToAWorkerWhenItDoesNotEndAtOnce() {
        assertLeft(following(new Prepared.Park(Problem.of(ProblemCode.NO_CIRCLE))));
        assertLeft(following(new Prepared.Send(new Outgoing(
                UUID.randomUUID().toString(), "fhir-out", "text/plain", new byte[] {1}, Optional.empty()))));
    }

    @Test
    @Guards(Threat.T25)
    void aDefectInItKeepsNoMessageOut() {
        assertLeft((item, ledger) -> {
            ASKED.decide(item, ledger);
            throw new IllegalStateException("broken");
        });
        assertLeft((item, ledger) -> {
            ASKED.decide(item, ledger);
            return deeper(0) == 0 ? new Prepared.Done("never") : new Prepared.Done("neither");
        });
        assertLeft((item, ledger) -> {
            throw new ExceptionInInitializerError("broken");
        });
    }

    /** The leaf that the receipt of the message promises is the one that is written, also at the second try. */
    @Test
    void theReceiptOfWhatIsLeftHoldsTheLeafThatIsThere() {
        var receipts = new ArrayList<byte[]>();
        journal.accept(referral()
                .toAccept(Optional.empty(), (inbox, reference, at, leaf) -> {
                    receipts.add(leaf);
                    return Samples.receipt(inbox, reference, at, leaf);
                })
                .following(Optional.of(REFUSED_BY_THE_DATABASE)));
        assertThat(receipts).hasSize(2);
        assertThat(receipts.stream().map(FollowIT::isInTheLog)).containsExactly(false, true);
    }

    private static boolean isInTheLog(byte[] leaf) {
        return new Transactions(pool)
                .atOnce(c -> Sql.first(c, "select 1 from schakel.audit_leaf where leaf = ?", row -> true, leaf))
                .isPresent();
    }

    @Test
    void isLeftToAWorkerWhenMoreMustBeAskedThanIsKnown() {
        assertLeft((item, ledger) -> {
            ASKED.decide(item, ledger);
            ledger.dossier().referrals();
            return new Prepared.Done("asked");
        });
    }

    /** What is kept of the client may be from a version that knew more words. */
    @Test
    @Guards(Threat.T25)
    void whatIsKeptOfTheClientAndCannotBeReadKeepsNoMessageOut() {
        empty();
        var message = referral();
        new Transactions(pool).atOnce(c -> Sql.update(c, """
                        insert into schakel.opening (id, stream, year, number, receiver, purpose, categories, reason, opened_by,
                            opened_at, informs_client, mac)
                        values (gen_random_uuid(), ?, 2026, 1, 'opvang-demo', 'LATER', '{}', 'gevaar', 'anna', now(), true,
                            sha256(''))""", (Object) message.stream()));
        committed(message, ASKED);
        assertThat(routes()).containsExactly("OPEN 0 null");
    }

    /** A text that PostgreSQL does not take. */
    @Test
    @Guards(Threat.T25)
    void whatTheDatabaseRefusesOfItKeepsNoMessageOut() {
        assertLeft(REFUSED_BY_THE_DATABASE);
    }

    @Test
    void waitsItsTurnBehindWhatIsToBeRoutedForTheSameClient() {
        var first = referral();
        committed(first, following(new Prepared.Park(Problem.of(ProblemCode.NO_CIRCLE))));
        committed(first.next().number("another"), ASKED);

        assertThat(routes()).containsExactly("OPEN 0 null", "OPEN 0 null");
        assertThat(claimed())
                .singleElement()
                .satisfies(item -> assertThat(item.kind()).isEqualTo(WorkItem.Kind.ROUTE));
    }

    @Test
    void isNotAskedAboutWhatOpensNoReferral() {
        var first = referral().number("R1");
        committed(first, ASKED);
        claimed();
        committed(first.next(), ASKED);
        committed(first.event(Event.DISCHARGE), ASKED);
        committed(referral().event(Event.DISCHARGE), ASKED);

        assertThat(routes()).containsExactly("DONE 1 asked", "OPEN 0 null", "OPEN 0 null", "OPEN 0 null");
    }

    /** Others would have to be held too, or more be looked up. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "family_claim (name, stream, sender, year, number, recorded_at)"
                        + " select sha256('family'), ?, 'ggz-noord', 2026, 1, now()",
                "tie (id, stream, year, number, kin, kin_year, kin_number, family, source, recorded_at, mac)"
                        + " select gen_random_uuid(), ?, 2026, 1, sha256('kin'), 2026, 2, gen_random_uuid(), 'anna', now(), sha256('')",
                "joined (key, into_key, surviving, joined_at, source, inbox_id, mac)"
                        + " select sha256('ended'), own.key, own.key, now(), 'ggz-noord', gen_random_uuid(), sha256('')"
                        + " from (select ?::bytea as key) own",
            })
    void isLeftToAWorkerForWhoeverHasMoreThanOneName(String row) {
        var message = referral();
        Transactions transactions = new Transactions(pool);
        transactions.atOnce(c -> Sql.update(c, "insert into schakel." + row, (Object) message.stream()));
        try {
            committed(message, ASKED);
            assertThat(routes()).containsExactly("OPEN 0 null");
        } finally {
            transactions.atOnce(c -> Sql.update(c, "delete from schakel." + row.substring(0, row.indexOf(' '))));
        }
    }

    /** Both would take effect in one commit, and neither was made to know of the other. */
    @Test
    void isLeftToAWorkerBesideAnEffect() {
        Acceptance.Effect effect = new Acceptance.Effect() {
            @Override
            public Optional<Problem> apply(Ledger ledger, UUID inboxId, Optional<ReferralReference> reference) {
                return Optional.empty();
            }

            @Override
            public boolean leavesWork() {
                return true;
            }
        };
        journal.accept(referral().toAccept(Optional.of(effect)).following(Optional.of(ASKED)));
        assertThat(routes()).containsExactly("OPEN 0 null");
    }

    /** Two about one client at the same time: the second one finds what the first one left. */
    @Test
    @Timeout(60)
    void standsBehindTheClientsLock() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        var message = referral().number("R1");
        var threads = Executors.newFixedThreadPool(2);
        try {
            var first = threads.submit(() -> committed(message, (item, ledger) -> {
                inside.countDown();
                await(goOn);
                return new Prepared.Park(Problem.of(ProblemCode.NO_CIRCLE));
            }));
            await(inside);
            var second = threads.submit(() -> committed(message.next().number("R2"), ASKED));
            Awaitility.await().until(this::somebodyWaitsForALock);
            goOn.countDown();
            first.get();
            second.get();
        } finally {
            threads.shutdownNow();
        }
        assertThat(routes()).containsExactly("OPEN 0 null", "OPEN 0 null");
    }

    private boolean somebodyWaitsForALock() {
        return new Transactions(pool)
                .atOnce(c -> Sql.first(c, "select count(*) from pg_locks where not granted", row -> row.getInt(1) > 0))
                .orElseThrow();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static int deeper(int level) {
        return 1 + deeper(level + 1);
    }

    private static Acceptance.Follow following(Prepared prepared) {
        return (item, ledger) -> {
            ASKED.decide(item, ledger);
            return prepared;
        };
    }

    private void assertLeft(Acceptance.Follow follow) {
        empty();
        Accepted.Committed accepted = committed(referral(), follow);
        assertThat(routes()).containsExactly("OPEN 0 null");
        assertThat(claimed()).singleElement().satisfies(item -> {
            assertThat(item.kind()).isEqualTo(WorkItem.Kind.ROUTE);
            assertThat(item.attempt()).isEqualTo(1);
        });
        assertThat(journal.trace(accepted.reference().orElseThrow()))
                .extracting(Journal.TraceLine::stage)
                .containsExactly("accept");
        assertThat(new Reconciliation(pool).balance().unaccounted()).isZero();
    }

    private Accepted.Committed committed(Samples.Message message, Acceptance.Follow follow) {
        return (Accepted.Committed) journal.accept(message.toAccept().following(Optional.of(follow)));
    }

    private List<WorkItem> claimed() {
        return journal.claim(Samples.ready(journal));
    }

    private List<String> routes() {
        return new Transactions(pool)
                .atOnce(c -> Sql.list(
                        c,
                        "select state, attempts, reason from schakel.work where kind = 'ROUTE' order by id",
                        row -> row.getString(1) + " " + row.getInt(2) + " " + row.getString(3)));
    }
}
