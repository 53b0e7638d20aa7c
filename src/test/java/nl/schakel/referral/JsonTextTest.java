package nl.schakel.referral;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    /** Read back by another's reader, each character in front, in the middle and at the end. */
    @Test
    void othersReadEveryCharacterBack() throws Exception {
        ObjectMapper jackson = new ObjectMapper();
        for (int c = 0; c < 0x3000; c++) {
            String sign = Character.toString(c);
            String text = sign + "plain" + sign + "\uD83C\uDFE0 é" + sign;
            Json.Obj object = Json.object().with(text, text).with("next", "0123456789".repeat(600));

            byte[] written = object.utf8();

            assertThat(jackson.readTree(written).get(text).asText()).isEqualTo(text);
            assertThat(jackson.readTree(written).get("next").asText()).hasSize(6000);
        }
    }

    @Test
    void writesOneFormOfEverything() {
        Json.Obj object = Json.object()
                .with("text", "a\"b\\c\n\r\t\u0001é")
                .with("number", Json.number(-12))
                .with("exact", new Json.Num(new java.math.BigDecimal("1240.0")))
                .with("yes", new Json.Bool(true))
                .with("nothing", new Json.Null())
                .with("empty", Json.array())
                .with("inner", Json.object())
                .with("list", Json.array(Json.text("x"), Json.object().with("y", "z")));

        assertThat(new String(object.utf8(), StandardCharsets.UTF_8))
                .isEqualTo("{\"text\":\"a\\\"b\\\\c\\n\\r\\t\\u0001é\",\"number\":-12,\"exact\":1240.0,\"yes\":true,"
                        + "\"nothing\":null,\"empty\":[],\"inner\":{},\"list\":[\"x\",{\"y\":\"z\"}]}");
    }
}
