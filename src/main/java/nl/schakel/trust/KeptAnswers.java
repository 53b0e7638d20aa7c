package nl.schakel.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest answer of a responder about each certificate, byte for byte. Evidence needs it after a restart, and long after
 * anybody answers about that certificate; so it stands in a file of its own, {@code SHA-256.ocsp}.
 */
final class KeptAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(KeptAnswers.class);

    /** A file is written again when what it says counts for less than this: rounds are every few seconds. */
    private static final Duration NEARLY_OVER = Duration.ofMinutes(5);

    private final Path folder;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private boolean silent;

    KeptAnswers(Path folder) {
        this.folder = folder;
    }

    /** @param written until when the answer in the file counts; empty when none was written by this process */
    private record Kept(byte[] der, OcspAnswer answer, Optional<Instant> written) {}

    /** Revoked stays revoked, also when an older answer comes after a restart. */
    synchronized void keep(Met.Pair about, byte[] der, OcspAnswer answer, Instant now) {
        String name = Certificates.thumbprintText(about.certificate());
        Optional<Kept> before = Optional.ofNullable(kept.get(name));
        boolean revoked = before.map(one -> one.answer().revoked())
                .orElseGet(() -> file(name)
                        .flatMap(old -> Ocsp.past(old, about.certificate(), about.issuer()))
                        .filter(old -> old.revokedAt().isPresent())
                        .isPresent());
        if (revoked && !answer.revoked()) {
            return;
        }
        boolean changed = before.filter(one -> one.answer().revoked() == answer.revoked())
                .flatMap(Kept::written)
                .filter(until -> until.isAfter(now.plus(NEARLY_OVER)))
                .isEmpty();
        Optional<Instant> written =
                changed && write(name, der) ? Optional.of(answer.until()) : before.flatMap(Kept::written);
        kept.put(name, new Kept(der.clone(), answer, written));
    }

    Optional<byte[]> about(X509Certificate certificate) {
        String name = Certificates.thumbprintText(certificate);
        return Optional.ofNullable(kept.get(name)).map(Kept::der).or(() -> file(name));
    }

    private Path place(String name) {
        return folder.resolve(name + ".ocsp");
    }

    private Optional<byte[]> file(String name) {
        try {
            Path file = place(name);
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** A folder that cannot be written stops nobody: what is in memory still goes along. */
    private boolean write(String name, byte[] der) {
        try {
            DurableFile.write(place(name), der, DurableFile.OPEN);
            silent = false;
            return true;
        } catch (IOException unwritable) {
            if (!silent) {
                LOG.warn("answers of responders cannot be kept for evidence folder={}", folder);
            }
            silent = true;
            return false;
        }
    }
}
