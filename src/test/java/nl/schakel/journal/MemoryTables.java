package nl.schakel.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/** What is on the disk of {@link MemoryJournal}s: it outlives the processes that write it. */
public final class MemoryTables {
    private static final Set<String> CLOSED = Set.of("completed", "withdrawn", "closed");

    final Map<List<String>, Stored> inbox = new LinkedHashMap<>();
    final Map<UUID, Ledger.InboxMessage> messages = new LinkedHashMap<>();
    final Map<ReferralReference, Transition> transitions = new LinkedHashMap<>();
    final Map<UUID, Ledger.TaskRow> tasks = new LinkedHashMap<>();
    final Map<UUID, MemoryWork> work = new TreeMap<>();
    final TreeMap<Long, UUID> outbox = new TreeMap<>();
    /** Rows of the outbox that a relay holds. */
    final Set<Long> locked = new HashSet<>();

    final Set<PartnerId> paused = new HashSet<>();
    /** Until when. */
    final Map<PartnerId, Long> held = new HashMap<>();

    final Map<MemoryWork.Queue, Long> places = new HashMap<>();
    /** Numbers of rows are drawn when a transaction begins, and seen when it commits. */
    long drawn;

    long within;
    long number;

    /** What a message is known by, and its answer. */
    record Stored(byte[] digest, Optional<ReferralReference> reference, Acceptance.Receipt receipt) {}

    /** A referral with its client. */
    record Transition(Ledger.TransitionRow row, String stream) {
        boolean isOpen() {
            return !CLOSED.contains(row.status());
        }
    }

    /** Every piece of work there ever was, oldest first. */
    public List<MemoryWork> work() {
        return new ArrayList<>(work.values());
    }

    /** Whether anything waits to be handed to the broker. */
    public boolean hasUnsent() {
        return !outbox.isEmpty();
    }

    /** Every accepted message, oldest first. */
    public List<Ledger.InboxMessage> accepted() {
        return List.copyOf(messages.values());
    }

    /** What a sender is answered under this id. */
    public Optional<byte[]> answer(PartnerId sender, String messageId) {
        return Optional.ofNullable(inbox.get(List.of(sender.value(), messageId)))
                .map(stored -> stored.receipt().answer());
    }

    /** Everything but the work, with ids by their place among these. */
    public String rest(List<UUID> ids) {
        List<String> unsent = new ArrayList<>();
        outbox.forEach((row, id) -> unsent.add(ids.indexOf(id) + (locked.contains(row) ? "held" : "")));
        List<String> statuses =
                transitions.values().stream().map(one -> one.row().status()).toList();
        return unsent + " " + statuses + " " + messages.size() + " " + paused;
    }

    public String status(ReferralReference reference) {
        return transitions.get(reference).row().status();
    }
}
