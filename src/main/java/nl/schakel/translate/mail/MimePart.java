package nl.schakel.translate.mail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/**
 * Header lines and body of a mail or of one of its parts.
 *
 * @param place as refusals name it: {@code mail}, {@code part 2}
 * @param body one character for each byte
 */
record MimePart(String place, Map<String, List<String>> headers, String body) {
    private static final Pattern LINE = Pattern.compile("([!-9;-~]{1,80}):(.*)");
    private static final Pattern FOLD = Pattern.compile("\\r?\\n(?=[ \\t])");
    private static final Pattern EMPTY_LINE = Pattern.compile("(?:\\A|\\r?\\n)\\r?\\n");
    /** Two of these and two readers would take two different mails from the same bytes. */
    private static final Set<String> SINGLE = Set.of(
            "from",
            "date",
            "subject",
            "message-id",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
            "content-disposition");

    /** @param text one character for each byte */
    static Step<MimePart> of(String place, String text) {
        Matcher end = EMPTY_LINE.matcher(text);
        if (!end.find()) {
            return refuse(ProblemCode.SYNTAX_BROKEN, place, "an empty line between headers and text");
        }
        String head = text.substring(0, end.start());
        if (head.length() > Limits.MAIL_HEADER_BYTES) {
            return refuse(
                    ProblemCode.LIMIT_EXCEEDED, place, "at most " + Limits.MAIL_HEADER_BYTES + " bytes of headers");
        }
        return headers(place, FOLD.matcher(head).replaceAll(""))
                .map(headers -> new MimePart(place, headers, text.substring(end.end())));
    }

    private static Step<Map<String, List<String>>> headers(String place, String head) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line : head.isBlank() ? List.<String>of() : List.of(head.split("\\r?\\n", -1))) {
            Matcher header = LINE.matcher(line);
            boolean plain = line.chars().allMatch(c -> (c >= ' ' && c < 0x7F) || c == '\t');
            if (!plain || !header.matches()) {
                return refuse(ProblemCode.SYNTAX_BROKEN, place + ", headers", "lines of the form Name: value in ASCII");
            }
            String name = header.group(1).toLowerCase(Locale.ROOT);
            List<String> values = headers.computeIfAbsent(name, n -> new ArrayList<>());
            if (!values.isEmpty() && SINGLE.contains(name)) {
                return Step.stopped(Problem.at(ProblemCode.DUPLICATE_MEMBER, place + ", header " + name));
            }
            values.add(header.group(2).strip());
        }
        return Step.next(headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
    }

    /** The type and its parameters; text in ASCII where nothing is said (RFC 2045 section 5.2). */
    Step<MimeValue> contentType() {
        return value("content-type", "text/plain; charset=us-ascii");
    }

    Step<MimeValue> disposition() {
        return value("content-disposition", "inline");
    }

    private Step<MimeValue> value(String header, String usual) {
        return MimeValue.of(header(header).orElse(usual))
                .map(Step::next)
                .orElseGet(() -> refuse(
                        ProblemCode.SYNTAX_BROKEN, place + ", header " + header, "a value and parameters, each once"));
    }

    static <T> Step<T> refuse(ProblemCode code, String place, String expected) {
        return Step.stopped(Problem.at(code, place).expected(expected));
    }
}
