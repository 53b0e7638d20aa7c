package nl.schakel.disclosure;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Where in a text each {@link Anchor} stands, with its surroundings: windows in order, which do not touch each other. */
final class Anchors {
    /** {@code 5-6-1-3}: from the first digit to the fourth. */
    private static final int POSTCODE_SPAN = 7;
    /** {@code 31 (0)  6 1 2 3 4}: from the first digit to the eighth, with all signs that may stand between. */
    private static final int TELEPHONE_SPAN = 20;

    private final int length;
    private final Map<Anchor, Windows> windows = new EnumMap<>(Anchor.class);
    /** Places of the last eight digits, the newest at {@code digits - 1}. */
    private final int[] lastDigits = new int[8];

    private int digits;

    private Anchors(int length) {
        this.length = length;
    }

    static Anchors in(CharSequence text) {
        Anchors anchors = new Anchors(text.length());
        int state = AnchorWords.START;
        for (int i = 0; i < anchors.length; i++) {
            char c = text.charAt(i);
            state = AnchorWords.after(state, c);
            int ending = AnchorWords.ending(state);
            if (ending != 0) {
                anchors.words(ending, i);
            }
            if (c >= '0' && c <= '9') {
                anchors.digit(text, i);
            } else if (c == '°') {
                anchors.stands(Anchor.DEGREES, i);
            }
        }
        return anchors;
    }

    private void words(int ending, int at) {
        for (int left = ending; left != 0; left = AnchorWords.others(left)) {
            stands(AnchorWords.first(left), at);
        }
    }

    private void digit(CharSequence text, int at) {
        lastDigits[digits++ & 7] = at;
        if (digits >= 4 && at - lastDigits[digits - 4 & 7] < POSTCODE_SPAN) {
            stands(Anchor.FOUR_DIGITS, at);
        }
        if (digits >= 8 && at - lastDigits[digits - 8 & 7] < TELEPHONE_SPAN) {
            stands(Anchor.EIGHT_DIGITS, at);
        }
        if (digits >= 5 && at - lastDigits[digits - 5 & 7] == 4) {
            stands(Anchor.FIVE_DIGITS, at);
        }
        if (digits >= 2 && at - lastDigits[digits - 2 & 7] == 2) {
            decimal(text, at);
        }
    }

    /** A digit with one sign and another digit before it. */
    private void decimal(CharSequence text, int at) {
        char sign = text.charAt(at - 1);
        if (sign == '.') {
            stands(Anchor.DOTTED_DIGITS, at);
        }
        if ((sign == '.' || sign == ',') && at >= 3 && text.charAt(at - 3) == '5' && text.charAt(at - 2) <= '3') {
            stands(Anchor.LATITUDE, at);
        }
    }

    private void stands(Anchor anchor, int at) {
        Windows here = windows.get(anchor);
        if (here == null) {
            here = new Windows();
            windows.put(anchor, here);
        }
        here.add(Math.max(0, at + 1 - anchor.reach()), Math.min(length, at + anchor.reach()));
    }

    int count(Anchor anchor) {
        Windows here = windows.get(anchor);
        return here == null ? 0 : here.size / 2;
    }

    /** First character of this window, from 0. */
    int from(Anchor anchor, int window) {
        return Objects.requireNonNull(windows.get(anchor)).ends[window * 2];
    }

    /** Behind its last. */
    int until(Anchor anchor, int window) {
        return Objects.requireNonNull(windows.get(anchor)).ends[window * 2 + 1];
    }

    /** First and behind the last of each, in order. */
    private static final class Windows {
        private int[] ends = new int[4];
        private int size;

        void add(int from, int until) {
            if (size > 0 && from <= ends[size - 1]) {
                ends[size - 1] = until;
                return;
            }
            if (size == ends.length) {
                ends = Arrays.copyOf(ends, size * 2);
            }
            ends[size++] = from;
            ends[size++] = until;
        }
    }
}
