package nl.schakel.fhir;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import nl.schakel.fhir.R4Elements.Element;
import nl.schakel.fhir.R4Elements.Holds;
import nl.schakel.fhir.R4Elements.R4Type;
import nl.schakel.referral.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Follows a document of FHIR R4 in XML from element to element and keeps the first that R4 does not have there, or not so
 * often: HAPI refuses it as well, and does not say where.
 */
final class XmlShape {
    private static final String RESOURCE = "resource";

    private final Deque<Around> around = new ArrayDeque<>();
    private Optional<Problem> fault = Optional.empty();

    /** An element that is open; what stands within it was met so often. Narrative has no type and is not looked into. */
    private record Around(@Nullable R4Type type, boolean holdsResource, String path, Map<String, Integer> met) {
        static Around of(@Nullable R4Type type, String path) {
            return new Around(type, false, path, new HashMap<>());
        }
    }

    /** The first place that does not fit, as a FHIR expression. */
    Optional<Problem> fault() {
        return fault;
    }

    void opens(String name, boolean isNarrative) {
        if (fault.isEmpty()) {
            around.addLast(opened(name, isNarrative));
        }
    }

    void closes() {
        if (fault.isEmpty()) {
            around.removeLast();
        }
    }

    private Around opened(String name, boolean isNarrative) {
        Around parent = around.peekLast();
        if (parent == null) {
            return resource(name, name);
        }
        R4Type type = parent.type();
        if (parent.holdsResource()) {
            return isSecond(parent, RESOURCE, parent.path()) ? parent : resource(name, parent.path());
        }
        return type == null ? Around.of(null, "") : element(parent, type, name, isNarrative);
    }

    private Around resource(String name, String path) {
        Optional<R4Type> type = R4Elements.resource(name);
        if (type.isEmpty()) {
            misfit(Misfit.here("no resource of R4", "a resource of R4"), path.equals(name) ? "$" : path);
        }
        return Around.of(type.orElse(null), path);
    }

    private Around element(Around parent, R4Type type, String name, boolean isNarrative) {
        Element element = type.element(name);
        if (element == null) {
            misfit(Misfit.unknown(type, name).under('.' + R4Elements.shown(name)), parent.path());
            return parent;
        }
        String path = parent.path() + '.' + name;
        if (element.repeats()) {
            path += "[" + (parent.met().merge(name, 1, Integer::sum) - 1) + "]";
        } else if (isSecond(parent, element.one(), path)) {
            return parent;
        }
        if (element.holds() == Holds.RESOURCE) {
            return new Around(null, true, path, new HashMap<>());
        }
        return Around.of(isNarrative ? null : R4Elements.type(element.type()), path);
    }

    private boolean isSecond(Around parent, String what, String path) {
        boolean second = parent.met().merge(what, 1, Integer::sum) > 1;
        if (second) {
            misfit(Misfit.here("a second one", "one"), path);
        }
        return second;
    }

    private void misfit(Misfit misfit, String root) {
        fault = Optional.of(misfit.problem(root));
    }
}
