package nl.schakel.disclosure;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads {@code mappings/disclosure}: {@code order.yaml} and one file for each kind of receiver. Whatever is not understood
 * is refused with file and line; the schemas beside the files say the same to an editor.
 */
final class NeedFiles {
    private static final String ORDER = "order.yaml";

    private final String file;
    private final List<Needed> needs = new ArrayList<>();
    private final List<Needs.Narrower> order = new ArrayList<>();

    private NeedFiles(String file) {
        this.file = file;
    }

    /**
     * Reads and checks a folder.
     *
     * @throws DisclosureInvalid names file and line
     */
    static Needs read(Path folder) throws IOException {
        NeedFiles order = new NeedFiles(ORDER);
        order.order(Files.readString(folder.resolve(ORDER)));
        List<Needed> needs = new ArrayList<>();
        for (Path path : files(folder)) {
            NeedFiles one = new NeedFiles(path.getFileName().toString());
            one.receiver(Files.readString(path));
            needs.addAll(one.needs);
        }
        return Needs.of(needs, order.order);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.toString().endsWith(".yaml"))
                    .filter(path -> !path.getFileName().toString().equals(ORDER))
                    .sorted()
                    .toList();
        }
    }

    private void order(String yaml) {
        for (Node pair : list(of(members(root(yaml), Set.of("order"), Set.of()), "order"))) {
            Map<String, Node> members = members(pair, Set.of("narrower", "wider", "why"), Set.of());
            text(of(members, "why"));
            order.add(new Needs.Narrower(
                    word(of(members, "narrower"), Purpose::of, "a purpose"),
                    word(of(members, "wider"), Purpose::of, "a purpose"),
                    file,
                    line(pair)));
        }
    }

    private void receiver(String yaml) {
        Map<String, Node> members = members(root(yaml), Set.of("role", "title", "why", "purposes"), Set.of());
        Role role = word(of(members, "role"), Role::of, "a kind of receiver");
        if (!file.equals(role.name().toLowerCase(Locale.ROOT) + ".yaml")) {
            throw wrong(of(members, "role"), role + " belongs in a file of its own name");
        }
        text(of(members, "title"));
        text(of(members, "why"));
        plain(of(members, "purposes")).forEach((name, list) -> {
            Purpose purpose = Purpose.of(name).orElseThrow(() -> wrong(list, "'" + name + "' is no purpose"));
            list(list).forEach(need -> needs.add(need(role, purpose, need)));
        });
    }

    private Needed need(Role role, Purpose purpose, Node node) {
        Map<String, Node> members = members(node, Set.of("category", "keep", "why"), Set.of("also"));
        Category category = word(of(members, "category"), Category::of, "a category");
        Node keep = of(members, "keep");
        boolean all = keep instanceof ScalarNode word && word.getValue().equals("all");
        Optional<Node> also = Optional.ofNullable(members.get("also"));
        if (!all && also.isPresent()) {
            throw wrong(also.get(), "'also' stands beside 'keep: all' alone; put the path under keep");
        }
        List<NeededPath> paths = new ArrayList<>();
        Stream.of(Optional.of(keep).filter(k -> !all), also)
                .flatMap(Optional::stream)
                .flatMap(nodes -> list(nodes).stream())
                .forEach(path -> paths.add(
                        word(path, NeededPath::of, "a path such as Patient.name or Patient.telecom[system=phone]")));
        return new Needed(
                new Needed.Cell(role, purpose, category),
                new Projection(all, paths),
                text(of(members, "why")),
                file,
                line(node));
    }

    /** A member that is there, because it was required. */
    private static Node of(Map<String, Node> members, String name) {
        return Optional.ofNullable(members.get(name)).orElseThrow();
    }

    private Node root(String yaml) {
        try {
            Node node = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
            if (node == null) {
                throw new DisclosureInvalid(file, 1, "the file is empty");
            }
            return node;
        } catch (MarkedYAMLException broken) {
            int line = broken.getProblemMark() == null
                    ? 0
                    : broken.getProblemMark().getLine();
            throw new DisclosureInvalid(file, line + 1, "no YAML: " + broken.getProblem());
        }
    }

    /** All of the required members, perhaps some of the others, and nothing else. */
    private Map<String, Node> members(Node node, Set<String> required, Set<String> others) {
        Map<String, Node> members = plain(node);
        members.forEach((name, value) -> {
            if (!required.contains(name) && !others.contains(name)) {
                throw wrong(value, "'" + name + "' is not known here");
            }
        });
        required.stream()
                .sorted()
                .filter(name -> !members.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw wrong(node, "'" + name + "' is missing");
                });
        return members;
    }

    private Map<String, Node> plain(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node, "members are expected here");
        }
        Map<String, Node> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = text(tuple.getKeyNode());
            if (members.put(name, tuple.getValueNode()) != null) {
                throw wrong(tuple.getKeyNode(), "'" + name + "' is written twice");
            }
        }
        return members;
    }

    private List<Node> list(Node node) {
        if (node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
            return sequence.getValue();
        }
        throw wrong(node, "a list is expected here");
    }

    private String text(Node node) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw wrong(node, "words are expected here");
    }

    private <T> T word(Node node, Function<String, Optional<T>> meaning, String expected) {
        return meaning.apply(text(node)).orElseThrow(() -> wrong(node, "'" + text(node) + "' is not " + expected));
    }

    private DisclosureInvalid wrong(Node node, String what) {
        return new DisclosureInvalid(file, line(node), what);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
