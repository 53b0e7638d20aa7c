package nl.schakel.seal;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A256GCM by the JDK, which uses the processor's own instructions; nonce of 12 bytes, tag of 16. */
final class Gcm {
    static final int NONCE = 12;
    static final int TAG = 16;

    private Gcm() {}

    /** What is closed, and the tag over it and its additional data. */
    record Closed(byte[] bytes, byte[] tag) {}

    static Closed close(byte[] key, byte[] nonce, byte[] additional, byte[] open) {
        try {
            byte[] all = cipher(Cipher.ENCRYPT_MODE, key, nonce, additional).doFinal(open);
            return new Closed(
                    Arrays.copyOf(all, all.length - TAG), Arrays.copyOfRange(all, all.length - TAG, all.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES-GCM", e);
        }
    }

    /** Empty when key, additional data, bytes or tag are not those of the closing. */
    static Optional<byte[]> open(byte[] key, byte[] nonce, byte[] additional, Closed closed) {
        if (nonce.length != NONCE || closed.tag().length != TAG) {
            return Optional.empty();
        }
        byte[] all = Arrays.copyOf(closed.bytes(), closed.bytes().length + TAG);
        System.arraycopy(closed.tag(), 0, all, closed.bytes().length, TAG);
        try {
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, key, nonce, additional).doFinal(all));
        } catch (AEADBadTagException changed) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES-GCM", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] additional)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG, nonce));
        cipher.updateAAD(additional);
        return cipher;
    }
}
