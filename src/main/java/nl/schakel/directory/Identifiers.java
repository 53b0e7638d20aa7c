package nl.schakel.directory;

import java.util.Locale;
import java.util.Map;

/** One spelling for identifiers of organisations, whose systems have a name in HL7 v2 and a URI in FHIR. */
final class Identifiers {
    private static final Map<String, String> SYSTEMS = Map.ofEntries(
            Map.entry("http://fhir.nl/fhir/namingsystem/agb-z", "agb"),
            Map.entry("urn:oid:2.16.840.1.113883.2.4.6.1", "agb"),
            Map.entry("agb-z", "agb"),
            Map.entry("vektis", "agb"),
            Map.entry("http://fhir.nl/fhir/namingsystem/ura", "ura"),
            Map.entry("urn:oid:2.16.528.1.1007.3.3", "ura"),
            Map.entry("http://fhir.nl/fhir/namingsystem/kvk", "kvk"),
            Map.entry("http://fhir.nl/fhir/namingsystem/oin", "oin"),
            Map.entry("urn:oid:2.16.528.1.1007.3.1", "oin"));

    private Identifiers() {}

    /** {@code system|value} with the short name of the system, in lower case; a value alone is a facility. */
    static String canonical(String identifier) {
        int bar = identifier.lastIndexOf('|');
        String system = identifier.substring(0, Math.max(bar, 0)).strip().toLowerCase(Locale.ROOT);
        String value = identifier.substring(bar + 1).strip().toLowerCase(Locale.ROOT);
        return (system.isEmpty() ? "facility" : SYSTEMS.getOrDefault(system, system)) + "|" + value;
    }
}
