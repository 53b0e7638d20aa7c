package nl.schakel.validate;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ValidateConfiguration {

    @Bean
    Completeness completeness() {
        return new Completeness();
    }

    @Bean
    BaseProfileValidator baseProfileValidator() {
        return new BaseProfileValidator();
    }
}
