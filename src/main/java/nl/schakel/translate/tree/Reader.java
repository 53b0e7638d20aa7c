package nl.schakel.translate.tree;

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
     */
    record Opened(Branch root, String kind, String kindPlace) {}

    /** @param name the name of the root, by which it can be hung below another tree; usually empty */
    Step<Opened> open(SourceMessage source, String name);

    /** How paths into what it reads are written. */
    default PathGrammar paths() {
        return new JsonPaths();
    }
}
