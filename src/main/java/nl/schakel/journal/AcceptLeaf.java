package nl.schakel.journal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.audit.AuditEvent;
import nl.schakel.audit.WordedLeaf;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Sha256;

/** The leaf by which a message is accepted: it holds the digests of what came, so that the log speaks of those very bytes. */
final class AcceptLeaf {
    private AcceptLeaf() {}

    static WordedLeaf of(Acceptance acceptance, byte[] digest, Standing standing, UUID id) {
        String reason = acceptance.envelope().event() + " of " + id + " bytes sha256 " + hex(digest)
                + acceptance
                        .seal()
                        .map(seal -> " seal sha256 " + hex(Sha256.of(seal.getBytes(StandardCharsets.US_ASCII))))
                        .orElse("")
                + acceptance
                        .request()
                        .map(seal -> " request sha256 " + hex(Sha256.of(seal.getBytes(StandardCharsets.ISO_8859_1))))
                        .orElse("");
        AuditEvent event = new AuditEvent(
                "accept",
                Optional.of(acceptance.envelope().sender().value()),
                Optional.of(standing.reference().map(ReferralReference::text).orElse(id.toString())),
                acceptance.door(),
                "accepted",
                reason);
        return WordedLeaf.of(standing.leaf(), standing.at(), event);
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
