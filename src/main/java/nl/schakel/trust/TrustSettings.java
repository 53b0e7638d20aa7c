package nl.schakel.trust;

import java.net.URI;
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
 * @param keystore PKCS#12 file with those of our keys that none of the four above names, instead of {@code
 *     gateway/keys.p12}
 * @param pkcs11 configuration of the JDK's SunPKCS11 for a token with them, instead of a file
 * @param password file with the password of the keystore, or the PIN of the token, instead of {@code
 *     gateway/keys.password}
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
        @Nullable Path decrypt,
        @Nullable Path keystore,
        @Nullable Path pkcs11,
        @Nullable Path password) {
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
        OwnKeys own = own();
        return new GatewayKeys.Held(
                key(tls, Usage.TLS, own),
                key(seal, Usage.SEAL, own),
                key(checkpoint, Usage.CHECKPOINT, own),
                decrypt == null ? own.find(Usage.DECRYPT) : Optional.of(key(decrypt, Usage.DECRYPT, own)));
    }

    OwnKeys own() {
        return OwnKeys.at(new OwnKeys.Place(
                pki, Optional.ofNullable(keystore), Optional.ofNullable(pkcs11), Optional.ofNullable(password)));
    }

    private static IssuedKey key(@Nullable Path set, Usage usage, OwnKeys own) {
        return set == null ? own.active(usage) : KeyFiles.read(Path.of(set + ".crt"), Path.of(set + ".key"));
    }
}
