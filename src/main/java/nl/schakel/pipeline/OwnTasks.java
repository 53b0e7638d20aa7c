package nl.schakel.pipeline;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.fhir.TaskView;
import nl.schakel.journal.Clients;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Custody;
import nl.schakel.referral.PartnerId;
import nl.schakel.transition.Transition;

/** What one partner may see under a Task's id: what it is asked to do, and what it was told and must acknowledge. */
record OwnTasks(Journal journal, Clients clients, Conflicts conflicts, Clock clock) {

    /** Empty when there is none, when it is another's, or when this partner may hear nothing of its client. */
    Optional<TaskView> task(UUID id, PartnerId partner) {
        return journal.task(id, partner)
                .map(this::view)
                .or(() -> clients.notice(id, partner).map(NoticeTask::view))
                .filter(task -> !isBarred(task, partner));
    }

    private boolean isBarred(TaskView task, PartnerId partner) {
        return clients.with(task.reference(), ledger -> conflicts.of(ledger).bars(partner))
                .orElse(false);
    }

    private Optional<Custody> custody(Ledger.TaskRow task) {
        return journal.overview(task.reference())
                .map(Journal.Overview::transition)
                .filter(row -> Transition.hasTakenOver(task.receiver(), row.custodian(), row.sender()))
                .map(row -> Custody.TAKEN_OVER);
    }

    private TaskView view(Ledger.TaskRow task) {
        return new TaskView(task.id(), task.version(), task.status(), task.reason(), task.reference(), clock.instant())
                .with(custody(task));
    }
}
