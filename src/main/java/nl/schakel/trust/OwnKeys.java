package nl.schakel.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Our own keys on disk and the steps of their rollover. {@code gateway/<use>} is in use, {@code gateway/next/<use>} is
 * announced, {@code gateway/previous/<use>-<key>} counts for what is still under way, {@code gateway/retired/} is
 * history. Every step can be done again after it broke off.
 */
public final class OwnKeys {
    private static final int NAME = 16;

    private final Path gateway;

    private OwnKeys(Path gateway) {
        this.gateway = gateway;
    }

    /** @param pki the key folder */
    public static OwnKeys of(Path pki) {
        return new OwnKeys(pki.resolve("gateway"));
    }

    /**
     * The key in use. An activation that broke off between its two files is taken as done: its pair still stands under
     * {@code next/}.
     *
     * @throws KeyMaterialInvalid when there is none that can be used
     */
    public IssuedKey active(Usage usage) {
        try {
            return KeyFiles.read(crt(gateway, usage), key(gateway, usage));
        } catch (KeyMaterialInvalid halfWritten) {
            Optional<IssuedKey> next = next(usage).filter(pair -> isAtWork(usage, pair));
            return next.orElseThrow(() -> halfWritten);
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

    /** The key that was announced, once its certificate is there. */
    public Optional<IssuedKey> next(Usage usage) {
        Path folder = gateway.resolve("next");
        return Files.exists(crt(folder, usage))
                ? Optional.of(KeyFiles.read(crt(folder, usage), key(folder, usage)))
                : Optional.empty();
    }

    /** Whether a key waits for its certificate, or is announced. */
    public boolean hasBegun(Usage usage) {
        return Files.exists(key(gateway.resolve("next"), usage));
    }

    /**
     * Makes a new key and asks for its certificate.
     *
     * @return the request (PKCS#10, PEM), with the subject of the certificate in use
     */
    public String request(Usage usage) {
        KeyPair pair = CertificateMaker.newKey();
        try {
            byte[] secret =
                    Pem.bytes(List.of(new Pem(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded())));
            DurableFile.write(key(gateway.resolve("next"), usage), secret, DurableFile.SECRET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return CertificateRequest.text(active(usage).certificate(), pair, usage);
    }

    /** Whose request this certificate answers; empty when it is for no key that waits here. */
    public Optional<Usage> waitingFor(X509Certificate certificate) {
        return Usage.ofGateway().stream()
                .filter(this::hasBegun)
                .filter(usage -> Pair.belongTogether(
                        KeyFiles.readKey(key(gateway.resolve("next"), usage)), certificate.getPublicKey()))
                .findFirst();
    }

    /**
     * Announces the key that waited for this certificate.
     *
     * @throws KeyMaterialInvalid when the certificate is for another use or another organisation
     */
    public void certified(Usage usage, List<X509Certificate> chain) {
        X509Certificate leaf = chain.get(0);
        Path file = crt(gateway.resolve("next"), usage);
        if (!LeafRules.fits(leaf, usage)) {
            throw new KeyMaterialInvalid(file, "a certificate for " + usage.text() + ", by its key usage");
        }
        String ours = active(usage).organisation().id();
        if (LeafRules.organisation(leaf).filter(o -> o.id().equals(ours)).isEmpty()) {
            throw new KeyMaterialInvalid(file, "a certificate of the organisation " + ours);
        }
        try {
            KeyFiles.writeCertificates(file, chain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Announces a key that its authority made together with its certificate. */
    public void announce(Usage usage, IssuedKey next) {
        Path folder = gateway.resolve("next");
        KeyFiles.write(crt(folder, usage), key(folder, usage), next);
    }

    /**
     * Takes the announced key into use. The one before becomes verify-only; its private half goes, unless it still has
     * to open what was sealed for it.
     *
     * @throws KeyMaterialInvalid when none is announced
     */
    public IssuedKey activate(Usage usage) {
        IssuedKey next = next(usage)
                .orElseThrow(() -> new KeyMaterialInvalid(
                        crt(gateway.resolve("next"), usage), "the certificate of an announced key"));
        IssuedKey before = active(usage);
        if (!before.certificate().equals(next.certificate())) {
            keep(usage, before);
        }
        KeyFiles.write(crt(gateway, usage), key(gateway, usage), next);
        try {
            Files.deleteIfExists(crt(gateway.resolve("next"), usage));
            Files.deleteIfExists(key(gateway.resolve("next"), usage));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return next;
    }

    private void keep(Usage usage, IssuedKey before) {
        Path crt = named("previous", usage, before.certificate());
        if (usage == Usage.DECRYPT) {
            KeyFiles.write(crt, Path.of(crt.toString().replaceAll("\\.crt$", ".key")), before);
            return;
        }
        try {
            KeyFiles.writeCertificates(crt, before.chain());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Retires every key of this use that was verify-only; returns how many. */
    public int retire(Usage usage) {
        List<Path> old = files("previous", usage);
        for (Path crt : old) {
            List<X509Certificate> chain = KeyFiles.certificates(crt);
            try {
                KeyFiles.writeCertificates(named("retired", usage, chain.get(0)), chain);
                Files.deleteIfExists(Path.of(crt.toString().replaceAll("\\.crt$", ".key")));
                Files.delete(crt);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return old.size();
    }

    /** Certificates of this use that are verify-only or retired. */
    List<Path> files(String folder, Usage usage) {
        Path at = gateway.resolve(folder);
        if (!Files.isDirectory(at)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(at)) {
            return files.filter(file -> file.getFileName().toString().startsWith(usage.text() + "-"))
                    .filter(file -> file.toString().endsWith(".crt"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path named(String folder, Usage usage, X509Certificate certificate) {
        String key = Certificates.publicKeyText(certificate).substring(0, NAME);
        return gateway.resolve(folder).resolve(usage.text() + "-" + key + ".crt");
    }

    static Path crt(Path folder, Usage usage) {
        return folder.resolve(usage.text() + ".crt");
    }

    static Path key(Path folder, Usage usage) {
        return folder.resolve(usage.text() + ".key");
    }

    Path folder() {
        return gateway;
    }
}
