package nl.schakel.trust;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Keys in a token behind PKCS#11. They are read and used; to make, certify and rename them is the work of the token's own
 * tools. The key to open parts may stay in a file beside it.
 *
 * @param configuration of the token
 * @param pin file with its PIN
 * @param beside where the key to open parts lies when the token has none
 */
record TokenCase(Path configuration, Path pin, KeyCase beside) implements KeyCase {

    @Override
    public Optional<IssuedKey> active(Usage usage) {
        Optional<IssuedKey> held = KeyStoreKeys.inToken(configuration, pin).find(usage.text());
        return held.isEmpty() && usage == Usage.DECRYPT ? beside.active(usage) : held;
    }

    @Override
    public Optional<IssuedKey> next(Usage usage) {
        return Optional.empty();
    }

    @Override
    public Optional<PrivateKey> begun(Usage usage) {
        return Optional.empty();
    }

    @Override
    public Optional<X509Certificate> shown(Usage usage, KeyState state) {
        return state == KeyState.ACTIVE ? active(usage).map(IssuedKey::certificate) : Optional.empty();
    }

    @Override
    public Path file(Usage usage, KeyState state) {
        return configuration;
    }

    @Override
    public void begin(Usage usage, KeyPair pair) {
        throw notHere(usage);
    }

    @Override
    public void announce(Usage usage, IssuedKey next) {
        throw notHere(usage);
    }

    @Override
    public void use(Usage usage, IssuedKey key) {
        throw notHere(usage);
    }

    @Override
    public void keep(IssuedKey before) {
        throw notHere(Usage.DECRYPT);
    }

    @Override
    public void forget(X509Certificate before) {
        throw notHere(Usage.DECRYPT);
    }

    private KeyMaterialInvalid notHere(Usage usage) {
        return new KeyMaterialInvalid(
                configuration,
                "keys in files, and found a token: make the next key and its request with the token's own tool, store"
                        + " key and certificate as '" + usage.text()
                        + "', and the gateway takes them into use within 15 seconds");
    }
}
