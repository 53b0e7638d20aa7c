package nl.schakel.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The partners' public keys that count here, as files that anybody can look at: {@code
 * known/<organisation>/<use>/<state>/<key>.crt}. Moving a file is changing a state, at once and as a whole.
 */
public final class KeyRegister {
    private static final int NAME = 16;
    private static final String ENDING = ".crt";

    private final Path folder;

    private KeyRegister(Path folder) {
        this.folder = folder;
    }

    /** @param pki the key folder; the register is in {@code known/} */
    public static KeyRegister of(Path pki) {
        return new KeyRegister(pki.resolve("known"));
    }

    /** One registered key. */
    public record Entry(String organisation, Usage usage, KeyState state, List<X509Certificate> chain, Path file) {
        public X509Certificate certificate() {
            return chain.get(0);
        }

        /** SHA-256 of the public key, hexadecimal. */
        public String publicKey() {
            return Certificates.publicKeyText(certificate());
        }
    }

    /** Everything that is registered, in the order of its files. */
    public List<Entry> entries() {
        return entries(folder);
    }

    private List<Entry> entries(Path under) {
        if (!Files.isDirectory(under)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(under, 4)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .map(this::entry)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Entry entry(Path file) {
        Path place = folder.relativize(file);
        Optional<Usage> usage =
                place.getNameCount() == 4 ? Usage.of(place.getName(1).toString()) : Optional.empty();
        Optional<KeyState> state =
                place.getNameCount() == 4 ? KeyState.of(place.getName(2).toString()) : Optional.empty();
        if (usage.isEmpty() || state.isEmpty()) {
            throw new KeyMaterialInvalid(file, "a place such as known/<organisation>/seal/active/<key>.crt");
        }
        return new Entry(place.getName(0).toString(), usage.get(), state.get(), KeyFiles.certificates(file), file);
    }

    /**
     * Lets a key count for the organisation that its certificate names. One that is there keeps its state; a renewed
     * certificate over the same key takes the place of the old one.
     *
     * @throws KeyMaterialInvalid when the certificate names no organisation or is not for this usage
     */
    public Entry admit(List<X509Certificate> chain, Usage usage, KeyState state) {
        X509Certificate certificate = chain.get(0);
        String organisation = LeafRules.organisation(certificate)
                .map(Organisation::id)
                .orElseThrow(() -> new KeyMaterialInvalid(folder, "a certificate with the OIN or URA of its owner"));
        if (!LeafRules.fits(certificate, usage)) {
            throw new KeyMaterialInvalid(folder, "a certificate for " + usage.text() + ", by its key usage");
        }
        Optional<Entry> same = same(organisation, usage, Certificates.publicKeyText(certificate));
        if (same.isPresent() && same.get().chain().equals(chain)) {
            return same.get();
        }
        Path file = same.map(Entry::file)
                .orElseGet(() -> place(organisation, usage, state, Certificates.publicKeyText(certificate)));
        write(file, chain);
        return entry(file);
    }

    private Optional<Entry> same(String organisation, Usage usage, String publicKey) {
        return entries(folder.resolve(organisation).resolve(usage.text())).stream()
                .filter(entry -> entry.publicKey().equals(publicKey))
                .findFirst();
    }

    /** The key that an organisation uses now. */
    public Optional<Entry> active(String organisation, Usage usage) {
        return entries(folder.resolve(organisation).resolve(usage.text())).stream()
                .filter(entry -> entry.state() == KeyState.ACTIVE)
                .findFirst();
    }

    /** Puts a key into another state; the one that was active before makes room. */
    public void move(Entry entry, KeyState to) {
        if (to == KeyState.ACTIVE) {
            entries(folder.resolve(entry.organisation()).resolve(entry.usage().text())).stream()
                    .filter(other -> other.state() == KeyState.ACTIVE
                            && !other.publicKey().equals(entry.publicKey()))
                    .forEach(other -> put(other, KeyState.VERIFY_ONLY));
        }
        put(entry, to);
    }

    private void put(Entry entry, KeyState to) {
        Path target = place(entry.organisation(), entry.usage(), to, entry.publicKey());
        try {
            Files.createDirectories(target.getParent());
            Files.move(entry.file(), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path place(String organisation, Usage usage, KeyState state, String publicKey) {
        return folder.resolve(organisation)
                .resolve(usage.text())
                .resolve(state.text())
                .resolve(publicKey.substring(0, NAME).toLowerCase(Locale.ROOT) + ENDING);
    }

    private static void write(Path file, List<X509Certificate> chain) {
        try {
            KeyFiles.writeCertificates(file, chain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What holds now; without the folder every key counts that an anchor vouches for. */
    RegisteredKeys read(Optional<String> own) {
        Map<RegisteredKeys.Key, KeyState> states = new HashMap<>();
        Set<String> revoked = new HashSet<>();
        List<Entry> all = new ArrayList<>(entries());
        for (Entry entry : all) {
            states.put(new RegisteredKeys.Key(entry.organisation(), entry.usage(), entry.publicKey()), entry.state());
            if (entry.state() == KeyState.REVOKED) {
                revoked.add(entry.publicKey());
            }
        }
        return new RegisteredKeys(states, revoked, !Files.isDirectory(folder), own);
    }
}
