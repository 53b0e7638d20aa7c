package nl.schakel.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the three tables of policy are read. */
class LegalBasisTest {
    private static final String ROW = "INTAKE,,MO,identity,PERMIT,,,Wmo,Wmo,";
    private static final Instant NOW = Instant.parse("2026-04-10T11:00:00Z");

    @Test
    void readsTheWholeTableOfTheRepository() throws IOException {
        List<DecisionTable.Row> rows = table();
        assertThat(SamplePolicy.ofRepository().size()).isEqualTo(rows.size());
        assertThat(rows.stream().filter(row -> row.text("sender").isEmpty())).hasSize(526);
    }

    @Test
    void understandsEveryNoteOfTheTableAndNamesNoOther() throws IOException {
        assertThat(column("notes.csv", "note,effect,words", "note"))
                .isEqualTo(table().stream()
                        .map(row -> row.text("note"))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.toSet()));
    }

    @Test
    void namesNoLawThatNoRowRestsOnSaveABill() throws IOException {
        Set<String> used = table().stream()
                .flatMap(row -> Stream.of(row.text("law").split(" ")))
                .collect(Collectors.toSet());
        Set<String> named = column("laws.csv", "law,title,in_force_from,in_force_to,source", "law");
        named.removeAll(used);
        assertThat(named).containsExactlyInAnyOrder("Wams", "AVG-4-11");
    }

    private static List<DecisionTable.Row> table() throws IOException {
        return DecisionTable.parse(
                "default-policy.csv",
                Files.readString(Path.of("mappings/policy/default-policy.csv")),
                PolicyTable.COLUMNS);
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
        PolicySource plain = SamplePolicy.of(ROW).source();
        assertThat(Stream.of(
                                plain,
                                SamplePolicy.of().source(),
                                SamplePolicy.of(ROW).note("a,explains,b").source(),
                                SamplePolicy.of(ROW).holds("GGZ,zrm").source(),
                                new PolicySource(
                                        "p", plain.table(), plain.laws() + "L,l,,,s\n", plain.notes(), plain.holders()))
                        .map(source -> LegalBasis.parse(source).id()))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("p@[0-9a-f]{8}"));
    }

    @Test
    void withholdsForANoteThatNobodyExplained() {
        LegalBasis basis = SamplePolicy.of(ROW + "only on Sundays").basis();
        PolicyRow row = basis.row(cell(Optional.empty()), NOW).orElseThrow();
        assertThat(basis.note(row).orElseThrow().effect()).isEqualTo(Note.Effect.WITHHOLD);
    }

    @Test
    void takesTheRowOfTheDayAndOfTheKindOfSender() {
        LegalBasis basis = SamplePolicy.of(
                        "INTAKE,,MO,identity,NEVER,,2021-06-30,Wmo,,",
                        "INTAKE,,MO,identity,PERMIT,2021-07-01,,New,new,",
                        "INTAKE,PI,MO,identity,CONSENT,2021-01-01,2021-12-31,Wmo,own,")
                .basis();
        assertThat(row(basis, "2021-06-30T21:59:59Z", Optional.empty())).isEqualTo("INTAKE,MO,identity@..2021-06-30");
        assertThat(row(basis, "2021-06-30T22:00:00Z", Optional.empty())).isEqualTo("INTAKE,MO,identity@2021-07-01..");
        assertThat(row(basis, "2021-06-30T22:00:00Z", Optional.of(Role.GGZ)))
                .isEqualTo("INTAKE,MO,identity@2021-07-01..");
        assertThat(row(basis, "2021-12-31T22:59:59Z", Optional.of(Role.PI)))
                .isEqualTo("INTAKE,PI>MO,identity@2021-01-01..2021-12-31");
        assertThat(row(basis, "2021-12-31T23:00:00Z", Optional.of(Role.PI)))
                .isEqualTo("INTAKE,MO,identity@2021-07-01..");
    }

    private static String row(LegalBasis basis, String at, Optional<Role> sender) {
        return basis.row(cell(sender), Instant.parse(at)).orElseThrow().id();
    }

    private static PolicyRow.Cell cell(Optional<Role> sender) {
        return new PolicyRow.Cell(Purpose.INTAKE, sender, Role.MO, Category.IDENTITY);
    }

    @Test
    void readsQuotedFieldsAndBothLineEnds() {
        List<DecisionTable.Row> rows =
                DecisionTable.parse("x", "one,two\r\na,\"a, \"\"b\"\"\"\r\n", List.of("one", "two"));
        assertThat(rows.get(0).text("two")).isEqualTo("a, \"b\"");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "PARTY,,MO,identity,PERMIT,,,Wmo,Wmo, | column purpose: seen 'PARTY'",
                "INTAKE,XX,MO,identity,PERMIT,,,Wmo,Wmo, | column sender: seen 'XX'",
                "INTAKE,,XX,identity,PERMIT,,,Wmo,Wmo, | column recipient: seen 'XX'",
                "INTAKE,,MO,soul,PERMIT,,,Wmo,Wmo, | column category: seen 'soul'",
                "INTAKE,,MO,identity,permit,,,Wmo,Wmo, | column decision: seen 'permit'",
                "INTAKE,,MO,identity,PERMIT ,,,Wmo,Wmo, | column decision: seen 'PERMIT '",
                "INTAKE,,MO,identity,PERMIT,1-7-2021,,Wmo,Wmo, | column valid_from: seen '1-7-2021'",
                "INTAKE,,MO,identity,PERMIT,,2021-02-30,Wmo,Wmo, | column valid_to: seen '2021-02-30'",
                "INTAKE,PI,MO,identity,PERMIT,2021-07-02,2021-07-01,Wmo,Wmo, | column valid_to: seen '2021-07-01'",
                "INTAKE,,MO,identity,PERMIT,2021-07-01,,Wmo,Wmo, | column valid_from: seen '2021-07-01'; expected nothing",
                "INTAKE,,MO,identity,PERMIT,,2021-07-01,Wmo,Wmo, | column valid_to: seen '2021-07-01'; expected nothing",
                "INTAKE,,MO,identity,PERMIT,,,,Wmo, | column law: seen ''; expected codes of laws.csv, at least one",
                "INTAKE,,MO,identity,NEVER,,,,, | column law: seen ''",
                "INTAKE,,MO,identity,PERMIT,,,Wmo Wxx,Wmo, | column law: seen 'Wmo Wxx'",
                "INTAKE,,MO,identity,PERMIT,,,Bill,Wmo, | column law: seen 'Bill'; expected a law in force",
                "INTAKE,PI,MO,identity,PERMIT,2021-06-30,,New,Wmo, | column law: seen 'New'; expected a law in force",
                "INTAKE,PI,MO,identity,PERMIT,,,New,Wmo, | column law: seen 'New'; expected a law in force",
                "INTAKE,,MO,identity,PERMIT,,,Wmo,, | column basis: seen ''",
                "INTAKE,,MO,identity,CONSENT,,,Wmo,, | column basis: seen ''",
                "SAFETY,,MO,special,BREAK-GLASS,,,Wmo,Wmo, | column decision: seen 'BREAK-GLASS'",
                "SAFETY,,MO,debts,BREAK-GLASS,,,Wmo,Wmo, | column decision: seen 'BREAK-GLASS'",
                "SAFETY,,MO,secret-address,BREAK-GLASS,,,Wmo,Wmo, | column decision: seen 'BREAK-GLASS'",
                "INTAKE,,MO,identity,PERMIT,,,Wmo,Wmo | 9 fields",
                "INTAKE,,MO,identity,PERMIT,,,Wmo,Wmo,a,b | 11 fields",
                "INTAKE,,MO,identity,PERMIT,,,Wmo,W\"mo, | a quote within a field",
                "INTAKE,,MO,identity,PERMIT,,,Wmo,\"Wmo, | line break",
                "INTAKE,,MO,identity,PERMIT,,,Wmo,\"Wmo\"x, | behind a closing quote"
            })
    void refusesARowWithItsPlace(String row, String said) {
        assertThatThrownBy(() -> SamplePolicy.of(row).basis())
                .isInstanceOf(PolicyInvalid.class)
                .hasMessageContaining("default-policy.csv, line 2")
                .hasMessageContaining(said);
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'', | '', | one row a day for INTAKE,PI>MO,identity",
                "'',2021-06-30 | 2021-06-30, | one row a day",
                "2021-01-01,2021-06-30 | 2021-03-01,2021-04-01 | one row a day",
                "2021-01-01, | 2022-01-01, | one row a day",
                "'',2021-06-30 | 2021-07-02, | 2021-07-01: the days before it have no row"
            })
    void refusesRowsOfOneCellThatOverlapOrLeaveDaysOut(String first, String second, String said) {
        String start = "INTAKE,PI,MO,identity,PERMIT,";
        assertThatThrownBy(() -> SamplePolicy.of(
                                start + first.replace("'", "") + ",Wmo,Wmo,",
                                start + second.replace("'", "") + ",Wmo,Wmo,")
                        .basis())
                .isInstanceOf(PolicyInvalid.class)
                .hasMessageContaining("line 3, column valid_from")
                .hasMessageContaining(said);
    }

    @Test
    void refusesADuplicateRowEvenWhenItSaysTheSame() {
        assertThatThrownBy(() -> SamplePolicy.of(ROW, ROW).basis())
                .isInstanceOf(PolicyInvalid.class)
                .hasMessageContaining("line 3, column valid_from")
                .hasMessageContaining("one row a day for INTAKE,MO,identity");
    }

    @Test
    void refusesAnotherHeaderAnEmptyFileAndControlCharacters() {
        List<String> header = List.of("one", "two");
        for (String csv : List.of("one\n", "", "\uFEFFone,two\n", "one,two\na,\"b\nc\"\n", "one,two\n\n")) {
            assertThatThrownBy(() -> DecisionTable.parse("x", csv, header)).isInstanceOf(PolicyInvalid.class);
        }
        assertThatThrownBy(() -> DecisionTable.parse("x", "one,two\na,\"b", header))
                .hasMessageContaining("a quote that is not closed");
    }

    @Test
    void refusesUnknownWordsInNotesHoldersAndLaws() {
        assertThatThrownBy(() -> SamplePolicy.of().note("a,permits,b").basis())
                .hasMessageContaining("notes.csv, line 2, column effect");
        assertThatThrownBy(() -> SamplePolicy.of()
                        .note("a,explains,b")
                        .note("a,explains,b")
                        .basis())
                .hasMessageContaining("notes.csv, line 3");
        assertThatThrownBy(() -> SamplePolicy.of().holds("GGZ,soul").basis())
                .hasMessageContaining("holders.csv, line 2, column category");
        assertThatThrownBy(() ->
                        SamplePolicy.of().holds("GGZ,zrm").holds("GGZ,zrm").basis())
                .hasMessageContaining("holders.csv, line 3");
        assertThatThrownBy(() -> withLaws("W mo,x,,,s\n")).hasMessageContaining("laws.csv, line 2, column law");
        assertThatThrownBy(() -> withLaws("Wmo,x,,,s\nWmo,x,,,s\n")).hasMessageContaining("laws.csv, line 3");
        assertThatThrownBy(() -> withLaws("Wmo,x,soon,,s\n")).hasMessageContaining("column in_force_from");
    }

    private static void withLaws(String lines) {
        LegalBasis.parse(new PolicySource(
                "p",
                SamplePolicy.TABLE,
                "law,title,in_force_from,in_force_to,source\n" + lines,
                SamplePolicy.NOTES,
                SamplePolicy.HOLDERS));
    }

    @Test
    void refusesAFolderWithoutRowsForEmergencies(@TempDir Path folder) throws IOException {
        PolicySource source = SamplePolicy.of(ROW).source();
        Files.writeString(folder.resolve("default-policy.csv"), source.table());
        Files.writeString(folder.resolve("laws.csv"), source.laws());
        Files.writeString(folder.resolve("notes.csv"), source.notes());
        Files.writeString(folder.resolve("holders.csv"), source.holders());
        assertThatThrownBy(() -> LegalBasis.read(folder, "p"))
                .isInstanceOf(PolicyInvalid.class)
                .hasMessageContaining("BREAK-GLASS rows; they cannot be left out");
    }
}
