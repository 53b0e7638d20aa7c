package nl.schakel.translate.hl7;

import java.util.Optional;

/**
 * What a message says of itself before it is read in full. Nothing of it is proved.
 *
 * @param messageType as {@code REF^I12}
 */
public record Peeked(Optional<String> messageId, Optional<String> sendingFacility, Optional<String> messageType) {}
