package nl.schakel.translate;

import java.util.List;
import java.util.Optional;

/**
 * A row of a mapping by the place where it is written.
 *
 * @param file below the mappings folder, such as {@code hl7v2-nl/2.5/parts/patient.yaml}
 * @param line from 1
 * @param functions of {@code as}, in their order
 * @param codes the code table it looks in, as the row names it, with the version that the table names
 */
public record Rule(String file, int line, List<String> functions, Optional<String> codes) {
    public Rule {
        functions = List.copyOf(functions);
    }

    /** File and line, as an editor takes them. */
    public String place() {
        return file + ':' + line;
    }
}
