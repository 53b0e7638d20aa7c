package nl.schakel.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.seal.SealVerifier.Sealed;
import nl.schakel.trust.Certificates;
import nl.schakel.trust.Organisation;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Usage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/**
 * Checks the seal inside a SOAP 1.1 message: WS-Security with an XML signature over Body and Timestamp (ADR 0028). The
 * sender hears the same as of other seals. Safe for use by many threads.
 */
public final class XmlSealVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(XmlSealVerifier.class);
    private static final String MARK = "oasis-200401-wss-wssecurity-secext";

    private final TrustAnchors anchors;

    public XmlSealVerifier(TrustAnchors anchors) {
        this.anchors = anchors;
    }

    /** Whether the message speaks of WS-Security at all; then it is checked, whoever sent it. */
    public static boolean isIn(byte[] soap) {
        return new String(soap, StandardCharsets.ISO_8859_1).contains(MARK);
    }

    /**
     * @param soap exactly as received
     * @return who sealed it; or stopped with {@code SEAL_MISSING}, {@code SEAL_INVALID}, {@code MESSAGE_EXPIRED} or {@code
     *     CERTIFICATE_STATUS_UNKNOWN}
     */
    public Step<Sealed> verify(byte[] soap, Instant now) {
        if (!isIn(soap)) {
            return Step.stopped(Problem.of(ProblemCode.SEAL_MISSING));
        }
        try {
            return Step.next(checked(soap, now));
        } catch (SealedXml.Refused refused) {
            LOG.info("seal refused cause={} typ=ws-security", refused.refusal().code());
            return Step.stopped(Problem.of(SealVerifier.told(refused.refusal())));
        }
    }

    /** Why {@code verify} refuses, as a short code for the audit, never for the sender; empty when it does not. */
    public Optional<String> diagnose(byte[] soap, Instant now) {
        try {
            checked(soap, now);
            return Optional.empty();
        } catch (SealedXml.Refused refused) {
            return Optional.of(refused.refusal().code());
        }
    }

    private Sealed checked(byte[] soap, Instant now) throws SealedXml.Refused {
        SecurityHeader header = SecurityHeader.in(SealedXml.read(soap));
        return checked(header, chain(header), now);
    }

    /**
     * As of the moment when it says that it was made, for whoever looks at it years later.
     *
     * @param between certificates that may stand between the signer's and an anchor
     */
    SealedBy past(byte[] soap, Collection<X509Certificate> between) throws SealedXml.Refused {
        SecurityHeader header = SecurityHeader.in(SealedXml.read(soap));
        List<X509Certificate> chain = new ArrayList<>(chain(header));
        for (Optional<X509Certificate> next = issuer(chain, between);
                next.isPresent() && chain.size() < Limits.CERTIFICATE_CHAIN;
                next = issuer(chain, between)) {
            chain.add(next.get());
        }
        Sealed sealed = checked(header, chain, header.created());
        Instant most = header.created().plus(Limits.SIGNATURE_LIFE);
        return new SealedBy(
                sealed.signer(),
                header.created(),
                header.expires().filter(most::isAfter).orElse(most),
                chain);
    }

    private static Optional<X509Certificate> issuer(List<X509Certificate> chain, Collection<X509Certificate> between) {
        X509Certificate last = chain.get(chain.size() - 1);
        return between.stream()
                .filter(other -> other.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                .filter(other -> !chain.contains(other))
                .findFirst();
    }

    private Sealed checked(SecurityHeader header, List<X509Certificate> chain, Instant now) throws SealedXml.Refused {
        XmlAlgorithm algorithm =
                XmlAlgorithm.of(header.method()).orElseThrow(refused(SealRefusal.ALGORITHM_NOT_ALLOWED));
        Organisation signer = trusted(chain, now);
        PublicKey open = chain.get(0).getPublicKey();
        SealKey key = SealKey.of(open).orElseThrow(refused(SealRefusal.KEY_NOT_ALLOWED));
        if (!algorithm.isOf(key)) {
            throw new SealedXml.Refused(SealRefusal.ALGORITHM_NOT_OF_KEY);
        }
        byte[] value = signatureValue(header, open, key, algorithm);
        inTime(header, now);
        return new Sealed(signer, header.created(), HexFormat.of().formatHex(SigningInput.sha256(value)));
    }

    private static java.util.function.Supplier<SealedXml.Refused> refused(SealRefusal cause) {
        return () -> new SealedXml.Refused(cause);
    }

    static List<X509Certificate> chain(SecurityHeader header) throws SealedXml.Refused {
        if (header.token().length() > Limits.SEAL_HEADER_BYTES) {
            throw new SealedXml.Refused(SealRefusal.TOO_LARGE);
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(header.token());
            return switch (header.tokenType()) {
                case SecurityHeader.X509 -> List.of(Certificates.parse(der));
                case SecurityHeader.PATH -> Certificates.path(der);
                default -> throw new SealedXml.Refused(SealRefusal.CHAIN_UNREADABLE);
            };
        } catch (java.security.cert.CertificateException | IllegalArgumentException unreadable) {
            throw new SealedXml.Refused(SealRefusal.CHAIN_UNREADABLE);
        }
    }

    private Organisation trusted(List<X509Certificate> chain, Instant now) throws SealedXml.Refused {
        Step<Organisation> step = anchors.verify(chain, Usage.SEAL, now);
        Optional<Organisation> organisation = step.fold(Optional::of, problem -> Optional.empty());
        if (organisation.isPresent()) {
            return organisation.get();
        }
        boolean unknown =
                step.fold(found -> false, problem -> problem.code() == ProblemCode.CERTIFICATE_STATUS_UNKNOWN);
        throw new SealedXml.Refused(unknown ? SealRefusal.STATUS_UNKNOWN : SealRefusal.CERTIFICATE_REFUSED);
    }

    /** The JDK holds digests against what was signed; both the JDK and our own engine must agree to the signature. */
    private static byte[] signatureValue(SecurityHeader header, PublicKey open, SealKey key, XmlAlgorithm algorithm)
            throws SealedXml.Refused {
        DOMValidateContext context = new DOMValidateContext(KeySelector.singletonKeySelector(open), header.signature());
        context.setProperty("org.jcp.xml.dsig.secureValidation", true);
        context.setProperty("javax.xml.crypto.dsig.cacheReference", true);
        for (Element signed : header.signed()) {
            context.setIdAttributeNS(signed, SecurityHeader.WSU, SecurityHeader.ID);
        }
        try {
            XMLSignature signature = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
            byte[] value = signature.getSignatureValue().getValue();
            boolean good = signature.validate(context)
                    && algorithm.verifies(key, whole(signature.getSignedInfo().getCanonicalizedData()), value);
            if (!good) {
                throw new SealedXml.Refused(SealRefusal.SIGNATURE_WRONG);
            }
            return value;
        } catch (MarshalException | XMLSignatureException | IOException | IllegalArgumentException broken) {
            throw new SealedXml.Refused(SealRefusal.SIGNATURE_WRONG);
        }
    }

    private static byte[] whole(InputStream canonical) throws IOException {
        return canonical.readAllBytes();
    }

    private static void inTime(SecurityHeader header, Instant now) throws SealedXml.Refused {
        if (header.created().isAfter(now.plus(Limits.CLOCK_SKEW))) {
            throw new SealedXml.Refused(SealRefusal.IN_THE_FUTURE);
        }
        boolean ended = header.expires()
                .filter(end -> !end.isAfter(now.minus(Limits.CLOCK_SKEW)) || !end.isAfter(header.created()))
                .isPresent();
        if (ended || header.created().isBefore(now.minus(Limits.SIGNATURE_LIFE))) {
            throw new SealedXml.Refused(SealRefusal.TOO_OLD);
        }
    }
}
