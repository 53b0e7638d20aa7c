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
        COLUMN,
        /** An XML element, or an attribute whose name then begins with {@code @}. */
        TAG,
        /** An XML document that travels inside an element of another one. */
        DOCUMENT
    }

    /**
     * What the source says of a place beside its name.
     *
     * @param namespace empty for the namespace of the document's root, and where a format has none
     * @param line from 1; 0 where a format has no lines
     */
    public record Mark(String namespace, int line) {
        public static final Mark NONE = new Mark("", 0);
    }

    private final @Nullable Branch parent;
    private final Kind kind;
    private final String name;
    private final int position;
    private final Mark mark;

    /** @param position among the siblings of this name: from 1 in HL7 v2 and XML, from 0 in an array */
    Node(@Nullable Branch parent, Kind kind, String name, int position, Mark mark) {
        this.parent = parent;
        this.kind = kind;
        this.name = name;
        this.position = position;
        this.mark = mark;
    }

    public final String name() {
        return name;
    }

    /** The place around this one. */
    public final Branch parent() {
        return java.util.Objects.requireNonNull(parent, "the whole message has no place around it");
    }

    public final String namespace() {
        return mark.namespace();
    }

    public final Kind kind() {
        return kind;
    }

    /** The leaf whose text stands for this place; HL7 v2 reads the first component of a composite. */
    public final Optional<Leaf> leaf() {
        return Optional.ofNullable(standing());
    }

    /** As {@link #leaf}. */
    abstract @Nullable Leaf standing();

    public abstract void leaves(Consumer<Leaf> each);

    /** The path as people write it: {@code PID-3(2).1}, {@code entry[3].resource.id}, {@code Client/Bsn}. */
    public final String path() {
        StringBuilder text = new StringBuilder();
        write(text);
        return text.toString();
    }

    /** The path, and the line where the source has lines: where a person looks. */
    public final String place() {
        return mark.line() > 0 ? path() + " (line " + mark.line() + ")" : path();
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
            case TAG -> indexed(slashed(text));
            case DOCUMENT -> slashed(text).append('#');
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

    private void indexed(StringBuilder text) {
        if (position > 1) {
            text.append('[').append(position).append(']');
        }
    }

    private StringBuilder slashed(StringBuilder text) {
        boolean begins = text.isEmpty() || text.charAt(text.length() - 1) == '#';
        return (begins ? text : text.append('/')).append(name);
    }

    private StringBuilder dotted(StringBuilder text) {
        return (text.isEmpty() || name.isEmpty() ? text : text.append('.')).append(name);
    }
}
