package nl.schakel.pipeline;

import java.util.Optional;
import nl.schakel.identity.Claims;
import nl.schakel.referral.Problem;

/**
 * How a message names itself.
 *
 * @param messageId the sender's id of this message
 * @param sender whom the message names as its sender, when its kind has a place for that
 * @param kind what the sender needs the right to send: {@code REF^I12}, {@code $process-message}, {@code Task},
 *     {@code text/csv}
 * @param mediaType of {@code readable}
 * @param readable the bytes to translate: as received, or their JSON form when they came as XML
 * @param enclosed the seal inside it, as {@link nl.schakel.referral.evidence.Seals} has it
 * @param misfit where it does not have the shape of FHIR R4, for who speaks R4
 */
record Named(
        String messageId,
        Optional<String> sender,
        String kind,
        String mediaType,
        byte[] readable,
        Optional<String> enclosed,
        Optional<Problem> misfit) {
    /** One that has no place for a seal inside. */
    Named(String messageId, Optional<String> sender, String kind, String mediaType, byte[] readable) {
        this(messageId, sender, kind, mediaType, readable, Optional.empty(), Optional.empty());
    }

    /** The same message in a form that is read instead. */
    Named with(byte[] other) {
        return new Named(messageId, sender, kind, mediaType, other, enclosed, misfit);
    }

    Claims claims(Inbound inbound) {
        return new Claims(
                inbound.door(),
                inbound.remoteAddress(),
                inbound.certificates(),
                inbound.seals().withInside(enclosed),
                inbound.bytes(),
                sender,
                kind,
                inbound.owner(),
                Optional.ofNullable(inbound.headers().get("Authorization")));
    }
}
