package nl.schakel.translate;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Label;
import nl.schakel.referral.SealedContent;

/**
 * A field of the canonical form.
 *
 * @param about what the piece is known by where its kind of resource alone does not say it: the code of a finding, the
 *     system of a number, the method of a plan, the label of a sealed part; this decides its category
 * @param path below the resource, extensions by the last part of their URL
 */
record FieldName(String resource, String about, String path) implements Comparable<FieldName> {
    private static final Comparator<FieldName> ORDER = Comparator.comparing(FieldName::resource)
            .thenComparing(FieldName::about)
            .thenComparing(FieldName::path);
    private static final Pattern STEP = Pattern.compile("([^\\[]+)(?:\\[(\\d+)])?");
    private static final String OURS = "https://schakel.nl/fhir/CodeSystem/";
    private static final Set<String> SCORES = Set.of("zrm-2017", "zrm-2013");
    private static final String LEGAL = "urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4.23.3";
    private static final String BSN = "http://fhir.nl/fhir/NamingSystem/bsn";

    static FieldName of(InformationItem item, String path) {
        return new FieldName(item.resourceType(), known(item, path), named(item.resource(), path));
    }

    private static String named(Json.Obj resource, String path) {
        StringBuilder named = new StringBuilder();
        Json at = resource;
        for (String step : path.split("\\.")) {
            Matcher parts = STEP.matcher(step);
            if (!parts.matches()) {
                throw new AssertionError(path);
            }
            at = member(at, parts.group(1));
            named.append(named.isEmpty() ? "" : ".").append(parts.group(1));
            if (parts.group(2) != null) {
                at = ((Json.Arr) at).elements().get(Integer.parseInt(parts.group(2)));
                named.append('[')
                        .append(text(at, "url").map(FieldName::last).orElse(""))
                        .append(']');
            }
        }
        return named.toString();
    }

    private static Json member(Json object, String name) {
        return object.asObject().flatMap(o -> o.get(name)).orElseThrow();
    }

    private static Optional<String> text(Json value, String name) {
        return value.asObject().flatMap(object -> object.text(name));
    }

    private static String last(String url) {
        return url.substring(Math.max(url.lastIndexOf('/'), url.lastIndexOf(':')) + 1);
    }

    private static String known(InformationItem item, String path) {
        Json.Obj resource = item.resource();
        return switch (item.resourceType()) {
            case "Observation" -> finding(item);
            case "EpisodeOfCare" ->
                first(
                        codes(resource, "type", "system").map(FieldName::last).filter(s -> !s.startsWith("iwmo-")),
                        "support");
            case "CarePlan" -> first(codes(resource, "category", "code").filter("multifocus"::equals), "");
            case "CareTeam" -> first(codes(resource, "category", "code").filter("netwerkcoach"::equals), "");
            case "Patient" -> client(item, path);
            case "DocumentReference" ->
                SealedContent.categories(resource).stream()
                        .map(category -> "sealed: " + category)
                        .findFirst()
                        .orElse("");
            default -> "";
        };
    }

    private static String first(Stream<String> texts, String otherwise) {
        return texts.findFirst().orElse(otherwise);
    }

    private static Stream<Json> codings(Stream<? extends Json> concepts) {
        return concepts.flatMap(concept -> concept.asObject().stream()).flatMap(o -> o.list("coding").stream());
    }

    private static Stream<String> codes(Json.Obj resource, String concepts, String member) {
        return codings(resource.list(concepts).stream()).flatMap(coding -> text(coding, member).stream());
    }

    /** Where a protected client is, is not what it is for anybody else. */
    private static String finding(InformationItem item) {
        String about = first(
                codings(item.resource().object("code").stream()).flatMap(coding -> finding(coding).stream()), "other");
        return item.labels().contains(Label.SECRET_ADDRESS) ? about + ", protected" : about;
    }

    /** Scores by their form alone, other findings of our own systems by their code. */
    private static Optional<String> finding(Json coding) {
        String system = text(coding, "system").orElse("");
        if (!system.startsWith(OURS) && !system.equals(LEGAL)) {
            return Optional.empty();
        }
        String name = last(system);
        boolean whole = SCORES.contains(name)
                || !Set.of("finance", "intake", "basisvoorwaarden-detentie").contains(name);
        return Optional.of(whole ? name : name + '#' + text(coding, "code").orElse(""));
    }

    private static String client(InformationItem item, String path) {
        if (path.startsWith("address")) {
            return item.labels().contains(Label.SECRET_ADDRESS) ? "protected" : "";
        }
        return path.startsWith("identifier")
                        && item.resource().list("identifier").stream()
                                .anyMatch(id ->
                                        text(id, "system").filter(BSN::equals).isPresent())
                ? "bsn"
                : "";
    }

    @Override
    public int compareTo(FieldName other) {
        return ORDER.compare(this, other);
    }

    /** Without what it is known by: as a table writes it. */
    String plain() {
        return path.replaceAll("\\[[^\\]]*]", "[]");
    }

    @Override
    public String toString() {
        return resource + (about.isEmpty() ? "" : '(' + about + ')') + '.' + path;
    }
}
