package nl.schakel.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.egress.Egress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TrustConfigurationTest {
    private static final Subject SCHAKEL = new Subject("schakel", "00000099000000000000");

    @TempDir
    Path pki;

    private CertificateAuthority authority;

    @BeforeEach
    void makeKeys() {
        authority = CertificateAuthority.createAt(pki, Clock.systemUTC());
        for (Usage usage : Usage.ofGateway()) {
            Path gateway = pki.resolve("gateway");
            authority.issueAt(PemCase.crt(gateway, usage), PemCase.key(gateway, usage), SCHAKEL, usage);
        }
    }

    @Test
    @Guards(Threat.T45)
    void doesNotStartInProductionOnTheDemosAuthority() {
        runner(Clock.systemUTC())
                .withPropertyValues("spring.profiles.active=production")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(KeyMaterialInvalid.class)
                        .hasMessageContaining("schakel.trust.anchors"));
    }

    @Test
    @Guards(Threat.T45)
    void startsInProductionOnAnAuthorityThatIsNoDemo() throws Exception {
        Path real = pki.resolve("real.crt");
        KeyFiles.writeCertificates(real, Workshop.authority("PKIo").make().chain());
        runner(Clock.systemUTC())
                .withPropertyValues("spring.profiles.active=production", "schakel.trust.anchors=" + real)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void heedsTheListsOfTheDemoWithoutBeingTold() {
        IssuedKey ward = authority.issue(new Subject("ggz", Workshop.OIN), Usage.TLS);
        authority.revoke(ward.certificate().getSerialNumber());
        runner(Clock.systemUTC())
                .run(context -> assertThat(context.getBean(TrustAnchors.class)
                                .diagnose(ward.chain(), Usage.TLS, java.time.Instant.now()))
                        .hasValue("certificate-revoked"));
    }

    @Test
    void warnsInHealthAndMetricBeforeACertificateEnds() {
        Clock soon = Clock.offset(Clock.systemUTC(), Duration.ofDays(358));
        runner(soon).run(context -> {
            var health = context.getBean(HealthIndicator.class).health();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails().get("ending"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                    .containsEntry("gateway seal active", "within 7 days");
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.get("schakel.certificate.days.left")
                            .tags("owner", "gateway", "use", "seal", "state", "active")
                            .gauge()
                            .value())
                    .isBetween(6.0, 7.0);
            assertThat(meters.get("schakel.revocation.source.silent").gauges()).hasSize(2);
        });
    }

    @Test
    void isDownWhenAKeyOfOursHasEnded() {
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofDays(366));
        runner(late).run(context -> {
            var health = context.getBean(HealthIndicator.class).health();
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails().get("ending").toString()).contains("gateway tls active=ended");
        });
    }

    private ApplicationContextRunner runner(Clock clock) {
        return new ApplicationContextRunner()
                .withBean(Clock.class, () -> clock)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withUserConfiguration(TrustConfiguration.class)
                .withBean(Egress.class, () -> Egress.unlisted(false))
                .withPropertyValues("schakel.trust.pki=" + pki);
    }
}
