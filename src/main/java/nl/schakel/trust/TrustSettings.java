package nl.schakel.trust;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where anchors and keys stand. Only {@code pki} is needed when the folder is laid out as in {@code certs/README.md}.
 *
 * @param pki the key folder
 * @param anchors certificate files to believe instead of {@code ca/root.crt} and {@code ca/intermediate.crt}
 * @param crls files and addresses of revocation lists besides those that certificates name; those of the demo's
 *     authority where its anchors are used
 * @param ocsp the responder to ask instead of those that certificates name
 * @param revocation whether a status that is unknown is held against a certificate
 * @param statusInterval how often lists are fetched and responders are asked
 * @param tls path without extension of our {@code .crt} and {@code .key} for connections
 * @param seal path without extension of our {@code .crt} and {@code .key} for seals
 * @param checkpoint path without extension of our {@code .crt} and {@code .key} for checkpoints of the audit log
 * @param decrypt path without extension of our {@code .crt} and {@code .key} to open sealed parts
 */
@ConfigurationProperties("schakel.trust")
record TrustSettings(
        Path pki,
        @DefaultValue List<Path> anchors,
        @DefaultValue List<String> crls,
        @Nullable URI ocsp,
        @DefaultValue("true") boolean revocation,
        @DefaultValue("PT15S") Duration statusInterval,
        @Nullable Path tls,
        @Nullable Path seal,
        @Nullable Path checkpoint,
        @Nullable Path decrypt) {
    TrustSettings {
        anchors = List.copyOf(anchors);
        crls = List.copyOf(crls);
    }

    List<Path> anchorFiles() {
        return anchors.isEmpty() ? List.of(pki.resolve("ca/root.crt"), pki.resolve("ca/intermediate.crt")) : anchors;
    }

    List<String> lists() {
        return crls.isEmpty() && anchors.isEmpty()
                ? List.of(
                        pki.resolve("ca/root.crl").toString(),
                        pki.resolve("ca/intermediate.crl").toString())
                : crls;
    }

    GatewayKeys.Held held() {
        return new GatewayKeys.Held(
                own(tls, Usage.TLS), own(seal, Usage.SEAL), own(checkpoint, Usage.CHECKPOINT), decryptKey());
    }

    private Optional<IssuedKey> decryptKey() {
        boolean there = decrypt != null || Files.exists(pki.resolve("gateway/decrypt.crt"));
        return there ? Optional.of(own(decrypt, Usage.DECRYPT)) : Optional.empty();
    }

    private IssuedKey own(@Nullable Path set, Usage usage) {
        return set == null
                ? OwnKeys.of(pki).active(usage)
                : KeyFiles.read(Path.of(set + ".crt"), Path.of(set + ".key"));
    }
}
