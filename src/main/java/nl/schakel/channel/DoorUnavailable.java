package nl.schakel.channel;

import nl.schakel.referral.Problem;

/** A front door does not open, for instance because its port is in use. */
public final class DoorUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    DoorUnavailable(Problem problem, Throwable cause) {
        super(problem.sentence(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
