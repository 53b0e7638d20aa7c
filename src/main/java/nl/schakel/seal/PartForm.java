package nl.schakel.seal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Limits;

/**
 * A compact JWE taken apart, before anybody tries to open it.
 *
 * @param encodedHeader as it stands; it is bound to the content
 * @param parts all five, decoded
 */
record PartForm(PartHeader header, String encodedHeader, List<byte[]> parts) {
    private static final int PARTS = 5;

    /** Empty unless all five parts are canonical base64url and the header is of the profile. */
    static Optional<PartForm> of(String jwe) {
        if (jwe.length() > 2 * Limits.MESSAGE_BYTES) {
            return Optional.empty();
        }
        List<String> texts = List.of(jwe.split("\\.", -1));
        List<byte[]> parts = new ArrayList<>();
        texts.forEach(text -> Base64Url.decode(text).ifPresent(parts::add));
        if (texts.size() != PARTS || parts.size() != PARTS || parts.get(0).length > Limits.SEAL_HEADER_BYTES) {
            return Optional.empty();
        }
        return PartHeader.read(parts.get(0)).map(header -> new PartForm(header, texts.get(0), parts));
    }
}
