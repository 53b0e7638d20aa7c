package nl.schakel.disclosure;

import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way a place may look.
 *
 * @param anchor what every match holds
 * @param pattern what it looks like; no match is longer than the anchor reaches
 * @param counts what only looks like it is passed over
 */
record Sight(Anchor anchor, Mark.Kind kind, Pattern pattern, Predicate<Matcher> counts) {

    static Sight of(Anchor anchor, Mark.Kind kind, String pattern) {
        return new Sight(anchor, kind, Pattern.compile(pattern), match -> true);
    }

    /** Because every match lies within one window, this finds what reading the whole text would find. */
    void find(Reading text, Anchors anchors, Consumer<Mark> found) {
        int windows = anchors.count(anchor);
        if (windows == 0) {
            return;
        }
        Matcher matcher = pattern.matcher(text);
        for (int window = 0; window < windows; window++) {
            matcher.region(anchors.from(anchor, window), anchors.until(anchor, window))
                    .useTransparentBounds(true)
                    .useAnchoringBounds(false);
            while (matcher.find()) {
                if (counts.test(matcher)) {
                    found.accept(text.mark(kind, matcher.start(), matcher.end()));
                }
            }
        }
    }
}
