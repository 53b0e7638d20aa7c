package nl.schakel.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Workshop;

/**
 * Whatever bytes come, the reader of seals and the verifier answer and never throw, and take nothing that was not sealed. In a
 * build the kept inputs are tried; {@code -Pfuzz} looks for new ones of one target, and with this of another:
 *
 * <pre>JAZZER_FUZZ=1 mvn -B test-compile surefire:test@corpus -Dtest='SealFuzzTest#noChangedSealIsTaken'</pre>
 */
@Guards({Threat.T33, Threat.T35})
class SealFuzzTest {
    private static final Clock CLOCK = Clock.fixed(Workshop.NOW, ZoneOffset.UTC);
    private static final byte[] PAYLOAD = "{\"resourceType\":\"Bundle\"}".getBytes(StandardCharsets.UTF_8);
    private static final IssuedKey ROOT = Workshop.authority("root").make();
    private static final IssuedKey KEY = Workshop.seal().by(ROOT).make();
    private static final SealVerifier VERIFIER = new SealVerifier(TrustAnchors.of(ROOT.chain(), CLOCK));
    private static final String GOOD = new Sealer(KEY, CLOCK).seal(PAYLOAD, Sealer.DOCUMENT, "application/json");
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** What our reader takes, a strict reader of others takes as well, and reads the same. */
    @FuzzTest(maxDuration = "60s")
    void whatTheHeaderReaderTakesOthersReadTheSame(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        SealHeader header;
        try {
            header = HeaderReader.read(text);
        } catch (HeaderReader.HeaderBroken refused) {
            return;
        }
        JsonNode other = STRICT.readTree(text);
        assertThat(other.size()).isEqualTo(6);
        assertThat(header.alg()).isEqualTo(other.get("alg").asText());
        assertThat(header.typ()).isEqualTo(other.get("typ").asText());
        assertThat(header.cty()).isEqualTo(other.get("cty").asText());
        assertThat(header.thumbprint()).isEqualTo(other.get("x5t#S256").asText());
        assertThat(header.iat())
                .isEqualTo(Instant.ofEpochSecond(other.get("iat").asLong()));
        assertThat(header.x5c()).hasSize(other.get("x5c").size());
    }

    /** Any text for a seal: never an exception, and never taken. */
    @FuzzTest(maxDuration = "60s")
    void noTextIsTakenForASeal(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(VERIFIER.diagnose(PAYLOAD, text, Sealer.DOCUMENT, Workshop.NOW))
                .isPresent();
    }

    /** A good seal with a piece of its header, its signature or its text changed: never taken. */
    @FuzzTest(maxDuration = "60s")
    void noChangedSealIsTaken(FuzzedDataProvider data) {
        boolean inside = data.consumeBoolean();
        String text = inside ? header() : GOOD;
        int from = data.consumeInt(0, text.length());
        int to = data.consumeInt(from, Math.min(text.length(), from + 64));
        String changed = text.substring(0, from) + data.consumeRemainingAsString() + text.substring(to);
        if (changed.equals(text)) {
            return;
        }
        String seal = inside ? encoded(changed) + GOOD.substring(GOOD.indexOf("..")) : changed;
        Optional<String> refusal = VERIFIER.diagnose(PAYLOAD, seal, Sealer.DOCUMENT, Workshop.NOW);
        assertThat(refusal).isPresent();
    }

    private static String header() {
        byte[] json = Base64.getUrlDecoder().decode(GOOD.substring(0, GOOD.indexOf('.')));
        return new String(json, StandardCharsets.ISO_8859_1);
    }

    private static String encoded(String text) {
        byte[] json = text.getBytes(StandardCharsets.ISO_8859_1);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }
}
