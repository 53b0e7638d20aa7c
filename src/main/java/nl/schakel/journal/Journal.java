package nl.schakel.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;

/** The door of the journal. I/O trouble is an exception ({@link JournalUnavailable}), a refusal is a value. */
public interface Journal {

    /**
     * One transaction: inbox, raw bytes, audit leaf, receipt, work item, outbox row. Returns after its commit.
     *
     * <p>Same sender, id and bytes: the stored receipt. Same id, other bytes: refused with {@code MESSAGE_ID_CONFLICT}.
     * A message about a referral that is not the sender's to speak about: {@code NOT_FOUND}.
     */
    Accepted accept(Acceptance acceptance);

    /** What was answered to this very message when it was accepted; empty when it never was, or with other bytes. */
    Optional<Accepted.Committed> earlier(PartnerId sender, String messageId, byte[] bytes);

    /** Writes the audit leaf of a refusal at a door; never personal data. */
    void refused(Optional<PartnerId> sender, String door, Problem problem);

    /** Takes these items under a lease, counting and committing the attempt; leaves out what is not due, not head of its stream, final, or held. */
    List<WorkItem> claim(List<UUID> ids);

    /** Prepares the item in the releasing transaction and commits what came of it; empty when the lease was lost. */
    Optional<Prepared> prepare(WorkItem item, WorkHandler handler);

    /** Commits what came of the call; nothing happens when the lease was lost. */
    void settle(WorkItem item, Sent sent);

    /**
     * Takes back items that were claimed and then not begun, because their partner has no worker free: due at once, the
     * attempt not counted, no outbox row. Nothing happens to an item whose lease was lost.
     */
    default void giveBack(List<WorkItem> unbegun) {
        unbegun.forEach(item -> settle(item, new Sent.NotDelivered(Problem.of(ProblemCode.BUSY))));
    }

    /** Up to {@code most} work ids of the outbox, skipping what others hold; their rows are gone once {@code publish} returned. */
    int relay(int most, java.util.function.Consumer<List<Ready>> publish);

    /** Whom these items call; what is not there any more is left out. */
    List<Ready> ready(List<UUID> ids);

    /**
     * The next {@code most} items that wait for this partner, oldest first, and which of them may be taken now; nothing while
     * the partner is paused or held.
     */
    default Page waiting(PartnerId partner, Optional<UUID> after, int most) {
        return Page.END;
    }

    /**
     * A part of what waits for a partner.
     *
     * @param ids of what may be taken: it is due, nobody has it, and it is its client's first
     * @param last what stands behind this is on the next page; empty when there is none
     */
    record Page(List<UUID> ids, Optional<UUID> last) {
        static final Page END = new Page(List.of(), Optional.empty());
    }

    /** Puts what is due or whose lease ended back into the outbox, but for partners to whom nothing goes; returns how many. */
    int sweep();

    /** For so long nothing of this partner's is taken up; what waits shows that time as its next attempt and loses none. */
    default void hold(PartnerId partner, Cause cause, Duration time) {}

    /** What is due for this partner goes on at once. */
    default void release(PartnerId partner) {}

    /** Who is held; one whose time is over is being tried. */
    default List<Hold> holds() {
        return List.of();
    }

    /** Why nothing goes to a partner for a moment. */
    enum Cause {
        /** It could not be reached, several times one after the other. */
        UNREACHABLE,
        /** It asked us to wait. */
        ASKED;

        /** As the journal and the metrics write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Cause of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** @param since when the first of an unbroken row of holds began */
    record Hold(PartnerId partner, Cause cause, Instant since, Instant until) {}

    /** Every event of one referral, oldest first. */
    List<TraceLine> trace(ReferralReference reference);

    /** The referral and its tasks, outside any lock. */
    Optional<Overview> overview(ReferralReference reference);

    /** The task a receiver speaks about; empty when absent or another partner's. */
    Optional<Ledger.TaskRow> task(UUID taskId, PartnerId receiver);

    /** The referral about which this receiver was sent something under this number. */
    Optional<ReferralReference> sentAs(PartnerId receiver, String name);

    /** Counts for {@code status} and health: how many items per state. */
    Backlog backlog();

    /** One line of the trace. */
    record TraceLine(Instant at, String stage, Optional<PartnerId> partner, String outcome, String reason) {}

    /** What is known of one referral. */
    record Overview(Ledger.TransitionRow transition, List<Ledger.TaskRow> tasks, List<Waiting> work) {}

    /**
     * One open or parked item.
     *
     * @param paused whether it waits until a person lets its partner be called again
     * @param waitsFor the first of those of the same client for the same partner that go before it
     * @param nextAt when it is tried by itself; absent when anything else stands in its way
     */
    record Waiting(
            WorkItem.Kind kind,
            Optional<PartnerId> destination,
            String state,
            int attempts,
            boolean paused,
            Optional<UUID> waitsFor,
            Optional<Instant> nextAt,
            Optional<String> reason) {}

    /**
     * An item that can be worked on.
     *
     * @param destination the partner that it calls, if any
     */
    record Ready(UUID id, Optional<PartnerId> destination) {
        /** Its referral is under way: such work goes first, so that a flood of new messages delays the last of them alone. */
        public boolean isBegun() {
            return destination.isPresent();
        }
    }

    /**
     * A code that no table knows.
     *
     * @param table where it is missing
     * @param place where it stood in the first message that has it
     * @param waiting how many messages wait for it
     */
    record MissingCode(String table, String code, String place, long waiting, Instant since) {}

    /** What somebody must add before messages can go on. */
    List<MissingCode> missingCodes();

    /** Has everything that waits for codes tried again, read with this set of mappings; returns how many items. */
    int resumeWaitingForCodes(String mappingSet);

    /** Items per state. */
    record Backlog(long open, long sending, long parked) {}
}
