package nl.schakel.enclosure;

import nl.schakel.disclosure.Enclosures;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EnclosureConfiguration {

    @Bean
    Enclosures enclosures() {
        return new FilesWithWords();
    }
}
