package nl.schakel.audit;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the log is signed and stamped.
 *
 * @param checkpoint the longest that a leaf waits for a signed checkpoint; whole seconds
 * @param witness file in which the last checkpoint is kept, outside the database; absent: a restored backup is not noticed
 * @param tsaUrl address of a time-stamp authority (RFC 3161); absent: checkpoints are signed and not stamped
 * @param tsaAnchors certificate files of authorities whose stamps are believed
 */
@ConfigurationProperties("schakel.audit")
record AuditSettings(
        @DefaultValue("60s") Duration checkpoint,
        @Nullable Path witness,
        Optional<URI> tsaUrl,
        @DefaultValue List<Path> tsaAnchors) {
    AuditSettings {
        // The frame binds an absent setting to nothing at all.
        tsaUrl = Objects.requireNonNullElse(tsaUrl, Optional.empty());
        tsaAnchors = List.copyOf(tsaAnchors);
    }

    Optional<Path> kept() {
        return Optional.ofNullable(witness);
    }
}
