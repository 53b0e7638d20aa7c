package nl.schakel.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OwnKeysTest {
    private static final Subject SCHAKEL = new Subject("schakel", "00000099000000000000");

    @TempDir
    Path pki;

    private CertificateAuthority authority;
    private OwnKeys keys;

    @BeforeEach
    void makeKeys() {
        authority = CertificateAuthority.createAt(pki, Clock.systemUTC());
        for (Usage usage : Usage.ofGateway()) {
            Path gateway = pki.resolve("gateway");
            authority.issueAt(PemCase.crt(gateway, usage), PemCase.key(gateway, usage), SCHAKEL, usage);
        }
        keys = OwnKeys.of(pki);
    }

    @ParameterizedTest
    @MethodSource("nl.schakel.trust.Usage#ofGateway")
    void walksThroughEveryStateOfARollover(Usage usage) {
        IssuedKey before = keys.active(usage);
        IssuedKey next = authority.issue(SCHAKEL, usage);
        keys.announce(usage, next);
        assertThat(states(usage)).containsExactlyInAnyOrder(KeyState.ACTIVE, KeyState.ANNOUNCED);
        assertThat(keys.active(usage).certificate()).isEqualTo(before.certificate());

        keys.activate(usage);
        assertThat(states(usage)).containsExactlyInAnyOrder(KeyState.ACTIVE, KeyState.VERIFY_ONLY);
        assertThat(keys.active(usage).certificate()).isEqualTo(next.certificate());
        assertThat(keys.next(usage)).isEmpty();
        assertThat(keys.files("previous", usage))
                .singleElement()
                .satisfies(crt -> assertThat(Files.exists(Path.of(crt.toString().replace(".crt", ".key"))))
                        .as("only what still has to open something keeps its private half")
                        .isEqualTo(usage == Usage.DECRYPT));

        assertThat(keys.retire(usage)).isOne();
        assertThat(states(usage)).containsExactlyInAnyOrder(KeyState.ACTIVE, KeyState.RETIRED);
        assertThat(keys.retire(usage)).isZero();
    }

    /** The machine stops after the key was put in place and before its certificate was. */
    @Test
    void finishesAnActivationThatBrokeOffHalfWay() throws Exception {
        IssuedKey next = authority.issue(SCHAKEL, Usage.SEAL);
        keys.announce(Usage.SEAL, next);
        Path gateway = pki.resolve("gateway");
        Files.copy(
                PemCase.key(gateway.resolve("next"), Usage.SEAL),
                PemCase.key(gateway, Usage.SEAL),
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(keys.active(Usage.SEAL).certificate()).isEqualTo(next.certificate());
        keys.activate(Usage.SEAL);
        assertThat(KeyFiles.read(PemCase.crt(gateway, Usage.SEAL), PemCase.key(gateway, Usage.SEAL))
                        .certificate())
                .isEqualTo(next.certificate());
    }

    @Test
    void doesNotTakeJustAnyPairForOneThatBrokeOff() throws Exception {
        keys.announce(Usage.SEAL, authority.issue(SCHAKEL, Usage.SEAL));
        Path gateway = pki.resolve("gateway");
        Files.copy(
                PemCase.key(gateway, Usage.TLS), PemCase.key(gateway, Usage.SEAL), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> keys.active(Usage.SEAL)).isInstanceOf(KeyMaterialInvalid.class);
    }

    @Test
    void requestsInTheNameOfTheCertificateInUseAndTakesOnlyItsAnswer() {
        String request = keys.request(Usage.SEAL);
        assertThat(request).startsWith("-----BEGIN CERTIFICATE REQUEST-----");
        assertThat(keys.hasBegun(Usage.SEAL)).isTrue();
        IssuedKey other = authority.issue(SCHAKEL, Usage.SEAL);
        assertThat(keys.waitingFor(other.certificate())).isEmpty();

        List<X509Certificate> answer = authority.certify(request, Usage.SEAL);
        assertThat(keys.waitingFor(answer.get(0))).hasValue(Usage.SEAL);
        keys.certified(Usage.SEAL, answer);
        assertThat(keys.activate(Usage.SEAL).organisation().oin()).isEqualTo(SCHAKEL.oin());
    }

    @Test
    void refusesACertificateForAnotherUseOrOrganisation() {
        String request = keys.request(Usage.SEAL);
        List<X509Certificate> tls = authority.certify(request, Usage.TLS);
        assertThatThrownBy(() -> keys.certified(Usage.SEAL, tls))
                .isInstanceOf(KeyMaterialInvalid.class)
                .hasMessageContaining("for seal");
        var other = authority.issue(new Subject("x", "00000099000000009000"), Usage.SEAL);
        assertThatThrownBy(() -> keys.certified(Usage.SEAL, other.chain()))
                .isInstanceOf(KeyMaterialInvalid.class)
                .hasMessageContaining(SCHAKEL.oin());
    }

    @Test
    void saysWhatIsMissingWhenNothingIsAnnounced() {
        assertThatThrownBy(() -> keys.activate(Usage.TLS))
                .isInstanceOf(KeyMaterialInvalid.class)
                .hasMessageContaining("announced");
    }

    @ParameterizedTest
    @CsvSource({"61, -1", "60, 60", "31, 60", "30, 30", "14, 14", "8, 14", "7, 7", "2, 7", "1, 1", "0, 0", "-3, 0"})
    void warnsAtSixtyThirtyFourteenSevenAndOneDays(int daysLeft, int reached) {
        Instant now = Workshop.NOW;
        assertThat(ExpiryWarning.reached(now.plus(Duration.ofDays(daysLeft)), now)
                        .orElse(-1))
                .isEqualTo(reached);
    }

    @Test
    @Guards(Threat.T45)
    void refusesTheDemosAuthorityAndNoOther() throws Exception {
        assertThatThrownBy(() -> DemoAuthority.refuse(pki.resolve("ca/root.crt")))
                .isInstanceOf(KeyMaterialInvalid.class)
                .hasMessageContaining("ca/root.crt")
                .hasMessageContaining("demo");
        Path real = pki.resolve("real.crt");
        KeyFiles.writeCertificates(real, Workshop.authority("PKIo").make().chain());
        DemoAuthority.refuse(real);
    }

    private List<KeyState> states(Usage usage) {
        return new Holdings(pki, () -> keys)
                .all().stream()
                        .filter(holding -> holding.owner().equals("gateway")
                                && holding.use().equals(usage.text()))
                        .map(Holdings.Holding::state)
                        .toList();
    }
}
