package nl.schakel.translate.xml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.TargetPath;
import nl.schakel.translate.tree.Values;
import nl.schakel.translate.tree.Writer;

/**
 * Writes a tree as XML in UTF-8: members are elements in the order of the rows, {@code @name} is an attribute. A name
 * without prefix takes the prefix of the root element. The same tree gives the same bytes.
 */
public final class XmlWriter implements Writer {
    private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");
    private final String root;
    private final String prefix;
    private final Map<String, String> namespaces;

    public XmlWriter() {
        this("", Map.of());
    }

    private XmlWriter(String root, Map<String, String> namespaces) {
        this.root = root;
        this.prefix = root.substring(0, root.indexOf(':') + 1);
        this.namespaces = namespaces;
    }

    @Override
    public Writer shaped(Optional<String> name, Map<String, String> prefixes) {
        String written = name.orElseThrow(() -> new IllegalArgumentException("'root' names the root element"));
        boolean known = !written.contains(":") || prefixes.containsKey(written.substring(0, written.indexOf(':')));
        if (TargetPath.xml(written).isEmpty() || written.startsWith("@") || written.contains("/") || !known) {
            throw new IllegalArgumentException("'" + written + "' is no element of one of the namespaces");
        }
        return new XmlWriter(written, new LinkedHashMap<>(prefixes));
    }

    /** A prefix that is not declared is no target. */
    @Override
    public Optional<TargetPath> target(String text) {
        return TargetPath.xml(text).filter(path -> path.names().stream().allMatch(this::declared));
    }

    /** {@code Contact[1].Soort} of the tree is {@code Contact[2]/Soort} of the document. */
    @Override
    public String place(Json.Obj tree, String path) {
        return INDEX.matcher(path.replace('.', '/'))
                .replaceAll(found -> '[' + Integer.toString(Integer.parseInt(found.group(1)) + 1) + ']');
    }

    private boolean declared(String name) {
        int colon = name.indexOf(':');
        return colon < 0 || namespaces.containsKey(name.substring(name.startsWith("@") ? 1 : 0, colon));
    }

    @Override
    public Step<byte[]> write(Json.Obj tree) {
        Writing writing = new Writing();
        writing.encoder.declaration();
        writing.element(root, tree, true);
        return writing.refusal
                .<Step<byte[]>>map(Step::stopped)
                .orElseGet(() -> Step.next(writing.encoder.document().getBytes(StandardCharsets.UTF_8)));
    }

    /** One writing of one tree. */
    private final class Writing {
        private final XmlEncoder encoder = new XmlEncoder();
        private final Deque<String> place = new ArrayDeque<>();
        private Optional<Problem> refusal = Optional.empty();

        private void element(String name, Json value, boolean whole) {
            encoder.begin(name);
            if (whole) {
                namespaces.forEach((prefixed, uri) -> encoder.attribute("xmlns:" + prefixed, uri));
            }
            if (value instanceof Json.Obj members) {
                members.members().forEach(this::attribute);
                encoder.content();
                members.members().forEach(this::member);
            } else {
                encoder.content();
                encoder.value(checked(value));
            }
            encoder.end(name);
        }

        private void attribute(String name, Json value) {
            if (name.startsWith("@")) {
                place.addLast(name);
                encoder.attribute(name.substring(1), checked(value));
                place.removeLast();
            }
        }

        private void member(String name, Json value) {
            if (name.startsWith("@")) {
                return;
            }
            place.addLast(name);
            if (name.equals(Branch.TEXT)) {
                encoder.value(checked(value));
            } else {
                List<Json> all = value instanceof Json.Arr many ? many.elements() : List.of(value);
                all.forEach(one -> element(qualified(name), one, false));
            }
            place.removeLast();
        }

        /** An element that was copied from a message brings its namespace as {@code {namespace}name}. */
        private String qualified(String name) {
            if (!name.startsWith("{")) {
                return name.contains(":") ? name : prefix + name;
            }
            String namespace = name.substring(1, name.indexOf('}'));
            Optional<String> declared = namespaces.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(namespace))
                    .map(Map.Entry::getKey)
                    .findFirst();
            if (declared.isEmpty() && refusal.isEmpty()) {
                refusal = Optional.of(Problem.at(ProblemCode.VALUE_INVALID, String.join("/", place))
                        .expected("an element of one of the namespaces"));
            }
            return declared.orElse("") + ':' + name.substring(name.indexOf('}') + 1);
        }

        /** A character that XML cannot hold is refused: it is neither dropped nor replaced. */
        private String checked(Json value) {
            String text = Values.text(value);
            Optional<String> forbidden = XmlEncoder.forbidden(text);
            if (forbidden.isPresent() && refusal.isEmpty()) {
                refusal = Optional.of(Problem.at(ProblemCode.CONTROL_CHARACTER, String.join("/", place))
                        .seen(forbidden.get()));
            }
            return text;
        }
    }
}
