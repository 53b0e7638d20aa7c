package nl.schakel.translate.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Json;

/**
 * The seal inside a FHIR message: a JWS in the signature of a Provenance (R4 {@code sigFormat} and {@code data}, STU3 {@code
 * contentType} and {@code blob}). It is over all other bytes of the message, so its targets may be entries of that message
 * alone, and the first entry has to be one (ADR 0027). Signatures of other forms are not for us.
 */
final class FhirSeal {
    private static final String PROVENANCE = "Provenance";
    /** Base64 of what every compact JWS begins with. */
    private static final String JWS = "ZXlK";

    private FhirSeal() {}

    /** Its base64 as it stands there; empty text when signatures are there that are not one seal over the whole message. */
    static Optional<String> in(Json.Obj message) {
        List<Json.Obj> all = new ArrayList<>();
        gather(message, all);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<Json.Obj> sealing = FhirKind.resources(message)
                .filter(resource -> isProvenance(resource) && seals(resource) > 0)
                .toList();
        boolean one = all.size() == 1 && sealing.size() == 1 && isBundle(message) && covers(sealing.get(0), message);
        return Optional.of(one ? text(all.get(0), "data", "blob") : "");
    }

    /** Every JWS in a Provenance, wherever it stands; the depth of a message is limited. */
    private static void gather(Json json, List<Json.Obj> signatures) {
        if (json instanceof Json.Obj object) {
            if (isProvenance(object)) {
                object.list("signature").stream()
                        .flatMap(signature -> signature.asObject().stream())
                        .filter(FhirSeal::isJws)
                        .forEach(signatures::add);
            }
            object.members().values().forEach(member -> gather(member, signatures));
        } else if (json instanceof Json.Arr array) {
            array.elements().forEach(element -> gather(element, signatures));
        }
    }

    private static long seals(Json.Obj provenance) {
        return provenance.list("signature").stream()
                .flatMap(signature -> signature.asObject().stream())
                .filter(FhirSeal::isJws)
                .count();
    }

    private static boolean isJws(Json.Obj signature) {
        return text(signature, "sigFormat", "contentType")
                        .toLowerCase(Locale.ROOT)
                        .contains("jose")
                || text(signature, "data", "blob").startsWith(JWS);
    }

    private static boolean isProvenance(Json.Obj resource) {
        return resource.text("resourceType").filter(PROVENANCE::equals).isPresent();
    }

    private static boolean isBundle(Json.Obj message) {
        return message.text("resourceType").filter("Bundle"::equals).isPresent();
    }

    private static boolean covers(Json.Obj provenance, Json.Obj bundle) {
        List<Set<String>> names = bundle.list("entry").stream()
                .flatMap(entry -> entry.asObject().stream())
                .map(FhirSeal::names)
                .toList();
        List<String> targets = provenance.list("target").stream()
                .map(target -> target.asObject()
                        .flatMap(object -> object.text("reference"))
                        .orElse(""))
                .toList();
        return targets.stream().anyMatch(names.get(0)::contains)
                && targets.stream().allMatch(target -> names.stream().anyMatch(name -> name.contains(target)));
    }

    /** By which references an entry is found in its Bundle. */
    private static Set<String> names(Json.Obj entry) {
        Set<String> names = new HashSet<>();
        entry.text("fullUrl").ifPresent(names::add);
        entry.object("resource")
                .flatMap(resource -> resource.text("resourceType")
                        .flatMap(type -> resource.text("id").map(id -> type + '/' + id)))
                .ifPresent(names::add);
        return names;
    }

    private static String text(Json.Obj object, String name, String older) {
        return object.text(name).or(() -> object.text(older)).orElse("");
    }
}
