package nl.schakel.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustAnchorsTest {
    private static final Instant NOW = Workshop.NOW;
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final IssuedKey ROOT = Workshop.authority("root").make();

    private final TrustAnchors anchors = TrustAnchors.of(ROOT.chain(), CLOCK);

    @Test
    void knowsWhoseCertificateItIs() {
        IssuedKey key = Workshop.seal().by(ROOT).make();
        Step<Organisation> step = anchors.verify(key.chain(), Usage.SEAL, NOW);

        Organisation organisation = ((Step.Next<Organisation>) step).value();
        assertThat(organisation.oin()).isEqualTo(Workshop.OIN);
        assertThat(organisation.commonName()).isEqualTo("ggz-noord");
        assertThat(organisation.thumbprint()).matches("[0-9a-f]{64}");
    }

    @Test
    @Guards(Threat.T22)
    void saysNothingOfTheCauseToTheOtherSide() {
        IssuedKey expired = Workshop.seal()
                .by(ROOT)
                .valid(NOW.minusSeconds(9), NOW.minusSeconds(1))
                .make();
        Step<Organisation> step = anchors.verify(expired.chain(), Usage.SEAL, NOW);
        assertThat(step).isEqualTo(Step.stopped(Problem.of(ProblemCode.CERTIFICATE_REFUSED)));
    }

    @Test
    void takesAChainWithAndWithoutItsAnchor() {
        IssuedKey issuing = Workshop.authority("issuing").by(ROOT).make();
        IssuedKey key = Workshop.tls().by(issuing).make();

        assertAccepted(key.chain(), Usage.TLS);
        assertAccepted(key.chain().subList(0, 2), Usage.TLS);
        assertRefused(key.chain().subList(0, 1), Usage.TLS, "path-broken");
    }

    @Test
    void believesAnIntermediateThatIsAnAnchor() {
        IssuedKey issuing = Workshop.authority("issuing").by(ROOT).make();
        IssuedKey key = Workshop.tls().by(issuing).make();
        TrustAnchors narrow = TrustAnchors.of(List.of(issuing.certificate()), CLOCK);

        assertThat(narrow.diagnose(key.chain().subList(0, 1), Usage.TLS, NOW)).isEmpty();
        assertThat(narrow.diagnose(key.chain(), Usage.TLS, NOW)).isEmpty();
        IssuedKey other = Workshop.tls().by(ROOT).make();
        assertThat(narrow.diagnose(other.chain(), Usage.TLS, NOW)).hasValue("certificate-path-broken");
    }

    @Test
    void refusesAnotherAuthorityEvenOfTheSameName() {
        IssuedKey impostor = Workshop.authority("root").make();
        assertRefused(Workshop.seal().by(impostor).make().chain(), Usage.SEAL, "path-broken");
    }

    @Test
    void refusesASelfSignedCertificate() {
        assertRefused(Workshop.seal().make().chain(), Usage.SEAL, "path-broken");
    }

    @Test
    void refusesALeafThatActsAsAnAuthority() {
        IssuedKey leaf = Workshop.seal().by(ROOT).make();
        assertRefused(Workshop.seal().by(leaf).make().chain(), Usage.SEAL, "path-broken");
    }

    @Test
    void refusesAnAuthorityThatActsAsALeaf() {
        IssuedKey issuing = Workshop.authority("x,SERIALNUMBER=" + Workshop.OIN)
                .by(ROOT)
                .keyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature | KeyUsage.nonRepudiation)
                .make();
        assertRefused(issuing.chain(), Usage.SEAL, "usage-unfit");
        assertRefused(ROOT.chain(), Usage.SEAL, "usage-unfit");
    }

    @Test
    @Guards(Threat.T34)
    void refusesTheOtherUsage() {
        assertRefused(Workshop.tls().by(ROOT).make().chain(), Usage.SEAL, "usage-unfit");
        assertRefused(Workshop.seal().by(ROOT).make().chain(), Usage.TLS, "usage-unfit");
    }

    @Test
    void refusesToSealWithAnExtendedUsageOfTls() {
        for (KeyPurposeId purpose : List.of(
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth, KeyPurposeId.anyExtendedKeyUsage)) {
            assertRefused(Workshop.seal().by(ROOT).purposes(purpose).make().chain(), Usage.SEAL, "usage-unfit");
        }
        assertAccepted(
                Workshop.seal()
                        .by(ROOT)
                        .purposes(KeyPurposeId.id_kp_emailProtection)
                        .make()
                        .chain(),
                Usage.SEAL);
    }

    @Test
    void refusesBeforeAndAfterItsTime() {
        List<X509Certificate> chain =
                Workshop.seal().by(ROOT).valid(NOW, NOW.plusSeconds(60)).make().chain();

        assertThat(anchors.diagnose(chain, Usage.SEAL, NOW.minusSeconds(1))).hasValue("certificate-not-yet-valid");
        assertThat(anchors.diagnose(chain, Usage.SEAL, NOW)).isEmpty();
        assertThat(anchors.diagnose(chain, Usage.SEAL, NOW.plusSeconds(60))).isEmpty();
        assertThat(anchors.diagnose(chain, Usage.SEAL, NOW.plusSeconds(61))).hasValue("certificate-expired");
    }

    @Test
    void refusesUnderAnAnchorThatHasEnded() {
        IssuedKey old = Workshop.authority("old")
                .valid(NOW.minusSeconds(9), NOW.plusSeconds(9))
                .make();
        List<X509Certificate> chain = Workshop.seal().by(old).make().chain();
        TrustAnchors aged = TrustAnchors.of(old.chain(), CLOCK);

        assertThat(aged.diagnose(chain, Usage.SEAL, NOW)).isEmpty();
        assertThat(aged.diagnose(chain, Usage.SEAL, NOW.plusSeconds(10))).hasValue("certificate-expired");
    }

    @Test
    @Guards(Threat.T35)
    void takesFiveCertificatesAndRefusesSix() {
        IssuedKey five = Workshop.chainOf(5);
        TrustAnchors deep = TrustAnchors.of(five.chain().subList(4, 5), CLOCK);
        List<X509Certificate> whole = Workshop.seal().by(five).make().chain();

        assertThat(whole).hasSize(6);
        assertThat(deep.diagnose(whole.subList(0, 5), Usage.SEAL, NOW)).isEmpty();
        assertThat(deep.diagnose(whole, Usage.SEAL, NOW)).hasValue("certificate-chain-too-long");
        assertThat(deep.diagnose(List.of(), Usage.SEAL, NOW)).hasValue("certificate-chain-empty");
    }

    @Test
    void refusesStrangersInTheChain() {
        List<X509Certificate> chain =
                new ArrayList<>(Workshop.seal().by(ROOT).make().chain().subList(0, 1));
        assertAccepted(chain, Usage.SEAL);
        chain.add(Workshop.authority("stranger").make().certificate());
        assertRefused(chain, Usage.SEAL, "path-broken");
    }

    @Test
    void refusesWeakKeysAndSignatures() {
        assertRefused(Workshop.seal().rsa(1024).by(ROOT).make().chain(), Usage.SEAL, "too-weak");
        assertRefused(
                Workshop.seal().signedWith("SHA1withECDSA").by(ROOT).make().chain(), Usage.SEAL, "too-weak");
        assertAccepted(Workshop.seal().rsa(2048).by(ROOT).make().chain(), Usage.SEAL);
    }

    @Test
    void refusesASubjectWithoutExactlyOneOin() {
        for (String name : List.of(
                "C=NL,CN=nobody",
                "C=NL,CN=nobody,SERIALNUMBER=123",
                "CN=two,SERIALNUMBER=" + Workshop.OIN + ",SERIALNUMBER=00000099000000002000",
                "CN=joined+SERIALNUMBER=" + Workshop.OIN,
                "C=NL,SERIALNUMBER=" + Workshop.OIN)) {
            assertRefused(Workshop.seal().named(name).by(ROOT).make().chain(), Usage.SEAL, "oin-missing");
        }
    }

    @Test
    @Guards(Threat.T28)
    void refusesARevokedCertificateFromThenOn(@TempDir Path pki) {
        CertificateAuthority authority = CertificateAuthority.createAt(pki, CLOCK);
        IssuedKey key = authority.issue(new Subject("ggz-noord", Workshop.OIN), Usage.TLS);
        TrustAnchors live = TrustAnchors.of(List.of(authority.root()), CLOCK).withCrls(authority.crls());
        assertThat(live.diagnose(key.chain(), Usage.TLS, NOW)).isEmpty();

        authority.revoke(key.certificate().getSerialNumber());
        live.renewCrls(authority.crls());

        assertThat(live.diagnose(key.chain(), Usage.TLS, NOW)).hasValue("certificate-revoked");
    }

    @Test
    @Guards(Threat.T28)
    void refusesAStatusThatIsUnknownOrStale(@TempDir Path pki, @TempDir Path elsewhere) {
        CertificateAuthority authority = CertificateAuthority.createAt(pki, CLOCK);
        IssuedKey key = authority.issue(new Subject("ggz-noord", Workshop.OIN), Usage.TLS);
        TrustAnchors plain = TrustAnchors.of(List.of(authority.root()), CLOCK);
        var forged = CertificateAuthority.createAt(elsewhere, CLOCK).crls();

        assertThat(plain.withCrls(forged).diagnose(key.chain(), Usage.TLS, NOW)).hasValue("certificate-status-unknown");
        TrustAnchors listed = plain.withCrls(authority.crls());
        Instant withinGrace = NOW.plus(Duration.ofDays(30)).plus(Duration.ofHours(4));
        assertThat(listed.diagnose(key.chain(), Usage.TLS, withinGrace)).isEmpty();
        assertThat(listed.diagnose(key.chain(), Usage.TLS, withinGrace.plusSeconds(1)))
                .hasValue("certificate-status-unknown");
    }

    @Test
    void refusesToBeginWithoutAnAnchor() {
        assertThatThrownBy(() -> TrustAnchors.of(List.of(), CLOCK)).isInstanceOf(IllegalArgumentException.class);
    }

    private void assertAccepted(List<X509Certificate> chain, Usage usage) {
        assertThat(anchors.diagnose(chain, usage, NOW)).isEmpty();
        assertThat(anchors.verify(chain, usage)).isInstanceOf(Step.Next.class);
    }

    private void assertRefused(List<X509Certificate> chain, Usage usage, String cause) {
        assertThat(anchors.diagnose(chain, usage, NOW)).hasValue("certificate-" + cause);
        assertThat(anchors.verify(chain, usage)).isInstanceOf(Step.Stopped.class);
    }
}
