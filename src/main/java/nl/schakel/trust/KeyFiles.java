package nl.schakel.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/**
 * Keys and certificates as PEM files: PKCS#8 without a password, mode 0600, and the chain leaf first. The key is written
 * before the certificate, so a certificate never stands there without its key.
 */
public final class KeyFiles {
    private KeyFiles() {}

    /**
     * @throws KeyMaterialInvalid when a file is not what it should be, or key and certificate do not belong together
     * @throws UncheckedIOException when a file cannot be read
     */
    public static IssuedKey read(Path crt, Path key) {
        IssuedKey issued = new IssuedKey(readKey(key), certificates(crt));
        if (!Pair.belongTogether(issued.key(), issued.certificate().getPublicKey())) {
            throw new KeyMaterialInvalid(key, "the private key of " + crt.getFileName());
        }
        return issued;
    }

    /** Certificates of a PEM file, in their order; at least one. */
    public static List<X509Certificate> certificates(Path crt) {
        List<X509Certificate> chain = new ArrayList<>();
        for (Pem block : blocks(crt, Pem.CERTIFICATE)) {
            try {
                chain.add(Certificates.plain(block.der()));
            } catch (CertificateException e) {
                throw new KeyMaterialInvalid(crt, "X.509 certificates", e);
            }
        }
        return chain;
    }

    public static void write(Path crt, Path key, IssuedKey issued) {
        try {
            byte[] secret =
                    Pem.bytes(List.of(new Pem(Pem.PRIVATE_KEY, issued.key().getEncoded())));
            DurableFile.write(key, secret, DurableFile.SECRET);
            writeCertificates(crt, issued.chain());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void writeCertificates(Path crt, List<X509Certificate> chain) throws IOException {
        List<Pem> blocks = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            try {
                blocks.add(new Pem(Pem.CERTIFICATE, certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new KeyMaterialInvalid(crt, "a certificate that can be encoded", e);
            }
        }
        DurableFile.write(crt, Pem.bytes(blocks), DurableFile.OPEN);
    }

    static List<Pem> blocks(Path file, String label) {
        try {
            List<Pem> blocks = Pem.read(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .orElseThrow(() -> new KeyMaterialInvalid(file, "PEM text"));
            if (blocks.isEmpty()
                    || blocks.stream().anyMatch(block -> !block.label().equals(label))) {
                throw new KeyMaterialInvalid(file, "PEM blocks '" + label + "' and no other");
            }
            return blocks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PrivateKey readKey(Path file) {
        List<Pem> blocks = blocks(file, Pem.PRIVATE_KEY);
        if (blocks.size() != 1) {
            throw new KeyMaterialInvalid(file, "one private key");
        }
        byte[] der = blocks.get(0).der();
        try {
            var algorithm = PrivateKeyInfo.getInstance(der).getPrivateKeyAlgorithm();
            String family = KeyRules.family(algorithm.getAlgorithm())
                    .orElseThrow(() -> new KeyMaterialInvalid(file, "an EC, RSA or Ed25519 key"));
            return KeyFactory.getInstance(family).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new KeyMaterialInvalid(file, "a PKCS#8 private key", e);
        }
    }
}
