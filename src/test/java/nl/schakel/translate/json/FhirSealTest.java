package nl.schakel.translate.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.translate.hl7.Peeked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FhirSealTest {
    private static final String SIGNATURE = "{\"sigFormat\":\"application/jose\",\"data\":\"ZXlKaA==\"}";
    private static final String TARGET = "{\"reference\":\"urn:uuid:1\"}";
    private static final String PROVENANCE =
            "{\"resourceType\":\"Provenance\",\"target\":[" + TARGET + "],\"signature\":[" + SIGNATURE + "]}";

    @Test
    void findsTheSealOfABundle() {
        assertThat(seal(bundle(PROVENANCE))).hasValue("ZXlKaA==");
        String byId = PROVENANCE.replace("urn:uuid:1", "MessageHeader/h1");
        assertThat(seal(bundle(byId))).hasValue("ZXlKaA==");
        String both = PROVENANCE.replace(TARGET, TARGET + ",{\"reference\":\"urn:uuid:2\"}");
        assertThat(seal(bundle(both))).hasValue("ZXlKaA==");
        String older = PROVENANCE.replace("sigFormat", "contentType").replace("\"data\"", "\"blob\"");
        assertThat(seal(bundle(older))).hasValue("ZXlKaA==");
    }

    @Test
    void findsNoneWhereThereIsNone() {
        assertThat(seal(bundle("{\"resourceType\":\"Provenance\",\"target\":[" + TARGET + "]}")))
                .isEmpty();
        assertThat(seal(bundle("{\"resourceType\":\"Patient\",\"signature\":[" + SIGNATURE + "]}")))
                .isEmpty();
        String xml = PROVENANCE
                .replace("application/jose", "application/signature+xml")
                .replace("ZXlK", "PFNp");
        assertThat(seal(bundle(xml))).isEmpty();
        assertThat(seal("{\"resourceType\":\"Task\"}")).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> isBlankWhereItIsNotOneSealOverTheWholeMessage() {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("two Provenances", bundle(PROVENANCE, PROVENANCE));
        bad.put("two signatures", bundle(PROVENANCE.replace(SIGNATURE, SIGNATURE + "," + SIGNATURE)));
        bad.put("no target", bundle(PROVENANCE.replace(TARGET, "")));
        bad.put("a target elsewhere", bundle(PROVENANCE.replace("urn:uuid:1", "https://other.example/Bundle/1")));
        bad.put("a target elsewhere too", bundle(PROVENANCE.replace(TARGET, TARGET + ",{\"reference\":\"Task/9\"}")));
        bad.put("a target without a reference", bundle(PROVENANCE.replace(TARGET, TARGET + ",{}")));
        bad.put("without what the message is about", bundle(PROVENANCE.replace("urn:uuid:1", "urn:uuid:2")));
        bad.put("without data", bundle(PROVENANCE.replace(",\"data\":\"ZXlKaA==\"", "")));
        bad.put("data that is no text", bundle(PROVENANCE.replace("\"ZXlKaA==\"", "1")));
        bad.put(
                "a JWS that says it is none",
                bundle(PROVENANCE.replace("application/jose", "application/signature+xml"), PROVENANCE));
        bad.put("contained in a Task", "{\"resourceType\":\"Task\",\"contained\":[" + PROVENANCE + "]}");
        bad.put("contained in an entry", bundle("{\"resourceType\":\"Task\",\"contained\":[" + PROVENANCE + "]}"));
        bad.put("alone", PROVENANCE);
        bad.put("no Bundle", bundle(PROVENANCE).replace("\"Bundle\"", "\"Parameters\""));
        return bad.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.getKey(), () -> assertThat(seal(one.getValue())).hasValue("")));
    }

    private static String bundle(String... resources) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"message\",\"entry\":["
                + "{\"fullUrl\":\"urn:uuid:1\",\"resource\":{\"resourceType\":\"MessageHeader\",\"id\":\"h1\"}},"
                + "{\"fullUrl\":\"urn:uuid:2\",\"resource\":{\"resourceType\":\"Patient\"}},{\"resource\":"
                + String.join("},{\"resource\":", resources) + "}]}";
    }

    private static Optional<String> seal(String message) {
        Peeked peeked = StrictJson.readObject(message.getBytes(StandardCharsets.UTF_8))
                .then(FhirPeek::fhir)
                .fold(found -> found, problem -> {
                    throw new AssertionError(problem.sentence());
                });
        return peeked.seal();
    }
}
