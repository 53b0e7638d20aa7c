package nl.schakel.trust;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TrustSettings.class)
class TrustConfiguration {

    @Bean
    TrustAnchors trustAnchors(TrustSettings settings, Clock clock) {
        TrustAnchors anchors = TrustAnchors.of(certificates(settings), clock);
        return settings.crls().isEmpty() ? anchors : anchors.withCrls(crls(settings));
    }

    @Bean
    GatewayKeys gatewayKeys(TrustSettings settings) {
        return new GatewayKeys(settings.tlsKey(), settings.sealKey(), settings.checkpointKey());
    }

    @Bean
    SSLContext gatewayTls(TrustSettings settings, GatewayKeys keys) {
        return TlsContexts.mutual(keys.tls(), certificates(settings));
    }

    private static List<X509Certificate> certificates(TrustSettings settings) {
        return settings.anchorFiles().stream()
                .flatMap(file -> KeyFiles.certificates(file).stream())
                .toList();
    }

    private static List<X509CRL> crls(TrustSettings settings) {
        return settings.crls().stream().map(file -> RevocationList.read(file)).toList();
    }
}
