package nl.schakel.journal;

import static nl.schakel.journal.Samples.SHELTER;
import static nl.schakel.journal.Samples.WARD;
import static nl.schakel.journal.Samples.delivered;
import static nl.schakel.journal.Samples.handler;
import static nl.schakel.journal.Samples.outgoing;
import static nl.schakel.journal.Samples.referral;
import static nl.schakel.journal.Samples.routingTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.sql.DataSource;
import nl.schakel.Guards;
import nl.schakel.RowsRead;
import nl.schakel.Threat;
import nl.schakel.referral.CodeGap;
import nl.schakel.referral.Envelope.Event;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import org.junit.jupiter.api.Test;

/** What a journal must do on whatever PostgreSQL it is opened. */
abstract class JournalCases extends JournalContract {
    protected DataSource source;

    abstract DataSource database();

    @Override
    void empty() {
        source = database();
        execute("truncate schakel.work, schakel.outbox, schakel.outgoing");
    }

    @Override
    Journal open(PartnerTerms terms) {
        return new JdbcJournal(source, terms);
    }

    @Override
    void pass(Duration time) {
        String back = " - " + time.toMillis() + " * interval '1 millisecond'";
        execute("update schakel.work set next_at = next_at" + back + ", sweep_at = sweep_at" + back
                + ", lease_until = lease_until" + back);
    }

    @Override
    Optional<String> evidence(WorkItem item) {
        return new Transactions(source)
                .atOnce(connection -> Sql.first(
                        connection,
                        "select convert_from(evidence, 'UTF8') as evidence from schakel.work where id = ? and evidence is not null",
                        row -> row.getString("evidence"),
                        item.id()));
    }

    @Override
    boolean keepsBytes(WorkItem item) {
        return count("schakel.outgoing where work_id = '" + item.id() + "'") == 1;
    }

    // accept -----------------------------------------------------------------------------------------------------

    @Test
    @Guards(Threat.T02)
    void refusesTheSameIdWithOtherBytes() {
        var message = referral();
        committed(message);
        long leaves = count("schakel.audit_leaf");
        assertThat(refusal(message.content("other"))).isEqualTo(ProblemCode.MESSAGE_ID_CONFLICT);
        assertThat(count("schakel.audit_leaf")).isEqualTo(leaves + 1);
        assertThat(unsent()).hasSize(1);
    }

    @Test
    void takesOneOfFiftyThatComeAtOnce() throws Exception {
        var message = referral();
        List<Accepted.Committed> all = atOnce(50, () -> committed(message));
        assertThat(all).filteredOn(c -> !c.repeated()).hasSize(1);
        assertThat(all)
                .extracting(c -> new String(c.receipt().answer(), StandardCharsets.UTF_8))
                .containsOnly(new String(all.get(0).receipt().answer(), StandardCharsets.UTF_8));
        assertThat(unsent()).hasSize(1);
    }

    @Test
    void takesOneOfFiftyThatDifferInBytesAndClientAndRefusesTheOthers() throws Exception {
        String id = Samples.id();
        List<Accepted> all = atOnce(
                50,
                () -> journal.accept(new Samples.Message(
                                Event.REFERRAL,
                                WARD,
                                id,
                                Samples.stream(),
                                Optional.empty(),
                                Optional.empty(),
                                UUID.randomUUID().toString())
                        .toAccept()));
        assertThat(all).filteredOn(Accepted.Committed.class::isInstance).hasSize(1);
        assertThat(all)
                .filteredOn(Accepted.Refused.class::isInstance)
                .extracting(r -> ((Accepted.Refused) r).problem().code())
                .hasSize(49)
                .containsOnly(ProblemCode.MESSAGE_ID_CONFLICT);
        assertThat(unsent()).hasSize(1);
    }

