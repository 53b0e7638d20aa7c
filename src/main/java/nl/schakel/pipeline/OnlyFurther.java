package nl.schakel.pipeline;

import java.util.Optional;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.ReferralReference;

/**
 * A task whose receiver has the referral, so that what did not arrive is only something further: it may be working on what
 * it has, and its task does not fail by that. The sender hears that the further part did not arrive.
 */
record OnlyFurther(Ledger.TaskRow task) {

    /**
     * Empty when nothing of this referral went to the task's receiver.
     *
     * @param taskId as a work item names it
     */
    static Optional<OnlyFurther> of(String taskId, ReferralReference reference, Ledger ledger) {
        return ledger.tasks(reference).stream()
                .filter(task -> task.id().toString().equals(taskId))
                .filter(task -> ledger.dossier().delivered(reference, task.receiver()))
                .findFirst()
                .map(OnlyFurther::new);
    }

    /** The task as it stands, with the reason why it does not have all. */
    String tell(String reason, WorkItem item, Ledger ledger) {
        ReferralReference reference = task.reference();
        ledger.trace(
                reference,
                "transition",
                Optional.of(task.receiver()),
                "further-undelivered",
                "it has the referral and not what came later: " + reason);
        ledger.enqueue(
                WorkItem.Kind.TELL,
                reference,
                item.inboxId(),
                ledger.transition(reference).sender(),
                new Word(task.id(), task.status(), Optional.of(reason)).subject());
        return "further-undelivered";
    }
}
