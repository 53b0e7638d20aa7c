package nl.schakel.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.consent.Answer.Voice;
import nl.schakel.consent.PolicyRow.Decision;
import nl.schakel.consent.Spoken.Effect;
import nl.schakel.referral.Category;
import nl.schakel.referral.Need;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.ConsentedReferral.Ruling;

/**
 * Weighs one category: hears every rule, then says the word. One rule that forbids is enough; without one, the row must
 * permit, or ask and be answered.
 */
final class Deliberation {
    private static final Set<Role> CARE_SENDERS = EnumSet.of(Role.GGZ, Role.ZH);

    private final LegalBasis basis;
    private final Question question;
    private final Category category;
    private final List<Spoken> spoken = new ArrayList<>();

    Deliberation(LegalBasis basis, Question question, Category category) {
        this.basis = basis;
        this.question = question;
        this.category = category;
    }

    Word word() {
        StandingRules standing = new StandingRules(basis, question);
        spoken.addAll(standing.open(category));
        Optional<PolicyRow> row = basis.row(cell(), question.at());
        row.ifPresentOrElse(this::hear, this::hearNoRow);
        Word open = verdict(row);
        List<Spoken> hidden = standing.hidden(category);
        return hidden.isEmpty() ? open : open.overruled(hidden);
    }

    private PolicyRow.Cell cell() {
        return new PolicyRow.Cell(
                question.purpose(),
                Optional.of(question.sender().role()),
                question.receiver().role(),
                category);
    }

    private void hearNoRow() {
        spoken.add(Spoken.forbids(
                "default-deny",
                ProblemCode.BASIS_NEVER,
                "no row for " + cell().anySender().id()));
        hearConsents(Optional.empty());
    }

    private void hear(PolicyRow row) {
        spoken.add(row.says());
        Optional<Note> note = basis.note(row);
        note.ifPresent(said -> spoken.add(heard(said)));
        hearConsents(Optional.of(row));
        if (row.isForEmergencies() || note.map(Note::opensInEmergency).orElse(false)) {
            hearOpenings();
        }
    }

    /** A note is never passed over: it is honoured, or it withholds. */
    private Spoken heard(Note note) {
        return holds(note.effect())
                ? Spoken.says("note", Effect.EXPLAINS, note.words())
                : Spoken.forbids("note", ProblemCode.CONDITION_UNMET, note.words());
    }

    private boolean holds(Note.Effect effect) {
        return switch (effect) {
            case EXPLAINS, SENDERS_DUTY, BREAK_GLASS_TOO -> true;
            case CARE_SENDS -> CARE_SENDERS.contains(question.sender().role());
            case DEBTS_ASKED -> question.needs().contains(Need.DEBTS);
            case VOLUNTEERS_CEILING -> question.receiver().role() == Role.VRIJW;
            case WITHHOLD -> false;
        };
    }

