package nl.schakel.referral.evidence;

import java.util.Optional;

/** The exact bytes that leave, with their seal; stored at the first success and re-sent unchanged. */
public final class SealedMessage {
    private final OutboundDocument document;
    private final Optional<String> jws;
    private final byte[] bytes;

    private SealedMessage(OutboundDocument document, Optional<String> jws, byte[] bytes) {
        this.document = document;
        this.jws = jws;
        this.bytes = bytes.clone();
    }

    /** Called by the room {@code seal} alone; a channel that cannot carry a seal has none (HL7 v2 over MLLP). */
    public static SealedMessage minted(OutboundDocument document, Optional<String> jws) {
        return new SealedMessage(document, jws, document.bytes());
    }

    /** Called by the room {@code seal} alone, for a message that has its seal inside. */
    public static SealedMessage enclosed(OutboundDocument document, byte[] withSeal) {
        return new SealedMessage(document, Optional.empty(), withSeal);
    }

    /** What leaves. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public OutboundDocument document() {
        return document;
    }

    /** Detached compact JWS, {@code header..signature}. */
    public Optional<String> jws() {
        return jws;
    }
}
