package nl.schakel.translate.tree;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A place in a source message, whatever its format: mapping rows walk over one neutral tree. The tree belongs to one
 * translation and remembers which of its leaves were read.
 */
public abstract sealed class Node permits Leaf, Branch {

    /** How the place is written in a path. */
    public enum Kind {
        ROOT,
        SEGMENT,
        FIELD,
        COMPONENT,
        MEMBER,
        ELEMENT,
        /** A cell; its position is the number of its row. */
        COLUMN
    }

    private final @Nullable Branch parent;
    private final Kind kind;
    private final String name;
    private final int position;

    /** @param position among the siblings of this name: from 1 in HL7 v2, from 0 in an array */
    public Node(@Nullable Branch parent, Kind kind, String name, int position) {
        this.parent = parent;
        this.kind = kind;
        this.name = name;
        this.position = position;
    }

    public final String name() {
        return name;
    }

    public final Kind kind() {
        return kind;
    }

    /** The leaf whose text stands for this place; HL7 v2 reads the first component of a composite. */
    public abstract Optional<Leaf> leaf();

    public abstract void leaves(Consumer<Leaf> each);

    /** The path as people write it: {@code PID-3(2).1}, {@code entry[3].resource.id}. */
    public final String path() {
        StringBuilder text = new StringBuilder();
        write(text);
        return text.toString();
    }

    public final void write(StringBuilder text) {
        if (parent == null) {
            return;
        }
        parent.write(text);
        switch (kind) {
            case ROOT -> {}
            case SEGMENT -> counted(text.append(name));
            case FIELD -> counted(text.append('-').append(name));
            case COMPONENT -> text.append('.').append(name);
            case MEMBER -> dotted(text);
            case ELEMENT -> dotted(text).append('[').append(position).append(']');
            case COLUMN ->
                text.append("row ").append(position).append(", column ").append(name);
        }
    }

    private void counted(StringBuilder text) {
        if (position > 1) {
            text.append('(').append(position).append(')');
        }
    }

    private StringBuilder dotted(StringBuilder text) {
        return (text.isEmpty() || name.isEmpty() ? text : text.append('.')).append(name);
    }
}
