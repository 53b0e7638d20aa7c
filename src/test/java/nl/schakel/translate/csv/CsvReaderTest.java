package nl.schakel.translate.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final CsvDialect UTF_8 = dialect(StandardCharsets.UTF_8);

    @Test
    void readsOneRowUnderItsColumns() {
        assertThat(cells("a;b;c\r\n1;;drie\r\n")).containsExactly("row 2, column a=1", "row 2, column c=drie");
    }

    @Test
    void takesTheColumnsInAnyOrderAndAFileWithoutALastLineEnd() {
        assertThat(cells("c;a;b\n3;1;2"))
                .containsExactly("row 2, column c=3", "row 2, column a=1", "row 2, column b=2");
    }

    @Test
    void readsQuotesAsRfc4180SaysIncludingLineEndsAndSeparators() {
        assertThat(cells("a;b;c\r\n\"x;\"\"y\"\"\";\"een\r\ntwee\";\r\n"))
                .containsExactly("row 2, column a=x;\"y\"", "row 2, column b=een\r\ntwee");
    }

    @ParameterizedTest
    @CsvSource({"utf-8", "windows-1252", "iso-8859-1", "iso-8859-15"})
    void readsDiacriticsInEveryDeclaredCharacterSet(String name) {
        Charset charset = CsvDialect.charset(name).orElseThrow();

        assertThat(cells("a;b;c\r\nJoëlle;Çelik;Muñoz\r\n".getBytes(charset), dialect(charset)))
                .containsExactly("row 2, column a=Joëlle", "row 2, column b=Çelik", "row 2, column c=Muñoz");
    }

    @Test
    void readsTheEuroSignOfWindows1252AndRefusesItAsIso8859() {
        byte[] bytes = "a;b;c\r\n€;;\r\n".getBytes(WINDOWS);

        assertThat(cells(bytes, dialect(WINDOWS))).containsExactly("row 2, column a=€");
        assertThat(refused(bytes, dialect(StandardCharsets.ISO_8859_1)).code()).isEqualTo(ProblemCode.CHARSET_INVALID);
    }

    @Test
    void takesAByteOrderMarkOffUtf8AndRefusesItElsewhere() {
        byte[] bytes = "\uFEFFa;b;c\r\n1;;\r\n".getBytes(StandardCharsets.UTF_8);

        assertThat(cells(bytes, UTF_8)).containsExactly("row 2, column a=1");
        assertThat(refused(bytes, dialect(WINDOWS)).code()).isEqualTo(ProblemCode.CHARSET_INVALID);
    }

    @Test
    @Guards(Threat.T15)
    void refusesABrokenByteWithItsPlace() {
        byte[] bytes = "a;b;c\r\nJo\u00EB;;\r\n".getBytes(StandardCharsets.ISO_8859_1);

        Problem problem = refused(bytes, UTF_8);

        assertThat(problem.code()).isEqualTo(ProblemCode.CHARSET_INVALID);
        assertThat(problem.place()).hasValue("byte 10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a;b|REQUIRED_MISSING|row 1, column c",
                "a;b;c;d|VALUE_INVALID|row 1, column 4",
                "a;b;b;c|DUPLICATE_MEMBER|row 1, column b",
                "a;B;c|VALUE_INVALID|row 1, column 2",
                "a,b,c|VALUE_INVALID|row 1, column 1",
                "''|VALUE_INVALID|row 1, column 1"
            })
    void refusesAHeaderThatIsNotTheDeclaredOne(String header, ProblemCode code, String place) {
        Problem problem = refused(header + "\r\n1;2;3\r\n");

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.place()).hasValue(place);
    }

    @Test
    void doesNotRepeatAStrangeColumnName() {
        assertThat(refused("a;b;Jansen, BSN 999900420\r\n1;2;3").toString()).doesNotContain("Jansen");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1;2|SYNTAX_BROKEN|row 2",
                "1;2;3;4|SYNTAX_BROKEN|row 2",
                "1;x\"y;3|SYNTAX_BROKEN|row 2, column 2",
                "1;\"x\"y;3|SYNTAX_BROKEN|row 2, column 2",
                "1;\"x;3|SYNTAX_BROKEN|row 2, column 2"
            })
    void refusesARowThatTwoReadersWouldReadInTwoWays(String row, ProblemCode code, String place) {
        Problem problem = refused("a;b;c\r\n" + row);

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.place()).hasValue(place);
    }

    @ParameterizedTest
    @ValueSource(chars = {0, 7, 0x1B, 0x7F})
    void refusesAControlCharacterWithItsPlace(char control) {
        Problem problem = refused("a;b;c\r\n1;x" + control + ";3");

        assertThat(problem.code()).isEqualTo(ProblemCode.CONTROL_CHARACTER);
        assertThat(problem.place()).hasValue("row 2, column 2");
    }

    @Test
    void refusesABareCarriageReturn() {
        assertThat(refused("a;b;c\r1;2;3").code()).isEqualTo(ProblemCode.SYNTAX_BROKEN);
    }

    @Test
    void refusesASecondRowBecauseOneRowIsOneClient() {
        Problem problem = refused("a;b;c\r\n1;2;3\r\n4;5;6\r\n");

        assertThat(problem.code()).isEqualTo(ProblemCode.ONE_CLIENT_ONLY);
        assertThat(problem.place()).hasValue("row 3");
    }

    @Test
    void refusesAFileWithoutARow() {
        assertThat(refused("a;b;c\r\n").place()).hasValue("row 2");
        assertThat(refused("").code()).isEqualTo(ProblemCode.VALUE_INVALID);
    }

    @Test
    void holdsItsLimitsAndTakesWhatLiesJustWithin() {
        String most = "x".repeat(Limits.CSV_CELL_CHARACTERS);

        assertThat(cells("a;b;c\r\n" + most + ";;")).hasSize(1);
        assertThat(refused("a;b;c\r\n" + most + "x;;").code()).isEqualTo(ProblemCode.LIMIT_EXCEEDED);
        assertThat(refused(";".repeat(Limits.CSV_COLUMNS)).code()).isEqualTo(ProblemCode.LIMIT_EXCEEDED);
        assertThat(refused("x".repeat(Limits.MESSAGE_BYTES + 1)).code()).isEqualTo(ProblemCode.TOO_LARGE);
    }

    @Test
    void namesTheRowOfTheFileItWasCutOutOf() {
        Branch row = CsvReader.read("a;b;c\r\n1;;\r\n".getBytes(StandardCharsets.UTF_8), UTF_8, Map.of("row", "7"), "")
                .fold(branch -> branch, problem -> {
                    throw new AssertionError(problem);
                });

        assertThat(leaves(row)).containsExactly("row 7, column a=1");
    }

    private static CsvDialect dialect(Charset charset) {
        return new CsvDialect(';', charset, List.of("a", "b", "c"));
    }

    private static List<String> cells(String text) {
        return cells(text.getBytes(StandardCharsets.UTF_8), UTF_8);
    }

    private static List<String> cells(byte[] bytes, CsvDialect dialect) {
        return leaves(CsvReader.read(bytes, dialect, Map.of(), "").fold(branch -> branch, problem -> {
            throw new AssertionError(problem);
        }));
    }

    private static List<String> leaves(Branch row) {
        List<String> leaves = new ArrayList<>();
        row.leaves((Leaf leaf) -> leaves.add(leaf.path() + "=" + leaf.text().orElse("")));
        return leaves;
    }

    private static Problem refused(String text) {
        return refused(text.getBytes(StandardCharsets.UTF_8), UTF_8);
    }

    private static Problem refused(byte[] bytes, CsvDialect dialect) {
        if (CsvReader.read(bytes, dialect, Map.of(), "") instanceof Step.Stopped<Branch> stopped) {
            return stopped.problem();
        }
        throw new AssertionError("It was read");
    }
}
