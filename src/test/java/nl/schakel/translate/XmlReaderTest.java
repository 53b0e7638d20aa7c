package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Role;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Node;
import nl.schakel.translate.tree.Reader;
import nl.schakel.translate.tree.Scope;
import nl.schakel.translate.tree.SourceMessage;
import nl.schakel.translate.xml.XmlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlReaderTest {
    private static final Charset LATIN_9 = Charset.forName("ISO-8859-15");
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    @Test
    void readsElementsAttributesAndRepetition() {
        Branch root = root("<b><k soort=\"x\">een</k><k>twee</k><leeg/></b>");
        assertThat(texts(root, "k")).containsExactly("een", "twee");
        assertThat(texts(root, "k/@soort")).containsExactly("x");
        assertThat(texts(root, "k[2]")).containsExactly("twee");
        assertThat(texts(root, "k[@soort=x]")).containsExactly("een");
        assertThat(texts(root, "leeg")).isEmpty();
    }

    @Test
    void writesAPlaceAsAPathWithItsLine() {
        Branch root = root("<b>\n <k><d>1</d></k>\n <k><d>2</d></k>\n</b>");
        List<Node> found = paths(Map.of(), "k/d").all(Scope.whole(root));
        assertThat(found).extracting(Node::path).containsExactly("k/d", "k[2]/d");
        assertThat(found).extracting(Node::place).containsExactly("k/d (line 2)", "k[2]/d (line 3)");
    }

    @Test
    void matchesByNameAndNamespaceWhateverThePrefix() {
        Branch root = root("<q:b xmlns:q=\"urn:a\" xmlns:z=\"urn:b\"><q:k>a</q:k><z:k>b</z:k><k>none</k></q:b>");
        assertThat(texts(root, "k")).containsExactly("a");
        assertThat(paths(Map.of("iwmo", "urn:b"), "iwmo:k").all(Scope.whole(root)))
                .hasSize(1);
    }

    @Test
    void namesTheKindByNamespaceAndRoot() {
        assertThat(opened("<q:b xmlns:q=\"urn:a\"/>").kind()).isEqualTo("{urn:a}b");
        assertThat(opened("<b/>").kind()).isEqualTo("b");
    }

    @Test
    void findsAnElementAnywhereBelow() {
        Branch root = root("<b><k><r>0200</r></k><r>0001</r></b>");
        assertThat(texts(root, "//r")).containsExactly("0001", "0200");
        assertThat(texts(root, "//r[.!=0200]")).containsExactly("0001");
    }

    @Test
    void readsTheFiveEntitiesAndCharacterReferences() {
        assertThat(texts(root("<b><k>&lt;&amp;&gt;&apos;&quot;&#233;</k></b>"), "k"))
                .containsExactly("<&>'\"é");
    }

    @Test
    void takesTheValueAwayWhereTheSenderSaysNil() {
        Branch root = root(
                "<b xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:a http://evil\">"
                        + "<k xsi:nil=\"true\"/></b>");
        assertThat(texts(root, "k")).isEmpty();
        assertThat(root.kids()).hasSize(1);
    }

    @Test
    void keepsDiacriticsOfEveryCharacterSetThatIsDeclared() {
        String text = "<b><k>Renée Ünlü €</k></b>";
        assertThat(texts(declared(text, "UTF-8", StandardCharsets.UTF_8), "k")).containsExactly("Renée Ünlü €");
        assertThat(texts(declared(text, "ISO-8859-15", LATIN_9), "k")).containsExactly("Renée Ünlü €");
        assertThat(texts(declared(text, "windows-1252", WINDOWS), "k")).containsExactly("Renée Ünlü €");
    }

    @Test
    @Guards(Threat.T15)
    void refusesBytesThatAreNotWhatIsDeclared() {
        String text = "<b><k>Renée</k></b>";
        assertThat(code(bytes(text, "UTF-8", StandardCharsets.ISO_8859_1))).isEqualTo(ProblemCode.CHARSET_INVALID);
        assertThat(code(bytes(text, "ISO-8859-1", StandardCharsets.UTF_8))).isEqualTo(ProblemCode.CHARSET_INVALID);
        assertThat(code(bytes("<b>€</b>", "ISO-8859-1", WINDOWS))).isEqualTo(ProblemCode.CHARSET_INVALID);
        assertThat(code(bytes("<b/>", "UTF-7", StandardCharsets.UTF_8))).isEqualTo(ProblemCode.CHARSET_INVALID);
        assertThat(code("<b/>".getBytes(StandardCharsets.UTF_16))).isEqualTo(ProblemCode.CHARSET_INVALID);
    }

    @Test
    void refusesADeclarationThatTheConnectionContradicts() {
        byte[] bytes = bytes("<b/>", "ISO-8859-1", StandardCharsets.ISO_8859_1);
        assertThat(Samples.problem(new XmlReader().open(source(bytes, Optional.of("utf-8")), ""))
                        .code())
                .isEqualTo(ProblemCode.CHARSET_INVALID);
        assertThat(new XmlReader().open(source(bytes, Optional.of("ISO-8859-1")), ""))
                .isInstanceOf(Step.Next.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE b><b/>",
                "<!DOCTYPE b SYSTEM \"http://evil/x.dtd\"><b/>",
                "<!DOCTYPE b [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><b>&x;</b>",
                "<!DOCTYPE b [<!ENTITY a \"aaaa\"><!ENTITY c \"&a;&a;&a;\">]><b>&c;</b>"
            })
    void refusesEveryDocumentType(String text) {
        assertThat(code(text)).isEqualTo(ProblemCode.DOCTYPE_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<b>",
                "<b></c>",
                "<b/><c/>",
                "<b>&x;</b>",
                "<b>&#0;</b>",
                "<b a='1' a='2'/>",
                "<q:b/>",
                "<:/>",
                "<b><:b/></b>",
                "<b><q:/></b>",
                "<b xmlns:q='urn:q'><q:/></b>",
                "<b :a='1'/>",
                "<b xmlns:q='urn:q' q:='1'/>",
                "<b xmlns:q='urn:q' q:a:b='1'/>",
                "<b xmlns:q='urn:q'><q:a:b/></b>",
                "<b>text<k/></b>",
                "<b><k/>text</b>",
                "<?xml-stylesheet href='http://evil'?><b/>",
                "<?xml version='1.0' encoding='UTF-8' evil='x'?><b/>"
            })
    void refusesWhatIsNotOneWellFormedDocumentOfData(String text) {
        Problem problem = problem(text);
        assertThat(problem.code()).isEqualTo(ProblemCode.SYNTAX_BROKEN);
        assertThat(problem.place().orElseThrow()).contains("line 1");
    }

    @Test
    void refusesXmlThatAllowsControlCharacters() {
        assertThat(code("<?xml version=\"1.1\"?><b/>")).isEqualTo(ProblemCode.VERSION_UNSUPPORTED);
    }

    @Test
    @Guards({Threat.T11, Threat.T13})
    void holdsEveryLimit() {
        assertThat(code("<b>" + "<k>".repeat(Limits.DEPTH) + "</k>".repeat(Limits.DEPTH) + "</b>"))
                .isEqualTo(ProblemCode.LIMIT_EXCEEDED);
        assertThat(code("<b>" + "<k/>".repeat(Limits.TOKENS) + "</b>")).isEqualTo(ProblemCode.LIMIT_EXCEEDED);
        assertThat(code("<b>" + "x".repeat(Limits.TEXT_CHARACTERS + 1) + "</b>"))
                .isEqualTo(ProblemCode.LIMIT_EXCEEDED);
        assertThat(code("<" + "b".repeat(Limits.NAME_CHARACTERS + 1) + "/>")).isEqualTo(ProblemCode.LIMIT_EXCEEDED);
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i <= Limits.ATTRIBUTES; i++) {
            attributes.append(" a").append(i).append("='1'");
        }
        assertThat(code("<b" + attributes + "/>")).isEqualTo(ProblemCode.LIMIT_EXCEEDED);
        assertThat(code("<b>" + " ".repeat(Limits.MESSAGE_BYTES) + "</b>")).isEqualTo(ProblemCode.TOO_LARGE);
    }

    @Test
    void takesWhatStandsAtALimit() {
        int inside = Limits.DEPTH - 1;
        assertThat(texts(root("<b>" + "<k>".repeat(inside) + "x" + "</k>".repeat(inside) + "</b>"), "//k"))
                .containsExactly("x");
        assertThat(texts(root("<b><k>" + "x".repeat(Limits.TEXT_CHARACTERS) + "</k></b>"), "k"))
                .hasSize(1);
    }

    static List<String> texts(Branch root, String path) {
        return paths(Map.of(), path).all(Scope.whole(root)).stream()
                .flatMap(node -> node.leaf().flatMap(Leaf::text).stream())
                .toList();
    }

    static nl.schakel.translate.tree.Path paths(Map<String, String> namespaces, String path) {
        return new XmlReader().paths(namespaces).compile(path, List.of());
    }

    static SourceMessage source(byte[] bytes, Optional<String> charset) {
        return new SourceMessage(
                new PartnerId("gemeente-demo"), Role.GEM, "iwmo/3.2", "application/xml", charset, bytes, Map.of());
    }

    private static Reader.Opened opened(String text) {
        return Samples.value(new XmlReader().open(source(text.getBytes(StandardCharsets.UTF_8), Optional.empty()), ""));
    }

    static Branch root(String text) {
        return opened(text).root();
    }

    private static byte[] bytes(String text, String encoding, Charset charset) {
        return ("<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>" + text).getBytes(charset);
    }

    private static Branch declared(String text, String encoding, Charset charset) {
        return Samples.value(new XmlReader().open(source(bytes(text, encoding, charset), Optional.empty()), ""))
                .root();
    }

    private static Problem problem(String text) {
        return Samples.problem(
                new XmlReader().open(source(text.getBytes(StandardCharsets.UTF_8), Optional.empty()), ""));
    }

    private static ProblemCode code(String text) {
        return problem(text).code();
    }

    private static ProblemCode code(byte[] bytes) {
        return Samples.problem(new XmlReader().open(source(bytes, Optional.empty()), ""))
                .code();
    }
}
