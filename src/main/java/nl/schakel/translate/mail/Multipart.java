package nl.schakel.translate.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.referral.Limits;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/** Cuts the body of a multipart at its boundary (RFC 2046 section 5.1). A mail without its last boundary was cut off. */
final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");

    private Multipart() {}

    static Step<List<String>> parts(MimePart part, MimeValue type) {
        Optional<String> boundary =
                type.parameter("boundary").filter(b -> BOUNDARY.matcher(b).matches());
        if (boundary.isEmpty()) {
            return MimePart.refuse(
                    ProblemCode.SYNTAX_BROKEN, part.place() + ", header content-type", "a boundary of RFC 2046");
        }
        Matcher line = Pattern.compile(
                        "(?:\\A|\\r?\\n)--" + Pattern.quote(boundary.get()) + "(--)?[ \\t]*(?=\\r?\\n|\\z)")
                .matcher(part.body());
        return cut(part, line);
    }

    private static Step<List<String>> cut(MimePart part, Matcher line) {
        List<String> parts = new ArrayList<>();
        int from = -1;
        while (line.find()) {
            if (from >= 0) {
                parts.add(part.body().substring(from, line.start()));
            }
            if (parts.size() > Limits.MAIL_PARTS) {
                return MimePart.refuse(
                        ProblemCode.LIMIT_EXCEEDED, part.place(), "at most " + Limits.MAIL_PARTS + " parts");
            }
            if (line.group(1) != null) {
                return parts.isEmpty() ? cutOff(part) : Step.next(parts);
            }
            from = afterLine(part.body(), line.end());
        }
        return cutOff(part);
    }

    private static int afterLine(String body, int at) {
        return Math.min(body.length(), at + (body.startsWith("\r\n", at) ? 2 : 1));
    }

    private static Step<List<String>> cutOff(MimePart part) {
        return MimePart.refuse(ProblemCode.SYNTAX_BROKEN, part.place(), "parts, and the boundary that ends them");
    }
}
