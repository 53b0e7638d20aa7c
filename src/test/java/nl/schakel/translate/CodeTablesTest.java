package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Code tables as CSV and as ConceptMap become the same thing, and say which way they can be read. */
class CodeTablesTest {
    private static final String CSV = """
            # Status of something
            # version: 2026-04
            source,target,display,equivalence,back
            a,x,An x,equivalent,
            b,x,An x too,wider,
            c,y,A y,inexact,
            d,z,A z,wider,yes
            e,z,A z,wider,
            f,,Nothing,unmatched,
            """;
    private static final String MAP = """
            {"resourceType": "ConceptMap", "version": "2026-04", "status": "active", "group": [{
              "source": "urn:s", "target": "urn:t", "element": [
                {"code": "a", "target": [{"code": "x", "display": "An x", "equivalence": "equal"}]},
                {"code": "b", "target": [{"code": "x", "equivalence": "wider", "comment": "more than b"}]},
                {"code": "c", "target": [{"code": "y", "equivalence": "inexact"}]},
                {"code": "d", "target": [{"code": "z", "equivalence": "equivalent"}]},
                {"code": "e", "target": [{"code": "z", "equivalence": "subsumes"}]},
                {"code": "f", "target": [{"equivalence": "unmatched"}]}]}]}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void empty() throws IOException {
        Files.createDirectories(folder);
    }

    @ParameterizedTest
    @CsvSource({"t.csv", "t.json"})
    void readsBothFormsAlikeInBothDirections(String file) throws IOException {
        write(file, file.endsWith("csv") ? CSV : MAP);
        CodeMap there = map("t");
        CodeMap back = map("~t");

        assertThat(there.target("a").map(CodeMap.Target::text)).contains("x");
        assertThat(there.target("a").map(t -> t.equivalence().isExact())).contains(true);
        assertThat(there.target("b")).contains(new CodeMap.Target("x", Equivalence.WIDER));
        assertThat(there.target("f")).isEmpty();
        assertThat(there.target("g")).isEmpty();
        assertThat(back.target("x").map(CodeMap.Target::text)).contains("a");
        assertThat(back.target("z").map(CodeMap.Target::text)).contains("d");
        assertThat(back.target("y")).contains(new CodeMap.Target("c", Equivalence.INEXACT));
        assertThat(back.target("")).isEmpty();
        assertThat(CodeTables.load(folder).version("~t")).contains("2026-04");
    }

    @Test
    void theWayBackOfAWiderTargetIsNarrower() throws IOException {
        write("t.csv", "source,target,equivalence\nB,phone,wider\n");
        assertThat(map("~t").target("phone")).contains(new CodeMap.Target("B", Equivalence.NARROWER));
    }

    @Test
    void readsAColumnBesideTheTargetWithoutAShift() throws IOException {
        write("t.csv", CSV);
        assertThat(map("t.display").target("b")).contains(new CodeMap.Target("An x too", Equivalence.EQUIVALENT));
        write("m.json", MAP);
        assertThat(map("m.system").target("b")).contains(new CodeMap.Target("urn:t", Equivalence.EQUIVALENT));
    }

    @Test
    void refusesAWayBackThatNothingDecides() throws IOException {
        write("t.csv", "source,target\na,x\nb,x\n");
        assertThat(map("t").target("b").map(CodeMap.Target::text)).contains("x");
        refuses("~t", "row.yaml, line 1", "codes/t.csv, line 3", "'x' leads to a and b on the way back", "'back'");
        write("t.csv", "source,target,equivalence\na,x,wider\nb,x,wider\n");
        refuses("~t", "'x' leads to a and b");
        write("t.csv", "source,target,equivalence\na,x,wider\nb,x,equivalent\n");
        assertThat(map("~t").target("x").map(CodeMap.Target::text)).contains("b");
    }

    @Test
    void refusesAWayThereThatNothingDecides() throws IOException {
        write("t.csv", "source,target\na,x\na,y\n");
        refuses("t", "codes/t.csv, line 3", "'a' leads to x and y;");
        write("t.csv", "source,target,equivalence\na,x,equivalent\na,y,inexact\n");
        assertThat(map("t").target("a").map(CodeMap.Target::text)).contains("x");
        assertThat(map("~t").target("y").map(CodeMap.Target::text)).contains("a");
    }

    @Test
    void refusesATableOrColumnThatIsNotThere() throws IOException {
        write("t.csv", CSV);
        refuses("u", "no code table 'u'");
        refuses("t.french", "no code table 't.french'");
        refuses("~t.display", "no code table '~t.display'");
    }

    @Test
    void refusesACsvThatSaysTwoThings() throws IOException {
        faulty("t.csv", "a,b\n", "codes/t.csv, line 1", "source,target");
        faulty("t.csv", "", "codes/t.csv, line 1", "source,target");
        faulty("t.csv", "source,target,target\n", "line 1", "named twice");
        faulty("t.csv", "# remark\nsource,target,equivalence\na,x,same\n", "line 3", "equivalence is one of", "wider");
        faulty("t.csv", "source,target,equivalence\na,x,unmatched\n", "line 2", "unmatched has none");
        faulty("t.csv", "source,target\na,\n", "line 2", "has a target");
        faulty("t.csv", "source,target,back\na,x,no\n", "line 2", "back is yes or nothing");
        faulty("t.csv", "source,target\na,x,1\n", "line 2", "not as many values");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"code\": \"a\", \"target\"|{\"code\": \"a\", \"code\": \"b\", \"target\"|no JSON",
                "\"status\"|\"statuss\"|statuss is not understood",
                "\"source\": \"urn:s\"|\"unmapped\": {\"mode\": \"fixed\", \"code\": \"x\"}|unmapped would give",
                "\"source\": \"urn:s\"|\"unmapped\": {\"mode\": \"provided\"}|unknown: refuse, drop or keep",
                "\"comment\"|\"dependsOn\"|element[1].target[0].dependsOn is not understood",
                "\"equivalence\": \"inexact\"|\"equivalence\": \"almost\"|element[2].target[0].equivalence is one of",
                "\"code\": \"y\", |''|group[0].element[2].target[0].code is missing",
                "{\"code\": \"e\",|{|group[0].element[4].code is missing",
                "\"ConceptMap\"|\"ValueSet\"|a FHIR R4 ConceptMap is expected",
                "\"group\": [|\"group\": [3, |group[0] is no object",
                "[{\"equivalence\": \"unmatched\"}]|[]|element[5].target is missing",
            })
    void refusesAConceptMapThatIsNotWhatItSeems(String part, String by, String said) throws IOException {
        assertThat(MAP).contains(part);
        faulty("t.json", MAP.replace(part, by), "codes/t.json", said);
    }

    @Test
    void refusesOneTableInTwoFiles() throws IOException {
        write("t.csv", CSV);
        faulty("t.json", MAP, "codes/t.json", "the same table as codes/t.csv");
    }

    private CodeMap map(String name) {
        return CodeTables.load(folder).map(Written.read("row.yaml", "'" + name + "'", (place, part) -> place));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private void refuses(String name, String... said) {
        assertThatThrownBy(() -> map(name)).isInstanceOf(MappingInvalid.class).hasMessageContainingAll(said);
    }

    private void faulty(String file, String text, String... said) throws IOException {
        write(file, text);
        assertThatThrownBy(() -> CodeTables.load(folder))
                .isInstanceOf(MappingInvalid.class)
                .hasMessageContainingAll(said);
    }
}
