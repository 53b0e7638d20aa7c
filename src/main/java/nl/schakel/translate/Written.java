package nl.schakel.translate;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A place in a mapping file as it was written, so that every complaint names its line. Only plain data is read. What is
 * made of it at load, such as one direction of a row that works both ways, keeps the place it was written at.
 */
final class Written {
    private final String file;
    private final Node node;
    private final Parts parts;
    private final @Nullable Map<String, Written> madeMembers;
    private final @Nullable List<Written> madeList;

    private Written(String file, Node node, Parts parts) {
        this(file, node, parts, null, null);
    }

    private Written(
            String file,
            Node node,
            Parts parts,
            @Nullable Map<String, Written> madeMembers,
            @Nullable List<Written> madeList) {
        this.file = file;
        this.node = node;
        this.parts = parts;
        this.madeMembers = madeMembers;
        this.madeList = madeList;
    }

    /** Other members at this place. */
    Written with(Map<String, Written> members) {
        return new Written(file, node, parts, members, null);
    }

    /** Other elements at this place. */
    Written with(List<Written> elements) {
        return new Written(file, node, parts, null, elements);
    }

    /** Another text at this place. */
    Written with(String text) {
        Node made = new ScalarNode(
                Tag.STR, text, node.getStartMark(), node.getEndMark(), DumperOptions.ScalarStyle.DOUBLE_QUOTED);
        return new Written(file, made, parts);
    }

    /** Finds a part that a file includes: the same rows for several mappings. */
    @FunctionalInterface
    interface Parts {
        Written read(Written place, String name);
    }

    static Written read(String file, String yaml, Parts parts) {
        try {
            Node node = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
            if (node == null) {
                throw new MappingInvalid(file, 1, "the file is empty");
            }
            return new Written(file, node, parts);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine();
            throw new MappingInvalid(file, line + 1, "no YAML: " + e.getProblem());
        }
    }

    MappingInvalid wrong(String what) {
        return new MappingInvalid(file, line(), what);
    }

    String file() {
        return file;
    }

    /** File, line and column, which tell two places apart. */
    String place() {
        return file + ':' + line() + ':' + node.getStartMark().getColumn();
    }

    int line() {
        return node.getStartMark().getLine() + 1;
    }

    /** The members; an unknown or repeated one is refused. */
    Map<String, Written> members(Set<String> allowed) {
        Map<String, Written> members = members();
        members.forEach((key, value) -> {
            if (!allowed.contains(key)) {
                throw value.wrong("'" + key + "' is not one of "
                        + allowed.stream().sorted().toList());
            }
        });
        return members;
    }

    Map<String, Written> members() {
        if (madeMembers != null) {
            return madeMembers;
        }
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("members are expected here, such as {from: ..., to: ...}");
        }
        Map<String, Written> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Written key = new Written(file, tuple.getKeyNode(), parts);
            if (members.put(key.text(), new Written(file, tuple.getValueNode(), parts)) != null) {
                throw key.wrong("'" + key.text() + "' is written twice");
            }
        }
        return members;
    }

    /** The elements of a list; a single value is a list of one, {@code include: name} stands for a part's elements. */
    List<Written> list() {
        if (madeList != null) {
            return madeList;
        }
        if (madeMembers == null && node instanceof SequenceNode sequence) {
            return sequence.getValue().stream()
                    .flatMap(n -> new Written(file, n, parts).included().stream())
                    .toList();
        }
        return List.of(this);
    }

    private List<Written> included() {
        if (node instanceof MappingNode mapping && mapping.getValue().size() == 1) {
            Written name = members().get("include");
            return name == null ? List.of(this) : parts.read(name, name.text()).list();
        }
        return List.of(this);
    }

    List<String> texts() {
        return list().stream().map(Written::text).toList();
    }

    String text() {
        if (madeMembers == null && madeList == null && node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong("one value is expected here");
    }

    /** Whether the value is written as a number or as true or false, without quotes. */
    boolean is(Tag tag) {
        return tag.equals(node.getTag());
    }

    /** Whether members stand here, and one of this name among them. */
    boolean has(String member) {
        return (madeMembers != null || node instanceof MappingNode) && members().containsKey(member);
    }

    static Written required(Written owner, Map<String, Written> members, String name) {
        return Optional.ofNullable(members.get(name)).orElseThrow(() -> owner.wrong("'" + name + "' is missing"));
    }
}
