package nl.schakel.translate.tree;

import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.Step;

/** Writes a finished tree as the bytes of one format; encoding is the only place where delimiters come from. */
@FunctionalInterface
public interface Writer {
    Step<byte[]> write(Json.Obj tree);

    /** A place in that tree as people of the format write it; {@code name[0].family} unless the format says otherwise. */
    default String place(Json.Obj tree, String path) {
        return path;
    }

    /** Whether the format has a sign for a value that is taken away, beside not having it. */
    default boolean saysDeletions() {
        return false;
    }

    /** The path of a row's target; empty when it is not well formed here. */
    default Optional<TargetPath> target(String text) {
        return TargetPath.json(text);
    }

    /**
     * The writer for one mapping.
     *
     * @param root name of the root element, where a format has one
     * @param namespaces prefixes in the order of declaration
     * @throws IllegalArgumentException with the reason when the format cannot be shaped like this
     */
    default Writer shaped(Optional<String> root, Map<String, String> namespaces) {
        if (root.isPresent() || !namespaces.isEmpty()) {
            throw new IllegalArgumentException("only XML has a root element and namespaces");
        }
        return this;
    }
}
