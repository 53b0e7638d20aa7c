package nl.schakel.consent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Role;

/** The rules of {@code legend.json} that stand above the table: each can only forbid. */
final class StandingRules {
    static final Set<Role> CARE = EnumSet.of(Role.GGZ, Role.ZH, Role.HA);
    private static final Set<Category> MEDICAL = EnumSet.of(Category.HEALTH_POINTER, Category.HEALTH_DETAIL);

    private final LegalBasis basis;
    private final Question question;

    StandingRules(LegalBasis basis, Question question) {
        this.basis = basis;
        this.question = question;
    }

    /** Rules whose word would itself reveal something. */
    List<Spoken> hidden(Category category) {
        List<Spoken> hidden = new ArrayList<>();
        if (question.file().conflicts().contains(question.receiver().id())) {
            hidden.add(neutral("conflict-list", "nothing goes to this receiver"));
        }
        if (category == Category.ADDRESS && question.file().secretAddress()) {
            hidden.add(neutral("address-protection", "whereabouts are protected"));
        }
        return hidden;
    }

    private static Spoken neutral(String rule, String words) {
        return Spoken.forbids(rule, ProblemCode.BASIS_NEVER, words).keptHidden();
    }

    List<Spoken> open(Category category) {
        List<Spoken> open = new ArrayList<>();
        laundering(category).ifPresent(open::add);
        medicalOrigin(category).ifPresent(open::add);
        return open;
    }

    /** Both the sender and the source of every item must have been entitled to it. */
    private Optional<Spoken> laundering(Category category) {
        Role sender = question.sender().role();
        if (!basis.mayHold(sender, category)) {
            return Optional.of(notEntitled(sender, category));
        }
        return held(category).sources().stream()
                .filter(role -> !basis.mayHold(role, category))
                .min(Comparator.naturalOrder())
                .map(role -> notEntitled(role, category));
    }

    private static Spoken notEntitled(Role role, Category category) {
        return Spoken.forbids(
                "no-laundering", ProblemCode.SENDER_NOT_ENTITLED, role + " is not entitled to hold " + category.code());
    }

    private Optional<Spoken> medicalOrigin(Category category) {
        boolean passedOn = MEDICAL.contains(category)
                && held(category).medicalOrigin()
                && !CARE.contains(question.sender().role());
        return passedOn
                ? Optional.of(Spoken.forbids(
                        "medical-origin",
                        ProblemCode.MEDICAL_ORIGIN,
                        "from a medical source; only care may pass it on"))
                : Optional.empty();
    }

    private Question.Held held(Category category) {
        return Optional.ofNullable(question.held().get(category)).orElseThrow();
    }
}
