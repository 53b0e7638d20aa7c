package nl.schakel.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is sealed to a certificate that is not in order, and whoever looks at it reads why. */
@Guards(Threat.T20)
class ReceiverKeysTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String OIN = "00000099000000005000";

    @TempDir
    Path folder;

    private CertificateAuthority authority;
    private KeyRegister register;
    private IssuedKey key;

    @BeforeEach
    void register() {
        authority = CertificateAuthority.createAt(folder, CLOCK);
        register = KeyRegister.of(folder);
        key = authority.issue(new Subject("opvang", OIN), Usage.DECRYPT);
        register.move(register.admit(key.chain(), Usage.DECRYPT, KeyState.ANNOUNCED), KeyState.ACTIVE);
    }

    @Test
    void sealsToAKeyThatIsInOrder() {
        assertThat(toSeal(CLOCK)).isEqualTo(Step.next(key.certificate()));
    }

    @Test
    void refusesToSealToACertificateThatHasEnded() {
        Instant end = key.certificate().getNotAfter().toInstant();
        assertThat(toSealAt(end)).as("its last second").isInstanceOf(Step.Next.class);
        Problem problem = problem(toSealAt(end.plusSeconds(1)));
        assertThat(problem.code()).isEqualTo(ProblemCode.CERTIFICATE_REFUSED);
        assertThat(problem.seen()).hasValue("certificate-expired, valid until " + end);
        assertThat(problem.place()).hasValue("the key of " + OIN + " to open sealed parts");
        assertThat(problem.expected()).hasValueSatisfying(say -> assertThat(say).contains("schakel cert import"));
    }

    @Test
    void refusesToSealToACertificateThatIsRevoked() {
        authority.revoke(key.certificate().getSerialNumber());
        Problem problem = problem(toSeal(CLOCK));
        assertThat(problem.code()).isEqualTo(ProblemCode.CERTIFICATE_REFUSED);
        assertThat(problem.seen()).hasValueSatisfying(why -> assertThat(why).startsWith("certificate-revoked"));
    }

    @Test
    void refusesToSealToNobodysKeyAndToOneThatTheRegisterTookBack() {
        register.move(register.active(OIN, Usage.DECRYPT).orElseThrow(), KeyState.REVOKED);
        assertThat(problem(toSeal(CLOCK)).seen()).hasValue("no active key");
    }

    private Step<X509Certificate> toSeal(Clock clock) {
        return new ReceiverKeys(register, anchors(clock).withCrls(authority.crls())).toSealFor(OIN);
    }

    /** The lists of today do not reach that far, so they are not asked. */
    private Step<X509Certificate> toSealAt(Instant moment) {
        return new ReceiverKeys(register, anchors(Clock.fixed(moment, ZoneOffset.UTC))).toSealFor(OIN);
    }

    private TrustAnchors anchors(Clock clock) {
        return TrustAnchors.of(List.of(authority.root()), clock);
    }

    private static Problem problem(Step<X509Certificate> step) {
        return step.fold(
                certificate -> {
                    throw new AssertionError("sealed");
                },
                problem -> problem);
    }
}
