package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.Bounded;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.translate.xml.SoapEnvelope;
import nl.schakel.translate.xml.StufPeek;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * The one document that is taken out of a SOAP envelope is the one that the JDK's DOM finds in it, with the same texts; and
 * what a StUF message says of itself is told or refused, whatever stands there.
 */
@Guards({Threat.T08, Threat.T11})
class EnvelopeFuzzTest {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String OPEN = "<s:Envelope xmlns:s=\"" + SOAP + "\">";
    private static final String CLOSE = "</s:Envelope>";

    static Stream<byte[]> kept() {
        String stuf = new String(
                        ExampleFolder.bytes(Samples.MAPPINGS.resolve("stuf-ggk/2.1/examples/05-fo01/input.xml")),
                        StandardCharsets.UTF_8)
                .replaceFirst("<\\?xml[^>]*\\?>", "");
        return Stream.of(
                        OPEN + "<s:Body>" + stuf.strip() + "</s:Body>" + CLOSE,
                        OPEN + "<s:Body><a xmlns=\"urn:a\" b=\"1\"><c>x &amp; y</c></a></s:Body>" + CLOSE,
                        OPEN + "<!-- <s:Body/> --><s:Header><h s:mustUnderstand=\"0\"/></s:Header><s:Body><a/></s:Body>"
                                + CLOSE,
                        OPEN + "<s:Header><s:Body><x/></s:Body></s:Header><s:Body><a>1</a></s:Body>" + CLOSE,
                        OPEN + "<s:Body><a/><b/></s:Body>" + CLOSE,
                        OPEN + "<s:Body><:/></s:Body>" + CLOSE,
                        OPEN + "<s:Body><q:a xmlns:q=\"urn:q\"><![CDATA[</s:Body>]]></q:a></s:Body>" + CLOSE,
                        OPEN + "<x:Body xmlns:x=\"urn:x\"><y/></x:Body><s:Body><a/></s:Body>" + CLOSE,
                        OPEN + "<s:Header><h s:mustUnderstand=\"true\"/></s:Header><s:Body><a/></s:Body>" + CLOSE)
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("kept")
    @FuzzTest(maxDuration = "60s")
    void whatIsTakenOutIsWhatDomFindsInIt(byte[] bytes) throws SAXException, IOException {
        Optional<SoapEnvelope.Body> body = Bounded.read(bytes, () -> SoapEnvelope.open(bytes, Optional.empty()))
                .fold(Optional::of, problem -> Optional.empty());
        if (body.isEmpty()) {
            return;
        }
        List<Element> bodies = Dom.kids(Dom.root(bytes)).stream()
                .filter(kid -> kid.getLocalName().equals("Body") && SOAP.equals(kid.getNamespaceURI()))
                .toList();
        assertThat(bodies).hasSize(1);
        List<Element> documents = Dom.kids(bodies.get(0));
        assertThat(documents).hasSize(1);
        Element taken = Dom.root(body.get().document());
        assertThat(name(taken))
                .isEqualTo(name(documents.get(0)))
                .endsWith("}" + body.get().name());
        assertThat(texts(taken)).isEqualTo(texts(documents.get(0)));
        Bounded.read(bytes, () -> StufPeek.read(body.get().document()).fold(peek -> true, problem -> false));
    }

    private static String name(Element element) {
        return '{' + Optional.ofNullable(element.getNamespaceURI()).orElse("") + '}' + element.getLocalName();
    }

    private static List<String> texts(Element element) {
        List<String> texts = new ArrayList<>();
        Dom.texts(element, texts);
        return texts;
    }
}
