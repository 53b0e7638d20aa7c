package nl.schakel.translate;

import java.util.Map;
import nl.schakel.referral.Step;
import nl.schakel.translate.hl7.Hl7Reader;
import nl.schakel.translate.hl7.Hl7Writer;
import nl.schakel.translate.json.FhirReader;
import nl.schakel.translate.json.StrictJson;
import nl.schakel.translate.tree.JsonPaths;
import nl.schakel.translate.tree.PathGrammar;
import nl.schakel.translate.tree.Reader;
import nl.schakel.translate.tree.Writer;

/** The formats that mapping files may name with {@code reads}, {@code original} and {@code writes}. */
final class Formats {
    /** Names in {@code reads} of an outbound mapping: our own trees, not a partner's bytes. */
    static final String RELEASE = "release";

    static final String STATUS = "status";

    private static final Writer JSON = tree -> Step.next(StrictJson.write(tree));

    static final Map<String, Reader> READERS = Map.of("hl7v2", new Hl7Reader(), "fhir", new FhirReader());

    static final Map<String, Writer> WRITERS = Map.of("hl7v2", new Hl7Writer(), "fhir", JSON, "json", JSON);

    private Formats() {}

    /** How paths are written in the source of this format; our own trees have the paths of JSON. */
    static PathGrammar paths(String format) {
        Reader reader = READERS.get(format);
        return reader == null ? new JsonPaths() : reader.paths();
    }
}
