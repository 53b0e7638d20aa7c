package nl.schakel.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.seal.Sealer;
import nl.schakel.trust.KeyFiles;
import nl.schakel.trust.TlsContexts;

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
        Path folder = DemoKeys.folder(home.resolve("pki"), cast);
        SSLContext tls =
                TlsContexts.mutual(KeyFiles.read(folder.resolve("tls.crt"), folder.resolve("tls.key")), anchors(home));
        return new PartnerKeys(
                tls, new Sealer(KeyFiles.read(folder.resolve("seal.crt"), folder.resolve("seal.key")), clock));
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
