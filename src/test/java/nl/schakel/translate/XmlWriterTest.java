package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.ProblemCode;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Writer;
import nl.schakel.translate.xml.XmlWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlWriterTest {
    private static final Map<String, String> NAMESPACES = new LinkedHashMap<>();

    static {
        NAMESPACES.put("w", "urn:w");
        NAMESPACES.put("i", "urn:i");
    }

    private final Writer writer = new XmlWriter().shaped(Optional.of("w:Bericht"), NAMESPACES);

    @Test
    void writesElementsInTheOrderOfTheRowsWithTheirPrefixes() {
        Json.Obj tree = Json.object()
                .with("Header", Json.object().with("Code", "414"))
                .with("Naam", Json.object().with("i:Naam", "Meer"))
                .with("Soort", new Json.Arr(List.of(new Json.Text("01"), new Json.Text("03"))))
                .with("Bestand", Json.object().with("@naam", "a.xml").with(Branch.TEXT, "QQ=="));
        assertThat(text(tree))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<w:Bericht xmlns:w=\"urn:w\" xmlns:i=\"urn:i\"><w:Header><w:Code>414</w:Code></w:Header>"
                        + "<w:Naam><i:Naam>Meer</i:Naam></w:Naam><w:Soort>01</w:Soort><w:Soort>03</w:Soort>"
                        + "<w:Bestand naam=\"a.xml\">QQ==</w:Bestand></w:Bericht>");
        assertThat(text(tree)).isEqualTo(text(tree));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</w:Naam><w:Bsn>999900420</w:Bsn>",
                "]]><x/>",
                "<!--",
                "&lt;",
                "\" onload='x'",
                "een\r\ntwee\tdrie",
                "Renée Ünlü 𝄞"
            })
    void keepsTheShapeWhateverAValueHolds(String hostile) {
        Branch root = XmlReaderTest.root(text(Json.object()
                .with("Naam", hostile)
                .with("Bestand", Json.object().with("@naam", hostile).with(Branch.TEXT, "x"))));
        assertThat(XmlReaderTest.texts(root, "Naam")).containsExactly(hostile);
        assertThat(XmlReaderTest.texts(root, "Bestand/@naam")).containsExactly(hostile);
        assertThat(root.kids()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000", "\u0007", "\u001f", "\ufffe", "\ud800"})
    void refusesACharacterThatXmlCannotHold(String value) {
        var problem = Samples.problem(
                writer.write(Json.object().with("Client", Json.object().with("Naam", value))));
        assertThat(problem.code()).isEqualTo(ProblemCode.CONTROL_CHARACTER);
        assertThat(problem.place()).contains("Client/Naam");
    }

    @Test
    void knowsOnlyTargetsWithADeclaredPrefix() {
        assertThat(writer.target("Client/i:Naam/@soort")).isPresent();
        assertThat(writer.target("Contact[*]")).isPresent();
        assertThat(writer.target("x:Naam")).isEmpty();
        assertThat(writer.target("Client.Naam<")).isEmpty();
        assertThat(writer.target("Contact[1]")).isEmpty();
    }

    @Test
    void needsARootOfADeclaredNamespace() {
        assertThatThrownBy(() -> new XmlWriter().shaped(Optional.empty(), NAMESPACES))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new XmlWriter().shaped(Optional.of("x:Bericht"), NAMESPACES))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String text(Json.Obj tree) {
        return new String(Samples.value(writer.write(tree)), StandardCharsets.UTF_8);
    }
}
