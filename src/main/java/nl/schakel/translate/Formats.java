package nl.schakel.translate;

import java.util.Map;
import nl.schakel.referral.Step;

/** The formats that mapping files may name with {@code reads}, {@code original} and {@code writes}. */
final class Formats {
    /** Names in {@code reads} of an outbound mapping: our own trees, not a partner's bytes. */
    static final String RELEASE = "release";

    static final String STATUS = "status";

    private static final Writer JSON = tree -> Step.next(StrictJson.write(tree));

    static final Map<String, Reader> READERS = Map.of("hl7v2", new Hl7Reader(), "fhir", new FhirReader());

    static final Map<String, Writer> WRITERS = Map.of("hl7v2", new Hl7Writer(), "fhir", JSON, "json", JSON);

    private Formats() {}
}
