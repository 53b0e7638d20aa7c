package nl.schakel.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.SealedContent;

/**
 * What of one item is closed for the receiver alone: of an address, of medical notes and of an attachment all of it; of
 * anything else with words of people in it all of it too, or, where a message cannot do without it, those words.
 *
 * @param open what goes as it is
 * @param closed what goes sealed
 */
record Closing(Optional<InformationItem> open, Optional<InformationItem> closed) {
    /** A shelter's address is a client's address; the notes of a ward are details of health. */
    private static final Set<Category> WHOLE =
            Set.of(Category.ADDRESS, Category.SECRET_ADDRESS, Category.HEALTH_DETAIL);
    /** Attachments. */
    private static final Set<String> FILES = Set.of("DocumentReference", "Binary", "Media");
    /** What a message is built on. */
    private static final Set<String> FRAME = Set.of("Patient", "ServiceRequest", "Task", "Encounter", "Consent");
    /** Members that hold what people wrote, wherever they stand. */
    private static final Set<String> WORDS = Set.of(
            "note",
            "comment",
            "patientInstruction",
            "description",
            "div",
            "text",
            "valueString",
            "valueMarkdown",
            "contentAttachment",
            "valueAttachment",
            "data");
    /** A name or number has "text" or "valueString" as well, and nobody's story stands there. */
    private static final Set<String> NAMES = Set.of("name", "_family", "telecom", "identifier", "extension");

    private static final String TYPE = "resourceType";

    static Closing of(InformationItem item) {
        if (SealedContent.is(item.resource())) {
            return new Closing(Optional.of(item), Optional.empty());
        }
        Optional<Json> words = words(item.resource());
        boolean whole = WHOLE.contains(item.category())
                || FILES.contains(item.resourceType())
                || (words.isPresent() && !FRAME.contains(item.resourceType()));
        if (whole) {
            return new Closing(Optional.empty(), Optional.of(item));
        }
        if (!(words.orElse(item.resource()) instanceof Json.Obj told) || words.isEmpty()) {
            return new Closing(Optional.of(item), Optional.empty());
        }
        Json.Obj rest = rest(item.resource());
        return new Closing(
                rest.members().size() > 1 ? Optional.of(of(item, rest)) : Optional.empty(),
                Optional.of(of(item, typed(item.resourceType(), told))));
    }

    private static InformationItem of(InformationItem item, Json.Obj tree) {
        return new InformationItem(item.category(), tree, item.origin(), item.labels());
    }

    private static Json.Obj typed(String type, Json.Obj tree) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put(TYPE, Json.text(type));
        members.putAll(tree.members());
        return new Json.Obj(members);
    }

    /** Only what people wrote, at its place. */
    private static Optional<Json> words(Json tree) {
        if (tree instanceof Json.Arr array) {
            List<Json> kept = array.elements().stream()
                    .flatMap(one -> words(one).stream())
                    .toList();
            return kept.isEmpty() ? Optional.empty() : Optional.of(new Json.Arr(kept));
        }
        if (!(tree instanceof Json.Obj object)) {
            return Optional.empty();
        }
        Map<String, Json> kept = new LinkedHashMap<>();
        object.members().forEach((name, value) -> {
            if (WORDS.contains(name)) {
                kept.put(name, value);
            } else if (!NAMES.contains(name)) {
                words(value).ifPresent(below -> kept.put(name, below));
            }
        });
        return kept.isEmpty() ? Optional.empty() : Optional.of(new Json.Obj(kept));
    }

    /** Everything else. */
    private static Json.Obj rest(Json.Obj tree) {
        Map<String, Json> kept = new LinkedHashMap<>();
        tree.members().forEach((name, value) -> {
            if (NAMES.contains(name)) {
                kept.put(name, value);
            } else if (!WORDS.contains(name)) {
                below(value).ifPresent(left -> kept.put(name, left));
            }
        });
        return new Json.Obj(kept);
    }

    private static Optional<Json> below(Json value) {
        if (value instanceof Json.Arr array) {
            List<Json> kept = array.elements().stream()
                    .flatMap(one -> below(one).stream())
                    .toList();
            return kept.isEmpty() ? Optional.empty() : Optional.of(new Json.Arr(kept));
        }
        if (value instanceof Json.Obj object) {
            Json.Obj left = rest(object);
            return left.members().isEmpty() ? Optional.empty() : Optional.of(left);
        }
        return Optional.of(value);
    }
}
