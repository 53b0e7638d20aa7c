package nl.schakel.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;

/** The revocation list of one authority, kept as the file it is published in. */
final class RevocationList {
    /** Once started, a demo runs a working week or two. */
    private static final Duration LIFE = Duration.ofDays(30);

    private final Path file;
    private final X509Certificate issuer;
    private final KeyPair key;

    RevocationList(Path file, X509Certificate issuer, KeyPair key) {
        this.file = file;
        this.issuer = issuer;
        this.key = key;
    }

    X509CRL read() {
        return read(file);
    }

    /** @throws KeyMaterialInvalid when the file is no revocation list */
    static X509CRL read(Path file) {
        List<Pem> blocks = KeyFiles.blocks(file, Pem.CRL);
        try {
            return decoded(blocks.get(0).der());
        } catch (CertificateException | CRLException e) {
            throw new KeyMaterialInvalid(file, "a certificate revocation list", e);
        }
    }

    /** @param bytes as an authority serves them: DER, or PEM */
    static X509CRL parse(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        byte[] der = text.startsWith("-----BEGIN")
                ? Pem.read(text)
                        .flatMap(blocks -> blocks.stream().findFirst())
                        .map(Pem::der)
                        .orElse(bytes)
                : bytes;
        try {
            return decoded(der);
        } catch (CertificateException | CRLException e) {
            throw new IOException("not a certificate revocation list", e);
        }
    }

    private static X509CRL decoded(byte[] der) throws CertificateException, CRLException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER);
        if (factory.generateCRL(new ByteArrayInputStream(der)) instanceof X509CRL list) {
            return list;
        }
        throw new CRLException("no list");
    }

    void begin(Instant now) {
        write(builder(now, BigInteger.ONE));
    }

    void add(BigInteger serial, Instant now) {
        X509v2CRLBuilder builder = continued(now);
        builder.addCRLEntry(serial, Date.from(now), CRLReason.keyCompromise);
        write(builder);
    }

    /** Publishes the same revocations for another while. */
    void renew(Instant now) {
        write(continued(now));
    }

    private X509v2CRLBuilder continued(Instant now) {
        X509CRL current = read();
        X509v2CRLBuilder builder = builder(now, number(current).add(BigInteger.ONE));
        var revoked = current.getRevokedCertificates();
        for (var entry : revoked == null ? Set.<X509CRLEntry>of() : revoked) {
            builder.addCRLEntry(entry.getSerialNumber(), entry.getRevocationDate(), CRLReason.keyCompromise);
        }
        return builder;
    }

    private X509v2CRLBuilder builder(Instant now, BigInteger number) {
        X500Name name = X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
        X509v2CRLBuilder builder = new X509v2CRLBuilder(name, Date.from(now));
        builder.setNextUpdate(Date.from(now.plus(LIFE)));
        try {
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
        } catch (IOException e) {
            throw new IllegalStateException("A number can be encoded", e);
        }
        return builder;
    }

    private static BigInteger number(X509CRL list) {
        byte[] wrapped = list.getExtensionValue(Extension.cRLNumber.getId());
        var value = ASN1OctetString.getInstance(wrapped).getOctets();
        return CRLNumber.getInstance(value).getCRLNumber();
    }

    private void write(X509v2CRLBuilder builder) {
        try {
            byte[] der = builder.build(CertificateMaker.signer(key)).getEncoded();
            DurableFile.write(file, Pem.bytes(List.of(new Pem(Pem.CRL, der))), DurableFile.OPEN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
