package nl.schakel.fhir;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.fhir.R4Elements.Element;
import nl.schakel.fhir.R4Elements.R4Type;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;

/**
 * Holds a resource to the shape that FHIR R4 gives it in JSON (R4 section 2.6.2): its elements and no others, an array where
 * one repeats and nowhere else, a text, a number, true or false or an object as each holds. What other readers settle in
 * silence, an array of one, a number between quotes, a null, is refused with its place. Whether the values are right is not
 * judged here, and arrays and objects with nothing in them say nothing to anybody.
 */
public final class FhirShape {
    private static final String EXTENSION = "Extension";

    private FhirShape() {}

    /** The first place where it is no R4, as a FHIR expression; empty when all of it fits. */
    public static Optional<Problem> fault(Json.Obj resource) {
        return resource(resource)
                .map(misfit -> misfit.problem(resource.text("resourceType")
                        .flatMap(R4Elements::resource)
                        .map(R4Type::name)
                        .orElse("$")));
    }

    private static Optional<Misfit> resource(Json.Obj resource) {
        Optional<R4Type> type = resource.text("resourceType").flatMap(R4Elements::resource);
        return type.isPresent()
                ? members(resource, type.get())
                : Optional.of(Misfit.here("no resource of R4", "the name of a resource of R4")
                        .under(".resourceType"));
    }

    private static Optional<Misfit> members(Json.Obj object, R4Type type) {
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            Optional<Misfit> misfit = member(object, member.getKey(), member.getValue(), type);
            if (misfit.isPresent()) {
                return misfit.map(found -> found.under('.' + R4Elements.shown(member.getKey())));
            }
        }
        return type.name().equals(EXTENSION) ? both(object) : Optional.empty();
    }

    /** An extension has a value or extensions of its own (ext-1): readers differ in which of both they take. */
    private static Optional<Misfit> both(Json.Obj extension) {
        return extension.get("extension").isPresent()
                        && extension.members().keySet().stream().anyMatch(name -> name.startsWith("value"))
                ? Optional.of(Misfit.here("a value and extensions", "one of both"))
                : Optional.empty();
    }

    private static Optional<Misfit> member(Json.Obj object, String name, Json value, R4Type type) {
        if (name.startsWith("_")) {
            return beside(name, value, type);
        }
        Element element = type.element(name);
        if (element == null) {
            return type.isResource() && name.equals("resourceType")
                    ? Optional.empty()
                    : Optional.of(Misfit.unknown(type, name));
        }
        return element.repeats() ? each(object, value, element) : one(value, element);
    }

    private static Optional<Misfit> each(Json.Obj object, Json value, Element element) {
        if (!(value instanceof Json.Arr array)) {
            return Optional.of(Misfit.here(
                    kind(value), "an array, each of it " + element.holds().words()));
        }
        for (int i = 0; i < array.elements().size(); i++) {
            Json one = array.elements().get(i);
            Optional<Misfit> misfit =
                    one instanceof Json.Null && isSaidBeside(object, element, i) ? Optional.empty() : one(one, element);
            if (misfit.isPresent()) {
                return misfit.map(at("[" + i + "]"));
            }
        }
        return Optional.empty();
    }

    private static java.util.function.UnaryOperator<Misfit> at(String step) {
        return misfit -> misfit.under(step);
    }

    /** A value of a row may be null when something is said of it in the row beside. */
    private static boolean isSaidBeside(Json.Obj object, Element element, int index) {
        List<Json> beside = object.list('_' + element.name());
        return element.holds().isValue() && index < beside.size() && beside.get(index) instanceof Json.Obj;
    }

    private static Optional<Misfit> one(Json value, Element element) {
        boolean fits = switch (element.holds()) {
            case TEXT -> value instanceof Json.Text;
            case NUMBER -> value instanceof Json.Num;
            case BOOLEAN -> value instanceof Json.Bool;
            case RESOURCE, OBJECT -> value instanceof Json.Obj;
        };
        if (!fits) {
            return Optional.of(Misfit.here(kind(value), element.holds().words()));
        }
        return switch (element.holds()) {
            case RESOURCE -> resource((Json.Obj) value);
            case OBJECT -> members((Json.Obj) value, R4Elements.type(element.type()));
            default -> Optional.empty();
        };
    }

    /** {@code _birthDate}: an object with id and extensions of the value, or a row of them. */
    private static Optional<Misfit> beside(String name, Json value, R4Type type) {
        Element element = type.element(name.substring(1));
        if (element == null || !element.holds().isValue()) {
            return Optional.of(Misfit.unknown(type, name));
        }
        if (!element.repeats()) {
            return saidOf(value);
        }
        if (!(value instanceof Json.Arr array)) {
            return Optional.of(Misfit.here(kind(value), "an array of objects and null"));
        }
        for (int i = 0; i < array.elements().size(); i++) {
            Json one = array.elements().get(i);
            Optional<Misfit> misfit = one instanceof Json.Null ? Optional.empty() : saidOf(one);
            if (misfit.isPresent()) {
                return misfit.map(at("[" + i + "]"));
            }
        }
        return Optional.empty();
    }

    private static Optional<Misfit> saidOf(Json value) {
        return value instanceof Json.Obj object
                ? members(object, R4Elements.type(R4Elements.BESIDE))
                : Optional.of(Misfit.here(kind(value), "an object"));
    }

    private static String kind(Json value) {
        if (value instanceof Json.Obj) {
            return "an object";
        }
        if (value instanceof Json.Arr) {
            return "an array";
        }
        if (value instanceof Json.Text) {
            return "a text";
        }
        if (value instanceof Json.Num) {
            return "a number";
        }
        return value instanceof Json.Bool ? "true or false" : "null";
    }
}
