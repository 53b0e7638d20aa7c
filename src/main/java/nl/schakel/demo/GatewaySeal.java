package nl.schakel.demo;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.Sealer;
import nl.schakel.trust.TrustAnchors;

/** Takes a seal only when the gateway itself made it. */
final class GatewaySeal implements SealCheck {
    private final SealVerifier verifier;
    private final Clock clock;

    GatewaySeal(Collection<X509Certificate> anchors, Clock clock) {
        this.verifier = new SealVerifier(TrustAnchors.of(anchors, clock));
        this.clock = clock;
    }

    @Override
    public Optional<Problem> refuse(byte[] body, String detachedJws) {
        return byGateway(verifier.verify(body, detachedJws, Sealer.DOCUMENT, clock.instant()));
    }

    @Override
    public Optional<Problem> refuseInside(byte[] body, String data) {
        return byGateway(verifier.verifyInside(body, data, clock.instant()));
    }

    private static Optional<Problem> byGateway(Step<SealVerifier.Sealed> sealed) {
        return sealed.fold(
                made -> Cast.SCHAKEL.oin().equals(made.signer().oin())
                        ? Optional.empty()
                        : Optional.of(Problem.of(ProblemCode.SENDER_MISMATCH)),
                Optional::of);
    }
}
