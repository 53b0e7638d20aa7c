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
 * Our own keys and the steps of their rollover. They lie in one PKCS#12 file, {@code gateway/keys.p12}, unless the home
 * was made with key files or settings name another place. {@code gateway/previous/<use>-<key>.crt} counts for what is still
 * under way, {@code gateway/retired/} is history. Every step can be done again after it broke off.
 */
public final class OwnKeys {
    private final Path gateway;
    private final KeyCase keys;

    private OwnKeys(Path gateway, KeyCase keys) {
        this.gateway = gateway;
        this.keys = keys;
    }

    /**
     * Where they lie, by the settings of that name under {@code schakel.trust}.
     *
     * @param pki the key folder
     * @param keystore PKCS#12 file in place of that of the key folder
     * @param pkcs11 configuration of a token
     * @param password file with the password of the one or the PIN of the other
     */
    public record Place(Path pki, Optional<Path> keystore, Optional<Path> pkcs11, Optional<Path> password) {}

    /** @param pki the key folder */
    public static OwnKeys of(Path pki) {
        return at(new Place(pki, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** @throws KeyMaterialInvalid when the place is told in a way that cannot be */
    public static OwnKeys at(Place place) {
        Path gateway = place.pki().resolve("gateway");
        Optional<Path> named = place.keystore().or(place::pkcs11);
        if (named.isPresent()
                && (place.password().isEmpty()
                        || (place.keystore().isPresent() && place.pkcs11().isPresent()))) {
            throw new KeyMaterialInvalid(
                    named.get(),
                    "schakel.trust.password beside it, and not both schakel.trust.keystore and schakel.trust.pkcs11");
        }
        return new OwnKeys(gateway, keyCase(place, gateway));
    }

    private static KeyCase keyCase(Place place, Path gateway) {
        if (place.keystore().isPresent()) {
            return new Pkcs12Case(place.keystore().get(), place.password().orElseThrow());
        }
        boolean token = place.pkcs11().isPresent();
        Pkcs12Case chest = Pkcs12Case.in(gateway, token ? Optional.empty() : place.password());
        KeyCase inFolder = Files.exists(chest.file()) ? chest : new PemCase(gateway);
        return token ? new TokenCase(place.pkcs11().get(), place.password().orElseThrow(), inFolder) : inFolder;
    }

    /** As {@link #of}; a folder without keys gets its PKCS#12 file and a password of chance, readable by its owner. */
    public static OwnKeys makeAt(Path pki) {
        Path gateway = pki.resolve("gateway");
        if (!new PemCase(gateway).isInUse()) {
            Pkcs12Case.in(gateway, Optional.empty()).make();
        }
        return of(pki);
    }

    /**
     * Puts keys that lie in files of their own into a PKCS#12 file and then takes those files away. May be done again.
     *
     * @return how many keys are in use from there; empty when none lies in a file of its own
     * @throws KeyMaterialInvalid when a key waits for its certificate: without one it has no place in PKCS#12
     */
    public Optional<Integer> convert() {
        PemCase old = new PemCase(gateway);
        boolean here = keys.equals(old) || keys.equals(Pkcs12Case.in(gateway, Optional.empty()));
        if (!here || !old.isInUse()) {
            return Optional.empty();
        }
        Pkcs12Case chest = Pkcs12Case.in(gateway, Optional.empty());
        boolean whole = Files.exists(chest.file());
        if (!whole) {
            Usage.ofGateway().stream().filter(old::waits).findFirst().ifPresent(usage -> {
                throw new KeyMaterialInvalid(
                        old.file(usage, KeyState.ANNOUNCED),
                        "the certificate of the key that waits for it; import that first, or throw the key away");
            });
            chest.makeOf(old, files("previous", Usage.DECRYPT));
        }
        Usage.ofGateway().forEach(old::remove);
        files("previous", Usage.DECRYPT)
                .forEach(crt -> old.forget(KeyFiles.certificates(crt).get(0)));
        return Optional.of((int) Usage.ofGateway().stream()
                .filter(usage -> chest.active(usage).isPresent())
                .count());
    }

    /**
     * The key in use.
     *
     * @throws KeyMaterialInvalid when there is none that can be used
     */
    public IssuedKey active(Usage usage) {
        return find(usage)
                .orElseThrow(() -> new KeyMaterialInvalid(
                        keys.file(usage, KeyState.ACTIVE),
                        "a private key and its certificate under the name '" + usage.text() + "'"));
    }

    /** As {@link #active}, where one may be missing. */
    public Optional<IssuedKey> find(Usage usage) {
        return keys.active(usage);
    }

    /** The key that was announced, once its certificate is there. */
    public Optional<IssuedKey> next(Usage usage) {
        return keys.next(usage);
    }

    /** Whether a key waits for its certificate, or is announced. */
    public boolean hasBegun(Usage usage) {
        return keys.begun(usage).isPresent();
    }

    /**
     * Makes a new key and asks for its certificate.
     *
     * @return the request (PKCS#10, PEM), with the subject of the certificate in use
     */
    public String request(Usage usage) {
        return request(usage, KeyKind.EC);
    }

    /** As {@link #request(Usage)}, for a key of this kind. */
    public String request(Usage usage, KeyKind kind) {
        X509Certificate like = active(usage).certificate();
        KeyPair pair = kind.newKey();
        keys.begin(usage, pair);
        return CertificateRequest.text(like, pair, usage);
    }

    /** Whose request this certificate answers; empty when it is for no key that waits here. */
    public Optional<Usage> waitingFor(X509Certificate certificate) {
        return Usage.ofGateway().stream()
                .filter(usage -> keys.begun(usage)
                        .filter(key -> Pair.belongTogether(key, certificate.getPublicKey()))
                        .isPresent())
                .findFirst();
    }

    /**
     * Announces the key that waited for this certificate.
     *
     * @throws KeyMaterialInvalid when the certificate is for another use, another organisation or another key
     */
    public void certified(Usage usage, List<X509Certificate> chain) {
        X509Certificate leaf = chain.get(0);
        Path file = keys.file(usage, KeyState.ANNOUNCED);
        if (!LeafRules.fits(leaf, usage)) {
            throw new KeyMaterialInvalid(file, "a certificate for " + usage.text() + ", by its key usage");
        }
        String ours = active(usage).organisation().id();
        if (LeafRules.organisation(leaf).filter(o -> o.id().equals(ours)).isEmpty()) {
            throw new KeyMaterialInvalid(file, "a certificate of the organisation " + ours);
        }
        keys.announce(
                usage,
                keys.begun(usage)
                        .filter(key -> Pair.belongTogether(key, leaf.getPublicKey()))
                        .map(key -> new IssuedKey(key, chain))
                        .orElseThrow(() -> new KeyMaterialInvalid(file, "a certificate over the key that waits")));
    }

    /** Announces a key that its authority made together with its certificate. */
    public void announce(Usage usage, IssuedKey next) {
        keys.announce(usage, next);
    }

    /** Puts a first key, or one whose certificate was renewed by the authority of a demo, into use at once. */
    void put(Usage usage, IssuedKey key) {
        keys.use(usage, key);
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
                        keys.file(usage, KeyState.ANNOUNCED), "the certificate of an announced key"));
        IssuedKey before = active(usage);
        if (!before.certificate().equals(next.certificate())) {
            keep(usage, before);
        }
        keys.use(usage, next);
        return next;
    }

    private void keep(Usage usage, IssuedKey before) {
        if (usage == Usage.DECRYPT) {
            keys.keep(before);
        }
        write(named("previous", usage, before.certificate()), before.chain());
    }

    /** Retires every key of this use that was verify-only; returns how many. */
    public int retire(Usage usage) {
        List<Path> old = files("previous", usage);
        for (Path crt : old) {
            List<X509Certificate> chain = KeyFiles.certificates(crt);
            write(named("retired", usage, chain.get(0)), chain);
            if (usage == Usage.DECRYPT) {
                keys.forget(chain.get(0));
            }
            try {
                Files.delete(crt);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return old.size();
    }

    private static void write(Path file, List<X509Certificate> chain) {
        try {
            KeyFiles.writeCertificates(file, chain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return gateway.resolve(folder).resolve(usage.text() + "-" + KeyCase.name(certificate) + ".crt");
    }

    /** The certificate in use or announced, without a look at its private key. */
    Optional<X509Certificate> shown(Usage usage, KeyState state) {
        return keys.shown(usage, state);
    }

    Path file(Usage usage, KeyState state) {
        return keys.file(usage, state);
    }
}
