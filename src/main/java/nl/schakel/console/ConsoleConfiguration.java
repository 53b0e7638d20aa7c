package nl.schakel.console;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsoleSettings.class)
class ConsoleConfiguration {

    @Bean
    FilterRegistrationBean<OperatorDoor> operatorDoor(ConsoleSettings settings) {
        FilterRegistrationBean<OperatorDoor> registration = new FilterRegistrationBean<>(
                new OperatorDoor(Operators.from(settings.operatorToken(), settings.operators())));
        registration.addUrlPatterns("/api/*");
        return registration;
    }
}
