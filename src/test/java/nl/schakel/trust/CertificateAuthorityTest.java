package nl.schakel.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Set;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthorityTest {
    private static final Clock CLOCK = Clock.fixed(Workshop.NOW, ZoneOffset.UTC);
    private static final Subject GGZ = new Subject("ggz-noord", Workshop.OIN);

    @TempDir
    Path pki;

    @Test
    void opensWhatItMadeBefore() {
        CertificateAuthority first = CertificateAuthority.createAt(pki, CLOCK);
        CertificateAuthority second = CertificateAuthority.createAt(pki, CLOCK);

        assertThat(second.root()).isEqualTo(first.root());
        assertThat(second.intermediate()).isEqualTo(first.intermediate());
        assertThat(CertificateAuthority.open(pki).root()).isEqualTo(first.root());
    }

    @ParameterizedTest
    @ValueSource(strings = {"root.crt", "intermediate.crt", "intermediate.crl", "root.crl"})
    void finishesWhatACrashLeftHalfMade(String missing) throws Exception {
        CertificateAuthority.createAt(pki, CLOCK);
        if (missing.equals("root.crt")) {
            // The root is made first: without its certificate nothing else stands there yet.
            Files.delete(pki.resolve("ca/intermediate.crt"));
        }
        Files.delete(pki.resolve("ca").resolve(missing));
        Files.writeString(pki.resolve("ca/.root.key.new"), "torn");

        CertificateAuthority again = CertificateAuthority.createAt(pki, CLOCK);

        assertThat(organisation(again, again.issue(GGZ, Usage.SEAL), Usage.SEAL))
                .isEqualTo(Workshop.OIN);
    }

    @Test
    void refusesAKeyThatIsNotTheCertificates() throws Exception {
        CertificateAuthority.createAt(pki, CLOCK);
        Files.copy(
                pki.resolve("ca/intermediate.key"),
                pki.resolve("ca/root.key"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> CertificateAuthority.createAt(pki, CLOCK))
                .isInstanceOf(KeyMaterialInvalid.class)
                .hasMessageContaining("root.key");
    }

    @Test
    @Guards(Threat.T23)
    void keepsKeysForTheOwnerAlone() throws Exception {
        CertificateAuthority authority = CertificateAuthority.createAt(pki, CLOCK);
        authority.issueAt(pki.resolve("gateway/seal.crt"), pki.resolve("gateway/seal.key"), GGZ, Usage.SEAL);

        for (String key : new String[] {"ca/root.key", "ca/intermediate.key", "gateway/seal.key"}) {
            var permissions = Files.getPosixFilePermissions(pki.resolve(key));
            assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
        }
    }

    @ParameterizedTest
    @EnumSource(Usage.class)
    void issuesWhatAnyPathValidatorAccepts(Usage usage) throws Exception {
        CertificateAuthority authority = CertificateAuthority.createAt(pki, CLOCK);
        IssuedKey issued = authority.issue(GGZ, usage);

        assertThat(organisation(authority, issued, usage)).isEqualTo(Workshop.OIN);
        PKIXParameters jdk = new PKIXParameters(Set.of(new TrustAnchor(authority.root(), null)));
        jdk.setRevocationEnabled(false);
        jdk.setDate(Date.from(Workshop.NOW));
        var path = CertificateFactory.getInstance("X.509").generateCertPath(issued.chain());
        assertThat(CertPathValidator.getInstance("PKIX").validate(path, jdk)).isNotNull();
    }

    @Test
    void givesTheSameKeyUntilItNearsItsEnd() {
        CertificateAuthority authority = CertificateAuthority.createAt(pki, CLOCK);
        IssuedKey first = issueAt(authority);
        assertThat(issueAt(authority).certificate()).isEqualTo(first.certificate());

        Clock later = Clock.offset(CLOCK, Duration.ofDays(330));
        IssuedKey renewed = issueAt(CertificateAuthority.createAt(pki, later));
        assertThat(renewed.certificate()).isNotEqualTo(first.certificate());
    }

    @Test
    void issuesAnewWhenTheAuthorityIsAnother() throws Exception {
        IssuedKey first = issueAt(CertificateAuthority.createAt(pki, CLOCK));
        Files.delete(pki.resolve("ca/intermediate.crt"));
        assertThat(issueAt(CertificateAuthority.createAt(pki, CLOCK)).certificate())
                .isNotEqualTo(first.certificate());
    }

    @Test
    void keepsRevocationsOverARestart() {
        CertificateAuthority authority = CertificateAuthority.createAt(pki, CLOCK);
        IssuedKey bad = authority.issue(GGZ, Usage.SEAL);
        IssuedKey good = authority.issue(GGZ, Usage.SEAL);
        authority.revoke(bad.certificate().getSerialNumber());

        CertificateAuthority again = CertificateAuthority.createAt(pki, CLOCK);
        again.revoke(authority.issue(GGZ, Usage.TLS).certificate().getSerialNumber());
        TrustAnchors anchors = TrustAnchors.of(Set.of(again.root()), CLOCK).withCrls(again.crls());

        assertThat(anchors.diagnose(bad.chain(), Usage.SEAL, Workshop.NOW)).hasValue("certificate-revoked");
        assertThat(anchors.diagnose(good.chain(), Usage.SEAL, Workshop.NOW)).isEmpty();
        assertThat(again.crls().get(1).getRevokedCertificates()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0000009900000000100", "0000009900000000100x", "000000990000000010000"})
    void refusesAnOinThatIsNone(String oin) {
        assertThatThrownBy(() -> new Subject("ggz-noord", oin)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " x", "a\nb", "a=b", "a/b"})
    void refusesANameThatIsNone(String name) {
        assertThatThrownBy(() -> new Subject(name, Workshop.OIN)).isInstanceOf(IllegalArgumentException.class);
    }

    private IssuedKey issueAt(CertificateAuthority authority) {
        return authority.issueAt(pki.resolve("gateway/tls.crt"), pki.resolve("gateway/tls.key"), GGZ, Usage.TLS);
    }

    private static String organisation(CertificateAuthority authority, IssuedKey issued, Usage usage) {
        Step<Organisation> step = TrustAnchors.of(Set.of(authority.root(), authority.intermediate()), CLOCK)
                .verify(issued.chain(), usage);
        return step.fold(Organisation::oin, problem -> problem.code().id());
    }
}
