package nl.schakel.seal;

import java.time.Clock;
import nl.schakel.trust.GatewayKeys;
import nl.schakel.trust.TrustAnchors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SealConfiguration {

    @Bean
    Sealer sealer(GatewayKeys keys, Clock clock) {
        return new Sealer(keys.seal(), clock);
    }

    @Bean
    SealVerifier sealVerifier(TrustAnchors anchors) {
        return new SealVerifier(anchors);
    }

    @Bean
    ReceiptWriter receiptWriter(Sealer sealer) {
        return new ReceiptWriter(sealer);
    }
}
