package nl.schakel.translate.form;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.translate.csv.CsvDialect;
import nl.schakel.translate.csv.CsvWriter;
import nl.schakel.translate.json.StrictJson;

/**
 * The answer to a form, Dutch first, and the receipt of a file of forms. It repeats nothing of what was sent but ids,
 * places and masked words. The same outcome gives the same bytes.
 */
public final class FormReceipt {
    /** What a sheet for people shows; the signed receipt is for programs and stands in the JSON alone. */
    private static final List<String> COLUMNS = List.of(
            "rij",
            "uitkomst",
            "kenmerk",
            "bericht",
            "code",
            "plaats",
            "gezien",
            "verwacht",
            "uitleg",
            "wat_te_doen",
            "explanation",
            "remedy");

    private static final char MARK = '\uFEFF';

    private FormReceipt() {}

    /**
     * What became of one message.
     *
     * @param row as a spreadsheet counts; empty for a file that is one message
     * @param answer as {@link #accepted} or {@link #refused} wrote it
     */
    public record Line(OptionalInt row, byte[] answer) {}

    /** Members: outcome, id of the message, reference, moment and the signed receipt. */
    public static byte[] accepted(String messageId, Optional<ReferralReference> reference, Instant at, String jws) {
        Json.Obj answer = Json.object().with("uitkomst", "aangenomen").with("bericht", messageId);
        answer = with(answer, "kenmerk", reference.map(ReferralReference::text));
        return answer.with("ontvangen", at.toString()).with("bewijs", jws).utf8();
    }

    /** Members: outcome, code, place in the sender's terms, what was seen and expected, and what to do. */
    public static byte[] refused(Problem problem) {
        Json.Obj answer = Json.object()
                .with("uitkomst", "geweigerd")
                .with("code", problem.code().id());
        answer = with(answer, "plaats", problem.place().map(FormReceipt::dutch));
        answer = with(answer, "gezien", problem.seen());
        answer = with(answer, "verwacht", problem.expected());
        return answer.with("uitleg", problem.code().dutch())
                .with("wat_te_doen", problem.code().dutchRemedy())
                .with("explanation", problem.code().english())
                .with("remedy", problem.code().remedy())
                .utf8();
    }

    /** The words of a place in a table, as desks say them. */
    private static String dutch(String place) {
        return place.replaceAll("\\brow (\\d+)", "rij $1").replaceAll("\\bcolumn\\b", "kolom");
    }

    /** The receipt of a whole file for programs. */
    public static byte[] json(String fileId, List<Line> lines) {
        List<Json> messages = lines.stream().<Json>map(FormReceipt::numbered).toList();
        return Json.object()
                .with("bestand", fileId)
                .with("aangenomen", Json.number(count(lines, "aangenomen")))
                .with("geweigerd", Json.number(count(lines, "geweigerd")))
                .with("berichten", new Json.Arr(messages))
                .utf8();
    }

    /** The same for people: a sheet in UTF-8 with a byte order mark, by which spreadsheets know it. */
    public static byte[] csv(List<Line> lines) {
        StringBuilder sheet = new StringBuilder().append(MARK);
        Stream.concat(Stream.of(COLUMNS), lines.stream().map(FormReceipt::cells))
                .map(cells -> CsvWriter.line(cells, CsvDialect.SEMICOLON))
                .forEach(sheet::append);
        return sheet.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> cells(Line line) {
        Json.Obj numbered = numbered(line);
        return COLUMNS.stream()
                .map(column -> column.equals("rij")
                        ? line.row().stream()
                                .mapToObj(Integer::toString)
                                .findFirst()
                                .orElse("")
                        : numbered.text(column).orElse(""))
                .toList();
    }

    private static Json.Obj numbered(Line line) {
        Json.Obj answer = read(line.answer());
        if (line.row().isEmpty()) {
            return answer;
        }
        Json.Obj first = Json.object().with("rij", Json.number(line.row().getAsInt()));
        for (var member : answer.members().entrySet()) {
            first = first.with(member.getKey(), member.getValue());
        }
        return first;
    }

    private static long count(List<Line> lines, String outcome) {
        return lines.stream()
                .filter(line -> read(line.answer())
                        .text("uitkomst")
                        .filter(outcome::equals)
                        .isPresent())
                .count();
    }

    private static Json.Obj read(byte[] answer) {
        return StrictJson.readObject(answer) instanceof Step.Next<Json.Obj> own ? own.value() : Json.object();
    }

    private static Json.Obj with(Json.Obj answer, String name, Optional<String> value) {
        return value.map(text -> answer.with(name, text)).orElse(answer);
    }
}
