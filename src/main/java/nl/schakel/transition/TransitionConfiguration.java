package nl.schakel.transition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TransitionConfiguration {

    @Bean
    Transition transition(@Value("${schakel.mappings:mappings}") String mappings) throws IOException {
        return new Transition(reasons(Path.of(mappings, "codes", "afwijsreden.csv")));
    }

    /** The column {@code target} of a code table; a code holds no comma or quote. */
    static Set<String> reasons(Path table) throws IOException {
        List<String> lines = Files.readAllLines(table).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        Set<String> codes = lines.stream()
                .skip(1)
                .map(line -> List.of(line.split(",", 3)))
                .map(columns -> columns.size() < 2 ? "" : columns.get(1))
                .collect(Collectors.toUnmodifiableSet());
        boolean headed = !lines.isEmpty() && lines.get(0).startsWith("source,target");
        if (!headed || codes.isEmpty() || !codes.stream().allMatch(c -> c.matches("[a-z][a-z-]{1,39}"))) {
            throw new IllegalStateException(table.getFileName()
                    + ": expected the header source,target and a code of a-z and '-' on every line");
        }
        return codes;
    }
}
