package nl.schakel.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes EC P-256 keys and the certificates of the demo's authority. */
final class CertificateMaker {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration ROOT_LIFE = Duration.ofDays(3650);
    private static final Duration INTERMEDIATE_LIFE = Duration.ofDays(1825);
    private static final Duration LEAF_LIFE = Duration.ofDays(365);
    /** A partner's clock may be behind ours. */
    private static final Duration BACKDATED = Duration.ofMinutes(10);

    /** RFC 9336. */
    private static final KeyPurposeId DOCUMENT_SIGNING =
            KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.36"));

    private CertificateMaker() {}

    static KeyPair newKey() {
        return KeyKind.EC.newKey();
    }

    static X509Certificate root(KeyPair key, Instant now) {
        X500Name name = authority("Schakel demo root");
        return make(name, key, name, key.getPublic(), now, ROOT_LIFE, (builder, extensions) -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(1));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        });
    }

    static X509Certificate intermediate(X509Certificate root, KeyPair rootKey, PublicKey key, Instant now) {
        X500Name name = authority("Schakel demo intermediate");
        return make(subject(root), rootKey, name, key, now, INTERMEDIATE_LIFE, (builder, extensions) -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(Extension.nameConstraints, true, onlyThisMachine());
        });
    }

    static X509Certificate leaf(X509Certificate issuer, KeyPair issuerKey, PublicKey key, LeafOrder order) {
        return make(subject(issuer), issuerKey, name(order.subject()), key, order.now(), LEAF_LIFE, (builder, x) -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            describe(builder, order);
        });
    }

    /** A certificate that says nothing, over a key that waits for a real one. */
    static X509Certificate placeholder(KeyPair key) {
        X500Name name = authority("no certificate yet");
        return make(name, key, name, key.getPublic(), Instant.now(), LEAF_LIFE, (builder, extensions) -> {});
    }

    /** What a leaf is made for. */
    record LeafOrder(Subject subject, Usage usage, Instant now) {}

    static ContentSigner signer(KeyPair key) {
        try {
            return new JcaContentSignerBuilder(KeyKind.certificateSignature(key))
                    .setProvider(BouncyCastle.PROVIDER)
                    .build(key.getPrivate());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("A P-256 or RSA key signs", e);
        }
    }

    /** A seal has a document's purpose, so that TLS refuses it; without any purpose TLS would take it. */
    private static void describe(X509v3CertificateBuilder builder, LeafOrder order) throws IOException {
        builder.addExtension(Extension.keyUsage, true, keyUsage(order.usage()));
        boolean critical = order.usage() == Usage.STAMP;
        builder.addExtension(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(purposes(order.usage())));
        // A seal has them as well: without a host name the JDK takes the common name for one and finds it forbidden.
        List<GeneralName> names = new ArrayList<>(List.of(
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        order.subject().ura().ifPresent(ura -> names.add(UziName.of(ura)));
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
    }

    static KeyUsage keyUsage(Usage usage) {
        return switch (usage) {
            case TLS, STAMP -> new KeyUsage(KeyUsage.digitalSignature);
            case SEAL, CHECKPOINT -> new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation);
            case DECRYPT -> new KeyUsage(KeyUsage.keyAgreement);
        };
    }

    private static KeyPurposeId[] purposes(Usage usage) {
        return switch (usage) {
            case TLS -> new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
            case SEAL, CHECKPOINT -> new KeyPurposeId[] {DOCUMENT_SIGNING};
            case STAMP -> new KeyPurposeId[] {KeyPurposeId.id_kp_timeStamping};
            case DECRYPT -> new KeyPurposeId[] {KeyPurposeId.id_kp_emailProtection};
        };
    }

    /** Somebody may put the demo root in a browser; it then still speaks for no other machine. */
    private static NameConstraints onlyThisMachine() {
        GeneralSubtree[] permitted = {
            new GeneralSubtree(new GeneralName(GeneralName.dNSName, "localhost")),
            new GeneralSubtree(new GeneralName(GeneralName.iPAddress, "127.0.0.0/8"))
        };
        return new NameConstraints(permitted, null);
    }

    private static X509Certificate make(
            X500Name issuer,
            KeyPair issuerKey,
            X500Name subject,
            PublicKey key,
            Instant now,
            Duration life,
            Extensions extensions) {
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer, serial(), Date.from(now.minus(BACKDATED)), Date.from(now.plus(life)), subject, key);
            builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(issuerKey.getPublic()));
            extensions.add(builder, identifiers);
            return Certificates.plain(builder.build(signer(issuerKey)).getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("A certificate of our own making can be made", e);
        }
    }

    private interface Extensions {
        void add(X509v3CertificateBuilder builder, JcaX509ExtensionUtils identifiers) throws IOException;
    }

    private static X500Name authority(String name) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.C, "NL")
                .addRDN(BCStyle.O, DemoAuthority.NAME)
                .addRDN(BCStyle.CN, name)
                .build();
    }

    private static X500Name name(Subject subject) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.C, "NL")
                .addRDN(BCStyle.O, subject.name())
                .addRDN(BCStyle.CN, subject.name())
                .addRDN(BCStyle.SERIALNUMBER, subject.oin())
                .build();
    }

    private static X500Name subject(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static BigInteger serial() {
        return new BigInteger(126, RANDOM).setBit(126);
    }
}
