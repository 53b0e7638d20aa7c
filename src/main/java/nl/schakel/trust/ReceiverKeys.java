package nl.schakel.trust;

import java.security.cert.X509Certificate;
import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/** To which certificate something is sealed for a receiver: the active one of the register, and only while it is in order. */
public final class ReceiverKeys {
    private final KeyRegister register;
    private final TrustAnchors anchors;

    public ReceiverKeys(KeyRegister register, TrustAnchors anchors) {
        this.register = register;
        this.anchors = anchors;
    }

    /**
     * @param organisation OIN
     * @return the certificate; or stopped with {@code CERTIFICATE_REFUSED} or {@code CERTIFICATE_STATUS_UNKNOWN}
     */
    public Step<X509Certificate> toSealFor(String organisation) {
        Optional<KeyRegister.Entry> active = register.active(organisation, Usage.DECRYPT);
        return active.map(entry -> anchors.verify(entry.chain(), Usage.DECRYPT)
                        .fold(
                                owner -> Step.next(entry.certificate()),
                                problem -> Step.<X509Certificate>stopped(
                                        at(problem.code(), organisation).seen(why(entry)))))
                .orElseGet(() -> Step.stopped(
                        at(ProblemCode.CERTIFICATE_REFUSED, organisation).seen("no active key")));
    }

    /** Whoever works the backlog has to know what to ask the receiver for. */
    private String why(KeyRegister.Entry entry) {
        return anchors.diagnose(entry.chain(), Usage.DECRYPT).orElse("certificate-unfit") + ", valid until "
                + entry.certificate().getNotAfter().toInstant();
    }

    private static Problem at(ProblemCode code, String organisation) {
        return Problem.at(code, "the key of " + organisation + " to open sealed parts")
                .expected("an active key in the register whose certificate is in order: schakel cert list, schakel cert"
                        + " import FILE --use decrypt");
    }
}
