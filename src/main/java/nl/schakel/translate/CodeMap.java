package nl.schakel.translate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One column of a code table in one direction: from a code to a text. */
final class CodeMap {
    private final String name;
    private final Map<String, Target> codes;

    /** A text, and how it relates to the code that it stands for. */
    record Target(String text, Equivalence equivalence) {}

    CodeMap(String name, Map<String, Target> codes) {
        this.name = name;
        this.codes = new HashMap<>(codes);
    }

    String name() {
        return name;
    }

    Optional<Target> target(String source) {
        return Optional.ofNullable(codes.get(source));
    }
}
