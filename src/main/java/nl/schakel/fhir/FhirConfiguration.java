package nl.schakel.fhir;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FhirSettings.class)
class FhirConfiguration {

    @Bean
    FhirAnswers fhirAnswers(FhirSettings settings) {
        return new FhirAnswers(settings.name(), settings.endpoint());
    }

    @Bean
    Notifications notifications(FhirSettings settings) {
        return new Notifications(settings.endpoint());
    }
}
