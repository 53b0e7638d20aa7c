package nl.schakel.disclosure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * All words of all anchors as one automaton (Aho and Corasick, CACM 18(6), 1975): a text is read for all of them in one pass,
 * one step for each character.
 */
final class AnchorWords {
    /** Before the first character, and after any that no word holds. */
    static final int START = 0;

    private static final int ASCII = 128;
    private static final Anchor[] ALL = Anchor.values();
    private static final List<int[]> STEPS = new ArrayList<>();
    private static final List<Integer> FOUND = new ArrayList<>();
    private static final int[][] NEXT;
    private static final int[] ANCHORS;

    static {
        newState();
        for (int which = 0; which < ALL.length; which++) {
            for (String word : ALL[which].words()) {
                spell(word, 1 << which);
            }
        }
        link();
        NEXT = STEPS.toArray(int[][]::new);
        ANCHORS = FOUND.stream().mapToInt(Integer::intValue).toArray();
    }

    private AnchorWords() {}

    private static int newState() {
        int[] none = new int[ASCII];
        Arrays.fill(none, -1);
        STEPS.add(none);
        FOUND.add(0);
        return STEPS.size() - 1;
    }

    private static void spell(String word, int bit) {
        int state = START;
        for (int i = 0; i < word.length(); i++) {
            int[] steps = STEPS.get(state);
            char c = word.charAt(i);
            if (steps[c] < 0) {
                steps[c] = newState();
            }
            state = steps[c];
        }
        FOUND.set(state, FOUND.get(state) | bit);
    }

    /** Gives every state a step for every character: the one of the longest ending that is itself a beginning. */
    private static void link() {
        int[] shorter = new int[STEPS.size()];
        Deque<Integer> states = new ArrayDeque<>(List.of(START));
        while (!states.isEmpty()) {
            int state = states.remove();
            int[] steps = STEPS.get(state);
            FOUND.set(state, FOUND.get(state) | FOUND.get(shorter[state]));
            for (int c = 0; c < ASCII; c++) {
                int fallback = state == START ? START : STEPS.get(shorter[state])[c];
                if (steps[c] < 0) {
                    steps[c] = fallback;
                } else {
                    shorter[steps[c]] = fallback;
                    states.add(steps[c]);
                }
            }
        }
    }

    /** The state after one more character, whatever its case. */
    static int after(int state, char c) {
        if (c >= ASCII) {
            return START;
        }
        return NEXT[state][c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c];
    }

    /** Whose words end in this state: a bit for each, to be taken off one by one with {@link #first} and {@link #others}. */
    static int ending(int state) {
        return ANCHORS[state];
    }

    /** Whose the lowest bit is. */
    static Anchor first(int ending) {
        return ALL[Integer.numberOfTrailingZeros(ending)];
    }

    /** The bits without the lowest. */
    static int others(int ending) {
        return ending & (ending - 1);
    }
}
