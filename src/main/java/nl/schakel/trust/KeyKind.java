package nl.schakel.trust;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** What kind of key a new one is; it decides how it signs. */
public enum KeyKind {
    /** P-256: ES256. */
    EC("SHA256withECDSA"),
    /** 3072 bits, which NCSC-NL's guideline calls good: PS256. For partners that take nothing else. */
    RSA("SHA256withRSA");

    private static final int RSA_BITS = 3072;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String certificateSignature;

    KeyKind(String certificateSignature) {
        this.certificateSignature = certificateSignature;
    }

    private AlgorithmParameterSpec form() {
        return switch (this) {
            case EC -> new ECGenParameterSpec("secp256r1");
            case RSA -> new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4);
        };
    }

    KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(name());
            generator.initialize(form(), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has P-256 and RSA", e);
        }
    }

    /** How a key of this kind signs a certificate or the request for one. */
    static String certificateSignature(KeyPair key) {
        return (key.getPrivate().getAlgorithm().equals(RSA.name()) ? RSA : EC).certificateSignature;
    }
}
