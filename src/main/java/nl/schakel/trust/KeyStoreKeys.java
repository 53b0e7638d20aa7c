package nl.schakel.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import nl.schakel.referral.Sha256;

/**
 * Our own keys in a PKCS#12 file, or in a token behind PKCS#11 that never gives them away. Each key stands under the name
 * of its use: {@code tls}, {@code seal}, {@code checkpoint}, {@code decrypt}.
 */
final class KeyStoreKeys {
    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);
    /** One for each configuration: the JDK logs in to a token once per process. */
    private static final Map<Path, Token> TOKENS = new ConcurrentHashMap<>();

    /** A key of a token equals nothing but itself, so that it is given out again as long as its certificates are the same. */
    private record Token(Provider provider, Map<String, IssuedKey> given) {}

    /** The last content of each file: to open one takes some 30 ms, and it is looked at every few seconds. */
    private static final Map<Path, Opened> OPENED = new ConcurrentHashMap<>();

    private record Opened(byte[] digest, KeyStoreKeys keys) {}

    private final Path source;
    private final KeyStore store;
    private final char[] password;
    private final Map<String, IssuedKey> given;

    private KeyStoreKeys(Path source, KeyStore store, char[] password, Map<String, IssuedKey> given) {
        this.source = source;
        this.store = store;
        this.password = password;
        this.given = given;
    }

    /**
     * @param file PKCS#12
     * @param password file with its password, readable by its owner alone
     * @throws KeyMaterialInvalid when it cannot be opened with this password
     */
    static KeyStoreKeys inFile(Path file, Path password) {
        char[] word = secret(password);
        try {
            byte[] bytes = Files.readAllBytes(file);
            byte[] digest = digest(bytes, word);
            Opened before = OPENED.get(file.toAbsolutePath());
            if (before != null && MessageDigest.isEqual(before.digest(), digest)) {
                return before.keys();
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), word);
            var keys = new KeyStoreKeys(file, store, word, new ConcurrentHashMap<>());
            OPENED.put(file.toAbsolutePath(), new Opened(digest, keys));
            return keys;
        } catch (IOException closed) {
            if (closed.getCause() instanceof UnrecoverableKeyException) {
                throw new KeyMaterialInvalid(file, "the password of " + password + " to open it", closed);
            }
            throw new KeyMaterialInvalid(file, "a PKCS#12 file that can be read", closed);
        } catch (GeneralSecurityException broken) {
            throw new KeyMaterialInvalid(file, "a PKCS#12 file", broken);
        }
    }

    /** Of both, so that nobody opens with another password what was opened before. */
    private static byte[] digest(byte[] file, char[] word) {
        MessageDigest sha256 = Sha256.begun();
        sha256.update(new String(word).getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        return sha256.digest(file);
    }

    /**
     * @param configuration of the JDK's SunPKCS11: {@code name}, {@code library}, and {@code slot} or {@code
     *     slotListIndex}
     * @param pin file with the user's PIN, readable by its owner alone
     * @throws KeyMaterialInvalid when there is no such library, slot or token, or the PIN is another
     */
    static KeyStoreKeys inToken(Path configuration, Path pin) {
        char[] word = secret(pin);
        try {
            Token token = token(configuration);
            KeyStore store = KeyStore.getInstance("PKCS11", token.provider());
            store.load(null, word);
            return new KeyStoreKeys(configuration, store, word, token.given());
        } catch (IOException closed) {
            throw new KeyMaterialInvalid(configuration, "the PIN of " + pin + " to open its token", closed);
        } catch (GeneralSecurityException noToken) {
            throw new KeyMaterialInvalid(configuration, "a slot with a token in it", noToken);
        }
    }

    /** Registered last, so that it is asked only for keys that no other provider can use. */
    private static Token token(Path configuration) {
        if (!Files.isReadable(configuration)) {
            throw new KeyMaterialInvalid(configuration, "a configuration of PKCS#11 that can be read");
        }
        return TOKENS.computeIfAbsent(configuration.toAbsolutePath(), file -> {
            try {
                Provider token = Security.getProvider("SunPKCS11").configure(file.toString());
                Security.addProvider(token);
                return new Token(token, new ConcurrentHashMap<>());
            } catch (InvalidParameterException | UnsupportedOperationException | ProviderException none) {
                throw new KeyMaterialInvalid(file, "name, library and slot of a PKCS#11 library that is there", none);
            }
        });
    }

    static char[] secret(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
                throw new KeyMaterialInvalid(file, "a password that its owner alone can read (mode 0400 or 0600)");
            }
            return Files.readString(file).strip().toCharArray();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * The key of this name with its certificates, where there is one; the same object as long as it is the same
     * certificate.
     *
     * @throws KeyMaterialInvalid when it cannot be read, or is not the key of its certificate
     */
    Optional<IssuedKey> find(String name) {
        try {
            Certificate[] certificates = store.getCertificateChain(name);
            if (certificates == null) {
                return Optional.empty();
            }
            List<X509Certificate> chain = chain(certificates);
            IssuedKey known = given.get(name);
            return known != null && known.chain().equals(chain) ? Optional.of(known) : issued(name, chain);
        } catch (UnrecoverableKeyException otherPassword) {
            throw new KeyMaterialInvalid(source, "the same password for '" + name + "'", otherPassword);
        } catch (GeneralSecurityException gone) {
            throw new KeyMaterialInvalid(source, "a key '" + name + "' that can be read", gone);
        }
    }

    private Optional<IssuedKey> issued(String name, List<X509Certificate> chain) throws GeneralSecurityException {
        if (!(store.getKey(name, password) instanceof PrivateKey key)) {
            return Optional.empty();
        }
        IssuedKey issued = new IssuedKey(key, chain);
        if (!Pair.belongTogether(key, issued.certificate().getPublicKey())) {
            throw new KeyMaterialInvalid(source, "the private key of the certificate under '" + name + "'");
        }
        given.put(name, issued);
        return Optional.of(issued);
    }

    /** The certificate of this name, without a look at its key. */
    Optional<X509Certificate> certificate(String name) {
        try {
            Certificate[] certificates = store.getCertificateChain(name);
            return certificates == null
                    ? Optional.empty()
                    : Optional.of(chain(certificates).get(0));
        } catch (GeneralSecurityException gone) {
            throw new KeyMaterialInvalid(source, "a certificate '" + name + "' that can be read", gone);
        }
    }

    /** Without the root, as everywhere. */
    private static List<X509Certificate> chain(Certificate[] certificates) throws CertificateException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : certificates) {
            X509Certificate plain = Certificates.plain(certificate.getEncoded());
            boolean root = plain.getSubjectX500Principal().equals(plain.getIssuerX500Principal());
            if (chain.isEmpty() || !root) {
                chain.add(plain);
            }
        }
        return chain;
    }

    @Override
    public String toString() {
        return "KeyStoreKeys[" + source.getFileName() + "]";
    }
}
