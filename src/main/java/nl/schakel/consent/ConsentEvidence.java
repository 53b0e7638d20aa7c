package nl.schakel.consent;

import java.util.Base64;
import java.util.Optional;
import nl.schakel.referral.Json;

/** The exact text or document that the client saw, when it comes with the consent. */
final class ConsentEvidence {
    private ConsentEvidence() {}

    /** SHA-256 of {@code sourceAttachment.data}; FHIR's own {@code hash} is SHA-1 and proves nothing any more. */
    static Optional<String> of(Json.Obj tree) {
        return tree.object("sourceAttachment")
                .flatMap(attachment -> attachment.text("data"))
                .flatMap(ConsentEvidence::decoded)
                .filter(bytes -> bytes.length > 0)
                .map(Hash::of);
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }
}
