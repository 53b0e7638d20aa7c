package nl.schakel.validate;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.referral.Bsn;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Referral;

/** The identity fragments of the one client, asked whether name and birth date are known or said to be unknown. */
record ClientFacts(List<InformationItem> identity) {
    private static final String RESOURCE = "].resource";
    private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    static ClientFacts of(List<InformationItem> items) {
        return new ClientFacts(items.stream()
                .filter(item -> item.category() == Category.IDENTITY)
                .filter(item -> "Patient".equals(item.resourceType()))
                .toList());
    }

    /** A second BSN, wherever it stands, is a second person. */
    static Optional<Problem> otherClient(Referral referral) {
        Optional<Bsn> own = referral.envelope().client().bsn();
        return referral.items().stream()
                .filter(item -> item.category() == Category.BSN)
                .filter(item -> numbers(item).anyMatch(number -> !own.equals(Bsn.of(number))))
                .findFirst()
                .map(item -> Problem.at(
                                ProblemCode.ONE_CLIENT_ONLY, item.origin().place())
                        .seen("another BSN")
                        .expected("one BSN"));
    }

    private static Stream<String> numbers(InformationItem item) {
        return item.resource().list("identifier").stream()
                .flatMap(identifier -> identifier.asObject().stream())
                .flatMap(identifier -> identifier.text("value").stream());
    }

    Optional<Problem> nameMissing() {
        boolean named = fragments()
                .anyMatch(patient -> patient.list("name").stream()
                        .flatMap(name -> name.asObject().stream())
                        .anyMatch(ClientFacts::isName));
        return named ? Optional.empty() : Optional.of(missing("name", "a name, or the reason why there is none"));
    }

    Optional<Problem> birthDateMissing() {
        boolean dated = fragments()
                .anyMatch(patient -> patient.text("birthDate").isPresent()
                        || patient.object("_birthDate")
                                .filter(ClientFacts::saysWhy)
                                .isPresent());
        return dated
                ? Optional.empty()
                : Optional.of(missing("birthDate", "a birth date, or the reason why it is unknown"));
    }

    private Stream<Json.Obj> fragments() {
        return identity.stream().map(InformationItem::resource);
    }

    private static boolean isName(Json.Obj name) {
        return name.text("family").filter(text -> !text.isBlank()).isPresent()
                || name.text("text").filter(text -> !text.isBlank()).isPresent()
                || !name.list("given").isEmpty()
                || saysWhy(name);
    }

    private static boolean saysWhy(Json.Obj element) {
        return element.list("extension").stream()
                .flatMap(extension -> extension.asObject().stream())
                .anyMatch(extension ->
                        extension.text("url").filter(ABSENT::equals).isPresent());
    }

    /** A FHIR sender finds it in its own Patient; for other formats the canonical element says enough. */
    private Problem missing(String element, String expected) {
        String place = identity.stream()
                .findFirst()
                .map(item -> item.origin().place())
                .filter(path -> path.contains(RESOURCE))
                .map(path -> path.substring(0, path.indexOf(RESOURCE) + RESOURCE.length()))
                .orElse("Patient");
        return Problem.at(ProblemCode.REQUIRED_MISSING, place + '.' + element).expected(expected);
    }
}
