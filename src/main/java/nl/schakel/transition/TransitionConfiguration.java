package nl.schakel.transition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TransitionConfiguration {

    @Bean
    Transition transition(@Value("${schakel.mappings:mappings}") String mappings) throws IOException {
        return new Transition(reasons(Path.of(mappings, "codes", "rejection-reasons.csv")));
    }

    /** The code is the first column and holds no comma or quote. */
    static Set<String> reasons(Path table) throws IOException {
        Set<String> codes = Files.readAllLines(table).stream()
                .skip(1)
                .map(line -> line.substring(0, Math.max(line.indexOf(','), 0)))
                .collect(Collectors.toUnmodifiableSet());
        if (codes.isEmpty() || !codes.stream().allMatch(c -> c.matches("[a-z][a-z-]{1,39}"))) {
            throw new IllegalStateException(table.getFileName() + ": expected a code of a-z and '-' on every line");
        }
        return codes;
    }
}
