package nl.schakel.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import nl.schakel.egress.Egress;
import nl.schakel.referral.Step;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.GatewayKeys;
import nl.schakel.trust.Subject;
import nl.schakel.trust.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SealConfigurationTest {
    @TempDir
    Path pki;

    @Test
    void sealsAndVerifiesWithTheKeysOfAHome() throws Exception {
        CertificateAuthority authority = CertificateAuthority.createAt(pki, Clock.systemUTC());
        Subject schakel = new Subject("schakel", "00000099000000000000");
        authority.issueAt(pki.resolve("gateway/tls.crt"), pki.resolve("gateway/tls.key"), schakel, Usage.TLS);
        authority.issueAt(pki.resolve("gateway/seal.crt"), pki.resolve("gateway/seal.key"), schakel, Usage.SEAL);
        authority.issueAt(
                pki.resolve("gateway/checkpoint.crt"), pki.resolve("gateway/checkpoint.key"), schakel, Usage.SEAL);
        String lists = pki.resolve("ca/intermediate.crl").toString();

        new ApplicationContextRunner()
                .withBean(Clock.class, Clock::systemUTC)
                .withUserConfiguration(Class.forName("nl.schakel.trust.TrustConfiguration"), SealConfiguration.class)
                .withBean(Egress.class, () -> Egress.unlisted(false))
                .withPropertyValues("schakel.trust.pki=" + pki, "schakel.trust.crls=" + lists)
                .run(context -> {
                    assertThat(context).hasSingleBean(SSLContext.class).hasSingleBean(GatewayKeys.class);
                    byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
                    String jws = context.getBean(Sealer.class).seal(payload, Sealer.DOCUMENT, "application/json");
                    assertThat(context.getBean(SealVerifier.class).verify(payload, jws, Sealer.DOCUMENT, Instant.now()))
                            .isInstanceOf(Step.Next.class);
                });
    }
}
