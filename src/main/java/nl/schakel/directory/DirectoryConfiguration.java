package nl.schakel.directory;

import java.util.HashMap;
import java.util.Map;
import nl.schakel.egress.Egress;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DirectorySettings.class)
class DirectoryConfiguration {

    @Bean
    Directory directory(DirectorySettings settings, Environment environment) {
        return Directory.load(
                settings.routes(), placeholders(environment), environment.acceptsProfiles(Profiles.of("production")));
    }

    @Bean
    Egress egress(Directory directory) {
        return directory.egress();
    }

    /** {@code schakel.home} and {@code schakel.demo.ports.<partner>} are all that a partner file can ask for. */
    private static Map<String, String> placeholders(Environment environment) {
        Map<String, String> values = new HashMap<>();
        String home = environment.getProperty("schakel.home");
        if (home != null) {
            values.put("home", home);
        }
        Binder.get(environment)
                .bind("schakel.demo.ports", Bindable.mapOf(String.class, String.class))
                .orElse(Map.of())
                .forEach((partner, port) -> values.put("demo." + partner + ".port", port));
        return values;
    }
}
