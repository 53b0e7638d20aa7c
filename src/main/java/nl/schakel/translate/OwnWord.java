package nl.schakel.translate;

import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.OutboundDocument;

/** What the gateway says to a partner in its own name and about no referral: there is nothing to translate and no mapping. */
public final class OwnWord {
    private OwnWord() {}

    /**
     * @param delivery by which channel; its mapping is the name of this kind of word, such as {@code schakel/heartbeat}
     * @param bytes as they are to leave
     */
    public static OutboundDocument of(Delivery delivery, String messageId, String mediaType, byte[] bytes) {
        return OutboundDocument.minted(delivery, messageId, mediaType, bytes, delivery.mapping());
    }
}
