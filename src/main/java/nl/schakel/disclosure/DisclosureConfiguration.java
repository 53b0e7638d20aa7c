package nl.schakel.disclosure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DisclosureConfiguration {

    @Bean
    Disclosure disclosure(@Value("${schakel.mappings:mappings}") String mappings) throws IOException {
        return Disclosure.parse(Files.readString(Path.of(mappings, "disclosure", "needs.csv")));
    }
}
