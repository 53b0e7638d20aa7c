package nl.schakel.consent;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Label;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.ConsentedReferral.Ruling;

/** The rules of {@code legend.json} that stand above the table: each can only forbid. */
final class GlobalRules {
    /** Says nothing, because that an address is protected is itself worth knowing to who searches it. */
    static final Ruling NEUTRAL = new Ruling(false, "global", "not released");

    private static final Set<Role> CARE = EnumSet.of(Role.GGZ, Role.ZH, Role.HA);
    private static final Set<Category> MEDICAL = EnumSet.of(Category.HEALTH_POINTER, Category.HEALTH_DETAIL);

    private final LegalBasis basis;

    GlobalRules(LegalBasis basis) {
        this.basis = basis;
    }

    /** The first rule that forbids this category, in the order of the legend. */
    Optional<Ruling> forbids(Category category, Referral referral) {
        List<InformationItem> items =
                referral.items().stream().filter(i -> i.category() == category).toList();
        return addressProtection(category, referral)
                .or(() -> laundering(category, referral, items))
                .or(() -> medicalOrigin(category, referral, items));
    }

    private static Optional<Ruling> addressProtection(Category category, Referral referral) {
        boolean protectedAddress = Stream.concat(
                        referral.envelope().labels().stream(),
                        referral.items().stream().flatMap(i -> i.labels().stream()))
                .anyMatch(Label.SECRET_ADDRESS::equals);
        return category == Category.ADDRESS && protectedAddress ? Optional.of(NEUTRAL) : Optional.empty();
    }

    /** Both the sender and the source of every item must have been entitled to it. */
    private Optional<Ruling> laundering(Category category, Referral referral, List<InformationItem> items) {
        return Stream.concat(
                        Stream.of(referral.envelope().senderRole()),
                        items.stream().map(i -> i.origin().role()))
                .distinct()
                .filter(role -> !basis.mayHold(role, category))
                .findFirst()
                .map(role -> new Ruling(
                        false, "global:no-laundering", role + " is not entitled to hold " + category.code()));
    }

    private static Optional<Ruling> medicalOrigin(Category category, Referral referral, List<InformationItem> items) {
        boolean passedOn = MEDICAL.contains(category)
                && !CARE.contains(referral.envelope().senderRole())
                && items.stream().anyMatch(i -> i.labels().contains(Label.MEDICAL_ORIGIN));
        return passedOn
                ? Optional.of(
                        new Ruling(false, "global:medical-origin", "from a medical source; only care may pass it on"))
                : Optional.empty();
    }
}
