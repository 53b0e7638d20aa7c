package nl.schakel.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.CodeGap;
import nl.schakel.referral.Problem;
import nl.schakel.translate.tree.Node;
import org.jspecify.annotations.Nullable;

/** One run of a mapping over one message: the first refusal, and what made the ids of this output stable. */
final class Run {
    private final String seed;
    private final List<CodeGap> gaps = new ArrayList<>();
    private @Nullable Problem refusal;
    private @Nullable Node first;

    /** @param seed what ids minted in this run hang on; the same seed gives the same ids */
    Run(String seed) {
        this.seed = seed;
    }

    String seed() {
        return seed;
    }

    /** A new item begins: what is read next is its origin. */
    void begin() {
        first = null;
    }

    void reads(Node place) {
        if (first == null) {
            first = place;
        }
    }

    /** Path of the first place read since {@link #begin()}. */
    String begunAt() {
        return first == null ? "" : first.path();
    }

    /** No table knows this code: the message must wait for somebody to add it. */
    void lacks(CodeGap gap) {
        gaps.add(gap);
    }

    List<CodeGap> gaps() {
        return gaps;
    }

    /** Only the first refusal counts: it is the place a person looks at first. */
    void refuse(Problem problem) {
        if (refusal == null) {
            refusal = problem;
        }
    }

    Optional<Problem> refusal() {
        return Optional.ofNullable(refusal);
    }
}
