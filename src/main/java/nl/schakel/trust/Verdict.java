package nl.schakel.trust;

import java.time.Instant;

/** What examining a chain comes to. */
sealed interface Verdict {

    /** In order, as long as every certificate and every revocation list of the path is. */
    record Trusted(Organisation organisation, Instant from, Instant until) implements Verdict {
        boolean holdsAt(Instant at) {
            return !at.isBefore(from) && !at.isAfter(until);
        }
    }

    /** Not in order. */
    record Refused(CertificateRefusal cause) implements Verdict {}
}
