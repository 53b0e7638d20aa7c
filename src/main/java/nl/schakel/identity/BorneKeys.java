package nl.schakel.identity;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import nl.schakel.seal.SealedBy;
import nl.schakel.seal.XmlSealVerifier;
import nl.schakel.trust.Certificates;

/** The keys that a message came with: that of its connection, and that of every seal over it, in it or over its request. */
final class BorneKeys {
    private BorneKeys() {}

    /** SHA-256 of the public keys, hexadecimal; claims that were found good, so that whoever is named had the key. */
    static Set<String> of(Claims claims) {
        Set<String> keys = new TreeSet<>();
        claims.tlsChain().stream().limit(1).forEach(leaf -> keys.add(Certificates.publicKeyText(leaf)));
        Stream.of(
                        claims.seals().beside(),
                        claims.seals().inside().flatMap(BorneKeys::decoded),
                        claims.seals().over().map(request -> request.seal()))
                .flatMap(Optional::stream)
                .flatMap(jws -> SealedBy.keyText(jws).stream())
                .forEach(keys::add);
        if (XmlSealVerifier.isIn(claims.bytes())) {
            SealedBy.certificatesInXml(claims.bytes()).stream()
                    .limit(1)
                    .map((X509Certificate leaf) -> Certificates.publicKeyText(leaf))
                    .forEach(keys::add);
        }
        return keys;
    }

    private static Optional<String> decoded(String data) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(data), StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
