package nl.schakel.translate.hl7;

import java.util.Optional;

/**
 * What a message says of itself before it is read in full. Nothing of it is proved.
 *
 * @param messageType as {@code REF^I12}
 * @param seal base64 of the seal inside it, where its format has a place for one; blank when that is not one seal over the
 *     whole message
 */
public record Peeked(
        Optional<String> messageId,
        Optional<String> sendingFacility,
        Optional<String> messageType,
        Optional<String> seal) {
    /** Of a format that has no place for a seal. */
    public Peeked(Optional<String> messageId, Optional<String> sendingFacility, Optional<String> messageType) {
        this(messageId, sendingFacility, messageType, Optional.empty());
    }
}
