package nl.schakel.translate;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;

/** How the leaves of a source are named in an account, which of them are counted, and which of them are one value. */
interface Origins {
    /** A partner's message: every leaf counts and stands for itself. */
    Origins MESSAGE = new Origins() {};

    default void accounted(Branch root, Consumer<Leaf> each) {
        root.leaves(each);
    }

    default String path(Leaf leaf) {
        return leaf.path();
    }

    /** The places that hold this value where it is counted. */
    default Stream<String> paths(Leaf leaf) {
        return Stream.of(path(leaf));
    }

    /** The leaf and those that repeat it. */
    default List<Leaf> same(Leaf leaf) {
        return List.of(leaf);
    }

    default Optional<Category> category(Leaf leaf) {
        return Optional.empty();
    }
}
