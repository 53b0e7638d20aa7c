package nl.schakel.pipeline;

import java.util.UUID;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.transition.Transition;

/** What follows when a person gives something up, or nobody answers for too long: the sender must act, and hears so. */
record GivenUp(Transition loop) {
    /** Of {@code mappings/codes/afwijsreden.csv}. */
    static final String NOT_DELIVERED = "niet-bezorgd";

    private static final String EXPIRED = "verlopen";

    static boolean is(WorkItem item) {
        return item.subject().startsWith(WorkItem.SKIPPED) || item.subject().startsWith(WorkItem.EXPIRED);
    }

    /** Returns what came of it, a code. */
    String follow(WorkItem item, Ledger ledger) {
        return item.subject().startsWith(WorkItem.EXPIRED)
                ? expired(item.subject().substring(WorkItem.EXPIRED.length()), item, ledger)
                : skipped(item.subject().substring(WorkItem.SKIPPED.length()), item, ledger);
    }

    /**
     * A delivery, or a referral for which nobody could be asked. Who took the client up meanwhile keeps them.
     *
     * @param what a task, or the event of a message that was never followed
     */
    private String skipped(String what, WorkItem item, Ledger ledger) {
        ReferralReference reference = item.reference().orElseThrow();
        if (what.equals(Envelope.Event.REFERRAL.name())) {
            return undelivered(
                    loop.unasked(Changes.state(reference, ledger), item.inboxId(), NOT_DELIVERED), item, ledger);
        }
        return OnlyFurther.of(what, reference, ledger)
                .map(task -> task.tell(NOT_DELIVERED, item, ledger))
                .orElseGet(() -> undelivered(
                        loop.undelivered(Changes.state(reference, ledger), UUID.fromString(what), NOT_DELIVERED),
                        item,
                        ledger));
    }

    private static String undelivered(Step<Transition.Change> change, WorkItem item, Ledger ledger) {
        return Changes.apply(
                        change,
                        Changes.UNDELIVERED,
                        item.inboxId(),
                        item.reference().orElseThrow(),
                        ledger)
                .fold(done -> done, problem -> "taken-up-already");
    }

    /** Who answered meanwhile has answered. */
    private String expired(String task, WorkItem item, Ledger ledger) {
        ReferralReference reference = item.reference().orElseThrow();
        return Changes.apply(
                        loop.expired(Changes.state(reference, ledger), UUID.fromString(task), EXPIRED),
                        "expired",
                        item.inboxId(),
                        reference,
                        ledger)
                .fold(done -> done, problem -> "answered-already");
    }
}
