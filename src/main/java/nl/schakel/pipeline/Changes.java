package nl.schakel.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.transition.Transition;

/** Carries a change of the closed loop into the ledger: rows, trace, and work to tell those who must know. */
final class Changes {
    /** Said by a release, which shares the client's lock and may not ask for more of it. */
    static final String UNDELIVERED = "undelivered";

    private Changes() {}

    static Transition.State state(ReferralReference reference, Ledger ledger) {
        Ledger.TransitionRow row = ledger.transition(reference);
        List<Transition.TaskState> tasks = ledger.tasks(reference).stream()
                .map(task ->
                        new Transition.TaskState(task.id(), task.receiver(), task.need(), task.status(), task.reason()))
                .toList();
        return new Transition.State(row.status(), row.sender(), row.custodian(), row.exitDate(), tasks);
    }

    static Step<String> apply(
            Step<Transition.Change> change, String what, UUID inboxId, ReferralReference reference, Ledger ledger) {
        return change.map(changed -> {
            write(changed, what, inboxId, reference, ledger);
            return what;
        });
    }

    private static void write(
            Transition.Change change, String what, UUID inboxId, ReferralReference reference, Ledger ledger) {
        Ledger.TransitionRow row = ledger.transition(reference);
        Transition.State after = change.after();
        ledger.save(new Ledger.TransitionRow(
                reference,
                row.sender(),
                row.senderReference(),
                row.request(),
                after.status(),
                after.custodian(),
                after.exitDate(),
                row.version()));
        List<Ledger.TaskRow> before = ledger.tasks(reference);
        after.tasks().forEach(task -> saveIfChanged(task, before, ledger));
        if (!after.custodian().equals(row.custodian())) {
            moved(row.custodian(), after, reference, ledger);
        }
        ledger.trace(
                reference,
                "transition",
                Optional.empty(),
                what,
                "status " + after.status() + ", custodian " + after.custodian()
                        + after.exitDate().map(date -> ", exit date " + date).orElse(""));
        if (Transition.runs(row.status())
                && !Transition.runs(after.status())
                && !what.equals(UNDELIVERED)
                && Presumptions.areIn(ledger.dossier())) {
            ledger.dossier().reconsider(reference);
        }
        change.tells()
                .forEach(tell -> ledger.enqueue(
                        WorkItem.Kind.TELL,
                        reference,
                        inboxId,
                        tell.partner(),
                        Word.of(tell).subject()));
    }

    /** The leaf names the receiver, both when it takes the client over and when it has them no more: it may see the leaf. */
    private static void moved(PartnerId from, Transition.State after, ReferralReference reference, Ledger ledger) {
        boolean back = after.custodian().equals(after.sender());
        ledger.trace(
                reference,
                "custody",
                Optional.of(back ? from : after.custodian()),
                back ? "returned" : "taken-over",
                "from " + from + " to " + after.custodian());
    }

    private static void saveIfChanged(Transition.TaskState task, List<Ledger.TaskRow> before, Ledger ledger) {
        before.stream()
                .filter(row -> row.id().equals(task.id()))
                .filter(row ->
                        !row.status().equals(task.status()) || !row.reason().equals(task.reason()))
                .forEach(row -> {
                    ledger.save(new Ledger.TaskRow(
                            row.id(),
                            row.reference(),
                            row.receiver(),
                            row.need(),
                            task.status(),
                            task.reason(),
                            row.version()));
                    // Receipts are made from leaves: this one says who said what of the request.
                    ledger.note(
                            row.reference().text(),
                            "task",
                            Optional.of(row.receiver()),
                            task.status(),
                            "task " + row.id());
                });
    }
}
