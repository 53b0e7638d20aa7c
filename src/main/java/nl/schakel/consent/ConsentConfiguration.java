package nl.schakel.consent;

import java.io.IOException;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsentSettings.class)
class ConsentConfiguration {

    @Bean
    LegalBasis legalBasis(@Value("${schakel.mappings:mappings}") String mappings, ConsentSettings settings)
            throws IOException {
        return LegalBasis.read(Path.of(mappings, "policy"), settings.version());
    }

    /** Kept before anything is decided by it, so that no decision ever stands without its policy. */
    @Bean
    PolicyArchive policyArchive(@Value("${schakel.policies-archive}") Path folder, LegalBasis basis) {
        PolicyArchive archive = new PolicyArchive(folder);
        archive.keep(basis);
        return archive;
    }

    @Bean
    ConsentDesk consentDesk(LegalBasis basis, PolicyArchive archive) {
        return new ConsentDesk(basis);
    }
}
