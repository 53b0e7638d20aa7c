package nl.schakel.fhir;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/**
 * {@code application/fhir+xml} made {@code application/fhir+json}; from there on every message takes the same way.
 *
 * <p>Holds the one XML factory of the house. A document type declaration ends the reading before anything in it is
 * looked at, so there is nothing to expand and nothing to fetch; depth and width are counted without recursion. Only what
 * passes here reaches HAPI.
 */
public final class FhirXml {
    private static final Set<String> NAMESPACES = Set.of("http://hl7.org/fhir", "http://www.w3.org/1999/xhtml");
    /** As in JSON: short until it is used. */
    private static final Pattern EXPONENT = Pattern.compile("[+-]?[0-9.]+[eE][+-]?[0-9]{3,}");

    /** A text of digits alone may be a number: beyond this HAPI would compute for minutes. Whether it fits is judged after it. */
    private static final int DIGITS = 1_000;

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]+([eE][+-]?[0-9]*)?");
    private static final String XHTML = "http://www.w3.org/1999/xhtml";

    private static final XMLInputFactory FACTORY = factory();

    private FhirXml() {}

    /** The same resource as JSON, which the strict JSON reader still judges. */
    public static Step<byte[]> toJson(byte[] xml) {
        if (xml.length > Limits.MESSAGE_BYTES) {
            return Step.stopped(Problem.of(ProblemCode.TOO_LARGE).seen(xml.length + " bytes"));
        }
        return decoded(xml)
                .then(text -> fault(text).<Step<byte[]>>map(Step::stopped).orElseGet(() -> HapiXml.json(text)));
    }

    private static Step<String> decoded(byte[] xml) {
        ByteBuffer bytes = ByteBuffer.wrap(xml);
        try {
            return Step.next(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException invalid) {
            return Step.stopped(Problem.at(ProblemCode.CHARSET_INVALID, "byte " + (bytes.position() + 1))
                    .expected("UTF-8"));
        }
    }

    /** Why this document is not taken; empty when a parser may have it. */
    private static Optional<Problem> fault(String document) {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(document));
            return walked(reader);
        } catch (XMLStreamException broken) {
            return Optional.of(at(ProblemCode.SYNTAX_BROKEN, Optional.ofNullable(broken.getLocation())));
        } catch (MissingResourceException wordless) {
            // The JDK's parser refuses a character within a DOCTYPE and has no words for it.
            return Optional.of(Problem.at(ProblemCode.SYNTAX_BROKEN, "line 1"));
        }
    }

    private static Optional<Problem> walked(XMLStreamReader reader) throws XMLStreamException {
        Optional<Problem> lie = declaration(reader);
        Deque<Boolean> narrative = new ArrayDeque<>();
        XmlShape shape = new XmlShape();
        int tokens = 0;
        while (reader.hasNext() && lie.isEmpty()) {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD) {
                return Optional.of(at(ProblemCode.DOCTYPE_REFUSED, Optional.of(reader.getLocation())));
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                narrative.removeLast();
                shape.closes();
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                narrative.addLast(XHTML.equals(reader.getNamespaceURI()));
                tokens += 1 + reader.getAttributeCount();
                Optional<Problem> fault = element(reader, narrative.size(), tokens);
                if (fault.isPresent()) {
                    return fault;
                }
                shape.opens(reader.getLocalName(), narrative.getLast());
            } else if (isStray(reader, event, narrative)) {
                return Optional.of(at(ProblemCode.SYNTAX_BROKEN, Optional.of(reader.getLocation()))
                        .expected("elements and attributes alone"));
            }
        }
        return lie.or(shape::fault);
    }

    /** Who reads it after us may believe the declaration, so that it must say what was done here. */
    private static Optional<Problem> declaration(XMLStreamReader reader) {
        String charset = reader.getCharacterEncodingScheme();
        if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
            return Optional.of(Problem.at(ProblemCode.CHARSET_INVALID, "line 1").expected("UTF-8"));
        }
        String version = reader.getVersion();
        return version == null || version.equals("1.0")
                ? Optional.empty()
                : Optional.of(
                        Problem.at(ProblemCode.VERSION_UNSUPPORTED, "line 1").expected("XML 1.0"));
    }

    /** Text outside of narrative and instructions to programs: some readers pass them by, others do not. */
    private static boolean isStray(XMLStreamReader reader, int event, Deque<Boolean> narrative) {
        return switch (event) {
            case XMLStreamConstants.PROCESSING_INSTRUCTION, XMLStreamConstants.ENTITY_REFERENCE -> true;
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                !reader.isWhiteSpace() && !narrative.getLast();
            default -> false;
        };
    }

    private static Optional<Problem> element(XMLStreamReader reader, int depth, int tokens) {
        if (reader.getNamespaceURI() == null || !NAMESPACES.contains(reader.getNamespaceURI())) {
            return Optional.of(at(ProblemCode.SYNTAX_BROKEN, Optional.of(reader.getLocation()))
                    .expected("elements of http://hl7.org/fhir"));
        }
        if (depth > Limits.DEPTH) {
            return limit(reader, "deeper nesting", Limits.DEPTH + " levels");
        }
        if (tokens > Limits.TOKENS) {
            return limit(reader, "more elements", Limits.TOKENS + " elements and attributes");
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (isEndless(reader.getAttributeValue(i))) {
                return limit(reader, "a longer number", Limits.NUMBER_CHARACTERS + " characters");
            }
        }
        return Optional.empty();
    }

    private static boolean isEndless(String value) {
        return value.length() > DIGITS
                ? NUMBER.matcher(value).matches()
                : EXPONENT.matcher(value).matches();
    }

    private static Optional<Problem> limit(XMLStreamReader reader, String seen, String most) {
        return Optional.of(at(ProblemCode.LIMIT_EXCEEDED, Optional.of(reader.getLocation()))
                .seen(seen)
                .expected("at most " + most));
    }

    private static Problem at(ProblemCode code, Optional<Location> location) {
        return location.map(l -> Problem.at(code, "line " + l.getLineNumber() + ", column " + l.getColumnNumber()))
                .orElseGet(() -> Problem.of(code));
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty("jdk.xml.elementAttributeLimit", Limits.ATTRIBUTES);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("Nothing is ever fetched");
        });
        return factory;
    }
}
