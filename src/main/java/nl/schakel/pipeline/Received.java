package nl.schakel.pipeline;

import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ReferralReference;

/** What the hall answers a front door; {@code answer} is in the door's own language (ACK, JSON). */
public sealed interface Received {

    /** The bytes to send back. */
    byte[] answer();

    /** The same with another answer. */
    Received with(byte[] answer);

    /**
     * Committed; the receipt may leave.
     *
     * @param etag of the resource that was changed, when the message changed one
     */
    record Taken(
            Optional<ReferralReference> reference,
            byte[] answer,
            String receiptJws,
            boolean repeated,
            Optional<String> etag)
            implements Received {
        @Override
        public Taken with(byte[] other) {
            return new Taken(reference, other, receiptJws, repeated, etag);
        }
    }

    /** Somebody tried whether the door answers; nothing is stored. */
    record Tried() implements Received {
        @Override
        public byte[] answer() {
            return new byte[0];
        }

        @Override
        public Tried with(byte[] answer) {
            return this;
        }
    }

    /** Refused; nothing is stored but the refusal itself. */
    record Refused(Problem problem, byte[] answer) implements Received {
        @Override
        public Refused with(byte[] other) {
            return new Refused(problem, other);
        }
    }
}
