package nl.schakel.journal;

import java.util.Optional;

/**
 * Exact bytes for a partner, stored before they are sent for the first time and never changed after.
 *
 * @param messageId the receiver's idempotency key
 * @param channel name of the channel in the partner file
 * @param jws detached seal, when the channel carries one
 */
public record Outgoing(String messageId, String channel, String mediaType, byte[] bytes, Optional<String> jws) {}
