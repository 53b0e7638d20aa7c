package nl.schakel.translate;

import java.util.List;
import java.util.Optional;

/**
 * What became of every value of a source message: each leaf stands here exactly once. Paths and rules only, no values.
 *
 * @param entries in the order of the source
 */
public record Account(List<Entry> entries) {
    public Account {
        entries = List.copyOf(entries);
    }

    /** What became of a leaf. */
    public enum Loss {
        /** A row read it; without a target it chose a row or an element and is itself not carried. */
        MAPPED,
        /** Left out knowingly. */
        DROPPED,
        /** No row knows it. */
        UNMAPPED,
        /** Its sender takes it away; the targets are what is taken out of what was known. */
        DELETED
    }

    /**
     * One leaf of the source.
     *
     * @param rules file and line of the rows that read it, or the name of the rule that dropped it
     * @param targets where its value went; empty also when it only decided
     * @param shifts how a code table changed its meaning, where it did; only what is mapped has any
     * @param why the reason of a drop, or what a deletion does
     */
    public record Entry(
            String path,
            Loss loss,
            List<String> rules,
            List<String> targets,
            List<Equivalence> shifts,
            Optional<String> why) {
        public Entry {
            rules = List.copyOf(rules);
            targets = List.copyOf(targets);
            shifts = List.copyOf(shifts);
        }
    }

    /** Leaves that are mapped to something that means more or less than they did. */
    public long shifted() {
        return entries.stream().filter(entry -> !entry.shifts().isEmpty()).count();
    }

    public long count(Loss loss) {
        return entries.stream().filter(entry -> entry.loss() == loss).count();
    }
}
