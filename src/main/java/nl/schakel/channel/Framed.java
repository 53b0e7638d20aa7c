package nl.schakel.channel;

import nl.schakel.referral.Problem;

/** What the MLLP framing found in the stream. */
sealed interface Framed {

    /** The bytes between VT and FS CR. */
    record Whole(byte[] bytes) implements Framed {}

    /** The stream cannot be followed any further. */
    record Broken(Problem problem) implements Framed {}
}
