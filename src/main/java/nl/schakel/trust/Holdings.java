package nl.schakel.trust;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Every certificate of a key folder: ours, the partners' that are registered, and the demo's authority. */
public final class Holdings {
    private final Path pki;
    private final Supplier<OwnKeys> keys;

    /**
     * @param pki the key folder
     * @param keys our own
     */
    public Holdings(Path pki, Supplier<OwnKeys> keys) {
        this.pki = pki;
        this.keys = keys;
    }

    /**
     * One certificate.
     *
     * @param owner {@code gateway}, {@code authority}, or the organisation it is registered for
     * @param name as the certificate names its owner; for people
     * @param use {@code tls}, {@code seal}, {@code decrypt}, {@code checkpoint}, {@code root}, {@code intermediate}
     * @param key SHA-256 of the public key, hexadecimal
     */
    public record Holding(
            String owner,
            String name,
            String use,
            KeyState state,
            Instant until,
            String serial,
            String key,
            Path file) {
        /** Whether somebody must do something before it ends. */
        public boolean matters() {
            return state == KeyState.ACTIVE || state == KeyState.ANNOUNCED;
        }
    }

    /** @throws KeyMaterialInvalid when a file is no certificate */
    public List<Holding> all() {
        List<Holding> all = new ArrayList<>();
        for (String authority : List.of("root", "intermediate")) {
            at(pki.resolve("ca").resolve(authority + ".crt"))
                    .ifPresent(file -> all.add(holding("authority", authority, KeyState.ACTIVE, file)));
        }
        OwnKeys own = keys.get();
        for (Usage usage : Usage.ofGateway()) {
            for (KeyState state : List.of(KeyState.ACTIVE, KeyState.ANNOUNCED)) {
                own.shown(usage, state)
                        .ifPresent(certificate ->
                                all.add(holding("gateway", usage.text(), state, certificate, own.file(usage, state))));
            }
            own.files("previous", usage)
                    .forEach(file -> all.add(holding("gateway", usage.text(), KeyState.VERIFY_ONLY, file)));
            own.files("retired", usage)
                    .forEach(file -> all.add(holding("gateway", usage.text(), KeyState.RETIRED, file)));
        }
        KeyRegister.of(pki)
                .entries()
                .forEach(entry ->
                        all.add(holding(entry.organisation(), entry.usage().text(), entry.state(), entry.file())));
        return all;
    }

    private static Optional<Path> at(Path file) {
        return Optional.of(file).filter(Files::exists);
    }

    private static Holding holding(String owner, String use, KeyState state, Path file) {
        return holding(owner, use, state, KeyFiles.certificates(file).get(0), file);
    }

    private static Holding holding(String owner, String use, KeyState state, X509Certificate certificate, Path file) {
        return new Holding(
                owner,
                name(certificate),
                use,
                state,
                certificate.getNotAfter().toInstant(),
                certificate.getSerialNumber().toString(16),
                Certificates.publicKeyText(certificate),
                file);
    }

    private static String name(X509Certificate certificate) {
        var rdns = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
                .getRDNs(BCStyle.CN);
        return rdns.length == 0
                ? "-"
                : IETFUtils.valueToString(rdns[0].getFirst().getValue()).replaceAll("\\p{C}", "?");
    }
}
