package nl.schakel.seal;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Limits;
import nl.schakel.referral.evidence.SealForm;
import nl.schakel.trust.Organisation;
import nl.schakel.trust.TrustAnchors;

/**
 * Checks a signature of long ago: form, mathematics, and a path that was valid when it says it was made. Whether it was
 * really made then, and whether a certificate was revoked by then, are questions for who asks.
 *
 * @param signedAt as the signer claims
 * @param chain leaf first, as it came in the header
 */
public record SealedBy(Organisation signer, Instant signedAt, List<X509Certificate> chain) {
    public SealedBy {
        chain = List.copyOf(chain);
    }

    /** What a check comes to: one of both. */
    public record Outcome(Optional<SealedBy> good, String refusal) {}

    /** @param detached {@code header..signature} */
    public static Outcome check(TrustAnchors anchors, byte[] payload, String detached, String typ) {
        int stop = detached.indexOf("..");
        Optional<byte[]> header = stop < 1 || detached.length() > SealVerifier.TEXT_CHARACTERS
                ? Optional.empty()
                : Base64Url.decode(detached.substring(0, stop));
        if (header.isEmpty() || header.get().length > Limits.SEAL_HEADER_BYTES) {
            return refused(SealRefusal.FORM_BROKEN.code());
        }
        try {
            SealHeader read = header(header.get());
            SealCheck.Outcome outcome = new SealCheck(anchors).check(payload, detached, typ, read.iat());
            if (!(outcome instanceof SealCheck.Good good)) {
                return refused(((SealCheck.Bad) outcome).code());
            }
            List<X509Certificate> chain =
                    new KnownSigners().read(read.x5c()).orElseThrow().chain();
            return new Outcome(Optional.of(new SealedBy(good.signer(), good.signedAt(), chain)), "");
        } catch (HeaderReader.HeaderBroken broken) {
            return refused(broken.refusal().code());
        }
    }

    /** As {@link #check}, of a JWS that carries its payload. */
    public static Outcome checkCompact(TrustAnchors anchors, String compact, String typ) {
        Optional<byte[]> payload = payload(compact);
        return payload.map(bytes -> check(anchors, bytes, detached(compact), typ))
                .orElseGet(() -> refused(SealRefusal.FORM_BROKEN.code()));
    }

    /** The payload of a compact JWS, unchecked; empty when it has none. */
    public static Optional<byte[]> payload(String compact) {
        String[] parts = compact.split("\\.", -1);
        return parts.length == 3 && !parts[1].isEmpty() ? Base64Url.decode(parts[1]) : Optional.empty();
    }

    /** The certificates that a JWS names, unchecked; none when it cannot be read. */
    public static List<X509Certificate> certificates(String jws) {
        try {
            Optional<byte[]> header = Base64Url.decode(jws.substring(0, Math.max(0, jws.indexOf('.'))));
            return header.isEmpty()
                    ? List.of()
                    : new KnownSigners()
                            .read(header(header.get()).x5c())
                            .map(KnownSigners.Signer::chain)
                            .orElse(List.of());
        } catch (HeaderReader.HeaderBroken broken) {
            return List.of();
        }
    }

    private static SealHeader header(byte[] header) throws HeaderReader.HeaderBroken {
        String text = new String(header, StandardCharsets.ISO_8859_1);
        return SealForm.meantBy(text) == SealForm.ADR ? JadesHeader.read(text) : HeaderReader.read(text);
    }

    private static String detached(String compact) {
        return compact.substring(0, compact.indexOf('.')) + ".." + compact.substring(compact.lastIndexOf('.') + 1);
    }

    private static Outcome refused(String code) {
        return new Outcome(Optional.empty(), code);
    }
}
