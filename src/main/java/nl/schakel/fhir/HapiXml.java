package nl.schakel.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.nio.charset.StandardCharsets;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/** Lets HAPI read a document that {@link FhirXml} has looked through. */
final class HapiXml {
    private HapiXml() {}

    /** HAPI's own message quotes the document, so nothing of it is passed on. */
    static Step<byte[]> json(String text) {
        FhirContext context = FhirContext.forR4Cached();
        IParser reader = context.newXmlParser();
        reader.setParserErrorHandler(new StrictErrorHandler());
        reader.setOverrideResourceIdWithBundleEntryFullUrl(false);
        IParser writer = context.newJsonParser();
        writer.setStripVersionsFromReferences(false);
        writer.setOverrideResourceIdWithBundleEntryFullUrl(false);
        try {
            return Step.next(
                    writer.encodeResourceToString(reader.parseResource(text)).getBytes(StandardCharsets.UTF_8));
        } catch (DataFormatException broken) {
            return Step.stopped(Problem.of(ProblemCode.SYNTAX_BROKEN).expected("a FHIR R4 resource"));
        }
    }
}
