package nl.schakel.channel;

import java.io.IOException;
import nl.schakel.referral.Problem;

/** A partner's server to which nothing was told, because it is away, is another one, or does not let us in. */
final class NotReached extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    NotReached(Problem problem) {
        super(problem.code().id());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
