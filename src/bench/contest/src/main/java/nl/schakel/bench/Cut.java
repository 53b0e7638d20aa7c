package nl.schakel.bench;

import java.util.Arrays;

/**
 * An HL7 v2 message cut by hand at segment and field delimiters, in one pass. Components are looked for where they are
 * asked for. A search leaves what it found between {@link #from} and {@link #to}.
 */
final class Cut {
    private static final int NO_SEGMENT = -1;

    final String text;
    int from;
    int to;
    private int[] segments = new int[32];
    private int[] firstField = new int[33];
    private int[] fields = new int[256];
    private int count;

    Cut(String text) {
        this.text = text;
        int found = 0;
        int start = 0;
        int length = text.length();
        while (start < length) {
            if (count + 1 == segments.length) {
                segments = Arrays.copyOf(segments, count * 2);
                firstField = Arrays.copyOf(firstField, count * 2 + 1);
            }
            segments[count] = start;
            firstField[count++] = found;
            int at = start;
            while (at < length && text.charAt(at) != '\r') {
                if (text.charAt(at++) == '|') {
                    if (found + 2 >= fields.length) {
                        fields = Arrays.copyOf(fields, found * 2);
                    }
                    fields[found++] = at;
                }
            }
            // The last field of a segment ends where a delimiter would have followed it.
            fields[found++] = at + 1;
            start = at + 1;
        }
        firstField[count] = found;
    }

    /** The next segment of this name after another one, or a negative number. */
    int next(String name, int after) {
        for (int i = after + 1; i < count; i++) {
            if (text.startsWith(name, segments[i])) {
                return i;
            }
        }
        return NO_SEGMENT;
    }

    int first(String name) {
        return next(name, NO_SEGMENT);
    }

    /** A field with all its repetitions; field 1 of MSH is the delimiter itself, so its numbers are one behind. */
    boolean field(int segment, int number) {
        from = 0;
        to = 0;
        if (segment < 0) {
            return false;
        }
        int at = firstField[segment] + number - 1 - (segments[segment] == 0 ? 1 : 0);
        if (at + 1 >= firstField[segment + 1]) {
            return false;
        }
        from = fields[at];
        to = fields[at + 1] - 1;
        return from < to;
    }

    /** Whether the n-th repetition, from 0, of what lies between these ends is there; it is found even when it is empty. */
    boolean repetition(int start, int end, int n) {
        return piece(start, end, n, '~');
    }

    boolean component(int start, int end, int number) {
        return piece(start, end, number - 1, '^') && from < to;
    }

    boolean subcomponent(int start, int end, int number) {
        return piece(start, end, number - 1, '&') && from < to;
    }

    private boolean piece(int start, int end, int n, char delimiter) {
        int at = start;
        for (int i = 0; i < n; i++) {
            at = end(at, end, delimiter) + 1;
            if (at > end) {
                from = end;
                to = end;
                return false;
            }
        }
        from = at;
        to = end(at, end, delimiter);
        return start < end;
    }

    private int end(int start, int end, char delimiter) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) == delimiter) {
                return i;
            }
        }
        return end;
    }

    /** What was found as text: the first component and subcomponent of it, without outer blanks; empty for a deletion. */
    String value() {
        int end = end(from, end(from, to, '^'), '&');
        String found = text.substring(from, end).strip();
        if ("\"\"".equals(found)) {
            return "";
        }
        return found.indexOf('\\') < 0 ? found : unescaped(found);
    }

    String value(int segment, int field) {
        return field(segment, field) && repetition(from, to, 0) ? value() : "";
    }

    String value(int segment, int field, int component) {
        return field(segment, field) && repetition(from, to, 0) && component(from, to, component) ? value() : "";
    }

    String value(int segment, int field, int component, int subcomponent) {
        return field(segment, field)
                        && repetition(from, to, 0)
                        && component(from, to, component)
                        && subcomponent(from, to, subcomponent)
                ? value()
                : "";
    }

    private static String unescaped(String found) {
        return found.replace("\\F\\", "|")
                .replace("\\S\\", "^")
                .replace("\\T\\", "&")
                .replace("\\R\\", "~")
                .replace("\\.br\\", "\n")
                .replace("\\E\\", "\\");
    }
}
