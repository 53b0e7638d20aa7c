package nl.schakel.consent;

import java.io.IOException;
import java.nio.file.Files;
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
        return read(Path.of(mappings, "policy"), settings.version());
    }

    @Bean
    ConsentDesk consentDesk(LegalBasis basis) {
        return new ConsentDesk(basis);
    }

    static LegalBasis read(Path policy, String version) throws IOException {
        return LegalBasis.parse(
                Files.readString(policy.resolve("default-policy.csv")),
                Files.readString(policy.resolve("notes.csv")),
                Files.readString(policy.resolve("holders.csv")),
                version);
    }
}
