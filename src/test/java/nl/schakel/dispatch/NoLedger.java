package nl.schakel.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.journal.Dossier;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/** A ledger that can only take new work. */
record NoLedger(MemoryJournal journal) implements Ledger {

    @Override
    public void enqueue(
            WorkItem.Kind kind, ReferralReference reference, UUID inboxId, PartnerId destination, String subject) {
        journal.add(destination.value(), subject);
    }

    @Override
    public Instant now() {
        throw new UnsupportedOperationException();
    }

    @Override
    public InboxMessage message(UUID inboxId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TransitionRow transition(ReferralReference reference) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void save(TransitionRow changed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<TaskRow> tasks(ReferralReference reference) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void save(TaskRow task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sentAs(ReferralReference reference, PartnerId receiver, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void trace(
            ReferralReference reference, String stage, Optional<PartnerId> partner, String outcome, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void note(String object, String stage, Optional<PartnerId> partner, String outcome, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Dossier dossier() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Dossier dossier(byte[] stream) {
        throw new UnsupportedOperationException();
    }
}
