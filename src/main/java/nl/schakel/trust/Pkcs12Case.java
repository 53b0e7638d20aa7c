package nl.schakel.trust;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All our keys in one PKCS#12 file, each under the name of its use; {@code -next} behind it for one that is announced,
 * {@code -waiting} for one without a certificate. Every step exchanges the file as a whole, so that none can break off.
 *
 * @param file PKCS#12
 * @param password file with its password, readable by its owner alone
 */
record Pkcs12Case(Path file, Path password) implements KeyCase {
    private static final String NEXT = "-next";
    private static final String WAITING = "-waiting";
    private static final int WORD_BYTES = 32;
    /** Read by the owner alone, and written by nobody. */
    private static final String FIXED = "r--------";

    /** The place of a home that names no other. */
    static Pkcs12Case in(Path gateway, Optional<Path> password) {
        return new Pkcs12Case(gateway.resolve("keys.p12"), password.orElse(gateway.resolve("keys.password")));
    }

    /** Makes an empty file; and a password of chance where there is none. */
    void make() {
        make(Map.of());
    }

    private void make(Map<String, IssuedKey> all) {
        try {
            if (!Files.exists(password)) {
                byte[] word = new byte[WORD_BYTES];
                new SecureRandom().nextBytes(word);
                String text = Base64.getUrlEncoder().withoutPadding().encodeToString(word);
                DurableFile.write(password, text.getBytes(StandardCharsets.US_ASCII), FIXED);
            }
            if (!Files.exists(file)) {
                char[] word = KeyStoreKeys.secret(password);
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                for (var named : all.entrySet()) {
                    put(store, word, named.getKey(), named.getValue());
                }
                write(store, word);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has PKCS#12", e);
        }
    }

    /** Makes the file with every key that lies in files of its own, in one go. */
    void makeOf(PemCase old, List<Path> previous) {
        Map<String, IssuedKey> all = new TreeMap<>();
        for (Usage usage : Usage.ofGateway()) {
            old.active(usage).ifPresent(key -> all.put(usage.text(), key));
            old.next(usage).ifPresent(key -> all.put(usage.text() + NEXT, key));
        }
        for (Path crt : previous) {
            List<X509Certificate> chain = KeyFiles.certificates(crt);
            Path key = old.kept(chain.get(0));
            if (Files.exists(key)) {
                all.put(kept(chain.get(0)), KeyFiles.read(crt, key));
            }
        }
        make(all);
    }

    @Override
    public Optional<IssuedKey> active(Usage usage) {
        return open().find(usage.text());
    }

    @Override
    public Optional<IssuedKey> next(Usage usage) {
        return open().find(usage.text() + NEXT);
    }

    @Override
    public Optional<PrivateKey> begun(Usage usage) {
        KeyStoreKeys keys = open();
        return keys.find(usage.text() + WAITING)
                .or(() -> keys.find(usage.text() + NEXT))
                .map(IssuedKey::key);
    }

    @Override
    public Optional<X509Certificate> shown(Usage usage, KeyState state) {
        return open().certificate(state == KeyState.ANNOUNCED ? usage.text() + NEXT : usage.text());
    }

    @Override
    public Path file(Usage usage, KeyState state) {
        return file;
    }

    @Override
    public void begin(Usage usage, KeyPair pair) {
        // PKCS#12 has no key without a certificate: one over itself keeps the place, under a name that nobody reads it
        // by.
        X509Certificate place = CertificateMaker.placeholder(pair);
        change((store, word) -> {
            store.deleteEntry(usage.text() + NEXT);
            put(store, word, usage.text() + WAITING, new IssuedKey(pair.getPrivate(), List.of(place)));
        });
    }

    @Override
    public void announce(Usage usage, IssuedKey next) {
        change((store, word) -> {
            store.deleteEntry(usage.text() + WAITING);
            put(store, word, usage.text() + NEXT, next);
        });
    }

    @Override
    public void use(Usage usage, IssuedKey key) {
        change((store, word) -> {
            store.deleteEntry(usage.text() + NEXT);
            put(store, word, usage.text(), key);
        });
    }

    @Override
    public void keep(IssuedKey before) {
        change((store, word) -> put(store, word, kept(before.certificate()), before));
    }

    @Override
    public void forget(X509Certificate before) {
        change((store, word) -> store.deleteEntry(kept(before)));
    }

    private static String kept(X509Certificate before) {
        return Usage.DECRYPT.text() + "-" + KeyCase.name(before);
    }

    private KeyStoreKeys open() {
        return KeyStoreKeys.inFile(file, password);
    }

    private static void put(KeyStore store, char[] word, String name, IssuedKey key) throws GeneralSecurityException {
        store.setKeyEntry(name, key.key(), word, key.chain().toArray(Certificate[]::new));
    }

    /** One step of a change. */
    @FunctionalInterface
    private interface Change {
        void make(KeyStore store, char[] word) throws GeneralSecurityException;
    }

    /** One at a time in this process by the monitor, and between processes by a lock. */
    private void change(Change change) {
        synchronized (Pkcs12Case.class) {
            try (FileChannel channel = FileChannel.open(
                            file.resolveSibling(".keys.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (!held.isValid()) {
                    throw new IOException("no lock on " + file);
                }
                char[] word = KeyStoreKeys.secret(password);
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(new ByteArrayInputStream(Files.readAllBytes(file)), word);
                change.make(store, word);
                write(store, word);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException e) {
                throw new KeyMaterialInvalid(file, "a PKCS#12 file that this key fits into", e);
            }
        }
    }

    private void write(KeyStore store, char[] word) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, word);
        DurableFile.write(file, bytes.toByteArray(), DurableFile.SECRET);
    }
}
