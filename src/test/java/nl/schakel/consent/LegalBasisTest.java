package nl.schakel.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import nl.schakel.referral.Category;
import nl.schakel.referral.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the three tables of policy are read. */
class LegalBasisTest {
    private static final String HEADER = "purpose,recipient,category,decision,basis,note\n";
    private static final String ROW = "INTAKE,MO,identity,PERMIT,Wmo,\n";

    @Test
    void readsTheWholeTableOfTheRepository() throws IOException {
        assertThat(LegalBasis.read(Path.of("mappings/policy"), "default-policy").size())
                .isEqualTo(526);
    }

    @Test
    void understandsEveryNoteOfTheTableAndNamesNoOther() throws IOException {
        Set<String> used = column("default-policy.csv", "purpose,recipient,category,decision,basis,note", "note");
        Set<String> explained = column("notes.csv", "note,effect,words", "note");
        assertThat(explained).isEqualTo(used);
    }

    private static Set<String> column(String file, String header, String column) throws IOException {
        String csv = Files.readString(Path.of("mappings/policy", file));
        return DecisionTable.parse(file, csv, List.of(header.split(","))).stream()
                .map(row -> row.text(column))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toSet());
    }

    @Test
    void changesItsIdWithEveryTable() {
        String notes = "note,effect,words\n";
        String holders = "role,category\n";
        assertThat(Set.of(
                        LegalBasis.parse(HEADER + ROW, notes, holders, "p").id(),
                        LegalBasis.parse(HEADER, notes, holders, "p").id(),
                        LegalBasis.parse(HEADER + ROW, notes + "a,explains,b\n", holders, "p")
                                .id(),
                        LegalBasis.parse(HEADER + ROW, notes, holders + "GGZ,zrm\n", "p")
                                .id()))
                .hasSize(4)
                .allMatch(id -> id.matches("p@[0-9a-f]{8}"));
    }

    @Test
    void withholdsForANoteThatNobodyExplained() {
        LegalBasis basis = LegalBasis.parse(HEADER + "INTAKE,MO,identity,PERMIT,Wmo,only on Sundays\n", "p");
        PolicyRow row = basis.row(new PolicyRow.Cell(nl.schakel.referral.Purpose.INTAKE, Role.MO, Category.IDENTITY))
                .orElseThrow();
        assertThat(basis.note(row).orElseThrow().effect()).isEqualTo(Note.Effect.WITHHOLD);
    }

    @Test
    void readsQuotedFieldsAndBothLineEnds() {
        String csv = HEADER.replace("\n", "\r\n") + "INTAKE,MO,identity,PERMIT,\"a, \"\"b\"\"\",\r\n";
        assertThat(DecisionTable.parse("x", csv, List.of(HEADER.strip().split(",")))
                        .get(0)
                        .text("basis"))
                .isEqualTo("a, \"b\"");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "PARTY,MO,identity,PERMIT,Wmo, | column purpose: seen 'PARTY'",
                "INTAKE,XX,identity,PERMIT,Wmo, | column recipient: seen 'XX'",
                "INTAKE,MO,soul,PERMIT,Wmo, | column category: seen 'soul'",
                "INTAKE,MO,identity,permit,Wmo, | column decision: seen 'permit'",
                "INTAKE,MO,identity,PERMIT ,Wmo, | column decision: seen 'PERMIT '",
                "INTAKE,MO,identity,PERMIT,, | column basis: seen ''",
                "INTAKE,MO,identity,CONSENT,, | column basis: seen ''",
                "INTAKE,MO,identity,PERMIT,Wmo | 5 fields",
                "INTAKE,MO,identity,PERMIT,Wmo,a,b | 7 fields",
                "INTAKE,MO,identity,PERMIT,W\"mo, | a quote within a field",
                "INTAKE,MO,identity,PERMIT,\"Wmo, | line break",
                "INTAKE,MO,identity,PERMIT,\"Wmo\"x, | behind a closing quote"
            })
    void refusesARowWithItsPlace(String row, String said) {
        assertThatThrownBy(() -> LegalBasis.parse(HEADER + row + "\n", "p"))
                .isInstanceOf(PolicyInvalid.class)
                .hasMessageContaining("default-policy.csv, line 2")
                .hasMessageContaining(said);
    }

    @Test
    void refusesADuplicateRowEvenWhenItSaysTheSame() {
        assertThatThrownBy(() -> LegalBasis.parse(HEADER + ROW + ROW, "p"))
                .isInstanceOf(PolicyInvalid.class)
                .hasMessageContaining("line 3, column category")
                .hasMessageContaining("one row for INTAKE,MO,identity");
    }

    @Test
    void refusesAnotherHeaderAnEmptyFileAndControlCharacters() {
        assertThatThrownBy(() -> LegalBasis.parse("purpose,category\n", "p")).isInstanceOf(PolicyInvalid.class);
        assertThatThrownBy(() -> LegalBasis.parse("", "p")).isInstanceOf(PolicyInvalid.class);
        assertThatThrownBy(() -> LegalBasis.parse("\uFEFF" + HEADER, "p")).isInstanceOf(PolicyInvalid.class);
        assertThatThrownBy(() -> LegalBasis.parse(HEADER + "INTAKE,MO,identity,PERMIT,\"W\nmo\",\n", "p"))
                .isInstanceOf(PolicyInvalid.class);
        assertThatThrownBy(() -> LegalBasis.parse(HEADER + "\n", "p")).isInstanceOf(PolicyInvalid.class);
        assertThatThrownBy(() -> LegalBasis.parse(HEADER + "INTAKE,\"MO", "p"))
                .hasMessageContaining("a quote that is not closed");
    }

    @Test
    void refusesUnknownWordsInNotesAndHolders() {
        assertThatThrownBy(() -> LegalBasis.parse(HEADER, "note,effect,words\na,permits,b\n", "role,category\n", "p"))
                .hasMessageContaining("notes.csv, line 2, column effect");
        assertThatThrownBy(() -> LegalBasis.parse(HEADER, "note,effect,words\n", "role,category\nGGZ,soul\n", "p"))
                .hasMessageContaining("holders.csv, line 2, column category");
        assertThatThrownBy(
                        () -> LegalBasis.parse(HEADER, "note,effect,words\n", "role,category\nGGZ,zrm\nGGZ,zrm\n", "p"))
                .hasMessageContaining("holders.csv, line 3");
    }
}
