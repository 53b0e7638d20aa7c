package nl.schakel.referral;

/**
 * Where a piece of information came from.
 *
 * @param sender the partner that sent it
 * @param role that partner's kind, which decides what it was entitled to hold
 * @param place path in the source message, such as {@code PID-5} or {@code Bundle.entry[3]}
 */
public record Origin(PartnerId sender, Role role, String place) {}
