package nl.schakel.disclosure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.referral.Json;

/**
 * Takes every structured place out of a resource of a protected client. Only members that are known to lead nowhere stay;
 * a member that nobody has judged goes out with the places, so that a new mapping cannot open a hole.
 */
final class Whereabouts {
    /** They lead to a place: by address, by who works there, or by where a resource is kept. */
    static final Set<String> LEADING = Set.of(
            "address",
            "valueAddress",
            "postalCode",
            "city",
            "district",
            "state",
            "country",
            "line",
            "_line",
            "location",
            "position",
            "birthPlace",
            "managingOrganization",
            "serviceProvider",
            "organization",
            "custodian",
            "requester",
            "performer",
            "author",
            "recorder",
            "asserter",
            "individual",
            "member",
            "agent",
            "actor",
            "endpoint",
            "reference",
            "requisition",
            "sourceReference",
            "sourceAttachment",
            "title");

    /** They lead nowhere by themselves; what people wrote into them is read by the detector. */
    static final Set<String> HARMLESS = Set.copyOf(List.of("""
            resourceType id identifier system value use status intent priority code coding display text name family _family
            given _given prefix suffix extension url valueString valueBoolean valueCode valueCoding valueDate valueDateTime
            valueDecimal valueInteger valueQuantity valueCodeableConcept valueUnsignedInt unit comparator gender birthDate
            _birthDate deceasedBoolean deceasedDateTime communication language preferred telecom period start end component
            effectiveDateTime class type serviceType participant role hospitalization dischargeDisposition reasonCode
            occurrencePeriod authoredOn clinicalStatus verificationStatus category recordedDate onsetDateTime docStatus date
            securityLabel content attachment contentType data creation questionnaire authored item linkId answer relationship
            lifecycleStatus description target dueDate activity detail note confidentiality scope policyRule provision
            dateTime supportingInfo link other statusReason businessStatus derivedFrom maritalStatus div""".split("\\s+", -1)));

    /** Observations and components whose value is a place, or somebody who is at one. */
    private static final Set<String> PLACE_CODES = Set.of(
            "sleeping-place",
            "regional-tie",
            "detention",
            "detention-place",
            "general-practitioner",
            "mental-health-provider",
            "creditor-postal-code");

    /** Identifiers that say nothing about who gave them out. */
    private static final Set<String> NEUTRAL_IDENTIFIERS = Set.of(
            "http://fhir.nl/fhir/NamingSystem/bsn", "https://schakel.nl/fhir/NamingSystem/referral", Pseudonyms.SYSTEM);

    /** Code systems and extensions of standards and of our own; any other address names a machine of somebody. */
    private static final List<String> STANDARDS = List.of(
            "http://snomed.info/",
            "http://loinc.org",
            "http://unitsofmeasure.org",
            "http://hl7.org/",
            "http://terminology.hl7.org/",
            "http://fhir.nl/",
            "http://nictiz.nl/",
            "https://schakel.nl/fhir/CodeSystem/",
            "https://schakel.nl/fhir/StructureDefinition/",
            "https://schakel.nl/fhir/Questionnaire/",
            "https://schakel.nl/fhir/NamingSystem/referral",
            Pseudonyms.SYSTEM,
            "urn:oid:",
            "urn:iso:");

    /** Of a telephone or a mailbox the system is a word: {@code phone}. */
    private static final Pattern SHORT_WORD = Pattern.compile("[a-z]{1,10}");

    private static final Pattern MOBILE = Pattern.compile("(?:06|\\+316|00316)\\d{8}");

    private final boolean mobilesOfTheClient;

    /** @param mobilesOfTheClient whether the receiver may ring the client's mobile telephone: the desk alone */
    Whereabouts(boolean mobilesOfTheClient) {
        this.mobilesOfTheClient = mobilesOfTheClient;
    }

    /** What is left; empty when that is nothing but a type. */
    Optional<Json.Obj> out(Json.Obj resource) {
        boolean client = resource.text("resourceType").equals(Optional.of("Patient"));
        return object(resource, client)
                .filter(left -> left.members().size() > 1)
                .flatMap(Json::asObject);
    }

    private Optional<Json.Obj> object(Json.Obj object, boolean client) {
        if (isPlace(object) || namesAMachine(object)) {
            return Optional.empty();
        }
        Map<String, Json> left = new LinkedHashMap<>();
        object.members().forEach((name, value) -> {
            boolean stays = HARMLESS.contains(name) && !LEADING.contains(name);
            Optional<Json> part = stays ? member(name, value, client) : Optional.empty();
            part.ifPresent(kept -> left.put(name, kept));
        });
        return left.isEmpty() ? Optional.empty() : Optional.of(new Json.Obj(left));
    }

    private Optional<Json> member(String name, Json value, boolean client) {
        return elements(
                value,
                element -> element.asObject()
                        .map(object -> Optional.of(object)
                                .filter(whole -> mayStay(name, whole, client))
                                .map(whole -> name.equals("attachment") ? whole.without("url") : whole)
                                .flatMap(whole -> object(whole, client))
                                .map(Json.class::cast))
                        .orElseGet(() -> Optional.of(element)));
    }

    private boolean mayStay(String name, Json.Obj element, boolean client) {
        return switch (name) {
            case "identifier" -> isNeutral(element);
            case "telecom" -> (!client || mobilesOfTheClient) && isMobile(element);
            default -> true;
        };
    }

    private static Optional<Json> elements(Json value, Function<Json, Optional<Json>> judged) {
        if (value instanceof Json.Arr array) {
            List<Json> left = new ArrayList<>();
            array.elements().forEach(element -> elements(element, judged).ifPresent(left::add));
            return left.isEmpty() ? Optional.empty() : Optional.of(new Json.Arr(left));
        }
        return judged.apply(value);
    }

    /** Whether it is a finding that says where somebody is. */
    static boolean isPlace(Json.Obj object) {
        return object.object("code").stream()
                .flatMap(code -> code.list("coding").stream())
                .flatMap(coding -> coding.asObject().stream())
                .flatMap(coding -> coding.text("code").stream())
                .anyMatch(PLACE_CODES::contains);
    }

    private static boolean namesAMachine(Json.Obj object) {
        return Stream.of("system", "url", "questionnaire")
                .flatMap(name -> object.text(name).stream())
                .filter(text -> !SHORT_WORD.matcher(text).matches())
                .anyMatch(text -> STANDARDS.stream().noneMatch(text::startsWith));
    }

    private static boolean isNeutral(Json.Obj identifier) {
        return identifier.text("system").filter(NEUTRAL_IDENTIFIERS::contains).isPresent();
    }

    static boolean isMobile(Json.Obj telecom) {
        return telecom.text("value")
                .map(value -> value.replaceAll("[\\s().-]", ""))
                .filter(value -> MOBILE.matcher(value).matches())
                .isPresent();
    }
}
