package nl.schakel.translate.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Leaf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvWriterTest {
    private static final CsvDialect DIALECT = new CsvDialect(';', StandardCharsets.UTF_8, List.of("a", "b"));

    @Test
    void writesEveryColumnAlsoAnEmptyOne() {
        assertThat(written(Json.object().with("b", "x"))).isEqualTo("a;b\r\n;x\r\n");
    }

    @Test
    @Guards(Threat.T08)
    void quotesWhatWouldFallApart() {
        assertThat(written(Json.object().with("a", "x;\"y\"").with("b", "een\r\ntwee")))
                .isEqualTo("a;b\r\n\"x;\"\"y\"\"\";\"een\r\ntwee\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=HYPERLINK(\"http://evil\";\"klik\")",
                "+31 40 1234567",
                "-12,50",
                "@SUM(A1)",
                "\t=1+1",
                "\uFF1D1+1",
                "'=1",
                "''+1",
                "'s-Gravenhage",
                "'",
                "a=b"
            })
    void letsNoSpreadsheetRunACellAndGivesEveryCellBackAsItWas(String cell) {
        String text = written(Json.object().with("a", cell));
        String inFile = text.substring("a;b\r\n".length()).replaceAll("^\"", "");

        assertThat(inFile).doesNotMatch("(?s)^[=+\\-@\\t\\uFF1D].*");
        assertThat(readBack(text)).isEqualTo(cell);
    }

    @Test
    @Guards(Threat.T39)
    void leavesAnApostropheThatBeginsANameAlone() {
        assertThat(written(Json.object().with("a", "'s-Gravenhage"))).contains("\r\n's-Gravenhage;");
    }

    @Test
    void refusesACharacterThatTheCharacterSetDoesNotHave() {
        CsvDialect windows = DIALECT.in(Charset.forName("windows-1252"));

        Step<byte[]> step = CsvWriter.write(Json.object().with("a", "Joëlle").with("b", "Wałęsa"), windows);

        assertThat(problem(step).code()).isEqualTo(ProblemCode.CHARSET_INVALID);
        assertThat(problem(step).place()).hasValue("row 2, column b");
        assertThat(problem(step).toString()).doesNotContain("Wa");
    }

    @Test
    @Guards(Threat.T39)
    void leavesOutAMarkThatTurnsTextAndStillSeesTheFormulaBehindIt() {
        CsvDialect windows = DIALECT.in(Charset.forName("windows-1252"));
        Json.Obj row = Json.object().with("a", "veilig\u202Etsop").with("b", "\u200F=1+1");

        String written = CsvWriter.write(row, windows)
                .fold(bytes -> new String(bytes, Charset.forName("windows-1252")), Problem::sentence);
        assertThat(written).isEqualTo("a;b\r\nveiligtsop;'=1+1\r\n");
    }

    @Test
    void refusesAMemberThatIsNoColumn() {
        assertThat(problem(CsvWriter.write(Json.object().with("c", "x"), DIALECT))
                        .place())
                .hasValue("row 2, column c");
    }

    @Test
    void givesTenThousandGeneratedCellsBackAsTheyWere() {
        long seed = 20261122L;
        Random random = new Random(seed);
        String alphabet = "'=+-@;\"\r\n\t,aé€ł0 ";
        for (int i = 0; i < 10_000; i++) {
            StringBuilder cell = new StringBuilder("x");
            random.ints(random.nextInt(8), 0, alphabet.length()).forEach(c -> cell.append(alphabet.charAt(c)));
            String value = random.nextBoolean() ? cell.toString() : cell.substring(1);
            if (!value.isBlank()) {
                assertThat(readBack(written(Json.object().with("a", value))))
                        .as("seed %d, cell %d", seed, i)
                        .isEqualTo(value);
            }
        }
    }

    private static String readBack(String text) {
        List<String> cells = new ArrayList<>();
        CsvReader.read(text.getBytes(StandardCharsets.UTF_8), DIALECT, Map.of(), "")
                .fold(branch -> branch, problem -> {
                    throw new AssertionError(problem);
                })
                .leaves((Leaf leaf) -> cells.add(((Json.Text) leaf.value()).value()));
        return cells.get(0);
    }

    private static String written(Json.Obj row) {
        return CsvWriter.write(row, DIALECT).fold(bytes -> new String(bytes, StandardCharsets.UTF_8), problem -> {
            throw new AssertionError(problem);
        });
    }

    private static Problem problem(Step<byte[]> step) {
        return ((Step.Stopped<byte[]>) step).problem();
    }
}
