package nl.schakel.translate.mail;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.mail.Mail.Attachment;
import nl.schakel.translate.tree.Values;

/**
 * Reads one mail: the plain text, and the forms that came with it. Anything else in it is refused with its part, above
 * all what could run; a mail that is half understood is not passed on.
 */
public final class MailReader {
    private static final String PLAIN = "text/plain";
    private static final String HTML = "text/html";
    private static final Set<String> MULTIPARTS =
            Set.of("multipart/mixed", "multipart/alternative", "multipart/related");
    /** Type and ending must agree; the third is what Outlook calls a CSV file. */
    private static final Map<String, String> FORMS =
            Map.of("application/json", ".json", "text/csv", ".csv", "application/vnd.ms-excel", ".csv");

    private static final Set<String> NAMED =
            Set.of("from", "to", "cc", "reply-to", "date", "subject", "message-id", "mime-version", "content-type");

    private final List<Attachment> attachments = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private boolean html;
    private int parts;

    private MailReader() {}

    public static Step<Mail> read(byte[] bytes) {
        if (bytes.length > Limits.MESSAGE_BYTES) {
            return Step.stopped(Problem.at(ProblemCode.TOO_LARGE, "mail")
                    .seen(bytes.length + " bytes")
                    .expected("at most " + Limits.MESSAGE_BYTES + " bytes"));
        }
        MailReader reader = new MailReader();
        return MimePart.of("mail", new String(bytes, StandardCharsets.ISO_8859_1))
                .then(mail -> headers(mail).then(headers -> reader.part(mail, 0).then(done -> reader.mail(headers))));
    }

    private Step<Mail> mail(Map<String, List<String>> headers) {
        if (html && texts.isEmpty()) {
            return MimePart.refuse(ProblemCode.MEDIA_TYPE_UNSUPPORTED, "mail", PLAIN);
        }
        Optional<String> text = texts.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", texts));
        return Step.next(new Mail(headers, text, html, attachments));
    }

    private static Step<Map<String, List<String>>> headers(MimePart mail) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (Map.Entry<String, List<String>> header : mail.headers().entrySet()) {
            String name = NAMED.contains(header.getKey()) ? header.getKey() : "other";
            for (String value : header.getValue()) {
                Optional<String> decoded = EncodedWords.decoded(value);
                if (decoded.isEmpty()) {
                    return MimePart.refuse(ProblemCode.CHARSET_INVALID, "mail, header " + name, "words of RFC 2047");
                }
                headers.computeIfAbsent(name, n -> new ArrayList<>()).add(decoded.get());
            }
        }
        return Step.next(headers);
    }

    private Step<Boolean> part(MimePart part, int depth) {
        return part.contentType()
                .then(type -> type.value().startsWith("multipart/")
                        ? multipart(part, type, depth + 1)
                        : part.disposition().then(disposition -> leaf(part, type, disposition)));
    }

    private Step<Boolean> multipart(MimePart part, MimeValue type, int depth) {
        if (!MULTIPARTS.contains(type.value())) {
            return unsupported(
                    part, type, String.join(", ", MULTIPARTS.stream().sorted().toList()));
        }
        if (depth > Limits.MAIL_DEPTH) {
            return MimePart.refuse(
                    ProblemCode.LIMIT_EXCEEDED,
                    part.place(),
                    "at most " + Limits.MAIL_DEPTH + " multiparts in one another");
        }
        return Multipart.parts(part, type).then(bodies -> each(bodies, depth));
    }

    private Step<Boolean> each(List<String> bodies, int depth) {
        for (String body : bodies) {
            if (++parts > Limits.MAIL_PARTS) {
                return MimePart.refuse(ProblemCode.LIMIT_EXCEEDED, "mail", "at most " + Limits.MAIL_PARTS + " parts");
            }
            Step<Boolean> read = MimePart.of("part " + parts, body).then(part -> part(part, depth));
            if (read instanceof Step.Stopped) {
                return read;
            }
        }
        return Step.next(true);
    }

    private Step<Boolean> leaf(MimePart part, MimeValue type, MimeValue disposition) {
        Optional<String> name = disposition.parameter("filename").or(() -> type.parameter("name"));
        boolean attached = "attachment".equals(disposition.value()) || name.isPresent();
        if (!attached && HTML.equals(type.value())) {
            html = true;
            return Step.next(true);
        }
        return !attached && PLAIN.equals(type.value()) ? text(part, type) : attachment(part, type, name.orElse(""));
    }

    private Step<Boolean> text(MimePart part, MimeValue type) {
        Optional<Charset> charset =
                EncodedWords.charset(type.parameter("charset").orElse("us-ascii"));
        return TransferEncoding.bytes(part)
                .then(bytes -> charset.flatMap(c -> EncodedWords.decoded(bytes, c))
                        .map(Step::next)
                        .orElseGet(() -> MimePart.refuse(
                                ProblemCode.CHARSET_INVALID, part.place(), "text in the character set of the part")))
                .then(text -> checked(part, text));
    }

    private Step<Boolean> checked(MimePart part, String text) {
        if (text.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r')) {
            return MimePart.refuse(ProblemCode.CONTROL_CHARACTER, part.place(), "printable text");
        }
        texts.add(text.strip());
        return Step.next(true);
    }

    private Step<Boolean> attachment(MimePart part, MimeValue type, String written) {
        Optional<String> name = EncodedWords.decoded(written);
        Optional<String> ending = Optional.ofNullable(FORMS.get(type.value()));
        boolean agrees = ending.flatMap(
                        e -> name.filter(n -> n.toLowerCase(Locale.ROOT).endsWith(e)))
                .isPresent();
        if (!agrees) {
            return unsupported(part, type, "a form: application/json named .json, or text/csv named .csv");
        }
        String media = ".csv".equals(ending.get()) ? "text/csv" : "application/json";
        return TransferEncoding.bytes(part).map(bytes -> {
            attachments.add(new Attachment(part.place(), name.orElse(""), media, type.parameter("charset"), bytes));
            return true;
        });
    }

    private static Step<Boolean> unsupported(MimePart part, MimeValue type, String expected) {
        return Step.stopped(Problem.at(ProblemCode.MEDIA_TYPE_UNSUPPORTED, part.place())
                .seen(Values.code(type.value()))
                .expected(expected));
    }
}
