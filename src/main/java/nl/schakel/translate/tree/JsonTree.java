package nl.schakel.translate.tree;

import java.util.List;
import java.util.Map;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/** A JSON tree as a neutral source: array elements stand under their member's name. Also turns a place back into JSON. */
public final class JsonTree {
    private JsonTree() {}

    /** Names with {@code $} are ours: a sender must not pass its own word for what the door knows. */
    public static Step<Json.Obj> withoutOurs(Json.Obj object) {
        return object.members().keySet().stream().anyMatch(name -> name.startsWith("$"))
                ? Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, "the members")
                        .seen("a name that begins with $")
                        .expected("names of the format"))
                : Step.next(object);
    }

    public static Branch of(Json.Obj object) {
        return of(object, "");
    }

    public static Branch of(Json.Obj object, String name) {
        Branch root = Branch.root(name);
        members(root, object);
        return root;
    }

    private static void members(Branch branch, Json.Obj object) {
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            if (member.getValue() instanceof Json.Arr array) {
                elements(branch, member.getKey(), array.elements());
            } else {
                put(branch, Node.Kind.MEMBER, member.getKey(), 0, member.getValue());
            }
        }
    }

    private static void elements(Branch branch, String name, List<Json> elements) {
        for (int i = 0; i < elements.size(); i++) {
            put(branch, Node.Kind.ELEMENT, name, i, elements.get(i));
        }
    }

    private static void put(Branch branch, Node.Kind kind, String name, int position, Json value) {
        if (value instanceof Json.Obj object) {
            members(branch.grow(kind, name, position), object);
        } else if (value instanceof Json.Arr array) {
            elements(branch.grow(kind, name, position), "", array.elements());
        } else {
            branch.bear(kind, name, position, value);
        }
    }

    /** A copy of everything at this place; all its leaves count as read. */
    public static Json copy(Node node) {
        if (node instanceof Leaf leaf) {
            leaf.read();
            return leaf.value();
        }
        JsonBuilder builder = new JsonBuilder();
        List<Node> kids = ((Branch) node).kids();
        for (Node kid : kids) {
            if (kid.kind() == Node.Kind.ELEMENT || repeats(kid, kids)) {
                builder.add(name(kid), copy(kid));
            } else {
                builder.set(name(kid), copy(kid));
            }
        }
        return builder.finish();
    }

    /** An XML element of another namespace than its root's takes that with it. */
    private static String name(Node node) {
        return node.namespace().isEmpty() ? node.name() : '{' + node.namespace() + '}' + node.name();
    }

    private static boolean repeats(Node kid, List<Node> kids) {
        return kid.kind() == Node.Kind.TAG
                && kids.stream().filter(other -> name(other).equals(name(kid))).count() > 1;
    }
}
