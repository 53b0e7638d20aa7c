package nl.schakel.trust;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import nl.schakel.egress.Egress;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TrustSettings.class)
class TrustConfiguration {

    @Bean
    TrustAnchors trustAnchors(TrustSettings settings, Clock clock, Environment environment) {
        List<X509Certificate> anchors = certificates(settings);
        if (environment.acceptsProfiles(Profiles.of("production"))) {
            settings.anchorFiles().forEach(DemoAuthority::refuse);
        }
        return TrustAnchors.of(anchors, clock);
    }

    @Bean
    RevocationWatch revocationWatch(TrustSettings settings, TrustAnchors anchors, Egress egress) {
        return new RevocationWatch(
                anchors,
                settings.revocation() ? settings.lists() : List.of(),
                Optional.ofNullable(settings.ocsp()),
                settings.pki().resolve("status"),
                egress);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    TrustWatch trustWatch(
            TrustSettings settings,
            TrustAnchors anchors,
            GatewayKeys keys,
            RevocationWatch revocations,
            CertificateHealth health) {
        return new TrustWatch(
                anchors,
                keys,
                KeyRegister.of(settings.pki()),
                settings.revocation() ? Optional.of(revocations) : Optional.empty(),
                settings.statusInterval(),
                health::measure);
    }

    @Bean
    GatewayKeys gatewayKeys(TrustSettings settings) {
        return GatewayKeys.from(settings::held);
    }

    @Bean
    ReceiverKeys receiverKeys(TrustSettings settings, TrustAnchors anchors) {
        return new ReceiverKeys(KeyRegister.of(settings.pki()), anchors);
    }

    @Bean
    SSLContext gatewayTls(TrustSettings settings, GatewayKeys keys, TrustAnchors anchors) {
        return TlsContexts.live(keys::tls, certificates(settings), anchors);
    }

    @Bean
    CertificateHealth certificatesHealthIndicator(
            TrustSettings settings, RevocationWatch watch, Clock clock, ObjectProvider<MeterRegistry> meters) {
        return new CertificateHealth(
                new Holdings(settings.pki(), settings::own), watch, clock, meters.getIfAvailable());
    }

    private static List<X509Certificate> certificates(TrustSettings settings) {
        return settings.anchorFiles().stream()
                .flatMap((Path file) -> KeyFiles.certificates(file).stream())
                .toList();
    }
}