    private void hearConsents(Optional<PolicyRow> row) {
        List<OnFile> consents = question.file().consents();
        Hearing hearing = new Hearing(question, category);
        List<Answer> answers = new ArrayList<>(consents.size());
        for (OnFile onFile : consents) {
            answers.add(hearing.of(onFile));
        }
        Instant takenBack = takenBack(answers);
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).voice() != Voice.SILENT) {
                OnFile onFile = consents.get(i);
                spoken.add(said(onFile, answers.get(i), row, takenBack).ofConsent(onFile.sha256()));
            }
        }
    }

    /** Until when a yes for this was taken back; a yes counts only when it was given since. */
    private static Instant takenBack(List<Answer> answers) {
        Instant until = Instant.MIN;
        for (Answer answer : answers) {
            until = answer.takenBack().isAfter(until) ? answer.takenBack() : until;
        }
        return until;
    }

    private Spoken said(OnFile onFile, Answer answer, Optional<PolicyRow> row, Instant takenBack) {
        String rule = "consent:" + onFile.id();
        return switch (answer.voice()) {
            case DENIES ->
                Spoken.forbids(
                        rule,
                        onFile instanceof OnFile.Kept ? ProblemCode.CONSENT_REFUSED : ProblemCode.CONSENT_UNRELIABLE,
                        answer.why());
            case TAKEN_BACK -> takenBack(rule, (OnFile.Kept) onFile, row);
            case PERMITS -> agreed(rule, (OnFile.Kept) onFile, row, takenBack);
            case VOID, SILENT -> Spoken.says(rule, Effect.IGNORED, answer.why());
        };
    }

    /** Without its presumption a row that presumes consent permits nothing. */
    private Spoken takenBack(String rule, OnFile.Kept kept, Optional<PolicyRow> row) {
        boolean presumption = kept.consent().kind() == Consent.Kind.PRESUMED
                && row.map(r -> r.laws().contains(PolicyRow.PRESUMES)).orElse(false);
        return presumption
                ? Spoken.forbids(rule, ProblemCode.CONSENT_REFUSED, "the client took back what was presumed")
                : Spoken.says(rule, Effect.IGNORED, "taken back");
    }

    private Spoken agreed(String rule, OnFile.Kept kept, Optional<PolicyRow> row, Instant takenBack) {
        Consent consent = kept.consent();
        if (consent.kind() == Consent.Kind.PRESUMED
                && row.filter(PolicyRow::presumesConsent).isPresent()) {
            return Spoken.says(rule, Effect.EXPLAINS, "presumed: the client knows of the referral");
        }
        if (row.map(PolicyRow::decision).filter(Decision.CONSENT::equals).isEmpty()) {
            return Spoken.says(rule, Effect.EXPLAINS, "the client agrees; the row does not ask it");
        }
        if (consent.kind() == Consent.Kind.PRESUMED) {
            return Spoken.says(rule, Effect.IGNORED, "presumed; the row asks a consent in so many words");
        }
        if (consent.recording().at().isBefore(takenBack)) {
            return Spoken.says(rule, Effect.IGNORED, "given before a yes for the same was taken back");
        }
        return kept.isOfAnotherNumber()
                ? Spoken.says(rule, Effect.IGNORED, "given under another number, before the two were one client's")
                : Spoken.says(rule, Effect.PERMITS, "the client agrees");
    }

    private void hearOpenings() {
        for (Opening opening : question.file().openings()) {
            if (Emergency.opens(opening, question, category)) {
                spoken.add(Spoken.says("break-glass:" + opening.id(), Effect.PERMITS, "opened in an emergency")
                        .onLaws(List.of("AVG-6-1-d", "AVG-9-2-c")));
            }
        }
    }

    private Word verdict(Optional<PolicyRow> row) {
        Optional<Spoken> no = spoken.stream().filter(Spoken::forbids).findFirst();
        if (no.isPresent()) {
            return Word.refused(no.get().refusal().orElseThrow(), told(no.get(), row), spoken);
        }
        return spoken.stream()
                .filter(Spoken::permits)
                .findFirst()
                .map(yes -> Word.permitted(permission(yes, row.orElseThrow()), spoken))
                .orElseGet(() -> unanswered(row.orElseThrow()));
    }

    private static Ruling told(Spoken no, Optional<PolicyRow> row) {
        if (row.isEmpty() && no.rule().equals("default-deny")) {
            return Word.NOT_RELEASED;
        }
        boolean byTable = no.rule().startsWith("row:") || no.rule().equals("note");
        return new Ruling(false, byTable ? row.orElseThrow().id() : no.rule(), no.words());
    }

    private Ruling permission(Spoken yes, PolicyRow row) {
        StringBuilder words =
                new StringBuilder(yes.rule().startsWith("row:") ? "" : yes.rule() + "; ").append(row.basis());
        basis.note(row).ifPresent(note -> words.append("; ").append(note.words()));
        return new Ruling(true, row.id(), words.toString());
    }

    private Word unanswered(PolicyRow row) {
        ProblemCode code = row.isForEmergencies() ? ProblemCode.BREAK_GLASS_NEEDED : consentLacks();
        return Word.refused(code, new Ruling(false, row.id(), code.english()), spoken);
    }

    private ProblemCode consentLacks() {
        return spoken.stream().anyMatch(word -> word.effect() == Effect.IGNORED)
                ? ProblemCode.CONSENT_INSUFFICIENT
                : ProblemCode.CONSENT_MISSING;
    }
}