    @Test
    void storesNothingWhenTheReceiptCannotBeMade() {
        var message = referral();
        long leaves = count("schakel.audit_leaf");
        var broken = message.toAccept();
        var acceptance = new Acceptance(
                broken.envelope(),
                broken.mapping(),
                broken.stream(),
                broken.door(),
                broken.mediaType(),
                broken.bytes(),
                broken.seal(),
                Optional.empty(),
                Acceptance.Numbers.NONE,
                (inbox, reference, at, leaf) -> {
                    throw new IllegalStateException("no key");
                });
        assertThatThrownBy(() -> journal.accept(acceptance)).isInstanceOf(IllegalStateException.class);
        assertThat(count("schakel.audit_leaf")).isEqualTo(leaves);
        assertThat(committed(message).repeated()).isFalse();
    }

    /** A stolen key: all that bore it, and nothing else, however much it is. */
    @Test
    @Guards(Threat.T04)
    void namesEveryMessageThatBoreAKey() {
        BorneKeys keys = new BorneKeys(source);
        String stolen = key();
        String other = stolen.substring(0, 20) + key().substring(20);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < BorneKeys.PAGE + 5; i++) {
            ids.add(bearing(referral(), Set.of(stolen)));
        }
        ids.add(bearing(referral(), Set.of(stolen, other)));
        bearing(referral(), Set.of(other));
        bearing(referral(), Set.of());
        var again = referral();
        ids.add(bearing(again, Set.of(stolen)));
        bearing(again, Set.of(stolen));
        assertThat(keys.keys(stolen)).containsExactly(stolen);
        assertThat(keys.keys(stolen.substring(0, 20))).containsExactlyInAnyOrder(stolen, other);
        assertThat(keys.keys(key())).isEmpty();
        BorneKeys.Found first = keys.messages(stolen, Optional.empty());
        assertThat(first.count()).isEqualTo(ids.size());
        assertThat(first.messages()).hasSize(BorneKeys.PAGE).allSatisfy(message -> {
            assertThat(message.sender()).isEqualTo(Samples.WARD);
            assertThat(message.reference()).isPresent();
        });
        List<BorneKeys.Message> rest = keys.messages(
                        stolen,
                        Optional.of(first.messages().get(BorneKeys.PAGE - 1).inboxId()))
                .messages();
        assertThat(Stream.concat(first.messages().stream(), rest.stream())
                        .map(message -> message.inboxId().toString()))
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(keys.messages(other, Optional.empty()).count()).isEqualTo(2);
    }

    private static String key() {
        return HexFormat.of().formatHex(Samples.stream());
    }

    /** @return our id of the message, out of its answer */
    private String bearing(Samples.Message message, Set<String> keys) {
        var accepted = (Accepted.Committed) journal.accept(message.toAccept().bearing(keys));
        return new String(accepted.receipt().answer(), StandardCharsets.UTF_8).split(" ", 3)[1];
    }

    // which referral ---------------------------------------------------------------------------------------------

    @Test
    void letsARequestJoinTheTransitionThatOnlyHadAnExitDate() {
        var discharge = referral().event(Event.DISCHARGE);
        var reference = referenceOf(discharge);
        assertThat(transition(reference).request()).isEmpty();
        assertThat(referenceOf(discharge.event(Event.REFERRAL).number("RF-1"))).isEqualTo(reference);
        assertThat(transition(reference).request()).isPresent();
        assertThat(transition(reference).senderReference()).contains("RF-1");
        assertThat(referenceOf(discharge.event(Event.REFERRAL).number("RF-2"))).isNotEqualTo(reference);
    }

    @Test
    void letsADischargeAndItsCancellationSpeakAboutTheNewestOpenReferral() {
        var message = referral();
        referenceOf(message.number("RF-1"));
        var newest = referenceOf(message.number("RF-2"));
        assertThat(referenceOf(message.event(Event.DISCHARGE))).isEqualTo(newest);
        assertThat(referenceOf(message.event(Event.DISCHARGE_CANCELLED))).isEqualTo(newest);
    }

    @Test
    void passesOverAReferralThatIsClosed() {
        var message = referral();
        var reference = referenceOf(message);
        work(item -> handler((i, ledger) -> {
            var row = ledger.transition(reference);
            ledger.save(new Ledger.TransitionRow(
                    reference,
                    row.sender(),
                    row.senderReference(),
                    row.request(),
                    "completed",
                    SHELTER,
                    Optional.of(LocalDate.of(2026, 12, 1)),
                    row.version()));
            return new Prepared.Done("closed");
        }));
        assertThat(transition(reference).custodian()).isEqualTo(SHELTER);
        assertThat(transition(reference).exitDate()).contains(LocalDate.of(2026, 12, 1));
        assertThat(transition(reference).version()).isEqualTo(2);
        assertThat(referenceOf(message.event(Event.DISCHARGE))).isNotEqualTo(reference);
    }

    @Test
    void takesACancellationOfNothing() {
        assertThat(committed(referral().event(Event.DISCHARGE_CANCELLED)).reference())
                .isEmpty();
    }

    // order ------------------------------------------------------------------------------------------------------

    // lease and fence --------------------------------------------------------------------------------------------

    @Test
    void doesNothingForAWorkerWhoseLeaseWasLost() {
        var reference = referenceOf(referral());
        WorkItem slow = claimed();
        endLeases();
        WorkItem quick = journal.claim(List.of(slow.id())).get(0);
        assertThat(quick.fence()).isGreaterThan(slow.fence());
        assertThat(journal.prepare(slow, routingTo(SHELTER))).isEmpty();
        assertThat(journal.prepare(quick, routingTo())).isPresent();
        long lines = journal.trace(reference).size();
        long leaves = count("schakel.audit_leaf");
        journal.settle(slow, delivered());
        assertThat(journal.trace(reference)).hasSize((int) lines);
        assertThat(count("schakel.audit_leaf")).isEqualTo(leaves);
    }

    @Test
    void rollsBackWhatAFailingHandlerWrote() {
        var reference = referenceOf(referral());
        WorkItem item = claimed();
        int lines = journal.trace(reference).size();
        assertThatThrownBy(() -> journal.prepare(item, handler((i, ledger) -> {
                    ledger.trace(reference, "consent", Optional.of(SHELTER), "permitted", "Wmo");
                    ledger.enqueue(WorkItem.Kind.DELIVER, reference, i.inboxId(), SHELTER, "x");
                    ledger.tasks(reference);
                    throw new IllegalStateException("defect");
                })))
                .hasMessage("defect");
        assertThat(journal.trace(reference)).hasSize(lines);
        assertThat(journal.backlog()).isEqualTo(new Journal.Backlog(1, 0, 0));
    }

    @Test
    void whatWaitsForACodeGoesOnInOrderOnceTheCodeIsThere() {
        var first = referral();
        committed(first);
        committed(first.next());
        WorkItem waiting = journal.claim(relayed()).get(0);
        Problem unknown = Problem.waitingFor(
                List.of(new CodeGap("priority", "Q", "RF1-2.1"), new CodeGap("priority", "Q", "RF1-3.1")));
        journal.prepare(waiting, handler((i, l) -> new Prepared.Park(unknown)));

        assertThat(journal.missingCodes())
                .singleElement()
                .extracting(Journal.MissingCode::table, Journal.MissingCode::code, Journal.MissingCode::waiting)
                .containsExactly("priority", "Q", 1L);
        assertThat(journal.claim(relayed())).as("what stands behind waits too").isEmpty();

        assertThat(journal.resumeWaitingForCodes("set-2")).isEqualTo(1);

        assertThat(journal.trace(waiting.reference().orElseThrow()))
                .anyMatch(line ->
                        line.outcome().equals("resumed") && line.reason().contains("set-2"));
        assertThat(journal.missingCodes()).isEmpty();
        WorkItem again = journal.claim(relayed()).get(0);
        assertThat(again.id()).isEqualTo(waiting.id());
        AtomicReference<String> set = new AtomicReference<>();
        journal.prepare(again, handler((i, l) -> {
            set.set(l.message(i.inboxId()).mappingSet());
            return new Prepared.Done("noted");
        }));
        assertThat(set).hasValue("set-2");
        assertThat(journal.claim(relayed())).as("then the one behind").hasSize(1);
    }

    @Test
    void whatIsParkedForAnotherReasonStaysParked() {
        committed(referral());
        journal.prepare(
                journal.claim(relayed()).get(0),
                handler((i, l) -> new Prepared.Park(Problem.of(ProblemCode.NO_CIRCLE))));

        assertThat(journal.resumeWaitingForCodes("set-2")).isZero();
        assertThat(journal.backlog().parked()).isEqualTo(1);
    }

    // answers that take effect with their acceptance ---------------------------------------------------------------

    @Test
    void storesNothingOfAnAnswerWhoseEffectIsRefused() {
        var message = referral();
        var reference = referenceOf(message);
        work(item -> routingTo());
        var answer = message.event(Event.ANSWER).about(reference);
        Acceptance.Effect late = (ledger, inbox, found) -> {
            var about = found.orElseThrow();
            ledger.trace(about, "answer", Optional.empty(), "accepted", "");
            ledger.tasks(about);
            return Optional.of(Problem.of(ProblemCode.VERSION_CONFLICT));
        };
        int lines = journal.trace(reference).size();
        assertThat(((Accepted.Refused) accepted(answer, late)).problem().code())
                .isEqualTo(ProblemCode.VERSION_CONFLICT);
        assertThat(journal.trace(reference)).hasSize(lines);
        assertThat(((Accepted.Committed) accepted(answer, (ledger, inbox, about) -> Optional.empty())).repeated())
                .isFalse();
    }

    // outcomes ---------------------------------------------------------------------------------------------------

    @Test
    void tellsWhatHappenedInOrder() {
        var reference = referenceOf(referral());
        work(item -> routingTo(SHELTER));
        work(item -> handler((i, ledger) -> {
            ledger.trace(reference, "consent", i.destination(), "permitted", "Wmo 2015");
            ledger.trace(reference, "disclosure", i.destination(), "withheld", "health-detail");
            return new Prepared.Send(outgoing(i, "x"));
        }));
        assertThat(journal.trace(reference))
                .extracting(line -> line.stage() + " " + line.outcome())
                .containsExactly("accept accepted", "consent permitted", "disclosure withheld", "deliver delivered");
    }

    @Test
    void findsTheReferralByTheNumberOfWhatItsReceiverWasSent() {
        var reference = referenceOf(referral());
        work(item -> routingTo(SHELTER));
        work(item -> handler((i, ledger) -> {
            ledger.sentAs(reference, SHELTER, "number-1");
            ledger.sentAs(reference, SHELTER, "number-1");
            return new Prepared.Send(outgoing(i, "x"));
        }));
        assertThat(journal.sentAs(SHELTER, "number-1")).hasValue(reference);
        assertThat(journal.sentAs(SHELTER, "number-2")).isEmpty();
        assertThat(journal.sentAs(WARD, "number-1")).isEmpty();
    }

    // outbox and sweeper -----------------------------------------------------------------------------------------

    @Test
    void skipsNoRowOfATransactionThatCommitsLate() throws Exception {
        UUID late = UUID.randomUUID();
        UUID early = UUID.randomUUID();
        try (Connection slow = source.getConnection()) {
            slow.setAutoCommit(false);
            insertOutbox(slow, late);
            try (Connection quick = source.getConnection()) {
                insertOutbox(quick, early);
            }
            assertThat(relayed()).containsExactly(early);
            slow.commit();
            slow.setAutoCommit(true);
        }
        assertThat(relayed()).containsExactly(late);
        assertThat(relayed()).isEmpty();
    }

    // crash ------------------------------------------------------------------------------------------------------

    @Test
    void knowsNothingOfATransactionWhoseConnectionBroke() {
        var message = referral();
        AtomicReference<Connection> broken = new AtomicReference<>();
        JdbcJournal crashing = new JdbcJournal(Breaking.of(source, broken), Samples.patient());
        assertThatThrownBy(() -> crashing.accept(message.toAccept(Optional.empty(), (inbox, reference, at, leaf) -> {
                    Breaking.abort(broken.get());
                    return Samples.receipt(inbox, reference, at, leaf);
                })))
                .isInstanceOf(JournalUnavailable.class);
        assertThat(committed(message).repeated()).isFalse();
    }

    // audit and reconciliation -----------------------------------------------------------------------------------

    @Test
    void refusesToChangeOrDeleteALeaf() {
        committed(referral());
        for (String change : List.of(
                "update schakel.audit_leaf set leaf = sha256('')",
                "delete from schakel.audit_leaf",
                "truncate schakel.audit_leaf")) {
            assertThatThrownBy(() -> execute(change)).hasMessageContaining("append-only");
        }
    }

    @Test
    void keepsLeavesThatFollowFromTheirRecords() {
        committed(referral());
        journal.refused(Optional.of(WARD), "mllp", Problem.of(ProblemCode.BSN_INVALID));
        assertThat(count("schakel.audit_leaf l join schakel.audit_record r on r.leaf_id = l.id"
                        + " where l.leaf <> sha256(r.salt || convert_to(r.fields, 'UTF8'))"))
                .isZero();
        assertThat(count("schakel.audit_record where fields like '%" + ProblemCode.BSN_INVALID.id() + "%'"))
                .isPositive();
    }

    @Test
    void accountsForEveryAcceptedMessage() {
        execute("truncate schakel.inbox, schakel.raw");
        committed(referral());
        var parked = referral();
        committed(parked);
        committed(referral());
        List<WorkItem> items = journal.claim(unsent());
        journal.prepare(items.get(0), routingTo());
        journal.prepare(items.get(1), handler((i, l) -> new Prepared.Park(Problem.of(ProblemCode.NO_CIRCLE))));
        var balance = new Reconciliation(source).balance();
        assertThat(balance).isEqualTo(new Reconciliation.Balance(3, 1, 1, 1));
        assertThat(new Reconciliation(source).balance(Duration.ofHours(1))).isEqualTo(balance);
        assertThat(balance.unaccounted()).isZero();
        var answer = parked.event(Event.ANSWER).about(items.get(1).reference().orElseThrow());
        accepted(answer, (ledger, inbox, about) -> Optional.empty());
        assertThat(new Reconciliation(source).balance()).isEqualTo(new Reconciliation.Balance(4, 1, 1, 2));
        execute("delete from schakel.work where state = 'OPEN'");
        assertThat(new Reconciliation(source).balance().unaccounted()).isEqualTo(1);
        assertThat(new Reconciliation(source).balance(Duration.ofHours(1)).unaccounted())
                .isEqualTo(1);
    }

    /** What every minute counts must not take ever longer. */
    @Test
    void countsTheLastHourInOneReading() throws SQLException {
        for (int i = 0; i < 40; i++) {
            committed(referral());
        }
        long stored = count("schakel.work") + count("schakel.inbox");
        try (RowsRead read = RowsRead.of(source, "work", "inbox")) {
            assertThat(new Reconciliation(read.source())
                            .balance(Duration.ofHours(1))
                            .accepted())
                    .isGreaterThanOrEqualTo(40);
            assertThat(read.count()).isLessThanOrEqualTo(2 * stored);
        }
    }

    // ------------------------------------------------------------------------------------------------------------

    private Ledger.TransitionRow transition(ReferralReference reference) {
        return journal.overview(reference).orElseThrow().transition();
    }

    private static void insertOutbox(Connection connection, UUID work) throws SQLException {
        try (var statement = connection.prepareStatement("insert into schakel.outbox (work_id) values (?)")) {
            statement.setObject(1, work);
            statement.executeUpdate();
        }
    }

    protected void execute(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed.getMessage(), failed);
        }
    }

    protected long count(String from) {
        return new Transactions(source)
                .atOnce(connection -> Sql.first(connection, "select count(*) from " + from, row -> row.getLong(1))
                        .orElseThrow());
    }

    private static <T> List<T> atOnce(int threads, Callable<T> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
