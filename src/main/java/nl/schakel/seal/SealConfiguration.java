package nl.schakel.seal;

import java.nio.file.Path;
import java.time.Clock;
import nl.schakel.trust.GatewayKeys;
import nl.schakel.trust.TrustAnchors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

@Configuration(proxyBeanMethods = false)
class SealConfiguration {

    @Bean
    @Primary
    Sealer sealer(GatewayKeys keys, Clock clock) {
        return new Sealer(keys::seal, clock);
    }

    /** For the audit log alone: who has the key of seals cannot rewrite what was witnessed. */
    @Bean
    Sealer checkpointSealer(GatewayKeys keys, Clock clock) {
        return new Sealer(keys::checkpoint, clock);
    }

    @Bean
    SealVerifier sealVerifier(TrustAnchors anchors, @Value("${schakel.seal.native-provider:}") String provider) {
        return new SealVerifier(
                anchors, provider.isBlank() ? NativeProvider.none() : NativeProvider.in(Path.of(provider)));
    }

    @Bean
    XmlSealVerifier xmlSealVerifier(TrustAnchors anchors) {
        return new XmlSealVerifier(anchors);
    }

    @Bean
    XmlSealer xmlSealer(GatewayKeys keys, Clock clock) {
        return new XmlSealer(keys::seal, clock);
    }

    @Bean
    ReceiptWriter receiptWriter(Sealer sealer) {
        return new ReceiptWriter(sealer);
    }
}
