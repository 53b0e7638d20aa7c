package nl.schakel.translate;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TranslateConfiguration {

    @Bean
    Translator translator(@Value("${schakel.mappings:mappings}") Path mappings) {
        return Translator.load(mappings);
    }
}
