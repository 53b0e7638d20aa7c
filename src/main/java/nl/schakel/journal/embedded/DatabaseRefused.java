package nl.schakel.journal.embedded;

import nl.schakel.referral.Problem;

/** The database cannot be used as it is; nothing was started, or it was stopped again. */
public final class DatabaseRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    public DatabaseRefused(Problem problem) {
        super(problem.sentence());
        this.problem = problem;
    }

    /** What is wrong and what to do about it. */
    public Problem problem() {
        return problem;
    }
}
