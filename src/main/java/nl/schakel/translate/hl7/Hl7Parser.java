package nl.schakel.translate.hl7;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Node;
import org.jspecify.annotations.Nullable;

/** Splits one HL7 v2 message into the neutral tree; empty places make no node. One parser reads one message. */
final class Hl7Parser {
    private static final String[] NUMBERS = numbers();
    /** {@code MSH|^~\&|}: the fields after it begin with MSH-3. */
    private static final int AFTER_DELIMITERS = 9;

    private final String text;
    private final char[] signs;
    private final Hl7Delimiters delimiters;
    private final Charset charset;
    private final Map<String, Integer> occurrences = new HashMap<>();
    private @Nullable Problem refusal;
    private boolean deletes;

    private Hl7Parser(String text, Hl7Delimiters delimiters, Charset charset) {
        this.text = text;
        this.signs = text.toCharArray();
        this.delimiters = delimiters;
        this.charset = charset;
    }

    static Step<Branch> parse(String text, String rootName, Charset charset) {
        Optional<Hl7Delimiters> delimiters = Hl7Delimiters.of(text);
        if (delimiters.isEmpty()) {
            return Step.stopped(Problem.at(ProblemCode.SYNTAX_BROKEN, "MSH-2").expected("five different delimiters"));
        }
        Hl7Parser parser = new Hl7Parser(text, delimiters.get(), charset);
        Branch root = Branch.root(rootName);
        parser.segments(root);
        if (parser.deletes) {
            root.sayDeletes();
        }
        return parser.refusal == null ? Step.next(root) : Step.stopped(parser.refusal);
    }

    private void segments(Branch root) {
        int count = 0;
        int start = 0;
        while (start < text.length() && refusal == null) {
            int end = end('\r', start, text.length());
            count++;
            segment(root, start, end, count);
            start = end + 1;
        }
        if (count > Limits.SEGMENTS) {
            refuse(ProblemCode.LIMIT_EXCEEDED, "segment " + count, "at most " + Limits.SEGMENTS + " segments");
        }
    }

    private void segment(Branch root, int start, int end, int count) {
        String name = text.substring(start, Math.min(start + 3, end));
        boolean ended = end == start + 3 || (end > start + 3 && text.charAt(start + 3) == delimiters.field());
        if (!isName(name) || !ended) {
            refuse(ProblemCode.SYNTAX_BROKEN, "segment " + count, "a segment name and a field delimiter");
            return;
        }
        if (count > Limits.SEGMENTS) {
            return;
        }
        int occurrence = occurrences.merge(name, 1, Integer::sum);
        boolean header = "MSH".equals(name);
        if (header && occurrence > 1) {
            refuse(ProblemCode.SYNTAX_BROKEN, "segment " + count, "one message in one frame");
            return;
        }
        Branch segment = root.grow(Node.Kind.SEGMENT, name, occurrence);
        fields(segment, start + (header ? AFTER_DELIMITERS : 4), end, header ? 3 : 1);
    }

    private static boolean isName(String name) {
        if (name.length() != 3) {
            return false;
        }
        boolean fits = name.charAt(0) >= 'A' && name.charAt(0) <= 'Z';
        for (int i = 1; i < 3; i++) {
            char c = name.charAt(i);
            fits &= (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        }
        return fits;
    }

    /** Most fields are one plain value: only those in which another delimiter stands are looked at again. */
    private void fields(Branch segment, int from, int end, int firstNumber) {
        int number = firstNumber;
        int start = from;
        while (start <= end && refusal == null) {
            int stop = start;
            boolean plain = true;
            while (stop < end && signs[stop] != delimiters.field()) {
                plain &= !delimiters.parts(signs[stop++]);
            }
            if (number > Limits.FIELDS) {
                refuse(ProblemCode.LIMIT_EXCEEDED, segment.path(), "at most " + Limits.FIELDS + " fields");
            } else if (stop > start && plain) {
                value(segment, Node.Kind.FIELD, NUMBERS[number], 1, start, stop);
            } else if (stop > start) {
                repetitions(segment, NUMBERS[number], start, stop);
            }
            number++;
            start = stop + 1;
        }
    }

    private void repetitions(Branch segment, String number, int from, int end) {
        int repetition = 1;
        int start = from;
        while (start <= end && refusal == null) {
            int stop = end(delimiters.repetition(), start, end);
            if (repetition > Limits.REPETITIONS) {
                refuse(
                        ProblemCode.LIMIT_EXCEEDED,
                        segment.path() + "-" + number,
                        "at most " + Limits.REPETITIONS + " repetitions");
            } else if (stop > start) {
                composite(segment, Node.Kind.FIELD, number, repetition, start, stop, delimiters.component());
            }
            repetition++;
            start = stop + 1;
        }
    }

    /** A value, or a branch when the delimiter stands in it; a field may hold components, and those subcomponents. */
    private void composite(
            Branch above, Node.Kind kind, String name, int position, int start, int end, char delimiter) {
        boolean field = kind == Node.Kind.FIELD;
        int stop = end(delimiter, start, end);
        boolean plain = stop == end && (!field || end(delimiters.subcomponent(), start, end) == end);
        if (plain) {
            value(above, kind, name, position, start, end);
            return;
        }
        Branch branch = above.grow(kind, name, position);
        int number = 1;
        int at = start;
        while (at <= end && refusal == null) {
            int next = end(delimiter, at, end);
            if (number > Limits.FIELDS) {
                refuse(ProblemCode.LIMIT_EXCEEDED, branch.path(), "at most " + Limits.FIELDS + " components");
            } else if (next > at && field) {
                composite(branch, Node.Kind.COMPONENT, NUMBERS[number], 1, at, next, delimiters.subcomponent());
            } else if (next > at) {
                value(branch, Node.Kind.COMPONENT, NUMBERS[number], 1, at, next);
            }
            number++;
            at = next + 1;
        }
    }

    private void value(Branch above, Node.Kind kind, String name, int position, int start, int end) {
        // Cheaper than to look at each value whole: a deletion begins with a blank or a quotation mark.
        if (signs[start] <= '"' && isDeletion(start, end)) {
            above.bear(kind, name, position, Leaf.DELETION);
            deletes = true;
            return;
        }
        String raw = text.substring(start, end);
        Optional<String> meant =
                raw.indexOf(delimiters.escape()) < 0 ? Optional.of(raw) : Hl7Escapes.decode(raw, delimiters, charset);
        Leaf leaf = above.bear(kind, name, position, new Json.Text(meant.orElse("")));
        if (meant.isEmpty()) {
            refuse(ProblemCode.SYNTAX_BROKEN, leaf.path(), "escape sequences of HL7 v2 chapter 2.7");
        }
    }

    /** Two double quotes as they stand, blanks around them or not; quotes that are escaped are somebody's text. */
    private boolean isDeletion(int start, int end) {
        return text.substring(start, end).strip().equals("\"\"");
    }

    private int end(char delimiter, int from, int end) {
        int at = from;
        while (at < end && signs[at] != delimiter) {
            at++;
        }
        return at;
    }

    private void refuse(ProblemCode code, String place, String expected) {
        if (refusal == null) {
            refusal = Problem.at(code, place).expected(expected);
        }
    }

    private static String[] numbers() {
        String[] numbers = new String[Limits.FIELDS + 1];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Integer.toString(i).intern();
        }
        return numbers;
    }
}
