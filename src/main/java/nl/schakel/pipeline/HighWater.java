package nl.schakel.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import nl.schakel.directory.Directory;
import nl.schakel.journal.Backlogs;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/**
 * Whether a new referral could only wait behind too much: for every partner that its circle would ask, as much waits as was agreed.
 * Only what begins is refused. A change, a withdrawal, a consent and an answer are about somebody who is under way.
 */
final class HighWater {
    /** Counted again by then. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Backlogs backlogs;
    private final Directory directory;

    HighWater(Backlogs backlogs, Directory directory) {
        this.backlogs = backlogs;
        this.directory = directory;
    }

    /** Empty when it may come in; whoever could not be found out is decided behind the door, as ever. */
    Optional<Problem> refusal(Envelope envelope) {
        Set<PartnerId> full = backlogs.full();
        if (full.isEmpty() || envelope.event() != Envelope.Event.REFERRAL) {
            return Optional.empty();
        }
        Set<PartnerId> asked = directory.asked(envelope);
        return !asked.isEmpty() && full.containsAll(asked)
                ? Optional.of(Problem.of(ProblemCode.RECEIVERS_BEHIND).again(AGAIN))
                : Optional.empty();
    }
}
