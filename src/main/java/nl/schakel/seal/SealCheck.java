package nl.schakel.seal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nl.schakel.referral.Limits;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.RequestHead;
import nl.schakel.referral.evidence.SealForm;
import nl.schakel.seal.HeaderReader.HeaderBroken;
import nl.schakel.seal.KnownSigners.Signer;
import nl.schakel.trust.Organisation;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Usage;

/** The checks on a seal, in their fixed order: cheap before costly, form before trust, trust before mathematics. */
final class SealCheck {
    private static final List<String> ALGORITHMS = List.of("ES256", "PS256", "EdDSA");

    private final TrustAnchors anchors;
    private final KnownSigners signers;

    SealCheck(TrustAnchors anchors) {
        this(anchors, NativeProvider.none());
    }

    SealCheck(TrustAnchors anchors, NativeProvider provider) {
        this.anchors = anchors;
        this.signers = new KnownSigners(provider);
    }

    /** What the checks come to. */
    sealed interface Outcome {}

    /** All of them passed. */
    record Good(Organisation signer, Instant signedAt, SealForm form) implements Outcome {}

    /** The first one that did not pass; {@code certificate} is the cause behind CERTIFICATE_REFUSED. */
    record Bad(SealRefusal cause, Optional<String> certificate) implements Outcome {
        Bad(SealRefusal cause) {
            this(cause, Optional.empty());
        }

        String code() {
            return certificate.orElse(cause.code());
        }
    }

    Outcome check(byte[] payload, String jws, String expectedTyp, Instant now) {
        if (payload.length > Limits.MESSAGE_BYTES) {
            return new Bad(SealRefusal.TOO_LARGE);
        }
        return check(jws, expectedTyp, now, (encoded, text) -> document(encoded, text, payload));
    }

    /** Message signing of the API Design Rules: over the head of a request, whose digest must be that of its body. */
    Outcome checkRequest(RequestHead head, byte[] body, String jws, Instant now) {
        return check(jws, Sealer.DOCUMENT, now, (encoded, text) -> request(encoded, text, head, body));
    }

    private Outcome check(String jws, String expectedTyp, Instant now, HeaderSense sense) {
        if (jws.length() > SealVerifier.TEXT_CHARACTERS) {
            return new Bad(SealRefusal.TOO_LARGE);
        }
        int stop = jws.indexOf("..");
        if (stop < 1 || jws.indexOf('.', stop + 2) >= 0) {
            return new Bad(SealRefusal.FORM_BROKEN);
        }
        String encodedHeader = jws.substring(0, stop);
        Optional<byte[]> header = Base64Url.decode(encodedHeader);
        Optional<byte[]> signature = Base64Url.decode(jws.substring(stop + 2));
        if (header.isEmpty() || signature.isEmpty()) {
            return new Bad(SealRefusal.ENCODING_NOT_CANONICAL);
        }
        if (header.get().length > Limits.SEAL_HEADER_BYTES) {
            return new Bad(SealRefusal.TOO_LARGE);
        }
        try {
            Read read = sense.of(encodedHeader, new String(header.get(), StandardCharsets.ISO_8859_1));
            return form(read.header(), signature.get(), expectedTyp)
                    .<Outcome>map(Bad::new)
                    .orElseGet(() -> trust(read, signature.get(), now));
        } catch (HeaderBroken broken) {
            return new Bad(broken.refusal());
        }
    }

    /** What a header means, and what is signed with it. */
    private interface HeaderSense {
        Read of(String encoded, String text) throws HeaderBroken;
    }

    private static Read document(String encoded, String text, byte[] payload) throws HeaderBroken {
        return SealForm.meantBy(text) == SealForm.ADR
                ? new Read(
                        JadesHeader.read(text),
                        SigningInput.unencoded(encoded, JadesHeader.signedText(payload)),
                        SealForm.ADR)
                : new Read(HeaderReader.read(text), SigningInput.of(encoded, payload), SealForm.OVERDRACHT);
    }

