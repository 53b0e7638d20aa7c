package nl.schakel.journal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/** One row of work in a {@link MemoryJournal}; times in milliseconds of its clock. */
public final class MemoryWork {
    /** As in the table. */
    public enum State {
        OPEN,
        SENDING,
        DONE,
        PARKED
    }

    /** Long ago: no lease runs. */
    static final long NEVER = Long.MIN_VALUE;

    final UUID id;
    final WorkItem.Kind kind;
    final Optional<ReferralReference> reference;
    final UUID inboxId;
    final Queue queue;
    final String subject;
    final long seq;
    State state = State.OPEN;
    int attempts;
    int unsettled;
    int begun;
    long nextAt;
    long leaseUntil = NEVER;
    long fence;
    long sweepAt;
    boolean reached;
    String reason = "";
    Optional<Outgoing> stored = Optional.empty();
    Optional<byte[]> evidence = Optional.empty();

    /** In which order is kept. */
    public record Queue(String stream, Optional<PartnerId> destination) {}

    MemoryWork(
            UUID id,
            WorkItem.Kind kind,
            Optional<ReferralReference> reference,
            UUID inboxId,
            Queue queue,
            String subject,
            long seq,
            long now,
            long sweepAt) {
        this.id = id;
        this.kind = kind;
        this.reference = reference;
        this.inboxId = inboxId;
        this.queue = queue;
        this.subject = subject;
        this.seq = seq;
        this.nextAt = now;
        this.sweepAt = sweepAt;
    }

    public UUID id() {
        return id;
    }

    /** The message that caused it. */
    public UUID inboxId() {
        return inboxId;
    }

    public Queue queue() {
        return queue;
    }

    public State state() {
        return state;
    }

    public long seq() {
        return seq;
    }

    public long fence() {
        return fence;
    }

    /** One attempt more, of which nobody has heard yet. */
    public void counted() {
        attempts++;
        unsettled++;
    }

    /** No sweeper looks at it any more. */
    public void leaveUnswept() {
        sweepAt = Long.MAX_VALUE;
    }

    public long nextAt() {
        return nextAt;
    }

    public boolean isLive() {
        return state == State.OPEN || state == State.SENDING;
    }

    public boolean isRoute() {
        return kind == WorkItem.Kind.ROUTE;
    }

    public boolean hasBytes() {
        return stored.isPresent();
    }

    /** Why it ended or waits; empty when there is nothing to say. */
    public String reason() {
        return reason;
    }

    /** Whether it is done and what was sent is proven, as reconciliation asks. */
    public boolean isProven() {
        return state == State.DONE && (stored.isEmpty() || evidence.isPresent());
    }

    /** All that its future depends on, with times as seen from {@code now}. */
    public String essence(long now) {
        return seq + state.name() + attempts + "/" + unsettled + "/" + begun + "/" + fence + "/" + left(nextAt, now)
                + "/" + left(leaseUntil, now) + "/" + left(sweepAt, now) + stored.isPresent() + evidence.isPresent()
                + reason;
    }

    private static long left(long time, long now) {
        return time <= now ? 0 : time - now;
    }

    boolean isBlocking() {
        return state != State.DONE;
    }

    boolean isHeldBy(WorkItem item) {
        return isLive() && fence == item.fence();
    }

    /** Ends, or stops for a person: no lease and no suspicion is left. */
    void rest(State how, String why) {
        state = how;
        unsettled = 0;
        leaseUntil = NEVER;
        reason = why;
    }

    /** What the partner may have stays, with this word as its end; what nobody was sent goes. */
    void withdraw() {
        if (reached) {
            evidence = evidence.or(() -> Optional.of("{\"withdrawn\":true}".getBytes(StandardCharsets.UTF_8)));
        } else {
            stored = Optional.empty();
            evidence = Optional.empty();
        }
    }

    WorkItem item() {
        return new WorkItem(id, kind, reference, inboxId, queue.destination(), subject, attempts, fence, stored);
    }
}
