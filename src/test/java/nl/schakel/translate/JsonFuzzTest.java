package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import nl.schakel.Bounded;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Json;
import nl.schakel.translate.json.StrictJson;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever our reader of JSON takes, Jackson at its strictest takes as well, and reads the same; what we write, too. */
@Guards({Threat.T12, Threat.T13})
class JsonFuzzTest {
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static {
        STRICT.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder().build());
    }

    static Stream<byte[]> kept() {
        return Stream.of(
                        FhirMappings.sample(),
                        "{\"a\":[1,-2.50,1e3,true,false,null,\"\\u00e9\\ud83d\\ude00\\n\"]}",
                        "{\"a\":1,\"\\u0061\":2}",
                        "[1e999999999]",
                        "[-0.0, 0e0, 1E+2]",
                        "[[[[]]]]",
                        "\"\\ud800\"",
                        "{\"a\\u0000\":1}",
                        "{} {}",
                        "\ufeff{}",
                        "[\"\\/\\b\\f\"]",
                        "{\"\\u\u0434061\":2}",
                        " null ")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("kept")
    @FuzzTest(maxDuration = "60s")
    void whatIsTakenJacksonReadsTheSame(byte[] bytes) throws IOException {
        Json ours = Bounded.read(bytes, () -> StrictJson.read(bytes)).fold(json -> json, problem -> null);
        if (ours != null) {
            JsonNode theirs = STRICT.readTree(bytes);
            assertThat(same(ours, theirs)).as("read the same").isTrue();
            assertThat(same(ours, STRICT.readTree(StrictJson.write(ours))))
                    .as("written the same")
                    .isTrue();
        }
    }

    static boolean same(Json ours, JsonNode theirs) {
        if (ours instanceof Json.Obj object) {
            return theirs.isObject()
                    && theirs.size() == object.members().size()
                    && object.members().entrySet().stream().allMatch(member -> isIn(theirs, member));
        }
        if (ours instanceof Json.Arr array) {
            Iterator<JsonNode> elements = theirs.elements();
            return theirs.isArray()
                    && theirs.size() == array.elements().size()
                    && array.elements().stream().allMatch(element -> same(element, elements.next()));
        }
        if (ours instanceof Json.Num number) {
            return theirs.isNumber() && theirs.decimalValue().compareTo(number.value()) == 0;
        }
        if (ours instanceof Json.Bool bool) {
            return theirs.isBoolean() && theirs.booleanValue() == bool.value();
        }
        return ours.asText()
                .map(text -> theirs.isTextual() && text.equals(theirs.textValue()))
                .orElseGet(theirs::isNull);
    }

    private static boolean isIn(JsonNode theirs, Map.Entry<String, Json> member) {
        JsonNode value = theirs.get(member.getKey());
        return value != null && same(member.getValue(), value);
    }
}
