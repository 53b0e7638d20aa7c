package nl.schakel.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertPath;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Sha256;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;

/** Certificates from bytes and back, strictly. */
public final class Certificates {
    private Certificates() {}

    /**
     * Reads one DER certificate.
     *
     * @throws CertificateException when it is none, or when bytes follow it
     */
    public static X509Certificate parse(byte[] der) throws CertificateException {
        X509Certificate certificate = exactly(der, CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER));
        readToTheEnd(certificate);
        return certificate;
    }

    /**
     * Reads a PkiPath (X.509, a sequence that ends with the leaf), and gives it leaf first.
     *
     * @throws CertificateException when it is none, or empty, or when bytes follow it
     */
    public static List<X509Certificate> path(byte[] der) throws CertificateException {
        CertPath path =
                CertificateFactory.getInstance("X.509").generateCertPath(new ByteArrayInputStream(der), "PkiPath");
        if (path.getCertificates().isEmpty() || !Arrays.equals(der, path.getEncoded("PkiPath"))) {
            throw new CertificateException("Not exactly one PkiPath");
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : path.getCertificates()) {
            chain.add(parse(certificate.getEncoded()));
        }
        return chain;
    }

    /** SHA-256 over the DER bytes. */
    public static byte[] thumbprint(X509Certificate certificate) {
        try {
            return Sha256.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A parsed certificate has an encoding", e);
        }
    }

    /** SHA-256 over the SubjectPublicKeyInfo, hexadecimal: the same for every certificate over one key. */
    public static String publicKeyText(X509Certificate certificate) {
        return Sha256.hex(certificate.getPublicKey().getEncoded());
    }

    /** As {@link #publicKeyText(X509Certificate)}, of a certificate's DER bytes; empty when they are none. */
    public static Optional<String> publicKeyText(byte[] der) {
        try {
            return Optional.of(Sha256.hex(org.bouncycastle.asn1.x509.Certificate.getInstance(der)
                    .getSubjectPublicKeyInfo()
                    .getEncoded("DER")));
        } catch (IOException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    static String thumbprintText(X509Certificate certificate) {
        return HexFormat.of().formatHex(thumbprint(certificate));
    }

    /** Issuer and serial number, in the form that JAdES has for {@code kid} (ETSI TS 119 182-1 clause 5.1.4). */
    public static String issuerSerial(X509Certificate certificate) {
        try {
            return java.util.Base64.getEncoder()
                    .encodeToString(new IssuerSerial(
                                    new GeneralNames(new GeneralName(X500Name.getInstance(
                                            certificate.getIssuerX500Principal().getEncoded()))),
                                    certificate.getSerialNumber())
                            .getEncoded("DER"));
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException("A certificate names its issuer", impossible);
        }
    }

    /** Bouncy Castle checks signatures only of certificates that it has read itself. */
    static List<X509Certificate> reread(Collection<X509Certificate> certificates) throws CertificateException {
        List<X509Certificate> read = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            read.add(parse(certificate.getEncoded()));
        }
        return read;
    }

    /** As the JDK's TLS wants it. */
    static X509Certificate plain(byte[] der) throws CertificateException {
        return exactly(der, CertificateFactory.getInstance("X.509"));
    }

    /** Bouncy Castle decodes some parts only when asked, and then throws or gives null: ask now, refuse here. */
    private static void readToTheEnd(X509Certificate certificate) throws CertificateException {
        try {
            boolean complete = certificate.getPublicKey() != null
                    && certificate.getNotBefore() != null
                    && certificate.getNotAfter() != null
                    && certificate.getSubjectX500Principal() != null
                    && certificate.getIssuerX500Principal() != null;
            if (!complete) {
                throw new CertificateException("A part cannot be decoded");
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CertificateException("A part cannot be decoded", e);
        }
    }

    private static X509Certificate exactly(byte[] der, CertificateFactory factory) throws CertificateException {
        if (!(factory.generateCertificate(new ByteArrayInputStream(der)) instanceof X509Certificate certificate)
                || !Arrays.equals(der, certificate.getEncoded())) {
            throw new CertificateException("Not exactly one DER certificate");
        }
        return certificate;
    }
}
