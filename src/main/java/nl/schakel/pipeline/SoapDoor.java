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
import nl.schakel.translate.xml.SoapEnvelope;
import nl.schakel.translate.xml.StufAnswer;
import nl.schakel.translate.xml.StufPeek;

/** StUF in SOAP 1.1: named by its referentienummer, answered with Bv03, or with Fo03 in a fault. */
final class SoapDoor implements Door {
    private static final String XML = "text/xml";

    private final Clock clock;

    SoapDoor(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Step<Named> name(Inbound inbound) {
        if (!inbound.mediaType().equals(XML)) {
            return Step.stopped(Problem.at(ProblemCode.MEDIA_TYPE_UNSUPPORTED, "Content-Type")
                    .expected(XML + " (SOAP 1.1)"));
        }
        return agreed(inbound)
                .then(body -> StufPeek.read(body.document())
                        .then(peeked -> peeked.number()
                                .filter(number -> number.length() <= Limits.MESSAGE_ID_CHARACTERS)
                                .map(number -> Step.next(new Named(
                                        number,
                                        Optional.of(peeked.sender().organisation()),
                                        peeked.kind(),
                                        XML,
                                        body.document())))
                                .orElseGet(() -> Step.stopped(
                                        Problem.at(ProblemCode.MESSAGE_ID_MISSING, "stuurgegevens/referentienummer")
                                                .expected("1 to " + Limits.MESSAGE_ID_CHARACTERS + " characters")))));
    }

    /** The stored bytes are read again without their connection, so that it may say nothing they do not say too. */
    private static Step<SoapEnvelope.Body> agreed(Inbound inbound) {
        Step<SoapEnvelope.Body> alone = SoapEnvelope.open(inbound.bytes(), Optional.empty());
        return inbound.charset().isEmpty()
                ? alone
                : SoapEnvelope.open(inbound.bytes(), inbound.charset()).then(body -> alone);
    }

    @Override
    public byte[] accepted(
            Inbound inbound,
            UUID inboxId,
            Envelope envelope,
            Optional<ReferralReference> reference,
            Instant at,
            String receiptJws) {
        return StufAnswer.taken(peeked(inbound.bytes()).orElseThrow(), number(inboxId), at);
    }

    @Override
    public byte[] refused(byte[] original, Problem problem) {
        return StufAnswer.refused(peeked(original), UUID.randomUUID().toString(), clock.instant(), problem);
    }

    private static Optional<StufPeek> peeked(byte[] soap) {
        return SoapEnvelope.open(soap, Optional.empty())
                .then(body -> StufPeek.control(body.document()))
                .fold(Optional::of, problem -> Optional.empty());
    }

    @Override
    public Optional<String> etag(Inbound inbound, byte[] answer) {
        return Optional.empty();
    }

    /** StUF wants a UUID of version 4; the inbox id is one of version 7, and the same id gives the same answer. */
    private static String number(UUID inboxId) {
        long version = (inboxId.getMostSignificantBits() & ~0xF000L) | 0x4000L;
        return new UUID(version, inboxId.getLeastSignificantBits()).toString();
    }
}