    private static Read request(String encoded, String text, RequestHead head, byte[] body) throws HeaderBroken {
        JadesHeader.Read read = JadesHeader.readAny(text);
        if (new HashSet<>(read.pars()).size() < read.pars().size()
                || !read.pars().containsAll(head.toBeSigned())
                || !read.pars().stream().allMatch(name -> name.equals(name.toLowerCase(Locale.ROOT)))) {
            throw new HeaderBroken(SealRefusal.NOT_ALL_SIGNED);
        }
        if (!head.isOf(body)) {
            throw new HeaderBroken(SealRefusal.DIGEST_DIFFERS);
        }
        byte[] signed = head.signedText(read.pars()).orElseThrow(() -> new HeaderBroken(SealRefusal.NOT_ALL_SIGNED));
        return new Read(read.header(), SigningInput.unencoded(encoded, signed), SealForm.ADR_MESSAGE);
    }

    private static Optional<SealRefusal> form(SealHeader header, byte[] signature, String expectedTyp) {
        if (!header.typ().equals(expectedTyp)) {
            return Optional.of(SealRefusal.TYPE_WRONG);
        }
        if (!ALGORITHMS.contains(header.alg())) {
            return Optional.of(SealRefusal.ALGORITHM_NOT_ALLOWED);
        }
        boolean fixed = !header.alg().equals("PS256");
        return fixed && signature.length != 64 ? Optional.of(SealRefusal.SIGNATURE_LENGTH) : Optional.empty();
    }

    /** A header with what it signs. */
    private record Read(SealHeader header, SigningInput input, SealForm form) {}

    private Outcome trust(Read read, byte[] signature, Instant now) {
        SealHeader header = read.header();
        Optional<Signer> known = signers.read(header.x5c());
        if (known.isEmpty()) {
            return new Bad(SealRefusal.CHAIN_UNREADABLE);
        }
        Signer signer = known.get();
        if (!signer.thumbprint().equals(header.thumbprint())) {
            return new Bad(SealRefusal.THUMBPRINT_DIFFERS);
        }
        Step<Organisation> organisation = anchors.verify(signer.chain(), Usage.SEAL, now);
        return organisation.fold(
                found -> {
                    signers.keep(header.x5c(), signer);
                    return signed(header, read.input(), signature, signer)
                            .or(() -> fresh(header.iat(), now))
                            .<Outcome>map(Bad::new)
                            .orElseGet(() -> new Good(found, header.iat(), read.form()));
                },
                refused -> new Bad(
                        refused.code() == ProblemCode.CERTIFICATE_STATUS_UNKNOWN
                                ? SealRefusal.STATUS_UNKNOWN
                                : SealRefusal.CERTIFICATE_REFUSED,
                        anchors.diagnose(signer.chain(), Usage.SEAL, now)));
    }

    private static Optional<SealRefusal> signed(
            SealHeader header, SigningInput input, byte[] signature, Signer signer) {
        if (signer.key().isEmpty()) {
            return Optional.of(SealRefusal.KEY_NOT_ALLOWED);
        }
        SealKey key = signer.key().get();
        if (!key.algorithm().equals(header.alg())) {
            return Optional.of(SealRefusal.ALGORITHM_NOT_OF_KEY);
        }
        if (signature.length != key.signatureLength()) {
            return Optional.of(SealRefusal.SIGNATURE_LENGTH);
        }
        return key.verifies(input, signature) ? Optional.empty() : Optional.of(SealRefusal.SIGNATURE_WRONG);
    }

    private static Optional<SealRefusal> fresh(Instant signedAt, Instant now) {
        if (signedAt.isAfter(now.plus(Limits.CLOCK_SKEW))) {
            return Optional.of(SealRefusal.IN_THE_FUTURE);
        }
        boolean old = signedAt.isBefore(now.minus(Limits.SIGNATURE_LIFE));
        return old ? Optional.of(SealRefusal.TOO_OLD) : Optional.empty();
    }
}
