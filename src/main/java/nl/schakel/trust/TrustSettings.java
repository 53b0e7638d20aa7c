package nl.schakel.trust;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where anchors and keys stand. Only {@code pki} is needed when the folder is laid out as in {@code certs/README.md}.
 *
 * @param pki the key folder
 * @param anchors certificate files to believe instead of {@code ca/root.crt} and {@code ca/intermediate.crt}
 * @param crls revocation lists; once there are any, an unknown status is refused
 * @param tls path without extension of our {@code .crt} and {@code .key} for connections
 * @param seal path without extension of our {@code .crt} and {@code .key} for seals
 * @param checkpoint path without extension of our {@code .crt} and {@code .key} for checkpoints of the audit log
 */
@ConfigurationProperties("schakel.trust")
record TrustSettings(
        Path pki,
        @DefaultValue List<Path> anchors,
        @DefaultValue List<Path> crls,
        @Nullable Path tls,
        @Nullable Path seal,
        @Nullable Path checkpoint) {
    TrustSettings {
        anchors = List.copyOf(anchors);
        crls = List.copyOf(crls);
    }

    List<Path> anchorFiles() {
        return anchors.isEmpty() ? List.of(pki.resolve("ca/root.crt"), pki.resolve("ca/intermediate.crt")) : anchors;
    }

    IssuedKey tlsKey() {
        return read(tls == null ? pki.resolve("gateway/tls") : tls);
    }

    IssuedKey sealKey() {
        return read(seal == null ? pki.resolve("gateway/seal") : seal);
    }

    IssuedKey checkpointKey() {
        return read(checkpoint == null ? pki.resolve("gateway/checkpoint") : checkpoint);
    }

    private static IssuedKey read(Path stem) {
        return KeyFiles.read(Path.of(stem + ".crt"), Path.of(stem + ".key"));
    }
}
