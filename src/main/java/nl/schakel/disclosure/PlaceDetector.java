package nl.schakel.disclosure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a text the way a person who looks for somebody would: behind escapes, tags, look-alikes, written-out numbers and
 * encodings. It says where something stands and never what.
 */
final class PlaceDetector {
    /** Encodings inside one another; a name inside a file inside an envelope is three. */
    private static final int DEPTH = 3;

    private final KnownPlaces known;

    PlaceDetector(KnownPlaces known) {
        this.known = known;
    }

    /** Everything that looks like a place, and everything known. */
    List<Mark> marks(String text) {
        List<Mark> marks = new ArrayList<>();
        look(Reading.of(text), true, DEPTH, marks::add);
        return merged(marks);
    }

    /** What is known of this client alone. */
    List<Mark> knownIn(String text) {
        List<Mark> marks = new ArrayList<>();
        look(Reading.of(text), false, DEPTH, marks::add);
        return merged(marks);
    }

    private void look(Reading original, boolean patterns, int depth, Consumer<Mark> found) {
        Reading undone = Escapes.undone(original);
        read(undone, patterns, found);
        Reading shown = Escapes.withoutTags(undone);
        if (shown != undone) {
            read(shown, patterns, found);
        }
        if (depth > 0) {
            encoded(original, patterns, depth, found);
            if (undone != original) {
                encoded(undone, patterns, depth, found);
            }
        }
    }

    private void read(Reading text, boolean patterns, Consumer<Mark> found) {
        Reading plain = Lookalikes.plain(text);
        known.find(plain, found);
        Optional<Reading> numbers = NumberWords.asDigits(plain);
        numbers.ifPresent(digits -> known.find(digits, found));
        if (patterns) {
            PlacePatterns.find(plain, found);
            numbers.ifPresent(digits -> PlacePatterns.numbered(digits, found));
        }
    }

    private void encoded(Reading text, boolean patterns, int depth, Consumer<Mark> found) {
        Encodings.find(
                text,
                (words, from, until) -> look(
                        Reading.of(words),
                        patterns,
                        depth - 1,
                        mark -> found.accept(text.mark(mark.kind(), from, until))));
    }

    /** In order, each place once, as the weightiest of what was found there. */
    private static List<Mark> merged(List<Mark> marks) {
        List<Mark> merged = new ArrayList<>();
        marks.stream()
                .sorted(Comparator.comparingInt(Mark::from).thenComparing(Mark::kind))
                .forEach(mark -> {
                    Mark last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
                    if (last != null && mark.from() < last.until()) {
                        merged.set(
                                merged.size() - 1,
                                new Mark(
                                        last.kind().compareTo(mark.kind()) <= 0 ? last.kind() : mark.kind(),
                                        last.from(),
                                        Math.max(last.until(), mark.until())));
                    } else {
                        merged.add(mark);
                    }
                });
        return merged;
    }
}
