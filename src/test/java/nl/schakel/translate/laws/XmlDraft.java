package nl.schakel.translate.laws;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** An XML document; a message that an envelope holds in base64 is changed inside it. */
final class XmlDraft implements Draft {
    private static final String HELD = "xmlBestand";

    private final Document document;

    XmlDraft(byte[] bytes) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
        } catch (Exception e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public List<Spot> spots() {
        List<Spot> spots = new ArrayList<>();
        below("", document.getDocumentElement(), spots);
        return spots;
    }

    private static void below(String place, Element element, List<Spot> spots) {
        String here = place + '/' + element.getLocalName();
        boolean leaf = true;
        for (Node kid = element.getFirstChild(); kid != null; kid = kid.getNextSibling()) {
            if (kid instanceof Element inner) {
                leaf = false;
                below(here, inner, spots);
            }
        }
        if (!leaf) {
            return;
        }
        if (HELD.equals(element.getLocalName())) {
            held(here, element, spots);
        } else {
            spots.add(new Spot(
                    here,
                    element.getTextContent(),
                    element::setTextContent,
                    () -> element.getParentNode().removeChild(element)));
        }
    }

    private static void held(String place, Element element, List<Spot> spots) {
        XmlDraft inner = new XmlDraft(
                Base64.getMimeDecoder().decode(element.getTextContent().strip()));
        Runnable back = () -> element.setTextContent(Base64.getEncoder().encodeToString(inner.bytes()));
        inner.spots()
                .forEach(spot -> spots.add(new Spot(
                        place + spot.place(),
                        spot.value(),
                        value -> {
                            spot.change().accept(value);
                            back.run();
                        },
                        () -> {
                            spot.remove().run();
                            back.run();
                        })));
    }

    @Override
    public byte[] bytes() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            var transformer = TransformerFactory.newDefaultInstance().newTransformer();
            transformer.setOutputProperty("encoding", "UTF-8");
            transformer.transform(new DOMSource(document), new StreamResult(bytes));
            return bytes.toByteArray();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
