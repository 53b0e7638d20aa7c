package nl.schakel.translate.hl7;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** Fields of MSH that say what the message is: of two, one reader would take the first and another the last. */
    private static final Set<String> SAID_ONCE = Set.of("9", "10", "12");
    /** Readers differ in what they take for kind, version and character set when a part of it has parts again or is written in escapes. */
    private static final Set<String> SAID_PLAINLY = Set.of("9", "12", "18");
    /** Who declares / as a delimiter says 8859 and 15 with {@code 8859/15}; of an id in parts one reader keeps the first. */
    private static final Set<String> SAID_IN_ONE = Set.of("10", "18");

    private static final Map<String, String> USUAL = Stream.of(
                    "MSH", "EVN", "PID", "PD1", "NK1", "PV1", "PV2", "DG1", "OBX", "OBR", "NTE", "RF1", "PRD", "CON",
                    "TXA", "MRG", "MSA", "ERR")
            .collect(Collectors.toMap(name -> name, name -> name));

    private static final byte PLAIN = 0;
    private static final byte ESCAPES = 1;
    /** From here on a sign ends a value. */
    private static final byte PARTS = 2;

    private static final byte SUBCOMPONENT = PARTS;
    private static final byte COMPONENT = 3;
    private static final byte REPETITION = 4;
    /** From here on a sign ends a field. */
    private static final byte FIELD = 5;

    private static final byte SEGMENT = 6;

    private final String text;
    private final Hl7Delimiters delimiters;
    private final Charset charset;
    /** What each sign of ASCII does. */
    private final byte[] does = new byte[128];

    private final Map<String, Integer> occurrences = new HashMap<>();
    private @Nullable Problem refusal;
    private boolean deletes;

    // Where the parser stands within the repetition at hand: numbers from 1, branches once they are known to be needed.
    private @Nullable Branch whole;
    private @Nullable Branch part;
    private int repetition;
    private int component;
    private int subcomponent;

    private Hl7Parser(String text, Hl7Delimiters delimiters, Charset charset) {
        this.text = text;
        this.delimiters = delimiters;
        this.charset = charset;
        does[delimiters.escape()] = ESCAPES;
        does[delimiters.subcomponent()] = SUBCOMPONENT;
        does[delimiters.component()] = COMPONENT;
        does[delimiters.repetition()] = REPETITION;
        does[delimiters.field()] = FIELD;
        does['\r'] = SEGMENT;
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
            start = segment(root, start, ++count) + 1;
        }
    }

    /** @return where the segment ends */
    private int segment(Branch root, int start, int count) {
        String name = name(start);
        int after = start + 3;
        boolean ended = after >= text.length() || does(after) >= FIELD;
        if (!isName(name) || !ended) {
            refuse(ProblemCode.SYNTAX_BROKEN, "segment " + count, "a segment name and a field delimiter");
            return text.length();
        }
        if (count > Limits.SEGMENTS) {
            refuse(ProblemCode.LIMIT_EXCEEDED, "segment " + segments(), "at most " + Limits.SEGMENTS + " segments");
            return text.length();
        }
        int occurrence = occurrences.merge(name, 1, Integer::sum);
        boolean header = "MSH".equals(name);
        if (header && occurrence > 1) {
            refuse(ProblemCode.SYNTAX_BROKEN, "segment " + count, "one message in one frame");
            return text.length();
        }
        Branch segment = root.grow(Node.Kind.SEGMENT, name, occurrence);
        int first = header ? start + AFTER_DELIMITERS : after + 1;
        boolean bare = first > text.length() || does(first - 1) == SEGMENT;
        return bare ? first - 1 : fields(segment, first, header ? 3 : 1);
    }

    /** How many there are: all are counted, so that the sender sees how far beyond the limit it is. */
    private long segments() {
        return text.strip().chars().filter(c -> c == '\r').count() + 1;
    }

    private byte does(int at) {
        char sign = text.charAt(at);
        return sign < does.length ? does[sign] : PLAIN;
    }

    /** The same text for the same segment in every message, where it is one that mappings ask for. */
    private String name(int start) {
        String name = text.substring(start, Math.min(start + 3, text.length()));
        return USUAL.getOrDefault(name, name);
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

    /**
     * Looks at each sign once, to the end of the segment.
     *
     * @return where that is
     */
    private int fields(Branch segment, int from, int firstNumber) {
        int number = firstNumber;
        int start = from;
        boolean escaped = false;
        begin(1);
        for (int at = from; refusal == null; at++) {
            byte does = at < text.length() ? does(at) : SEGMENT;
            if (does >= PARTS) {
                if (number > Limits.FIELDS) {
                    refuse(ProblemCode.LIMIT_EXCEEDED, segment.path(), "at most " + Limits.FIELDS + " fields");
                    break;
                }
                if (at > start || does < FIELD || whole != null) {
                    piece(segment, NUMBERS[number], start, at, does, escaped);
                }
                if (does == SEGMENT) {
                    return at;
                }
                if (does == FIELD) {
                    number++;
                    begin(1);
                }
                start = at + 1;
                escaped = false;
            } else {
                escaped |= does == ESCAPES;
            }
        }
        return text.length();
    }

    private void begin(int repetition) {
        this.repetition = repetition;
        whole = null;
        part = null;
        component = 1;
        subcomponent = 1;
    }

    /** A value and the sign that ends it, which tells of what it is the value: of a field, a component or a part of one. */
    private void piece(Branch segment, String field, int start, int end, byte ended, boolean escaped) {
        if ("MSH".equals(segment.name())) {
            header(field, ended, escaped)
                    .ifPresent(expected -> refuse(ProblemCode.SYNTAX_BROKEN, segment.path() + '-' + field, expected));
        }
        if (repetition > Limits.REPETITIONS) {
            limit(segment, "-" + field, Limits.REPETITIONS + " repetitions");
        } else if (component > Limits.FIELDS || subcomponent > Limits.FIELDS) {
            limit(part != null ? part : Objects.requireNonNull(whole), "", Limits.FIELDS + " components");
        } else if (ended == SUBCOMPONENT || part != null) {
            Branch into = part(segment, field);
            if (end > start) {
                value(into, Node.Kind.COMPONENT, NUMBERS[subcomponent], 1, start, end, escaped);
            }
        } else if (ended == COMPONENT || whole != null) {
            Branch into = whole(segment, field);
            if (end > start) {
                value(into, Node.Kind.COMPONENT, NUMBERS[component], 1, start, end, escaped);
            }
        } else if (end > start) {
            value(segment, Node.Kind.FIELD, field, repetition, start, end, escaped);
        }
        next(ended);
    }

    /** What is expected where the header says in two ways what the message is. */
    private static Optional<String> header(String field, byte ended, boolean escaped) {
        if (ended == REPETITION && SAID_ONCE.contains(field)) {
            return Optional.of("one value, without repetition");
        }
        if ((ended == SUBCOMPONENT || ended == COMPONENT) && SAID_IN_ONE.contains(field)) {
            return Optional.of("one value, without components");
        }
        return (ended == SUBCOMPONENT || escaped) && SAID_PLAINLY.contains(field)
                ? Optional.of("no subcomponents, no escapes")
                : Optional.empty();
    }

    private void next(byte ended) {
        if (ended == SUBCOMPONENT) {
            subcomponent++;
        } else if (ended == COMPONENT) {
            component++;
            subcomponent = 1;
            part = null;
        } else if (ended == REPETITION) {
            begin(repetition + 1);
        }
    }

    private Branch whole(Branch segment, String field) {
        Branch there = whole;
        if (there == null) {
            there = segment.grow(Node.Kind.FIELD, field, repetition);
            whole = there;
        }
        return there;
    }

    private Branch part(Branch segment, String field) {
        Branch there = part;
        if (there == null) {
            there = whole(segment, field).grow(Node.Kind.COMPONENT, NUMBERS[component], 1);
            part = there;
        }
        return there;
    }

    private void limit(Branch place, String below, String most) {
        refuse(ProblemCode.LIMIT_EXCEEDED, place.path() + below, "at most " + most);
    }

    private void value(Branch above, Node.Kind kind, String name, int position, int start, int end, boolean escaped) {
        // Cheaper than to look at each value whole: a deletion begins with a blank or a quotation mark.
        if (text.charAt(start) <= '"' && isDeletion(start, end)) {
            above.bear(kind, name, position, Leaf.DELETION);
            deletes = true;
            return;
        }
        String raw = text.substring(start, end);
        Optional<String> meant = escaped ? Hl7Escapes.decode(raw, delimiters, charset) : Optional.of(raw);
        Leaf leaf = above.bear(kind, name, position, new Json.Text(meant.orElse("")));
        if (meant.isEmpty()) {
            refuse(ProblemCode.SYNTAX_BROKEN, leaf.path(), "escape sequences of HL7 v2 chapter 2.7");
        }
    }

    /** Two double quotes as they stand, blanks around them or not; quotes that are escaped are somebody's text. */
    private boolean isDeletion(int start, int end) {
        return text.substring(start, end).strip().equals("\"\"");
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
