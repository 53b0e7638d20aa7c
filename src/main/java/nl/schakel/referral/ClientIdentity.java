package nl.schakel.referral;

import java.util.Optional;

/**
 * The identifiers a message gives for its one client. A client without a BSN is first class; then the sender's own
 * number identifies within that sender.
 *
 * @param authority who issued the local id, such as {@code GGZ-NOORD}
 */
public record ClientIdentity(Optional<Bsn> bsn, Optional<String> localId, Optional<String> authority) {
    public ClientIdentity {
        if (bsn.isEmpty() && localId.isEmpty()) {
            throw new IllegalArgumentException("A client has a BSN or a local identifier");
        }
    }

    @Override
    public String toString() {
        return "ClientIdentity[bsn=" + (bsn.isPresent() ? "***" : "none") + "]";
    }
}
