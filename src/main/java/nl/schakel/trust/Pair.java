package nl.schakel.trust;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Whether a private and a public key are two halves of one key: signs and verifies a probe. */
final class Pair {
    private static final byte[] PROBE = "these two belong together".getBytes(StandardCharsets.US_ASCII);

    private Pair() {}

    static boolean belongTogether(PrivateKey secret, PublicKey open) {
        if (!secret.getAlgorithm().equals(open.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(algorithm(secret), BouncyCastle.PROVIDER);
            byte[] signed = signed(secret);
            signature.initVerify(open);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException differs) {
            return false;
        }
    }

    /** A key without an encoding stays in its token, whose provider alone can sign with it. */
    private static byte[] signed(PrivateKey secret) throws GeneralSecurityException {
        boolean held = secret.getEncoded() == null;
        Signature signature = held
                ? Signature.getInstance(algorithm(secret))
                : Signature.getInstance(algorithm(secret), BouncyCastle.PROVIDER);
        signature.initSign(secret);
        signature.update(PROBE);
        return signature.sign();
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> "Ed25519";
        };
    }
}
