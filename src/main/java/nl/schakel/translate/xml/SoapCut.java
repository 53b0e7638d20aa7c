package nl.schakel.translate.xml;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Copies the document in a SOAP Body out of its envelope. It is called for text that was read strictly before. */
final class SoapCut {
    private static final int BODY_DEPTH = 2;

    private final XMLStreamReader reader;
    private final XmlEncoder copy = new XmlEncoder();
    private final Map<String, String> around = new LinkedHashMap<>();

    private SoapCut(XMLStreamReader reader) {
        this.reader = reader;
    }

    static String body(String text) {
        try {
            return new SoapCut(XmlParser.factory().createXMLStreamReader(new StringReader(text))).cut();
        } catch (XMLStreamException broken) {
            throw new IllegalStateException("the document was read before", broken);
        }
    }

    private String cut() throws XMLStreamException {
        copy.declaration();
        int depth = 0;
        boolean inBody = false;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                inBody |= depth == BODY_DEPTH
                        && reader.getLocalName().equals("Body")
                        && SoapEnvelope.NAMESPACE.equals(reader.getNamespaceURI());
                if (depth == 1 || (inBody && depth == BODY_DEPTH)) {
                    remember();
                } else if (inBody) {
                    begin(depth == BODY_DEPTH + 1);
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                if (inBody && depth > BODY_DEPTH) {
                    copy.end(name(reader.getPrefix(), reader.getLocalName()));
                }
                inBody &= depth > BODY_DEPTH;
                depth--;
            } else if (inBody && depth > BODY_DEPTH && reader.hasText() && event != XMLStreamConstants.COMMENT) {
                copy.value(reader.getText());
            }
        }
        return copy.document();
    }

    private void remember() {
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            around.put(
                    XmlParser.namespace(reader.getNamespacePrefix(i)), XmlParser.namespace(reader.getNamespaceURI(i)));
        }
    }

    private void begin(boolean root) {
        copy.begin(name(reader.getPrefix(), reader.getLocalName()));
        Map<String, String> declared = new LinkedHashMap<>(root ? around : Map.of());
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            declared.put(
                    XmlParser.namespace(reader.getNamespacePrefix(i)), XmlParser.namespace(reader.getNamespaceURI(i)));
        }
        declared.forEach((prefix, uri) -> copy.attribute(prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, uri));
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            copy.attribute(
                    name(reader.getAttributePrefix(i), reader.getAttributeLocalName(i)), reader.getAttributeValue(i));
        }
        copy.content();
    }

    private static String name(@org.jspecify.annotations.Nullable String prefix, String local) {
        return prefix == null || prefix.isEmpty() ? local : prefix + ':' + local;
    }
}
