package nl.schakel.referral.evidence;

/** The receiver's format, encoded: the exact bytes that will be sealed and sent. */
public final class OutboundDocument {
    private final Delivery delivery;
    private final String messageId;
    private final String mediaType;
    private final byte[] bytes;
    private final String mapping;

    private OutboundDocument(Delivery delivery, String messageId, String mediaType, byte[] bytes, String mapping) {
        this.delivery = delivery;
        this.messageId = messageId;
        this.mediaType = mediaType;
        this.bytes = bytes.clone();
        this.mapping = mapping;
    }

    /** Called by the room {@code translate} alone. */
    public static OutboundDocument minted(
            Delivery delivery, String messageId, String mediaType, byte[] bytes, String mapping) {
        return new OutboundDocument(delivery, messageId, mediaType, bytes, mapping);
    }

    public Delivery delivery() {
        return delivery;
    }

    /** The same for every attempt: the receiver's idempotency key. */
    public String messageId() {
        return messageId;
    }

    public String mediaType() {
        return mediaType;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** Id and content hash of the mapping that made it. */
    public String mapping() {
        return mapping;
    }
}
