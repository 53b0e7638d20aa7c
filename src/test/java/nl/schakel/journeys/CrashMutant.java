package nl.schakel.journeys;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import nl.schakel.journeys.CrashBattery.Trial;
import nl.schakel.journeys.CrashBuild.Change;

/** Builds with one mistake in them, each of a kind that gateways of this sort have had. The harness must find every one. */
enum CrashMutant {
    COUNTED_AFTER_THE_WORK(
            "attempts are counted after the work",
            Trial.POISON,
            new Change(
                    "journal/Claims.java",
                    "set attempts = w.attempts + 1, unsettled = w.unsettled + 1, fence = w.fence + 1,",
                    "set fence = w.fence + 1,"),
            new Change(
                    "journal/Claims.java",
                    "t.subject, t.attempts, t.fence",
                    "t.subject, t.attempts + 1 as attempts, t.fence"),
            new Change("journal/Returns.java", "attempts = w.attempts - 1, unsettled", "unsettled"),
            new Change(
                    "journal/Settlement.java",
                    "attempts = w.attempts - case when v.counted then 0 else 1 end,",
                    "attempts = w.attempts + case when v.counted then 1 else 0 end,")),
    ANSWER_BEFORE_COMMIT(
            "the sender is answered before the commit",
            Trial.DATABASE,
            new Change("journal/JdbcJournal.java", "accepting.accept(acceptance)", "accepting.early(acceptance)"),
            new Change("journal/AcceptTransaction.java", "    Accepted accept(Acceptance acceptance) {", """
                        private static final ThreadLocal<java.util.concurrent.CompletableFuture<Accepted>> EARLY = new ThreadLocal<>();

                        Accepted early(Acceptance acceptance) {
                            var early = new java.util.concurrent.CompletableFuture<Accepted>();
                            new Thread(() -> {
                                EARLY.set(early);
                                try {
                                    early.complete(accept(acceptance));
                                } catch (RuntimeException e) {
                                    early.completeExceptionally(e);
                                }
                            }).start();
                            try {
                                return early.join();
                            } catch (java.util.concurrent.CompletionException e) {
                                throw (RuntimeException) e.getCause();
                            }
                        }

                        Accepted accept(Acceptance acceptance) {"""),
            new Change(
                    "journal/AcceptTransaction.java",
                    "            Optional<Problem> refused = acceptance.effect().isEmpty()",
                    """
                                EARLY.get().complete(new Accepted.Committed(standing.reference(), receipt, false));
                                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
                                Optional<Problem> refused = acceptance.effect().isEmpty()""")),
    NO_UNIQUE_KEY(
            "no unique key: an id that was used is taken again",
            Trial.CALM,
            Change.added("db/migration/V999__broken.sql", "alter table schakel.inbox drop constraint inbox_once;"),
            new Change(
                    "journal/Standing.java",
                    "left join schakel.inbox i on i.sender = ? and i.message_id = ?",
                    "left join schakel.inbox i on i.sender = ? and i.message_id = ? and false")),
    LAST_SEEN_OUTBOX(
            "the relay goes on after the greatest id that it has seen, and nobody fetches",
            Trial.CALM,
            nothingIsFetched(),
            new Change(
                    "journal/OutboxRelay.java",
                    "order by o.id limit ? for update of o skip locked",
                    "where o.id > ? order by o.id limit ?"),
            new Change("journal/OutboxRelay.java", "                most);", "                SEEN.get(), most);"),
            new Change(
                    "journal/OutboxRelay.java",
                    "rows.add(row.getLong(1));",
                    "rows.add(row.getLong(1)); SEEN.accumulateAndGet(row.getLong(1), Math::max);"),
            new Change(
                    "journal/OutboxRelay.java",
                    "    private final Transactions transactions;",
                    "    private static final java.util.concurrent.atomic.AtomicLong SEEN = new java.util.concurrent.atomic.AtomicLong();\n"
                            + "    private final Transactions transactions;")),
    RETRY_IN_BROKER(
            "when to try again is known to the broker alone, and nobody fetches",
            Trial.BROKER,
            nothingIsFetched(),
            new Change(
                    "journal/Settlement.java",
                    "sweep_at = clock_timestamp() + v.pause * interval '1 millisecond',",
                    "sweep_at = case when v.outcome = 'retry' then 'infinity'::timestamptz else clock_timestamp() end,"),
            new Change(
                    "journal/Settlement.java",
                    "next_at = clock_timestamp() + v.pause * interval '1 millisecond',",
                    "next_at = clock_timestamp(),"),
            new Change(
                    "dispatch/Worker.java",
                    "return Ended.of(sent);",
                    "if (sent instanceof Sent.NotDelivered || sent instanceof Sent.Unknown) { relay.again(item.id()); }"
                            + " return Ended.of(sent);"),
            new Change(
                    "dispatch/Relay.java",
                    "    void nudge() {",
                    "    void again(java.util.UUID id) { ((WorkPost) sink).later(id); }\n\n    void nudge() {"),
            new Change("dispatch/WorkPost.java", "    @Override\n    public boolean hasRoom() {", """
                        void later(java.util.UUID id) {
                            try (JMSContext own = broker.connect(JMSContext.AUTO_ACKNOWLEDGE)) {
                                own.createProducer().setDeliveryDelay(3_000).send(own.createQueue(Broker.QUEUE), id.toString());
                            }
                        }

                        @Override
                        public boolean hasRoom() {""")),
    UNORDERED_RELEASE(
            "a client's second referral does not wait for the first",
            Trial.ORDER,
            new Change(
                    "journal/WorkSql.java",
                    "+ \".seq and ahead.blocking limit 1) is null\";",
                    "+ \".seq and ahead.blocking and false limit 1) is null\";")),
    NO_SWEEPER(
            "nobody puts back what is due or was lost, or fetches it",
            Trial.ORDER,
            nothingIsFetched(),
            new Change("dispatch/Sweeper.java", "if (journal.sweep() > 0) {", "if (false) {")),
    DELIVERED_BEFORE_THE_CALL(
            "the delivery is written down before the call",
            Trial.BEFORE_CALL,
            new Change(
                    "dispatch/Worker.java",
                    "nl.schakel.journeys.CrashPoint.at(\"g7\");",
                    "settle(item, new Sent.Delivered(new byte[0])); nl.schakel.journeys.CrashPoint.at(\"g7\");"));

    private final String words;
    private final Trial trial;
    private final List<Change> changes;

    CrashMutant(String words, Trial trial, Change... changes) {
        this.words = words;
        this.trial = trial;
        this.changes = Arrays.asList(changes);
    }

    /** Lanes that fetch from the journal bring out in seconds what relay or broker forgot. */
    private static Change nothingIsFetched() {
        return new Change("dispatch/Intake.java", "lanes.mayHaveMore().ifPresent(this::fetch);", "");
    }

    /** What finds it soonest; and again, up to three times, what two commits must cross for. */
    List<Trial> trials() {
        return Collections.nCopies(this == LAST_SEEN_OUTBOX ? 3 : 1, trial);
    }

    List<Change> changes() {
        return changes;
    }

    @Override
    public String toString() {
        return words;
    }
}
