package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.Bounded;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Role;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.SourceMessage;
import nl.schakel.translate.xml.XmlReader;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.SAXException;

/** Whatever our reader of XML takes, the JDK's DOM takes as well, and finds the same texts in the same order. */
@Guards({Threat.T11, Threat.T13})
class XmlFuzzTest {
    static Stream<byte[]> kept() {
        return Stream.of(
                        "<b><k soort=\"x\">een</k><k>twee &amp; &#233;</k><leeg/></b>",
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><q:b xmlns:q=\"urn:a\"><q:k><![CDATA[<x>]]></q:k></q:b>",
                        "<b xmlns=\"urn:a\"><k xmlns=\"urn:b\">a<!-- c -->b</k></b>",
                        "<!DOCTYPE b [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><b>&x;</b>",
                        "<b>&#0;</b>",
                        "<b>" + "<k>".repeat(40) + "</k>".repeat(40) + "</b>",
                        "<b><k a='1' a='2'/></b>",
                        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><b>\u00e9</b>",
                        "<?xml version=\"1.1\"?><b/>",
                        "<b>text<k/></b>",
                        "<?p i?><b/>",
                        "<b/><!-- end -->")
                .map(text ->
                        text.getBytes(text.contains("8859") ? Charset.forName("ISO-8859-1") : StandardCharsets.UTF_8));
    }

    @MethodSource("kept")
    @FuzzTest(maxDuration = "60s")
    void whatIsTakenDomReadsTheSame(byte[] bytes) throws SAXException, IOException {
        Branch root = Bounded.read(bytes, () -> new XmlReader().open(source(bytes), ""))
                .fold(opened -> opened.root(), problem -> null);
        if (root == null) {
            return;
        }
        List<String> theirs = new ArrayList<>();
        Dom.kids(Dom.root(bytes)).forEach(kid -> Dom.texts(kid, theirs));
        assertThat(texts(root)).isEqualTo(theirs);
    }

    /** Without attributes, and without elements whose text is blank. */
    static List<String> texts(Branch root) {
        List<Leaf> leaves = new ArrayList<>();
        root.leaves(leaves::add);
        return leaves.stream()
                .filter(leaf ->
                        !leaf.name().startsWith("@") && !leaf.text().orElse("").isBlank())
                .filter(leaf -> !leaf.name().equals(Branch.TEXT) || leaf.parent() != root)
                .map(leaf -> (leaf.name().equals(Branch.TEXT) ? leaf.parent().name() : leaf.name())
                        + "="
                        + leaf.text().orElseThrow().strip())
                .toList();
    }

    static SourceMessage source(byte[] bytes) {
        return new SourceMessage(
                new PartnerId("gemeente-demo"), Role.GEM, "", "text/xml", Optional.empty(), bytes, Map.of());
    }
}
