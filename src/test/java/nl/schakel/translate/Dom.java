package nl.schakel.translate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** XML as the JDK's DOM reads it; it is the reference, never the product. */
final class Dom {
    private Dom() {}

    static Element root(byte[] xml) throws SAXException, IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setCoalescing(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new ByteArrayInputStream(xml))).getDocumentElement();
        } catch (ParserConfigurationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static List<Element> kids(Element element) {
        List<Element> kids = new ArrayList<>();
        for (Node kid = element.getFirstChild(); kid != null; kid = kid.getNextSibling()) {
            if (kid instanceof Element one) {
                kids.add(one);
            }
        }
        return kids;
    }

    /** Elements that hold text and no elements: name and text, in the order of the document. */
    static void texts(Element element, List<String> into) {
        List<Element> kids = kids(element);
        if (kids.isEmpty() && !element.getTextContent().isBlank()) {
            into.add(element.getLocalName() + "=" + element.getTextContent().strip());
        }
        kids.forEach(kid -> texts(kid, into));
    }
}
