package nl.schakel.dialogue;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import nl.schakel.dialogue.CaseSystem.Resource;
import nl.schakel.referral.Json;

/**
 * One thing that must be in the case system: how it is looked for, by what it is known again, and how it is made.
 *
 * @param filter by what the list is narrowed
 * @param same whether one of the list is it
 * @param body for making it; empty for what must be there already
 * @param inside what must have been there before: nothing can be in a thing that was made a moment ago
 */
record CaseThing(
        Resource resource,
        Map<String, String> filter,
        Predicate<Json.Obj> same,
        Optional<Json.Obj> body,
        List<Resource> inside) {
    private static final String NUMBER = "identificatie";
    private static final String OWNER = "bronorganisatie";

    /** A case with this number, which is ours: another's with the same number is not it. */
    static CaseThing zaak(Json.Obj named, boolean make) {
        return new CaseThing(
                Resource.CASE,
                numbered(named),
                isNumbered(named),
                make ? Optional.of(named) : Optional.empty(),
                List.of());
    }

    static CaseThing document(Json.Obj metadata) {
        return new CaseThing(
                Resource.DOCUMENT, numbered(metadata), isNumbered(metadata), Optional.of(sized(metadata)), List.of());
    }

    /** What a case begins with: it has begun already when it has any status. */
    static CaseThing firstStatus(Json.Obj status, String zaak) {
        return of(Resource.STATUS, status, zaak, found -> true);
    }

    /** A status is known by its moment: the API takes two of one moment for the same. */
    static CaseThing status(Json.Obj status, String zaak) {
        Optional<OffsetDateTime> moment = moment(status);
        return of(Resource.STATUS, status, zaak, found -> moment.isPresent() && sameMoment(moment, moment(found)));
    }

    static CaseThing role(Json.Obj role, String zaak) {
        return of(Resource.ROLE, role, zaak, found -> found.text("roltype").equals(role.text("roltype")));
    }

    static CaseThing link(String zaak, String document) {
        Json.Obj link = Json.object().with("zaak", zaak).with("informatieobject", document);
        return new CaseThing(
                Resource.LINK,
                Map.of("zaak", zaak),
                found -> found.text("informatieobject").filter(document::equals).isPresent(),
                Optional.of(link),
                List.of(Resource.CASE, Resource.DOCUMENT));
    }

    private static CaseThing of(Resource resource, Json.Obj body, String zaak, Predicate<Json.Obj> same) {
        return new CaseThing(
                resource, Map.of("zaak", zaak), same, Optional.of(body.with("zaak", zaak)), List.of(Resource.CASE));
    }

    /** Whether a case carries our number as a characteristic too, as every case does that was made for a referral. */
    static boolean isOurs(Json.Obj zaak) {
        return zaak.list("kenmerken").stream()
                .flatMap(mark -> mark.asObject().stream())
                .anyMatch(mark ->
                        mark.text("kenmerk").isPresent() && mark.text("kenmerk").equals(zaak.text(NUMBER)));
    }

    private static Map<String, String> numbered(Json.Obj thing) {
        return Map.of(
                NUMBER, thing.text(NUMBER).orElse(""), OWNER, thing.text(OWNER).orElse(""));
    }

    private static Predicate<Json.Obj> isNumbered(Json.Obj thing) {
        return found -> found.text(NUMBER).equals(thing.text(NUMBER))
                && found.text(OWNER).equals(thing.text(OWNER));
    }

    /** The Documenten API wants to hear how large the content is. */
    private static Json.Obj sized(Json.Obj metadata) {
        UnaryOperator<String> unpadded = text -> text.replace("=", "");
        return metadata.text("inhoud")
                .map(unpadded)
                .map(base64 -> metadata.with("bestandsomvang", Json.number(base64.length() * 3L / 4)))
                .orElse(metadata);
    }

    private static boolean sameMoment(Optional<OffsetDateTime> one, Optional<OffsetDateTime> other) {
        return one.map(OffsetDateTime::toInstant).equals(other.map(OffsetDateTime::toInstant));
    }

    private static Optional<OffsetDateTime> moment(Json.Obj status) {
        try {
            return status.text("datumStatusGezet").map(OffsetDateTime::parse);
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
