package nl.schakel.translate;

import java.util.Map;
import java.util.Optional;

/** One column of a code table: from a source code to a target text. */
final class CodeMap {
    private final String name;
    private final Map<String, String> codes;

    CodeMap(String name, Map<String, String> codes) {
        this.name = name;
        this.codes = Map.copyOf(codes);
    }

    String name() {
        return name;
    }

    Optional<String> target(String source) {
        return Optional.ofNullable(codes.get(source));
    }
}
