package nl.schakel.trust;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes the certificates that no orderly authority would make. */
public final class Workshop {
    public static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    public static final String OIN = "00000099000000001000";

    private static BigInteger serial = BigInteger.ONE;

    private KeyPair key = keyPair("EC", new ECGenParameterSpec("secp256r1"));
    private String signature = "SHA256withECDSA";
    private String subject = "C=NL,CN=ggz-noord,SERIALNUMBER=" + OIN;
    private Instant from = NOW.minus(Duration.ofDays(1));
    private Instant until = NOW.plus(Duration.ofDays(30));
    private int keyUsage = KeyUsage.digitalSignature | KeyUsage.nonRepudiation;
    private KeyPurposeId[] purposes = {};
    private int pathLength = -1;
    private IssuedKey issuer;
    private String[] places = {};

    public static Workshop seal() {
        return new Workshop();
    }

    public static Workshop tls() {
        Workshop order = new Workshop();
        order.keyUsage = KeyUsage.digitalSignature;
        order.purposes = new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth};
        return order;
    }

    public static Workshop decrypt() {
        Workshop order = new Workshop();
        order.keyUsage = KeyUsage.keyAgreement;
        order.purposes = new KeyPurposeId[] {KeyPurposeId.id_kp_emailProtection};
        return order;
    }

    public static Workshop authority(String name) {
        Workshop order = new Workshop().named("C=NL,CN=" + name);
        order.keyUsage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
        order.pathLength = 9;
        return order;
    }

    /** An issuing chain of this length (leaf not counted), leaf's issuer first. */
    public static IssuedKey chainOf(int length) {
        IssuedKey issuer = authority("chain 1").make();
        for (int i = 2; i <= length; i++) {
            issuer = authority("chain " + i).by(issuer).make();
        }
        return issuer;
    }

    public Workshop named(String name) {
        subject = name;
        return this;
    }

    public Workshop by(IssuedKey authority) {
        issuer = authority;
        return this;
    }

    public Workshop valid(Instant start, Instant end) {
        from = start;
        until = end;
        return this;
    }

    public Workshop keyUsage(int bits) {
        keyUsage = bits;
        return this;
    }

    public Workshop purposes(KeyPurposeId... ids) {
        purposes = ids.clone();
        return this;
    }

    public Workshop signedWith(String algorithm) {
        signature = algorithm;
        return this;
    }

    /** A certificate over a key that stands elsewhere. */
    public Workshop over(KeyPair pair) {
        key = pair;
        return this;
    }

    /** Says that its status is to be had from this responder and in this list. */
    public Workshop asking(String responder, String list) {
        places = new String[] {responder, list};
        return this;
    }

    public Workshop rsa(int bits) {
        key = keyPair("RSA", new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
        return this;
    }

    public Workshop ed25519() {
        key = keyPair("Ed25519", null);
        return this;
    }

    public Workshop curve(String name) {
        key = keyPair("EC", new ECGenParameterSpec(name));
        return this;
    }

    public IssuedKey make() {
        try {
            IssuedKey by = issuer;
            PrivateKey signing = by == null ? key.getPrivate() : by.key();
            X500Name name = new X500Name(subject);
            X500Name issuerName = by == null
                    ? name
                    : X500Name.getInstance(
                            by.certificate().getSubjectX500Principal().getEncoded());
            serial = serial.add(BigInteger.ONE);
            var builder = new JcaX509v3CertificateBuilder(
                    issuerName, serial, Date.from(from), Date.from(until), name, key.getPublic());
            builder.addExtension(
                    Extension.basicConstraints,
                    true,
                    pathLength < 0 ? new BasicConstraints(false) : new BasicConstraints(pathLength));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(keyUsage));
            if (purposes.length > 0) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            }
            if (places.length > 0) {
                builder.addExtension(
                        Extension.authorityInfoAccess,
                        false,
                        new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, web(places[0])));
                builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                    new DistributionPoint(new DistributionPointName(new GeneralNames(web(places[1]))), null, null)
                }));
            }
            var signer = new JcaContentSignerBuilder(signature)
                    .setProvider(BouncyCastle.PROVIDER)
                    .build(signing);
            List<X509Certificate> chain = new ArrayList<>();
            chain.add(Certificates.plain(builder.build(signer).getEncoded()));
            if (by != null) {
                chain.addAll(by.chain());
            }
            return new IssuedKey(key.getPrivate(), chain);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static GeneralName web(String address) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, address);
    }

    private static KeyPair keyPair(String algorithm, AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (parameters != null) {
                generator.initialize(parameters);
            }
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
