package nl.schakel.translate.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import nl.schakel.referral.Limits;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.csv.CsvSplitter.Message;
import nl.schakel.translate.csv.CsvSplitter.Part;
import nl.schakel.translate.csv.CsvSplitter.Refused;
import org.junit.jupiter.api.Test;

class CsvSplitterTest {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final CsvDialect DIALECT = new CsvDialect(';', WINDOWS, List.of("a", "b"));

    @Test
    void makesOneMessageOfEveryRowWithTheFilesOwnCharacters() {
        List<Part> parts = parts("b;a\r\nJoëlle;\"x;\ny\"\r\n€;2\r\n");

        assertThat(parts).hasSize(2);
        Message first = (Message) parts.get(0);
        assertThat(first.row()).isEqualTo(2);
        assertThat(first.messageId()).isEqualTo("f-1#2");
        assertThat(new String(first.bytes(), WINDOWS)).isEqualTo("b;a\r\nJoëlle;\"x;\ny\"\r\n");
        assertThat(((Message) parts.get(1)).messageId()).isEqualTo("f-1#3");
    }

    @Test
    void makesMessagesThatTheReaderTakes() {
        for (Part part : parts("a;b\r\n1;2\r\n3;4")) {
            Message message = (Message) part;

            assertThat(CsvReader.read(message.bytes(), DIALECT, Map.of("row", "" + message.row()), ""))
                    .isInstanceOf(Step.Next.class);
        }
    }

    @Test
    void reportsABadRowWithItsNumberAndGoesOnWithTheOthers() {
        List<Part> parts = parts("a;b\r\n1;2\r\n3\r\n4;\u0007\r\n5;6\r\n");

        assertThat(parts).extracting(Part::row).containsExactly(2, 3, 4, 5);
        assertThat(parts.get(0)).isInstanceOf(Message.class);
        assertThat(((Refused) parts.get(1)).problem().place()).hasValue("row 3");
        assertThat(((Refused) parts.get(2)).problem().code()).isEqualTo(ProblemCode.CONTROL_CHARACTER);
        assertThat(((Refused) parts.get(2)).problem().place()).hasValue("row 4, column 2");
        assertThat(parts.get(3)).isInstanceOf(Message.class);
    }

    @Test
    void stopsWhereTheQuotesAreBrokenSoThatFreeTextNeverPassesForARow() {
        List<Part> parts = parts("a;b\r\n1;2\r\n3;\"open\r\n9;9\r\n");

        assertThat(parts).hasSize(2);
        assertThat(((Refused) parts.get(1)).problem().code()).isEqualTo(ProblemCode.SYNTAX_BROKEN);
        assertThat(parts.get(1).row()).isEqualTo(3);
    }

    @Test
    void refusesTheWholeFileForItsHeaderItsCharactersOrItsSize() {
        assertThat(problem("a;c\r\n1;2\r\n".getBytes(WINDOWS))).isEqualTo(ProblemCode.VALUE_INVALID);
        assertThat(problem(new byte[] {'a', ';', 'b', '\n', (byte) 0x81})).isEqualTo(ProblemCode.CHARSET_INVALID);
        assertThat(problem(new byte[Limits.CSV_FILE_BYTES + 1])).isEqualTo(ProblemCode.TOO_LARGE);
        assertThat(problem(("a;b\n" + "1;2\n".repeat(Limits.CSV_ROWS + 1)).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(ProblemCode.LIMIT_EXCEEDED);
    }

    @Test
    void takesAsManyRowsAsTheLimitSays() {
        assertThat(parts("a;b\n" + "1;2\n".repeat(Limits.CSV_ROWS))).hasSize(Limits.CSV_ROWS);
    }

    private static List<Part> parts(String text) {
        return CsvSplitter.split(text.getBytes(WINDOWS), DIALECT, "f-1").fold(parts -> parts, problem -> {
            throw new AssertionError(problem);
        });
    }

    private static ProblemCode problem(byte[] file) {
        return ((Step.Stopped<List<Part>>) CsvSplitter.split(file, DIALECT, "f-1"))
                .problem()
                .code();
    }
}
