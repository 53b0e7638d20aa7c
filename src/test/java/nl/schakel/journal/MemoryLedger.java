package nl.schakel.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/** The ledger of one transaction of a {@link MemoryJournal}: what is written is kept until the commit. */
final class MemoryLedger implements Ledger {
    final Map<ReferralReference, TransitionRow> transitions = new LinkedHashMap<>();
    final Map<UUID, TaskRow> tasks = new LinkedHashMap<>();
    final List<LedgerWrites.Queued> queued = new ArrayList<>();
    private final MemoryJournal journal;
    private final Instant now;

    MemoryLedger(MemoryJournal journal, Instant now) {
        this.journal = journal;
        this.now = now;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public InboxMessage message(UUID inboxId) {
        return journal.message(inboxId);
    }

    @Override
    public TransitionRow transition(ReferralReference reference) {
        TransitionRow mine = transitions.get(reference);
        return mine == null ? journal.transition(reference) : mine;
    }

    @Override
    public void save(TransitionRow changed) {
        transitions.put(
                changed.reference(),
                new TransitionRow(
                        changed.reference(),
                        changed.sender(),
                        changed.senderReference(),
                        changed.request(),
                        changed.status(),
                        changed.custodian(),
                        changed.exitDate(),
                        changed.version() + 1));
    }

    @Override
    public List<TaskRow> tasks(ReferralReference reference) {
        Map<UUID, TaskRow> all = new LinkedHashMap<>(journal.tables.tasks);
        all.putAll(tasks);
        return all.values().stream()
                .filter(task -> task.reference().equals(reference))
                .toList();
    }

    @Override
    public void save(TaskRow task) {
        TaskRow known = tasks.containsKey(task.id()) ? tasks.get(task.id()) : journal.tables.tasks.get(task.id());
        tasks.put(
                task.id(),
                new TaskRow(
                        task.id(),
                        task.reference(),
                        task.receiver(),
                        task.need(),
                        task.status(),
                        task.reason(),
                        known == null ? 1 : known.version() + 1));
    }

    @Override
    public void enqueue(
            WorkItem.Kind kind, ReferralReference reference, UUID inboxId, PartnerId destination, String subject) {
        queued.add(new LedgerWrites.Queued(kind, reference, inboxId, destination, subject));
    }

    @Override
    public void sentAs(ReferralReference reference, PartnerId receiver, String name) {
        // Nothing that is tried with this journal looks for it.
    }

    @Override
    public void trace(
            ReferralReference reference, String stage, Optional<PartnerId> partner, String outcome, String reason) {
        // Told to people, read by no work.
    }

    @Override
    public void note(String object, String stage, Optional<PartnerId> partner, String outcome, String reason) {
        // As the trace.
    }

    @Override
    public Dossier dossier() {
        throw new UnsupportedOperationException("No dossier is kept here");
    }

    @Override
    public Dossier dossier(byte[] stream) {
        throw new UnsupportedOperationException("No dossier is kept here");
    }
}
