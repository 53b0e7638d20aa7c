package nl.schakel.pipeline;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.translate.hl7.Acknowledgement;
import nl.schakel.translate.hl7.Peek;

/** HL7 v2: named by MSH, answered with an ACK that carries an ERR segment for a refusal. */
final class MllpDoor implements Door {
    private final Clock clock;

    MllpDoor(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Step<Named> name(Inbound inbound) {
        return Peek.hl7v2(inbound.bytes())
                .then(peeked -> peeked.messageId()
                        .filter(id -> id.length() <= Limits.MESSAGE_ID_CHARACTERS)
                        .map(id -> Step.next(new Named(
                                id,
                                peeked.sendingFacility(),
                                peeked.messageType().orElse(""),
                                inbound.mediaType(),
                                inbound.bytes())))
                        .orElseGet(() -> Step.stopped(Problem.at(ProblemCode.MESSAGE_ID_MISSING, "MSH-10")
                                .expected("1 to " + Limits.MESSAGE_ID_CHARACTERS + " characters"))));
    }

    @Override
    public byte[] accepted(
            Inbound inbound,
            UUID inboxId,
            Envelope envelope,
            Optional<ReferralReference> reference,
            Instant at,
            String receiptJws) {
        return Acknowledgement.accepted(inbound.bytes(), controlId(inboxId), at, reference);
    }

    @Override
    public byte[] refused(byte[] original, Problem problem) {
        return Acknowledgement.refused(original, controlId(UUID.randomUUID()), clock.instant(), problem);
    }

    @Override
    public Optional<String> etag(Inbound inbound, byte[] answer) {
        return Optional.empty();
    }

    /** MSH-10 holds 20 characters in HL7 v2.5; 80 bits of the id are enough to be unique. */
    private static String controlId(UUID id) {
        return id.toString().replace("-", "").substring(12);
    }
}
