package nl.schakel.seal;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.RequestHead;
import nl.schakel.referral.evidence.SealForm;
import nl.schakel.referral.evidence.SealedMessage;
import nl.schakel.trust.Certificates;
import nl.schakel.trust.IssuedKey;

/**
 * Seals with our own key, detached, profile {@code overdracht-jws-1}; the key decides the algorithm: P-256 signs with ES256,
 * RSA with PS256. With ES256 the nonce is derived from key and message (RFC 6979), so the same bytes sealed in the same second
 * give the same seal; PS256 has a salt by chance, and a key in a token makes its own. Safe for use by many threads.
 */
public final class Sealer {
    /** {@code typ} of a message to or from a partner. */
    public static final String DOCUMENT = "overdracht-document+jws";

    /** {@code typ} of a seal that stands inside the message it seals. */
    static final String ENCLOSED = "overdracht-enclosed+jws";

    private final Supplier<IssuedKey> source;
    private final Clock clock;
    private volatile Hand hand;

    /** A key made ready: decoded, with its certificates as the header has them. */
    private record Hand(IssuedKey of, PrivateSealKey key, List<String> x5c, String thumbprint, String alg) {
        static Hand with(IssuedKey sealKey) {
            return new Hand(
                    sealKey,
                    PrivateSealKey.of(sealKey),
                    encoded(sealKey.chain()),
                    Base64Url.text(Certificates.thumbprint(sealKey.certificate())),
                    SealKey.of(sealKey.certificate().getPublicKey())
                            .orElseThrow()
                            .algorithm());
        }
    }

    /** @throws IllegalArgumentException when this is no P-256 or RSA key, or not the key of its certificate */
    public Sealer(IssuedKey sealKey, Clock clock) {
        this(() -> sealKey, clock);
    }

    /**
     * Seals with the key of the moment.
     *
     * @param source gives the same object for as long as the key is the same
     * @throws IllegalArgumentException when this is no P-256 or RSA key, or not the key of its certificate
     */
    public Sealer(Supplier<IssuedKey> source, Clock clock) {
        this.source = source;
        this.hand = Hand.with(source.get());
        this.clock = clock;
    }

    private Hand hand() {
        IssuedKey now = source.get();
        Hand ready = hand;
        if (!ready.of().equals(now)) {
            ready = Hand.with(now);
            hand = ready;
        }
        return ready;
    }

    /**
     * @param typ what is signed, such as {@link #DOCUMENT}
     * @param contentType media type of the payload
     * @return {@code header..signature}
     */
    public String seal(byte[] payload, String typ, String contentType) {
        return sign(payload, typ, contentType, clock.instant()).detached();
    }

    /** The document with its seal, or without one where the channel cannot carry it. */
    public Step<SealedMessage> seal(OutboundDocument document) {
        if (!document.delivery().sealed()) {
            return Step.next(SealedMessage.minted(document, Optional.empty()));
        }
        if (document.delivery().form() == SealForm.PROVENANCE) {
            Optional<byte[]> inside = enclosed(document, clock.instant());
            if (inside.isPresent()) {
                return Step.next(SealedMessage.enclosed(document, inside.get()));
            }
        }
        SealForm form = document.delivery().form();
        String jws = form == SealForm.ADR || form == SealForm.ADR_MESSAGE
                ? adr(document.bytes(), clock.instant())
                : seal(document.bytes(), DOCUMENT, document.mediaType());
        return Step.next(SealedMessage.minted(document, Optional.of(jws)));
    }

    /** The Bundle with its seal inside; empty when it is none, and so has no place for one. */
    private Optional<byte[]> enclosed(OutboundDocument document, Instant at) {
        SealPlace.Facts facts = new SealPlace.Facts(hand().of().organisation(), document.messageId(), at);
        return SealPlace.in(document.bytes(), facts)
                .map(place -> place.filled(
                        sign(place.bytes(), ENCLOSED, document.mediaType(), at).detached()));
    }

    /** A JWS that carries its payload, signed as of this moment. */
    String compact(byte[] payload, String typ, String contentType, Instant at) {
        return sign(payload, typ, contentType, at).compact(payload);
    }

    private record Signed(String encodedHeader, String signature) {
        String detached() {
            return encodedHeader + ".." + signature;
        }

        String compact(byte[] payload) {
            return encodedHeader + '.' + Base64Url.text(payload) + '.' + signature;
        }
    }

    private Signed sign(byte[] payload, String typ, String contentType, Instant at) {
        Hand own = hand();
        SealHeader header = new SealHeader(own.alg(), typ, contentType, at, own.thumbprint(), own.x5c());
        return sign(own, header.json(), encoded -> SigningInput.of(encoded, payload));
    }

    /** Payload signing of the API Design Rules: {@code header..signature}. */
    private String adr(byte[] body, Instant at) {
        return jades(JadesHeader.PAYLOAD, JadesHeader.signedText(body), at);
    }

    /**
     * Message signing of the API Design Rules.
     *
     * @param head everything that will travel, {@code Digest} of the body among it
     * @return {@code header..signature}
     * @throws IllegalArgumentException when a header that is signed stands there twice, or no digest at all
     */
    public String seal(RequestHead head) {
        byte[] text = head.signedText(head.toBeSigned())
                .filter(signed -> !head.values("digest").isEmpty())
                .orElseThrow(() -> new IllegalArgumentException("A request is sealed with every header once"));
        return jades(head.toBeSigned(), text, clock.instant());
    }

    private String jades(List<String> pars, byte[] signed, Instant at) {
        Hand own = hand();
        String header = JadesHeader.json(
                own.alg(),
                at,
                own.thumbprint(),
                Certificates.issuerSerial(own.of().certificate()),
                own.x5c(),
                pars);
        return sign(own, header, encoded -> SigningInput.unencoded(encoded, signed))
                .detached();
    }

    private static Signed sign(Hand own, String header, Function<String, SigningInput> input) {
        String encoded = Base64Url.text(header.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return new Signed(encoded, Base64Url.text(own.key().sign(input.apply(encoded))));
    }

    private static List<String> encoded(List<X509Certificate> chain) {
        List<String> texts = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            try {
                texts.add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalArgumentException("A certificate of the chain has no encoding", e);
            }
        }
        return texts;
    }
}
