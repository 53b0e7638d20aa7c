package nl.schakel.translate;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TranslateConfiguration {

    @Bean
    ActiveMappings activeMappings(
            @Value("${schakel.mappings:mappings}") Path mappings, @Value("${schakel.mappings-archive}") Path archive) {
        return ActiveMappings.open(mappings, archive);
    }
}
