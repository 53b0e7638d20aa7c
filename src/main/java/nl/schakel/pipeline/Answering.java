package nl.schakel.pipeline;

import java.util.Optional;
import java.util.UUID;
import nl.schakel.journal.Acceptance;
import nl.schakel.journal.Dossier.NoticeRow;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.transition.Transition;

/** Applies a receiver's answer inside the accepting transaction, against the version it was based on. */
final class Answering implements Acceptance.Effect {
    private final Transition loop;
    private final Conflicts conflicts;
    private final TaskVersion based;
    private final PartnerId by;
    private final Envelope.Answer answer;

    Answering(Transition loop, Conflicts conflicts, TaskVersion based, PartnerId by, Envelope.Answer answer) {
        this.loop = loop;
        this.conflicts = conflicts;
        this.based = based;
        this.by = by;
        this.answer = answer;
    }

    @Override
    public Optional<Problem> apply(Ledger ledger, UUID inboxId, Optional<ReferralReference> about) {
        ReferralReference reference = about.orElseThrow();
        Transition.State state = Changes.state(reference, ledger);
        Optional<Ledger.TaskRow> task = ledger.tasks(reference).stream()
                .filter(row -> row.id().equals(based.task()) && row.receiver().equals(by))
                .filter(row -> !conflicts.about(reference, ledger).bars(by))
                .findFirst();
        if (task.isEmpty()) {
            return ledger.dossier()
                    .notice(based.task(), by)
                    .filter(notice -> notice.reference().equals(reference))
                    .filter(notice -> !conflicts.about(reference, ledger).bars(by))
                    .map(notice -> acknowledged(notice, ledger))
                    .orElseGet(() -> Optional.of(Problem.at(ProblemCode.NOT_FOUND, "Task.id")));
        }
        if (task.get().version() != based.version()) {
            return Optional.of(Problem.at(ProblemCode.VERSION_CONFLICT, "If-Match")
                    .seen("version " + based.version())
                    .expected("version " + task.get().version()));
        }
        Step<String> applied = Changes.apply(
                loop.answered(state, based.task(), by, answer), answer.status(), inboxId, reference, ledger);
        return applied.fold(
                done -> {
                    moveOn(reference, ledger);
                    return Optional.empty();
                },
                Optional::of);
    }

    /** Every word that is taken makes a new version, also one that says the status that was: the answer has named it. */
    private void moveOn(ReferralReference reference, Ledger ledger) {
        if (answer.custody().isPresent()) {
            ledger.tasks(reference).stream()
                    .filter(row -> row.id().equals(based.task()) && row.version() == based.version())
                    .forEach(ledger::save);
        }
    }

    /** The first word about a notice acknowledges it. */
    private Optional<Problem> acknowledged(NoticeRow notice, Ledger ledger) {
        Optional<Problem> refusal = NoticeTask.refusal(notice, based.version(), answer.status());
        if (refusal.isEmpty()) {
            ledger.dossier().save(notice.answered(answer.status(), ledger.now(), by.value()));
            ledger.trace(
                    notice.reference(),
                    "consent",
                    Optional.of(by),
                    notice.acknowledgedAt().isEmpty() ? "acknowledged" : "noted",
                    "notice " + notice.id() + " " + answer.status());
        }
        return refusal;
    }
}
