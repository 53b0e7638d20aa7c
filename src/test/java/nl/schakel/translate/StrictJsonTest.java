package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Json;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Guards(Threat.T12)
class StrictJsonTest {
    private static final ObjectMapper JACKSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @Test
    void readsAndWritesEveryKindOfValueInItsOrder() {
        String text = "{\"b\":[1,-2.50,true,false,null,\"é\\n\\\"\\\\\"],\"a\":{},\"c\":[]}";

        assertThat(new String(StrictJson.write(read(text)), StandardCharsets.UTF_8))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1240.0", "0.10", "-7", "1E+2", "999999999999999999999999999999"})
    void keepsANumberExactlyAsItWas(String number) {
        assertThat(new String(StrictJson.write(read("[" + number + "]")), StandardCharsets.UTF_8))
                .isEqualTo("[" + number + "]");
    }

    @Test
    void keepsLeadingZerosOfText() {
        assertThat(read("{\"bsn\":\"012345672\"}").asObject().flatMap(o -> o.text("bsn")))
                .hasValue("012345672");
    }

    @Test
    void refusesADuplicateMemberWithItsPath() {
        assertRefused(
                "{\"resourceType\":\"Bundle\",\"entry\":[{},{\"resource\":{\"birthDate\":\"1\",\"birthDate\":\"2\"}}]}",
                ProblemCode.DUPLICATE_MEMBER,
                "Bundle.entry[1].resource.birthDate");
    }

    @Test
    void refusesADuplicateResourceTypeAlsoWhenOneIsEscaped() {
        assertRefused(
                "{\"resourceType\":\"Patient\",\"resource\\u0054ype\":\"Consent\"}",
                ProblemCode.DUPLICATE_MEMBER,
                "Patient.resourceType");
    }

    @Test
    void allowsTheSameNameInDifferentObjects() {
        assertThat(read("{\"a\":{\"a\":1},\"b\":{\"a\":2}}")).isInstanceOf(Json.Obj.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1E-999999999", "1e31", "1e-31", "1e99999999999999999", "-1e+000000000030"})
    void refusesANumberThatGrowsWhenItIsUsed(String number) {
        assertRefused("{\"value\":" + number + "}", ProblemCode.LIMIT_EXCEEDED, "$.value");
    }

    @Test
    void refusesANumberOfMoreCharactersThanTheLimit() {
        assertRefused("[" + "9".repeat(Limits.NUMBER_CHARACTERS + 1) + "]", ProblemCode.LIMIT_EXCEEDED, "$[0]");
    }

    @Test
    @Guards(Threat.T13)
    void readsTheDeepestAllowedTreeAndRefusesOneLevelMore() {
        assertThat(read("[".repeat(Limits.DEPTH) + "]".repeat(Limits.DEPTH))).isInstanceOf(Json.Arr.class);
        assertThat(refused("[".repeat(Limits.DEPTH + 1) + "]".repeat(Limits.DEPTH + 1))
                        .code())
                .isEqualTo(ProblemCode.LIMIT_EXCEEDED);
        assertThat(refused("{\"a\":".repeat(100_000)).code()).isEqualTo(ProblemCode.LIMIT_EXCEEDED);
    }

    @Test
    void readsAsManyValuesAsAllowedAndRefusesOneMore() {
        String most = "0,".repeat(Limits.TOKENS - 2) + "0";

        assertThat(read("[" + most + "]")).isInstanceOf(Json.Arr.class);
        assertThat(refused("[" + most + ",0]").code()).isEqualTo(ProblemCode.LIMIT_EXCEEDED);
    }

    @Test
    void refusesMoreBytesThanTheLimit() {
        byte[] large = new byte[Limits.MESSAGE_BYTES + 1];

        assertThat(refused(large).code()).isEqualTo(ProblemCode.TOO_LARGE);
    }

    @Test
    void refusesNulAndOtherControlCharactersEvenWhenTheyAreEscaped() {
        assertRefused("{\"a\":\"x\\u0000y\"}", ProblemCode.CONTROL_CHARACTER, "$.a");
        assertRefused("{\"a\":\"\\u001b[31m\"}", ProblemCode.CONTROL_CHARACTER, "$.a");
        assertRefused("{\"a\\u0000\":1}", ProblemCode.CONTROL_CHARACTER, "$.?");
        assertThat(refused("{\"a\":\"x\u0000\"}").code()).isEqualTo(ProblemCode.SYNTAX_BROKEN);
        assertThat(read("[\"a\\tb\\r\\n\"]")).isEqualTo(Json.array(Json.text("a\tb\r\n")));
    }

    @Test
    void refusesHalfACharacterAndReadsAWholeOne() {
        assertRefused("[\"\\ud83d\"]", ProblemCode.CHARSET_INVALID, "$[0]");
        assertRefused("[\"\\ude00\\ud83d\"]", ProblemCode.CHARSET_INVALID, "$[0]");
        assertThat(read("[\"\\ud83d\\ude00\"]")).isEqualTo(Json.array(Json.text("\ud83d\ude00")));
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        byte[] latin1 = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] overlong = {'"', (byte) 0xC0, (byte) 0x80, '"'};
        byte[] surrogate = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'};

        assertThat(refused(latin1))
                .isEqualTo(Problem.at(ProblemCode.CHARSET_INVALID, "byte 7").expected("UTF-8"));
        assertThat(refused(overlong).code()).isEqualTo(ProblemCode.CHARSET_INVALID);
        assertThat(refused(surrogate).code()).isEqualTo(ProblemCode.CHARSET_INVALID);
        assertThat(refused("[]".getBytes(StandardCharsets.UTF_16)).code()).isEqualTo(ProblemCode.CHARSET_INVALID);
    }

    @Test
    void refusesAByteOrderMark() {
        assertRefused("\ufeff{}", ProblemCode.SYNTAX_BROKEN, "line 1, column 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "'a'",
                "[01]",
                "[+1]",
                "[.5]",
                "[NaN]",
                "{} {}",
                "{}x",
                "[1]]",
                "// c\n{}",
                "nul",
                "{\"a\" 1}",
                "[1 2]",
                "\"\n\"",
                "[-]",
                "[1.]",
                "[1e]",
                "[\"\\x\"]"
            })
    void refusesWhatIsNoJson(String text) {
        assertThat(refused(text).code()).isEqualTo(ProblemCode.SYNTAX_BROKEN);
    }

    @Test
    void namesLineAndColumnOfABrokenPlace() {
        assertRefused("{\n  \"a\": tru\n}", ProblemCode.SYNTAX_BROKEN, "line 2, column 8");
    }

    @Test
    void takesNoLetterOfAnotherScriptForADigitOfAnEscape() {
        assertRefused("{\n\"a\":\"\\u\u0434061\"}", ProblemCode.SYNTAX_BROKEN, "line 2, column 7");
        assertRefused("{\"\\u\uff11061\":1}", ProblemCode.SYNTAX_BROKEN, "line 1, column 4");
        assertRefused("[\"\\u006\"]", ProblemCode.SYNTAX_BROKEN, "line 1, column 4");
        assertRefused("[\"\\u00", ProblemCode.SYNTAX_BROKEN, "line 1, column 4");
        assertThat(read("[\"\\\\u\u0434\\u00E9\\u00e9\"]")).isEqualTo(Json.array(Json.text("\\u\u0434\u00e9\u00e9")));
    }

    @Test
    void showsNoNameThatIsNoPlainWord() {
        assertRefused("{\"Jan de Vries\":\"\\u0001\"}", ProblemCode.CONTROL_CHARACTER, "$.?");
        assertRefused("{\"[Jan]\":\"\\u0001\"}", ProblemCode.CONTROL_CHARACTER, "$.?");
    }

    @Test
    void whatItAcceptsJacksonReadsTheSame() throws Exception {
        Random random = new Random(20260410);
        String seed =
                "{\"resourceType\":\"Bundle\",\"entry\":[{\"x\":-12.50e1,\"y\":[true,null,\"a\\u00e9\\ud83d\\ude00\"]}]}";
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = mutated(seed, random).getBytes(StandardCharsets.UTF_8);
            if (StrictJson.read(mutated) instanceof Step.Next<Json> next) {
                accepted++;
                assertThat(JACKSON.readTree(StrictJson.write(next.value()))).isEqualTo(JACKSON.readTree(mutated));
                assertThat(tree(next.value())).isEqualTo(JACKSON.readTree(mutated));
            }
        }
        assertThat(accepted).isBetween(1_000, 19_000);
    }

    private static String mutated(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        String alphabet = "{}[]\",:0189.eE-+\\u dnutrfalsbé \u0000";
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length());
            text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static JsonNode tree(Json json) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (json instanceof Json.Obj obj) {
            var node = nodes.objectNode();
            obj.members().forEach((name, value) -> node.set(name, tree(value)));
            return node;
        } else if (json instanceof Json.Arr arr) {
            var node = nodes.arrayNode();
            arr.elements().forEach(element -> node.add(tree(element)));
            return node;
        } else if (json instanceof Json.Num num) {
            return number(num.value());
        } else if (json instanceof Json.Bool bool) {
            return nodes.booleanNode(bool.value());
        }
        return json.asText().<JsonNode>map(nodes::textNode).orElse(nodes.nullNode());
    }

    private static JsonNode number(BigDecimal value) {
        if (value.scale() != 0) {
            return DecimalNode.valueOf(value);
        }
        try {
            return JACKSON.readTree(value.toString());
        } catch (java.io.IOException broken) {
            return fail(broken);
        }
    }

    private static Json read(String text) {
        return StrictJson.read(text.getBytes(StandardCharsets.UTF_8)).fold(json -> json, p -> fail(p.sentence()));
    }

    private static void assertRefused(String text, ProblemCode code, String place) {
        Problem problem = refused(text);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.place()).hasValue(place);
    }

    private static Problem refused(String text) {
        return refused(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Problem refused(byte[] bytes) {
        return StrictJson.read(bytes).fold(json -> fail("accepted"), problem -> problem);
    }
}
