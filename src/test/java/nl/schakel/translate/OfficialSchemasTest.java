package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.xml.OfficialSchemas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficialSchemasTest {
    private static final String XSD = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:w" elementFormDefault="qualified">
              <xs:element name="Bericht"><xs:complexType><xs:sequence>
                <xs:element name="Bsn"><xs:simpleType><xs:restriction base="xs:string">
                  <xs:pattern value="[0-9]{9}"/></xs:restriction></xs:simpleType></xs:element>
              </xs:sequence></xs:complexType></xs:element>
            </xs:schema>
            """;
    private static final String GOOD = "<Bericht xmlns=\"urn:w\">\n<Bsn>999900420</Bsn></Bericht>";

    @TempDir
    private Path folder;

    @BeforeEach
    void schema() throws IOException {
        Files.createDirectories(folder.resolve("iwmo"));
        Files.writeString(folder.resolve("iwmo/w.xsd"), XSD);
    }

    @Test
    void letsAMessageThroughThatFollowsItsSchema() {
        assertThat(check(GOOD)).isInstanceOf(Step.Next.class);
    }

    @Test
    void refusesAMessageThatDoesNotAndNeverQuotesIt() {
        Problem problem = Samples.problem(check(GOOD.replace("999900420", "geheim-7")));
        assertThat(problem.code()).isEqualTo(ProblemCode.SCHEMA_VIOLATED);
        assertThat(problem.place().orElseThrow()).startsWith("line 2");
        assertThat(problem.seen()).contains("cvc-pattern-valid");
        assertThat(problem.expected()).contains("iwmo/w.xsd");
        assertThat(problem.sentence()).doesNotContain("geheim-7");
    }

    @Test
    void leavesAMessageOfAnotherNamespaceToItsMapping() {
        assertThat(check("<Bericht xmlns=\"urn:other\"/>")).isInstanceOf(Step.Next.class);
    }

    @Test
    void checksNothingWhereTheFolderIsAbsent() {
        assertThat(OfficialSchemas.load(folder.resolve("nowhere")).check("<x/>"))
                .isInstanceOf(Step.Next.class);
    }

    @Test
    void namesASchemaThatDoesNotCompile() throws IOException {
        Files.writeString(
                folder.resolve("broken.xsd"),
                XSD.replace("xs:string", "xs:nothing").replace("urn:w", "urn:v"));
        assertThatThrownBy(() -> OfficialSchemas.load(folder)).hasMessageContaining("broken.xsd");
    }

    private Step<String> check(String document) {
        return OfficialSchemas.load(folder).check(document);
    }
}
