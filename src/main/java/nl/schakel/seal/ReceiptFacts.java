package nl.schakel.seal;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.ReferralReference;

/**
 * What every receipt says of its message.
 *
 * @param inboxId ours
 * @param to whom the receipt is for: the sender's id
 * @param messageId the sender's
 * @param bytesSha256 of the message exactly as received, lower-case hexadecimal
 * @param sealSha256 of the seal that came with it
 * @param reference of the referral, when the message began or concerned one
 * @param acceptedAt the moment of the commit
 * @param leaf commitment (32 bytes) of the leaf that the audit log holds of it
 */
public record ReceiptFacts(
        UUID inboxId,
        String to,
        String messageId,
        String bytesSha256,
        Optional<String> sealSha256,
        Optional<ReferralReference> reference,
        Instant acceptedAt,
        byte[] leaf) {}
