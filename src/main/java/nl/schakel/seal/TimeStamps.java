package nl.schakel.seal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.trust.BouncyCastle;
import nl.schakel.trust.Certificates;
import nl.schakel.trust.StampTrust;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;

/** Time-stamps of RFC 3161 over SHA-256: asked for, and believed only from whom we trust. Safe for use by many threads. */
public final class TimeStamps {
    /** A token with its chain is about 4 kB. */
    public static final int REPLY_BYTES = 64 * 1024;

    private static final int NONCE_BITS = 64;
    private static final int CMS_VERSION = 3;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final StampTrust trust;

    public TimeStamps(StampTrust trust) {
        this.trust = trust;
    }

    /**
     * What is asked of the authority; it learns a digest and nothing else.
     *
     * @param der the body to POST as {@code application/timestamp-query}
     */
    public record Question(byte[] der, byte[] data, TimeStampRequest request) {}

    /**
     * A token that was verified.
     *
     * @param at when the authority saw the digest
     * @param path of the authority, leaf first, without the anchor
     */
    public record Stamp(byte[] token, Instant at, List<X509Certificate> path) {
        public Stamp {
            path = List.copyOf(path);
        }
    }

    public static Question ask(byte[] data) {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        try {
            TimeStampRequest request = generator.generate(
                    NISTObjectIdentifiers.id_sha256, SigningInput.sha256(data), new BigInteger(NONCE_BITS, RANDOM));
            return new Question(request.getEncoded(), data, request);
        } catch (IOException impossible) {
            throw new IllegalStateException("A request can be encoded", impossible);
        }
    }

    /** Empty when the reply is no good answer to the question, or not from an authority we trust. */
    public Optional<Stamp> answer(Question question, byte[] reply) {
        try {
            TimeStampResponse response = new TimeStampResponse(reply);
            response.validate(question.request());
            TimeStampToken token = response.getTimeStampToken();
            return token == null ? Optional.empty() : verify(token.getEncoded(), question.data());
        } catch (TSPException | IOException | RuntimeException refused) {
            // The decoder throws whatever it likes at bytes that are no reply.
            return Optional.empty();
        }
    }

    /** Empty when this token is not a good one over these bytes, or not from an authority we trust. */
    public Optional<Stamp> verify(byte[] der, byte[] data) {
        try {
            CMSSignedData signed = new CMSSignedData(der);
            TimeStampToken token = new TimeStampToken(signed);
            if (!Arrays.equals(token.getEncoded(), der) || !isPlain(signed) || !isOver(token, data)) {
                return Optional.empty();
            }
            List<X509Certificate> certificates = certificates(token.getCertificates());
            Instant at = token.getTimeStampInfo().getGenTime().toInstant();
            for (X509Certificate leaf : certificates) {
                if (names(token, leaf) && signed(token, leaf)) {
                    return trust.path(leaf, certificates, at).map(path -> new Stamp(der, at, path));
                }
            }
            return Optional.empty();
        } catch (TSPException
                | CMSException
                | IOException
                | CertificateException
                | OperatorCreationException
                | RuntimeException broken) {
            // As above: a token comes from outside.
            return Optional.empty();
        }
    }

    /** The few parts of a token that no signature covers say what they must say (RFC 5652 section 5.1), and nothing else. */
    private static boolean isPlain(CMSSignedData signed) throws IOException {
        Set<AlgorithmIdentifier> digests = signed.getDigestAlgorithmIDs();
        SignedData parts = SignedData.getInstance(signed.toASN1Structure().getContent());
        for (ASN1Encodable signer : parts.getSignerInfos()) {
            if (!isPlain(signer)) {
                return false;
            }
        }
        return signed.toASN1Structure().getContentType().equals(CMSObjectIdentifiers.signedData)
                && parts.getEncapContentInfo().getContent() instanceof DEROctetString
                && signed.getVersion() == CMS_VERSION
                && digests.size() == 1
                && signed.getSignerInfos().size() == 1
                && digests.stream()
                        .allMatch(digest ->
                                digest.getParameters() == null || DERNull.INSTANCE.equals(digest.getParameters()))
                && signed.getSignerInfos().getSigners().stream()
                        .allMatch(signer -> digests.stream()
                                .allMatch(
                                        digest -> digest.getAlgorithm().getId().equals(signer.getDigestAlgOID())));
    }

    /** Put together anew from its parts it is the same: version and tags are what follows from them. */
    private static boolean isPlain(ASN1Encodable read) throws IOException {
        SignerInfo signer = SignerInfo.getInstance(read);
        SignerInfo again = new SignerInfo(
                signer.getSID(),
                signer.getDigestAlgorithm(),
                signer.getAuthenticatedAttributes(),
                signer.getDigestEncryptionAlgorithm(),
                signer.getEncryptedDigest(),
                signer.getUnauthenticatedAttributes());
        return Arrays.equals(again.getEncoded(), read.toASN1Primitive().getEncoded());
    }

    /** By the very bytes of the issuer's name: to compare names, upper case and lower case are one. */
    private static boolean names(TimeStampToken token, X509Certificate leaf) throws IOException, CertificateException {
        X509CertificateHolder holder = new X509CertificateHolder(leaf.getEncoded());
        X500Name issuer = token.getSID().getIssuer();
        return token.getSID().match(holder)
                && (issuer == null
                        || Arrays.equals(issuer.getEncoded(), holder.getIssuer().getEncoded()));
    }

    private static boolean isOver(TimeStampToken token, byte[] data) {
        return token.getTimeStampInfo().getMessageImprintAlgOID().equals(NISTObjectIdentifiers.id_sha256)
                && Arrays.equals(token.getTimeStampInfo().getMessageImprintDigest(), SigningInput.sha256(data));
    }

    /** Checks the signature, that the certificate was valid then, and that its only purpose is to stamp time. */
    private static boolean signed(TimeStampToken token, X509Certificate leaf)
            throws OperatorCreationException, TSPException {
        try {
            token.validate(new JcaSimpleSignerInfoVerifierBuilder()
                    .setProvider(BouncyCastle.PROVIDER)
                    .build(leaf));
            return true;
        } catch (TSPException bad) {
            return false;
        }
    }

    private static List<X509Certificate> certificates(Store<X509CertificateHolder> store)
            throws IOException, CertificateException {
        Collection<X509CertificateHolder> holders = store.getMatches(null);
        List<X509Certificate> certificates = new ArrayList<>();
        for (X509CertificateHolder holder : holders) {
            certificates.add(Certificates.parse(holder.getEncoded()));
        }
        return certificates;
    }
}
