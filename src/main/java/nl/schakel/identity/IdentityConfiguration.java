package nl.schakel.identity;

import java.time.Clock;
import nl.schakel.directory.Directory;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.XmlSealVerifier;
import nl.schakel.trust.TrustAnchors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

    @Bean
    Doorkeeper doorkeeper(
            Directory directory,
            TrustAnchors anchors,
            SealVerifier seals,
            XmlSealVerifier xmlSeals,
            AccessTokens tokens,
            Clock clock) {
        return new Doorkeeper(directory, anchors, seals, xmlSeals, tokens, clock);
    }
}
