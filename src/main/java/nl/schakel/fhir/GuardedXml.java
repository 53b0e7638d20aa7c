package nl.schakel.fhir;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;

/**
 * The one XML factory of the house. Any document type declaration is refused, so that there are no entities to expand
 * and nothing outside to fetch; depth and width are counted by {@link XmlLimits} without recursion.
 */
final class GuardedXml {
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";
    private static final SAXParserFactory FACTORY = factory();

    private GuardedXml() {}

    /** Why this document is not taken; empty when a parser may have it. */
    static Optional<Problem> problem(String document) {
        XmlLimits limits = new XmlLimits();
        try {
            XMLReader reader = FACTORY.newSAXParser().getXMLReader();
            reader.setContentHandler(limits);
            reader.setErrorHandler(limits);
            reader.setEntityResolver(limits);
            reader.parse(new InputSource(new StringReader(document)));
            return Optional.empty();
        } catch (XmlLimits.Reached reached) {
            return Optional.of(reached.problem());
        } catch (SAXParseException broken) {
            return Optional.of(refusal(document, broken));
        } catch (SAXException | ParserConfigurationException impossible) {
            throw new IllegalStateException("The XML reader broke its own contract", impossible);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Problem refusal(String document, SAXParseException broken) {
        String place = "line " + broken.getLineNumber() + ", column " + broken.getColumnNumber();
        boolean doctype = document.contains("<!DOCTYPE");
        return Problem.at(doctype ? ProblemCode.DOCTYPE_REFUSED : ProblemCode.SYNTAX_BROKEN, place);
    }

    private static SAXParserFactory factory() {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCTYPE, true);
            factory.setXIncludeAware(false);
            return factory;
        } catch (ParserConfigurationException | SAXException impossible) {
            throw new IllegalStateException("This JDK cannot refuse a DOCTYPE", impossible);
        }
    }
}
