package nl.schakel.translate;

import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.model.v25.message.ADT_A01;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our rows as claims about data types: {@code PID-5.1.1 -> Patient.name.family} is {@code XPN.1.1 -> HumanName.family}.
 * Which type a field has is read from the reference model of HL7 v2.5.
 */
final class V2DataTypes {
    /** The FHIR type that each type fills; simple ones (ST, IS, NM) are nothing but their value. */
    static final Map<String, String> FILLS = Map.ofEntries(
            Map.entry("XPN", "HumanName"),
            Map.entry("XAD", "Address"),
            Map.entry("XTN", "ContactPoint"),
            Map.entry("CX", "Identifier"),
            Map.entry("PLN", "Identifier"),
            Map.entry("EI", "Identifier-DefaultAssigner"),
            Map.entry("CE", "CodeableConcept"),
            Map.entry("CWE", "CodeableConcept"),
            Map.entry("XCN", "Practitioner"),
            Map.entry("PL", "Location"),
            Map.entry("XON", "Organization"),
            Map.entry("HD", "Organization"),
            Map.entry("ED", "Attachment"),
            Map.entry("TS", "dateTime"));

    /** The element at which the FHIR type begins; what has none begins at its last member. */
    private static final Map<String, String> BEGINS = Map.of(
            "XPN",
            "name",
            "XAD",
            "address",
            "XTN",
            "telecom",
            "CX",
            "identifier",
            "PLN",
            "identifier",
            "EI",
            "identifier",
            "ED",
            "attachment");

    private static final Pattern CLAIM = Pattern.compile("([A-Z][A-Z0-9]{2})-(\\d+)((?:\\.\\d+)*) -> (.+)");

    private V2DataTypes() {}

    /** The claims of a mapping whose field has a composite type. */
    static Set<String> of(Set<String> claims) {
        Set<String> typed = new TreeSet<>();
        claims.forEach(claim -> of(claim).ifPresent(typed::add));
        return typed;
    }

    private static Optional<String> of(String claim) {
        Matcher parts = CLAIM.matcher(claim);
        if (!parts.matches()) {
            throw new AssertionError(claim);
        }
        String type = type(parts.group(1), Integer.parseInt(parts.group(2)), parts.group(3));
        if (!FILLS.containsKey(type)) {
            return Optional.empty();
        }
        String component = parts.group(3).isEmpty() ? ".1" : parts.group(3);
        String below = type.equals("TS")
                ? "$value"
                : below(type, List.of(parts.group(4).split("\\.")));
        return Optional.of(type + component + " -> " + plain(FILLS.get(type)) + "." + below);
    }

    private static String plain(String fhir) {
        return fhir.replaceAll("-.*", "");
    }

    private static String below(String type, List<String> path) {
        int start = switch (type) {
            case "CE", "CWE" -> path.indexOf("coding") - 1;
            case "XCN" -> path.indexOf("identifier") - 1;
            default -> path.indexOf(BEGINS.getOrDefault(type, "-"));
        };
        int last = path.size() - 2;
        return String.join(".", path.subList((start < 0 ? last : start) + 1, path.size()));
    }

    /** A value of any type (OBX-5) with components is an attachment here. */
    private static String type(String segment, int field, String component) {
        try {
            Segment model = (Segment) Class.forName("ca.uhn.hl7v2.model.v25.segment." + segment)
                    .getConstructors()[0]
                    .newInstance(new ADT_A01(), new ca.uhn.hl7v2.parser.DefaultModelClassFactory());
            String type = model.getField(field, 0).getName();
            return type.equals("Varies") || type.equals("*") ? component.isEmpty() ? "any" : "ED" : type;
        } catch (ClassNotFoundException later) {
            // CON came after 2.5; its fields are read as the senders of the Netherlands write them.
            return "not in 2.5";
        } catch (ReflectiveOperationException | HL7Exception e) {
            throw new AssertionError(segment + "-" + field, e);
        }
    }

    /** Types whose table is official, of those that are used. */
    static List<String> used(Set<String> typed) {
        return typed.stream()
                .map(claim -> claim.substring(0, claim.indexOf('.')))
                .distinct()
                .toList();
    }
}
