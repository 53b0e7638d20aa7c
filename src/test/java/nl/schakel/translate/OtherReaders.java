package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.fhir.FhirXml;
import nl.schakel.referral.Json;
import nl.schakel.translate.hl7.Hl7Reader;
import nl.schakel.translate.json.StrictJson;
import nl.schakel.translate.xml.SoapEnvelope;
import nl.schakel.translate.xml.XmlReader;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** A message that we take, read by a reader that others wrote as well: it must take it and find the same values. */
public final class OtherReaders {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final String XHTML = "http://www.w3.org/1999/xhtml";
    private static final ObjectMapper JACKSON = new ObjectMapper();

    private OtherReaders() {}

    /** HAPI's rules for codes and dates are its own affair: such a value it must only read as it stands. */
    private static final class Strict extends StrictErrorHandler {
        @Override
        public void invalidValue(IParseLocation location, String value, String error) {
            // What it says of the value is not asked here.
        }
    }

    public static void agreeOnHl7(byte[] message) throws Exception {
        Samples.value(new Hl7Reader().open(Samples.ward(message), ""));
        new Hl7FuzzTest().whatIsTakenHapiReadsTheSame(message);
    }

    public static void agreeOnXml(byte[] document) throws Exception {
        Samples.value(new XmlReader().open(XmlFuzzTest.source(document), ""));
        new XmlFuzzTest().whatIsTakenDomReadsTheSame(document);
    }

    public static void agreeOnSoap(byte[] envelope) throws Exception {
        SoapEnvelope.Body body = Samples.value(SoapEnvelope.open(envelope, Optional.empty()));
        new EnvelopeFuzzTest().whatIsTakenOutIsWhatDomFindsInIt(envelope);
        agreeOnXml(body.document());
    }

    public static void agreeOnJson(byte[] document) throws IOException {
        Samples.value(StrictJson.read(document));
        new JsonFuzzTest().whatIsTakenJacksonReadsTheSame(document);
    }

    /**
     * Read by HAPI at its strictest and written again, nothing is missing, added or changed. Narrative, which we do not read
     * and HAPI wants to be XML, is left out, and so is what has nothing in it.
     */
    public static void agreeOnFhir(byte[] json) throws IOException {
        agreeOnJson(json);
        Json ours = spoken(Samples.value(StrictJson.read(json))).orElseThrow();
        IParser parser = FHIR.newJsonParser();
        parser.setParserErrorHandler(new Strict());
        parser.setStripVersionsFromReferences(false);
        parser.setOverrideResourceIdWithBundleEntryFullUrl(false);
        String bare = new String(StrictJson.write(ours), StandardCharsets.UTF_8);
        JsonNode theirs = JACKSON.readTree(parser.encodeResourceToString(parser.parseResource(bare)));
        assertThat(JsonFuzzTest.same(ours, theirs)).as("HAPI reads the same").isTrue();
    }

    /** Every value of the document, as the JDK's DOM finds it, stands in the JSON that is made of it, and no other. */
    public static void agreeOnFhirXml(byte[] document) throws Exception {
        byte[] json = Samples.value(FhirXml.toJson(document));
        agreeOnFhir(json);
        List<String> theirs = new ArrayList<>();
        values(Dom.root(document), theirs);
        List<String> ours = new ArrayList<>();
        values("", spoken(Samples.value(StrictJson.read(json))).orElseThrow(), ours);
        assertThat(ours).containsExactlyInAnyOrderElementsOf(theirs);
    }

    private static void values(Element element, List<String> into) {
        if (XHTML.equals(element.getNamespaceURI())) {
            return;
        }
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            String name = attribute.getName().equals("value") ? element.getLocalName() : attribute.getName();
            if (!attribute.getName().startsWith("xmlns")) {
                into.add(name + "=" + attribute.getValue());
            }
        }
        if (!isNarrative(element)) {
            Dom.kids(element).forEach(kid -> values(kid, into));
        }
    }

    private static boolean isNarrative(Element element) {
        return Dom.kids(element).stream().anyMatch(kid -> XHTML.equals(kid.getNamespaceURI()));
    }

    private static void values(String name, Json json, List<String> into) {
        if (json instanceof Json.Obj object) {
            object.members().forEach((member, value) -> {
                if (!member.equals("resourceType")) {
                    values(member.startsWith("_") ? member.substring(1) : member, value, into);
                }
            });
        } else if (json instanceof Json.Arr array) {
            array.elements().forEach(element -> values(name, element, into));
        } else if (json instanceof Json.Num number) {
            into.add(name + "=" + number.value().toPlainString());
        } else if (json instanceof Json.Bool bool) {
            into.add(name + "=" + bool.value());
        } else {
            json.asText().ifPresent(text -> into.add(name + "=" + text));
        }
    }

    /** Without narrative, and without what has nothing in it. */
    private static Optional<Json> spoken(Json json) {
        if (json instanceof Json.Obj object) {
            Map<String, Json> members = new LinkedHashMap<>();
            object.members().forEach((name, value) -> {
                boolean narrative = name.equals("text")
                        && value.asObject().flatMap(text -> text.get("div")).isPresent();
                spoken(value).filter(said -> !narrative).ifPresent(said -> members.put(name, said));
            });
            return members.isEmpty() ? Optional.empty() : Optional.of(new Json.Obj(members));
        }
        if (json instanceof Json.Arr array) {
            List<Json> elements = array.elements().stream()
                    .flatMap(element -> spoken(element).stream())
                    .toList();
            return elements.isEmpty() ? Optional.empty() : Optional.of(new Json.Arr(elements));
        }
        return Optional.of(json);
    }
}
