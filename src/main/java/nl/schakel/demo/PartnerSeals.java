package nl.schakel.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.seal.PartOpener;
import nl.schakel.seal.PartSealer;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.SealedPart;
import nl.schakel.seal.Sealer;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.KeyFiles;
import nl.schakel.trust.TrustAnchors;

/** What a demo partner does with a part that only one receiver may read: it seals it, or opens it, with keys of its own. */
public final class PartnerSeals {
    private final Path home;
    private final Cast self;
    private final Clock clock;

    private PartnerSeals(Path home, Cast self, Clock clock) {
        this.home = home;
        this.self = self;
        this.clock = clock;
    }

    /**
     * What this partner can do with the keys that lie in the home.
     *
     * @return or {@code NOT_FOUND} when the home has no keys of that partner
     */
    public static Step<PartnerSeals> of(Path home, PartnerId partner) {
        return known(home, partner).map(cast -> new PartnerSeals(home, cast, Clock.systemUTC()));
    }

    /** What is to be sealed, and where it will stand. */
    public record Part(String messageId, String name, String mediaType, byte[] content) {}

    /**
     * Seals a part for one receiver alone, whose certificate lies in the home.
     *
     * @return compact JWE; or {@code NOT_FOUND} when there is no such receiver
     */
    public Step<String> seal(Part part, PartnerId receiver) {
        return known(home, receiver)
                .map(to -> new PartSealer(new Sealer(key(self, "seal"), clock), clock)
                        .seal(
                                new SealedPart(
                                        part.messageId(),
                                        self.oin(),
                                        to.oin(),
                                        part.name(),
                                        part.mediaType(),
                                        part.content()),
                                KeyFiles.certificates(folder(home, to).resolve("decrypt.crt"))
                                        .get(0)));
    }

    /**
     * Opens what was sealed for this partner.
     *
     * @param jwe compact
     * @return or {@code SEAL_INVALID} when it is for somebody else, or not what it says
     */
    public Step<SealedPart> open(String jwe) {
        SealVerifier verifier = new SealVerifier(TrustAnchors.of(PartnerKeys.anchors(home), clock));
        PartOpener opener = new PartOpener(key(self, "decrypt"), verifier, clock);
        return SealedPart.label(jwe)
                .map(label -> opener.open(jwe, label.messageId()))
                .orElseGet(() -> Step.stopped(Problem.of(ProblemCode.SEAL_INVALID)));
    }

    private IssuedKey key(Cast cast, String use) {
        Path folder = folder(home, cast);
        return KeyFiles.read(folder.resolve(use + ".crt"), folder.resolve(use + ".key"));
    }

    private static Path folder(Path home, Cast cast) {
        return DemoKeys.folder(home.resolve("pki"), cast);
    }

    private static Step<Cast> known(Path home, PartnerId partner) {
        return Cast.of(partner)
                .filter(cast -> !cast.isGateway())
                .filter(cast -> Files.exists(folder(home, cast).resolve("decrypt.crt")))
                .map(Step::next)
                .orElseGet(() -> Step.stopped(Problem.at(
                                ProblemCode.NOT_FOUND,
                                home.resolve("pki/partners")
                                        .resolve(partner.value())
                                        .toString())
                        .expected("the keys of a demo partner, made by the first start of the demo")));
    }
}
