package nl.schakel.seal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import nl.schakel.referral.Limits;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * XML as a signature over it needs it. Only UTF-8, no document type, no comment, no processing instruction: canonical XML
 * leaves comments out, so that two readers could see two texts under one signature.
 */
final class SealedXml {
    /** The envelope, its header and what a message itself may have. */
    private static final int DEPTH = Limits.DEPTH + 8;

    private static final Pattern DECLARED = Pattern.compile("\\A<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([^\"']*)");

    private SealedXml() {}

    /** Why it is not taken. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final SealRefusal cause;

        Refused(SealRefusal cause) {
            super(cause.code(), null, false, false);
            this.cause = cause;
        }

        SealRefusal refusal() {
            return cause;
        }
    }

    static Document read(byte[] bytes) throws Refused {
        if (bytes.length > Limits.MESSAGE_BYTES) {
            throw new Refused(SealRefusal.TOO_LARGE);
        }
        try {
            Document document = builder().parse(new InputSource(new StringReader(text(bytes))));
            onlyElementsAndText(document);
            return document;
        } catch (SAXException | IOException broken) {
            throw new Refused(SealRefusal.FORM_BROKEN);
        }
    }

    private static String text(byte[] bytes) throws Refused {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            Matcher declared = DECLARED.matcher(text);
            if (declared.find() && !declared.group(1).equalsIgnoreCase("UTF-8")) {
                throw new Refused(SealRefusal.FORM_BROKEN);
            }
            return text;
        } catch (CharacterCodingException otherCharset) {
            throw new Refused(SealRefusal.FORM_BROKEN);
        }
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setAttribute("http://www.oracle.com/xml/jaxp/properties/maxElementDepth", Integer.toString(DEPTH));
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Silent());
            return builder;
        } catch (ParserConfigurationException everyJdkHasThem) {
            throw new IllegalStateException(everyJdkHasThem);
        }
    }

    private static void onlyElementsAndText(Document document) throws Refused {
        int elements = 0;
        for (Node node = document.getFirstChild(); node != null; node = next(node)) {
            short kind = node.getNodeType();
            boolean allowed = kind == Node.ELEMENT_NODE || kind == Node.TEXT_NODE || kind == Node.CDATA_SECTION_NODE;
            if (!allowed || ++elements > Limits.TOKENS) {
                throw new Refused(allowed ? SealRefusal.TOO_LARGE : SealRefusal.FORM_BROKEN);
            }
        }
    }

    /** The node after this one in the order of the document; null after the last. */
    static @org.jspecify.annotations.Nullable Node next(Node node) {
        if (node.getFirstChild() != null) {
            return node.getFirstChild();
        }
        Node at = node;
        while (at != null && at.getNextSibling() == null) {
            at = at.getParentNode();
        }
        return at == null ? null : at.getNextSibling();
    }

    /** The elements directly below; text between them that is no white space is refused. */
    static List<Element> elements(Element parent) throws Refused {
        List<Element> elements = new ArrayList<>();
        for (Node kid = parent.getFirstChild(); kid != null; kid = kid.getNextSibling()) {
            if (kid instanceof Element element) {
                elements.add(element);
            } else if (!kid.getTextContent().isBlank()) {
                throw new Refused(SealRefusal.FORM_BROKEN);
            }
        }
        return elements;
    }

    static boolean is(Element element, String namespace, String name) {
        return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
    }

    static byte[] bytes(Document document) {
        try {
            Transformer identity = TransformerFactory.newDefaultInstance().newTransformer();
            identity.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            identity.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            identity.transform(new DOMSource(document), new StreamResult(out));
            return out.toByteArray();
        } catch (TransformerException defect) {
            throw new IllegalStateException("A document that was read cannot be written", defect);
        }
    }

    /** The JDK's own would print what it met. */
    private static final class Silent implements ErrorHandler {
        @Override
        public void warning(SAXParseException warning) {
            // Whatever is no error is decided by what is read.
        }

        @Override
        public void error(SAXParseException error) throws SAXException {
            throw error;
        }

        @Override
        public void fatalError(SAXParseException error) throws SAXException {
            throw error;
        }
    }
}
