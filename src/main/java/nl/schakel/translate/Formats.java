package nl.schakel.translate;

import java.util.Map;

/** The formats that mapping files may name with {@code reads}, {@code original} and {@code writes}. */
final class Formats {
    /** Names in {@code reads} of an outbound mapping: our own trees, not a partner's bytes. */
    static final String RELEASE = "release";

    static final String STATUS = "status";

    static final Map<String, Reader> READERS = Map.of("hl7v2", new Hl7Reader());

    static final Map<String, Writer> WRITERS = Map.of("hl7v2", new Hl7Writer());

    private Formats() {}
}
