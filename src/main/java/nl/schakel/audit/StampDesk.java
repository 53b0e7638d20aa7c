package nl.schakel.audit;

import java.util.Optional;

/** Has bytes time-stamped by the authority that is named, while somebody waits for it. Never on the way of a message. */
@FunctionalInterface
public interface StampDesk {
    /** A token (RFC 3161, DER) that was verified; empty when no authority is named or it gives no good answer. */
    Optional<byte[]> stamp(byte[] data);
}
