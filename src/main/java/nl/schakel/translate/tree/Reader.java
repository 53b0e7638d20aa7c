package nl.schakel.translate.tree;

import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Step;

/** Reads the bytes of one format strictly into a neutral tree, with its limits. */
@FunctionalInterface
public interface Reader {

    /**
     * What was read.
     *
     * @param root the tree, for one translation
     * @param kind what kind of message it is, as mapping files name it: {@code REF^I12}, {@code Bundle/message}
     * @param kindPlace where the kind stands, for the refusal of an unknown one
     * @param document the XML as text, for a check against its official schema
     * @param inside the message that travels in this one, in a branch of the same tree
     */
    record Opened(Branch root, String kind, String kindPlace, Optional<String> document, Optional<Opened> inside) {
        public Opened(Branch root, String kind, String kindPlace) {
            this(root, kind, kindPlace, Optional.empty(), Optional.empty());
        }

        @Override
        public String toString() {
            return "Opened[" + kind + "]";
        }
    }

    /** @param name the name of the root, by which it can be hung below another tree; usually empty */
    Step<Opened> open(SourceMessage source, String name);

    /** How paths into what it reads are written. */
    default PathGrammar paths() {
        return new JsonPaths();
    }

    /** @param namespaces prefixes that the mapping file declares; formats without namespaces have no use for them */
    default PathGrammar paths(Map<String, String> namespaces) {
        return paths();
    }
}
