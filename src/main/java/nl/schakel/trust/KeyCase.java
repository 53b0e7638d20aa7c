package nl.schakel.trust;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Where our private keys lie: one in use for each use, and one that waits for its certificate or is announced. */
interface KeyCase {
    /** The key in use, if there is one. */
    Optional<IssuedKey> active(Usage usage);

    /** The key that was announced. */
    Optional<IssuedKey> next(Usage usage);

    /** The private half of the key that waits for its certificate or is announced. */
    Optional<PrivateKey> begun(Usage usage);

    /** Leaf certificate in use or announced, without a look at its private key. */
    Optional<X509Certificate> shown(Usage usage, KeyState state);

    /** The file in which it stands; for people. */
    Path file(Usage usage, KeyState state);

    /** Keeps a new key that has no certificate yet; one that waited or was announced is thrown away. */
    void begin(Usage usage, KeyPair pair);

    /** Announces a key, whether it waited here or not. */
    void announce(Usage usage, IssuedKey next);

    /** Puts a key into use; what was announced of this use is gone afterwards. */
    void use(Usage usage, IssuedKey key);

    /** Keeps the private half of a key of {@link Usage#DECRYPT}, which still opens what was sealed for it. */
    void keep(IssuedKey before);

    /** Throws such a key away. */
    void forget(X509Certificate before);

    /** What a key is told apart by in names. */
    static String name(X509Certificate certificate) {
        return Certificates.publicKeyText(certificate).substring(0, 16);
    }
}
