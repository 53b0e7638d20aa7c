package nl.schakel.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/** {@code application/fhir+xml} made {@code application/fhir+json}; from there on every message takes the same way. */
public final class FhirXml {
    private FhirXml() {}

    /** The same resource as JSON; the strict JSON reader still judges it. HAPI sees only what {@link GuardedXml} let by. */
    public static Step<byte[]> toJson(byte[] xml) {
        if (xml.length > Limits.MESSAGE_BYTES) {
            return Step.stopped(Problem.of(ProblemCode.TOO_LARGE).seen(xml.length + " bytes"));
        }
        return decoded(xml)
                .then(text -> GuardedXml.problem(text)
                        .<Step<byte[]>>map(Step::stopped)
                        .orElseGet(() -> converted(text)));
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

    /** HAPI's own message quotes the document, so nothing of it is passed on. */
    private static Step<byte[]> converted(String text) {
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
            return Step.stopped(new Problem(
                    ProblemCode.SYNTAX_BROKEN, Optional.empty(), Optional.empty(), Optional.of("a FHIR R4 resource")));
        }
    }
}
