package nl.schakel.journal;

import nl.schakel.referral.Problem;

/** What came of calling a partner. */
public sealed interface Sent {

    /** The partner has it. {@code evidence} is its answer, as received (an ACK, a signed receipt). */
    record Delivered(byte[] evidence) implements Sent {}

    /** Certainly not delivered; tried again later. */
    record NotDelivered(Problem problem) implements Sent {}

    /** The partner said no for good; a person looks at it. */
    record Refused(Problem problem, byte[] evidence) implements Sent {}

    /** Perhaps delivered: resent to an idempotent receiver, else parked. */
    record Unknown(Problem problem) implements Sent {}
}
