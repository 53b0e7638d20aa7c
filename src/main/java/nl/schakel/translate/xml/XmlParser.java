package nl.schakel.translate.xml;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.MissingResourceException;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one document with the JDK's streaming parser, every limit held here so that each refusal has its place.
 * A document type, an entity beside the five of XML, a processing instruction and text between elements are refused.
 */
final class XmlParser {
    private final Branch root;
    private final int textLimit;
    private final Deque<XmlElement> open = new ArrayDeque<>();
    private int elements;
    private String rootNamespace = "";
    private String rootName = "";
    private @Nullable Problem refusal;

    private XmlParser(Branch root, int textLimit) {
        this.root = root;
        this.textLimit = textLimit;
    }

    /**
     * A document that was read.
     *
     * @param root stands for the root element; what is below it hangs there
     */
    record Document(Branch root, String namespace, String name) {

        /** The root element as {@code {namespace}name}, or its name alone. */
        String kind() {
            return namespace.isEmpty() ? name : '{' + namespace + '}' + name;
        }
    }

    /** @param textLimit characters of one text; an envelope carries a whole message in one */
    static Step<Document> parse(String text, Branch root, int textLimit) {
        XmlParser parser = new XmlParser(root, textLimit);
        try {
            return parser.document(factory().createXMLStreamReader(new StringReader(text)));
        } catch (XMLStreamException broken) {
            return Step.stopped(parser.broken(Optional.ofNullable(broken.getLocation())));
        } catch (MissingResourceException wordless) {
            // The JDK's parser refuses a character within a DOCTYPE and has no words for it.
            return Step.stopped(parser.broken(Optional.empty()));
        }
    }

    static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // The parser compares each with each before it shows them to us.
        factory.setProperty("jdk.xml.elementAttributeLimit", Limits.ATTRIBUTES * 4);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing outside the message is read");
        });
        return factory;
    }

    private Step<Document> document(XMLStreamReader reader) throws XMLStreamException {
        while (refusal == null && reader.hasNext()) {
            event(reader, reader.next());
        }
        reader.close();
        return refusal == null ? Step.next(new Document(root, rootNamespace, rootName)) : Step.stopped(refusal);
    }

    private void event(XMLStreamReader reader, int event) {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> start(reader);
            case XMLStreamConstants.END_ELEMENT -> end();
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> text(reader);
            case XMLStreamConstants.DTD -> refuse(ProblemCode.DOCTYPE_REFUSED, reader, "no DOCTYPE");
            case XMLStreamConstants.ENTITY_REFERENCE ->
                refuse(ProblemCode.SYNTAX_BROKEN, reader, "no entities but amp, lt, gt, apos and quot");
            case XMLStreamConstants.PROCESSING_INSTRUCTION ->
                refuse(ProblemCode.SYNTAX_BROKEN, reader, "no processing instruction");
            default -> {
                // Comments and the document's own begin and end say nothing.
            }
        }
    }

    private void start(XMLStreamReader reader) {
        if (++elements > Limits.TOKENS) {
            refuse(ProblemCode.LIMIT_EXCEEDED, reader, "at most " + Limits.TOKENS + " elements");
        } else if (open.size() >= Limits.DEPTH) {
            refuse(ProblemCode.LIMIT_EXCEEDED, reader, "at most " + Limits.DEPTH + " levels");
        } else if (reader.getAttributeCount() + reader.getNamespaceCount() > Limits.ATTRIBUTES) {
            refuse(ProblemCode.LIMIT_EXCEEDED, reader, "at most " + Limits.ATTRIBUTES + " attributes");
        } else if (hasOddName(reader)) {
            refuse(
                    ProblemCode.SYNTAX_BROKEN,
                    reader,
                    "names with one colon at most, and something on both sides of it");
        } else if (longestName(reader) > Limits.NAME_CHARACTERS) {
            refuse(ProblemCode.LIMIT_EXCEEDED, reader, "names of at most " + Limits.NAME_CHARACTERS + " characters");
        } else if (!open.isEmpty() && open.getLast().hasText()) {
            refuse(ProblemCode.SYNTAX_BROKEN, reader, "no text between elements");
        } else {
            open.addLast(opened(reader));
        }
    }

    private XmlElement opened(XMLStreamReader reader) {
        XmlElement parent = open.peekLast();
        if (parent == null) {
            rootNamespace = namespace(reader.getNamespaceURI());
            rootName = reader.getLocalName();
        }
        XmlElement element = parent == null ? XmlElement.root(root, rootNamespace) : parent.begin(reader);
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.attribute(reader, i);
        }
        return element;
    }

    static String namespace(@Nullable String uri) {
        return uri == null ? "" : uri;
    }

    /** What is no name within a namespace (Namespaces in XML, section 4), which the parser lets pass and others do not. */
    private static boolean hasOddName(XMLStreamReader reader) {
        boolean odd = isOdd(reader.getLocalName());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            odd |= isOdd(reader.getAttributeLocalName(i));
        }
        return odd;
    }

    private static boolean isOdd(String local) {
        return local.isEmpty() || local.indexOf(':') >= 0;
    }

    private static int longestName(XMLStreamReader reader) {
        int longest = reader.getLocalName().length();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            longest = Math.max(longest, reader.getAttributeLocalName(i).length());
        }
        return longest;
    }

    private void text(XMLStreamReader reader) {
        XmlElement element = open.peekLast();
        if (element == null) {
            return;
        }
        if (element.length() + reader.getTextLength() > textLimit) {
            refuse(ProblemCode.LIMIT_EXCEEDED, reader, "texts of at most " + textLimit + " characters");
        } else if (!element.text(reader.getText())) {
            refuse(ProblemCode.SYNTAX_BROKEN, reader, "no text between elements");
        }
    }

    private void end() {
        open.removeLast().end();
    }

    private void refuse(ProblemCode code, XMLStreamReader reader, String expected) {
        refusal = Problem.at(code, place(reader.getLocation())).expected(expected);
    }

    private Problem broken(Optional<Location> at) {
        return Problem.at(ProblemCode.SYNTAX_BROKEN, at.map(this::place).orElse("line 1"));
    }

    /** The element that is open, and where the parser stands. */
    private String place(Location at) {
        String line = "line " + at.getLineNumber() + ", column " + at.getColumnNumber();
        XmlElement element = open.peekLast();
        String path = element == null ? "" : element.path();
        return path.isEmpty() ? line : path + " (" + line + ")";
    }
}
