package nl.schakel.fhir;

import java.util.Set;
import java.util.regex.Pattern;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Counts while the XML reader reads, and ends the reading at the first limit or the first foreign element. */
final class XmlLimits extends DefaultHandler {
    /** As in JSON: short until it is used. */
    private static final Pattern EXPONENT = Pattern.compile("[+-]?[0-9.]+[eE][+-]?[0-9]{3,}");

    private static final Set<String> NAMESPACES = Set.of("http://hl7.org/fhir", "http://www.w3.org/1999/xhtml");

    private @Nullable Locator locator;
    private int depth;
    private int tokens;

    /** How a SAX handler ends the reading; never leaves {@link GuardedXml}. */
    static final class Reached extends SAXException {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        Reached(Problem problem) {
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    @Override
    public void setDocumentLocator(Locator given) {
        this.locator = given;
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) throws SAXException {
        if (!NAMESPACES.contains(uri)) {
            throw new Reached(
                    Problem.at(ProblemCode.SYNTAX_BROKEN, place()).expected("elements of http://hl7.org/fhir"));
        }
        tokens += 1 + attributes.getLength();
        if (++depth > Limits.DEPTH) {
            throw reached("deeper nesting", Limits.DEPTH + " levels");
        }
        if (tokens > Limits.TOKENS) {
            throw reached("more elements", Limits.TOKENS + " elements and attributes");
        }
        for (int i = 0; i < attributes.getLength(); i++) {
            if (EXPONENT.matcher(attributes.getValue(i)).matches()) {
                throw reached("a longer number", Limits.NUMBER_CHARACTERS + " characters");
            }
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        depth--;
    }

    /** Nothing is ever fetched. */
    @Override
    public InputSource resolveEntity(@Nullable String publicId, @Nullable String systemId) throws SAXException {
        throw new Reached(Problem.of(ProblemCode.DOCTYPE_REFUSED));
    }

    @Override
    public void fatalError(SAXParseException broken) throws SAXException {
        throw broken;
    }

    private Reached reached(String seen, String most) {
        return new Reached(
                Problem.at(ProblemCode.LIMIT_EXCEEDED, place()).seen(seen).expected("at most " + most));
    }

    private String place() {
        Locator at = locator;
        return at == null ? "line 1" : "line " + at.getLineNumber() + ", column " + at.getColumnNumber();
    }
}
