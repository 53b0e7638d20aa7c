package nl.schakel.seal;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Limits;
import nl.schakel.referral.evidence.RequestHead;
import nl.schakel.referral.evidence.SealForm;
import nl.schakel.trust.Certificates;
import nl.schakel.trust.Organisation;
import nl.schakel.trust.TrustAnchors;

/**
 * Checks a signature of long ago: form, mathematics, and a path that was valid when it says it was made. Whether it was
 * really made then, and whether a certificate was revoked by then, are questions for who asks.
 *
 * @param signedAt as the signer claims
 * @param expires when it ceases to be taken: as the signer says, 30 days after {@code signedAt} at most
 * @param chain leaf first, as it came
 */
public record SealedBy(Organisation signer, Instant signedAt, Instant expires, List<X509Certificate> chain) {
    public SealedBy {
        chain = List.copyOf(chain);
    }

    /** What a check comes to: one of both. */
    public record Outcome(Optional<SealedBy> good, String refusal) {}

    /** @param detached {@code header..signature} */
    public static Outcome check(TrustAnchors anchors, byte[] payload, String detached, String typ) {
        Optional<byte[]> header = headerOf(detached);
        if (header.isEmpty()) {
            return refused(SealRefusal.FORM_BROKEN.code());
        }
        try {
            SealHeader read = header(header.get());
            return past(read, new SealCheck(anchors).check(payload, detached, typ, read.iat()));
        } catch (HeaderReader.HeaderBroken broken) {
            return refused(broken.refusal().code());
        }
    }

    /**
     * As {@link #check}, of a seal over the request in which a body came (ADR 0026).
     *
     * @param signedText the lines that it signs, and no other
     */
    public static Outcome overRequest(TrustAnchors anchors, String signedText, byte[] body, String detached) {
        Optional<RequestHead> head = RequestHead.of(signedText);
        Optional<byte[]> header = headerOf(detached);
        if (head.isEmpty() || header.isEmpty()) {
            return refused(SealRefusal.FORM_BROKEN.code());
        }
        try {
            JadesHeader.Read read = JadesHeader.readAny(new String(header.get(), StandardCharsets.ISO_8859_1));
            boolean whole = head.get()
                    .signedText(read.pars())
                    .filter(text -> signedText.equals(new String(text, StandardCharsets.ISO_8859_1)))
                    .isPresent();
            return whole
                    ? past(
                            read.header(),
                            new SealCheck(anchors)
                                    .checkRequest(
                                            head.get(),
                                            body,
                                            detached,
                                            read.header().iat()))
                    : refused(SealRefusal.NOT_ALL_SIGNED.code());
        } catch (HeaderReader.HeaderBroken broken) {
            return refused(broken.refusal().code());
        }
    }

    /** Empty when it is not there, too long or no base64url. */
    private static Optional<byte[]> headerOf(String detached) {
        int stop = detached.indexOf("..");
        return stop < 1 || detached.length() > SealVerifier.TEXT_CHARACTERS
                ? Optional.empty()
                : Base64Url.decode(detached.substring(0, stop))
                        .filter(bytes -> bytes.length <= Limits.SEAL_HEADER_BYTES);
    }

    private static Outcome past(SealHeader read, SealCheck.Outcome outcome) throws HeaderReader.HeaderBroken {
        if (!(outcome instanceof SealCheck.Good good)) {
            return refused(((SealCheck.Bad) outcome).code());
        }
        List<X509Certificate> chain =
                new KnownSigners().read(read.x5c()).orElseThrow().chain();
        return new Outcome(
                Optional.of(new SealedBy(
                        good.signer(), good.signedAt(), good.signedAt().plus(Limits.SIGNATURE_LIFE), chain)),
                "");
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

    /**
     * As {@link #check}, of a seal inside a SOAP message (ADR 0028).
     *
     * @param between certificates that may stand between the signer's and an anchor: many tokens hold the signer's alone
     */
    public static Outcome inXml(TrustAnchors anchors, byte[] soap, Collection<X509Certificate> between) {
        try {
            return new Outcome(Optional.of(new XmlSealVerifier(anchors).past(soap, between)), "");
        } catch (SealedXml.Refused refused) {
            return refused(refused.refusal().code());
        }
    }

    /** The certificates that the seal inside a SOAP message names, unchecked; none when it cannot be read. */
    public static List<X509Certificate> certificatesInXml(byte[] soap) {
        try {
            return XmlSealVerifier.chain(SecurityHeader.in(SealedXml.read(soap)));
        } catch (SealedXml.Refused refused) {
            return List.of();
        }
    }

    /**
     * As {@link #check}, of a seal that is a string of the message that it seals (ADR 0027).
     *
     * @param data that string
     */
    public static Outcome inside(TrustAnchors anchors, byte[] message, String data) {
        return EnclosedSeal.in(message, data)
                .map(seal -> check(anchors, seal.payload(), seal.jws(), Sealer.ENCLOSED))
                .orElseGet(() -> refused(SealRefusal.FORM_BROKEN.code()));
    }

    /** The certificates that a JWS names, unchecked; none when it cannot be read. */
    public static List<X509Certificate> certificates(String jws) {
        return x5c(jws).flatMap(new KnownSigners()::read)
                .map(KnownSigners.Signer::chain)
                .orElse(List.of());
    }

    /**
     * SHA-256 of the public key that a JWS names, hexadecimal, unchecked; empty when it cannot be read. Of the certificate
     * nothing else is read: every message is asked for this.
     */
    public static Optional<String> keyText(String jws) {
        return x5c(jws).flatMap(texts -> texts.stream().findFirst())
                .flatMap(Base64Url::decodePlain)
                .flatMap(Certificates::publicKeyText);
    }

    private static Optional<List<String>> x5c(String jws) {
        Optional<byte[]> header = Base64Url.decode(jws.substring(0, Math.max(0, jws.indexOf('.'))));
        try {
            return header.isEmpty()
                    ? Optional.empty()
                    : Optional.of(anyHeader(header.get()).x5c());
        } catch (HeaderReader.HeaderBroken broken) {
            return Optional.empty();
        }
    }

    /** Also of a seal over a request, whatever HTTP headers it is over. */
    private static SealHeader anyHeader(byte[] header) throws HeaderReader.HeaderBroken {
        String text = new String(header, StandardCharsets.ISO_8859_1);
        return SealForm.meantBy(text) == SealForm.ADR
                ? JadesHeader.readAny(text).header()
                : HeaderReader.read(text);
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
