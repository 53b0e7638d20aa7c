package nl.schakel.consent;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;

/**
 * A break-glass opening: somebody took it upon them, with a reason, to release in an emergency what the table marks for
 * that.
 *
 * @param id for trace and audit
 * @param receiver the one organisation it opens to
 * @param purpose the one purpose
 * @param categories what it opens
 * @param openedBy keyed hash of who opened it
 * @param openedAt when
 * @param reasonSha256 hash of the reason they wrote; empty: none was written, and then it opens nothing
 * @param review the second look, once somebody has looked
 */
public record Opening(
        String id,
        PartnerId receiver,
        Purpose purpose,
        Set<Category> categories,
        String openedBy,
        Instant openedAt,
        Optional<String> reasonSha256,
        Optional<Review> review) {

    /** How long it stays open before a second person has looked (legend.json: review within 24 h). */
    public static final Duration UNREVIEWED = Duration.ofHours(24);

    /**
     * The second look.
     *
     * @param by keyed hash of who looked
     * @param approved whether they agree
     */
    public record Review(String by, Instant at, boolean approved) {}

    public Opening {
        categories = Set.copyOf(categories);
    }
}
