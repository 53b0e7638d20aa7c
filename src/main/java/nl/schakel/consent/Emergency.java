package nl.schakel.consent;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import nl.schakel.referral.Category;

/** Whether a break-glass opening holds now. No setting and no table can switch it off or widen it. */
final class Emergency {
    /** Never opened, whatever a table says (legend.json, global rules). */
    static final Set<Category> NEVER_OPENED = EnumSet.of(Category.SPECIAL, Category.SECRET_ADDRESS, Category.DEBTS);

    private Emergency() {}

    /** Whether this opening is about this receiver, purpose and category, has a reason, and no second look is overdue. */
    static boolean opens(Opening opening, Question question, Category category) {
        return !NEVER_OPENED.contains(category)
                && opening.receiver().equals(question.receiver().id())
                && opening.purpose() == question.purpose()
                && opening.categories().contains(category)
                && opening.reasonSha256().isPresent()
                && !question.at().isBefore(opening.openedAt())
                && isStillOpen(opening, question.at());
    }

    private static boolean isStillOpen(Opening opening, Instant at) {
        boolean unreviewed = at.isBefore(opening.openedAt().plus(Opening.UNREVIEWED));
        return opening.review()
                .filter(review -> !review.at().isAfter(at))
                .map(review -> review.approved() && isSecondPerson(review, opening))
                .orElse(unreviewed);
    }

    private static boolean isSecondPerson(Opening.Review review, Opening opening) {
        return !review.by().equals(opening.openedBy());
    }
}
