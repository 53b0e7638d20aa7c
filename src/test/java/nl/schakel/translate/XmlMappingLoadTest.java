package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a mapping file for XML may say, what is refused with its line, and that official schemas are asked both ways. */
class XmlMappingLoadTest {
    private static final String IN = """
            mapping: demo/1/in
            title: a small mapping
            reads: xml
            namespaces: {b: "urn:base"}
            kinds: ["{urn:w}Bericht"]
            event: REFERRAL
            purpose: TRANSITION
            client: {one: Client, identifier: Client/b:Nummer}
            envelope:
              - {from: Id, to: messageId}
              - {from: Dag, to: created, as: startOfDay}
              - {from: Client/b:Nummer, to: localId}
            items:
              - category: identity
                resource: Patient
                rows:
                  - {from: Client/Geboren, to: birthDate, as: isoDate}
            """;
    private static final String OUT = """
            mapping: demo/1/out
            title: a small mapping
            reads: release
            writes: xml
            media: application/xml
            root: w:Bericht
            namespaces: {w: "urn:w"}
            rows:
              - {from: context.messageId, to: Id}
              - {refuse: BSN_REQUIRED, at: joined.Patient.identifier, unless: {joined.Patient.identifier.value: "*"}}
            """;
    private static final String ENVELOPE = """
            mapping: letter/1/out
            title: an envelope
            reads: release
            writes: xml
            media: application/xml
            root: Brief
            rows:
              - {document: demo/1/out, to: inhoud}
            """;
    private static final String MESSAGE = "<w:Bericht xmlns:w=\"urn:w\" xmlns:b=\"urn:base\"><w:Id>1</w:Id>"
            + "<w:Dag>2026-04-19</w:Dag><w:Client><b:Nummer>7</b:Nummer><w:Geboren>1984</w:Geboren></w:Client></w:Bericht>";
    private static final String SCHEMA = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:w" elementFormDefault="qualified">
              <xs:element name="Bericht"><xs:complexType><xs:sequence>
                <xs:element name="Id" type="xs:string"/><xs:element name="Verplicht" type="xs:string"/>
                <xs:any minOccurs="0" maxOccurs="unbounded" processContents="skip"/>
              </xs:sequence></xs:complexType></xs:element>
            </xs:schema>
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void folders() throws IOException {
        for (String name : new String[] {"demo/1", "letter/1", "codes", "official"}) {
            Files.createDirectories(folder.resolve(name));
        }
    }

    @Test
    void readsBySeveralNamespacesWhateverThePrefixes() throws IOException {
        write("demo/1/in", IN);
        var read = Samples.value(translated(MESSAGE.replace("w:", "x:").replace(":w=", ":x=")));
        assertThat(read.referral().envelope().client().localId()).contains("7");
        assertThat(read.losses()).isEmpty();
    }

    @Test
    void refusesAMessageThatDoesNotFollowItsOfficialSchema() throws IOException {
        write("demo/1/in", IN);
        Files.writeString(folder.resolve("official/w.xsd"), SCHEMA);
        Problem problem = Samples.problem(translated(MESSAGE));
        assertThat(problem.code()).isEqualTo(ProblemCode.SCHEMA_VIOLATED);
        assertThat(problem.expected()).contains("w.xsd");
        assertThat(problem.place().orElseThrow()).startsWith("line 1");
    }

    @Test
    void sendsNothingThatDoesNotFollowItsOfficialSchemaNotEvenInAnEnvelope() throws IOException {
        write("demo/1/out", OUT);
        write("letter/1/out", ENVELOPE);
        var ward = Samples.value(Municipal.TRANSLATOR.toCanonical(Samples.ward(Samples.referral())));
        assertThat(Municipal.released(ward, "letter/1/out", Translator.load(folder)))
                .isInstanceOf(Step.Next.class);
        Files.writeString(folder.resolve("official/w.xsd"), SCHEMA);
        for (String mapping : new String[] {"demo/1/out", "letter/1/out"}) {
            assertThat(Samples.problem(Municipal.released(ward, mapping, Translator.load(folder)))
                            .code())
                    .isEqualTo(ProblemCode.SCHEMA_VIOLATED);
        }
    }

    @Test
    void givesAnEnvelopeAnotherVersionWhenItsDocumentChanges() throws IOException {
        write("demo/1/out", OUT);
        write("letter/1/out", ENVELOPE);
        String first = version("letter/1/out");
        write("demo/1/out", OUT.replace("to: Id", "to: Kenmerk"));
        assertThat(version("letter/1/out")).isNotEqualTo(first);
    }

    @Test
    void refusesAPrefixThatIsNotDeclared() {
        refuses("demo/1/in", IN.replace("Client/b:Nummer, to: localId", "Client/q:Nummer, to: localId"), "'q'");
        refuses("demo/1/out", OUT.replace("to: Id}", "to: q:Id}"), "'q:Id' is no target path");
    }

    @Test
    void refusesARootThatIsMissingOrOfNoNamespace() {
        refuses("demo/1/out", OUT.replace("root: w:Bericht\n", ""), "'root' names the root element");
        refuses("demo/1/out", OUT.replace("root: w:", "root: z:"), "no element of one of the namespaces");
        refuses("demo/1/out", OUT.replace("writes: xml", "writes: json"), "only XML has");
    }

    @Test
    void refusesAPathThatIsNone() {
        refuses("demo/1/in", IN.replace("Client/Geboren", "Client//Geboren"), "is no path such as");
        refuses("demo/1/in", IN.replace("Client/Geboren", "Client/"), "is no path such as");
    }

    @Test
    void refusesAProblemAnEventAndADocumentThatDoNotExist() {
        refuses("demo/1/out", OUT.replace("BSN_REQUIRED", "BSN_WANTED"), "'BSN_WANTED' is no problem");
        refuses("letter/1/out", ENVELOPE, "there is no outbound mapping 'demo/1/out'");
        refuses(
                "demo/1/in",
                IN.replace(
                        "  - {from: Id, to: messageId}",
                        "  - {from: Id, to: messageId}\n  - {value: PARTY, to: event}"),
                "'PARTY' is not one of");
    }

    @Test
    void refusesAnEnvelopeThatCarriesWhatNobodyReads() {
        refuses("letter/1/in", """
                mapping: letter/1/in
                title: an envelope
                reads: stuf-ggk
                kinds: [Di01]
                carries: [demo/9]
                envelope:
                  - {from: stuurgegevens, to: messageId}
                """, "carries demo/9");
    }

    private void refuses(String id, String yaml, String said) {
        try {
            write(id, yaml);
            assertThatThrownBy(() -> Translator.load(folder))
                    .isInstanceOf(MappingInvalid.class)
                    .hasMessageContaining(id)
                    .hasMessageContaining(said);
            Files.delete(folder.resolve(id + ".yaml"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void write(String id, String yaml) throws IOException {
        Files.writeString(folder.resolve(id + ".yaml"), yaml);
    }

    private Step<nl.schakel.referral.evidence.TranslatedReferral> translated(String message) {
        return Translator.load(folder)
                .toCanonical(Municipal.source(message.getBytes(StandardCharsets.UTF_8), "demo/1"));
    }

    private String version(String mapping) {
        var ward = Samples.value(Municipal.TRANSLATOR.toCanonical(Samples.ward(Samples.referral())));
        return Samples.value(Municipal.released(ward, mapping, Translator.load(folder)))
                .mapping();
    }
}
