package nl.schakel.disclosure;

import java.io.IOException;
import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DisclosureConfiguration {

    @Bean
    Disclosure disclosure(
            @Value("${schakel.mappings:mappings}") String mappings,
            ObjectProvider<Enclosures> enclosures,
            Pseudonyms pseudonyms)
            throws IOException {
        return Disclosure.read(
                Path.of(mappings, "disclosure"), enclosures.getIfAvailable(() -> Enclosures.CLOSED), pseudonyms);
    }
}
