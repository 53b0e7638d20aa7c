package nl.schakel.translate;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TranslateConfiguration {

    @Bean
    ActiveMappings activeMappings(MappingsAhead ahead) {
        return ahead.take();
    }
}
