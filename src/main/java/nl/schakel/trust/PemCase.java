package nl.schakel.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Keys in files of their own, as homes had them before PKCS#12: {@code <use>.crt} and {@code <use>.key}, announced ones
 * under {@code next/}.
 *
 * @param gateway the folder of our own keys
 */
record PemCase(Path gateway) implements KeyCase {

    /** Whether any key of ours lies here in a file of its own. */
    boolean isInUse() {
        return Usage.ofGateway().stream().anyMatch(usage -> Files.exists(key(gateway, usage)));
    }

    /**
     * An activation that broke off between its two files is taken as done: its pair still stands under {@code next/}.
     */
    @Override
    public Optional<IssuedKey> active(Usage usage) {
        if (!Files.exists(crt(gateway, usage))) {
            return Optional.empty();
        }
        try {
            return Optional.of(KeyFiles.read(crt(gateway, usage), key(gateway, usage)));
        } catch (KeyMaterialInvalid halfWritten) {
            Optional<IssuedKey> next = next(usage).filter(pair -> isAtWork(usage, pair));
            return Optional.of(next.orElseThrow(() -> halfWritten));
        }
    }

    private boolean isAtWork(Usage usage, IssuedKey next) {
        try {
            return Pair.belongTogether(
                    KeyFiles.readKey(key(gateway, usage)), next.certificate().getPublicKey());
        } catch (KeyMaterialInvalid | UncheckedIOException unreadable) {
            return false;
        }
    }

    /** Whether a key has no certificate yet. */
    boolean waits(Usage usage) {
        return Files.exists(key(next(), usage)) && !Files.exists(crt(next(), usage));
    }

    @Override
    public Optional<IssuedKey> next(Usage usage) {
        return Files.exists(crt(next(), usage))
                ? Optional.of(KeyFiles.read(crt(next(), usage), key(next(), usage)))
                : Optional.empty();
    }

    @Override
    public Optional<PrivateKey> begun(Usage usage) {
        Path file = key(next(), usage);
        return Files.exists(file) ? Optional.of(KeyFiles.readKey(file)) : Optional.empty();
    }

    @Override
    public Optional<X509Certificate> shown(Usage usage, KeyState state) {
        Path file = file(usage, state);
        return Files.exists(file) ? Optional.of(KeyFiles.certificates(file).get(0)) : Optional.empty();
    }

    @Override
    public Path file(Usage usage, KeyState state) {
        return crt(state == KeyState.ANNOUNCED ? next() : gateway, usage);
    }

    @Override
    public void begin(Usage usage, KeyPair pair) {
        byte[] secret =
                Pem.bytes(List.of(new Pem(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded())));
        try {
            Files.deleteIfExists(crt(next(), usage));
            DurableFile.write(key(next(), usage), secret, DurableFile.SECRET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void announce(Usage usage, IssuedKey next) {
        KeyFiles.write(crt(next(), usage), key(next(), usage), next);
    }

    @Override
    public void use(Usage usage, IssuedKey key) {
        KeyFiles.write(crt(gateway, usage), key(gateway, usage), key);
        delete(crt(next(), usage));
        delete(key(next(), usage));
    }

    @Override
    public void keep(IssuedKey before) {
        Path stem = gateway.resolve("previous").resolve("decrypt-" + KeyCase.name(before.certificate()));
        KeyFiles.write(Path.of(stem + ".crt"), Path.of(stem + ".key"), before);
    }

    @Override
    public void forget(X509Certificate before) {
        delete(kept(before));
    }

    /** The private half of a key to open parts that is not in use any more. */
    Path kept(X509Certificate before) {
        return gateway.resolve("previous").resolve("decrypt-" + KeyCase.name(before) + ".key");
    }

    /** Takes every key file of this use away. */
    void remove(Usage usage) {
        for (Path folder : List.of(gateway, next())) {
            delete(key(folder, usage));
            delete(crt(folder, usage));
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path next() {
        return gateway.resolve("next");
    }

    static Path crt(Path folder, Usage usage) {
        return folder.resolve(usage.text() + ".crt");
    }

    static Path key(Path folder, Usage usage) {
        return folder.resolve(usage.text() + ".key");
    }
}
