package nl.schakel.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.seal.Sealer;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.KeyFiles;
import nl.schakel.trust.OwnKeys;
import nl.schakel.trust.TlsContexts;
import nl.schakel.trust.Usage;

/** What one demo partner proves itself with, read from {@code pki/partners/<id>}. */
final class PartnerKeys {
    private final SSLContext tls;
    private final Sealer sealer;

    private PartnerKeys(SSLContext tls, Sealer sealer) {
        this.tls = tls;
        this.sealer = sealer;
    }

    /** The keys of a partner of the demo; a problem when the home has none for it. */
    static Step<PartnerKeys> of(Path home, PartnerId partner, Clock clock) {
        Optional<Cast> cast = Cast.of(partner).filter(one -> !one.isGateway());
        Path folder = home.resolve("pki").resolve("partners").resolve(partner.value());
        if (cast.isEmpty() || !Files.exists(folder.resolve("tls.key"))) {
            return Step.stopped(Problem.at(ProblemCode.NOT_FOUND, folder.toString())
                    .expected("the keys of a demo partner, made by the first start of the demo"));
        }
        return Step.next(own(home, cast.get(), clock));
    }

    static PartnerKeys own(Path home, Cast cast, Clock clock) {
        Path pki = home.resolve("pki");
        Function<Usage, IssuedKey> keys =
                cast.isGateway() ? OwnKeys.of(pki)::active : usage -> key(DemoKeys.folder(pki, cast), usage);
        return new PartnerKeys(
                TlsContexts.mutual(keys.apply(Usage.TLS), anchors(home)), new Sealer(keys.apply(Usage.SEAL), clock));
    }

    private static IssuedKey key(Path folder, Usage usage) {
        return KeyFiles.read(folder.resolve(usage.text() + ".crt"), folder.resolve(usage.text() + ".key"));
    }

    /** Whom a demo partner believes: the authority of its home. */
    static List<X509Certificate> anchors(Path home) {
        return KeyFiles.certificates(home.resolve("pki").resolve("ca").resolve("root.crt"));
    }

    SSLContext tls() {
        return tls;
    }

    String seal(byte[] payload, String mediaType) {
        return sealer.seal(payload, Sealer.DOCUMENT, mediaType);
    }
}
