package nl.schakel.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the signature inside a sealed part is over: the label once more, and the content. */
final class PartText {
    private static final int MEMBERS = 7;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PartText() {}

    static String json(SealedPart part) {
        return "{\"version\":1,\"message_id\":" + JsonText.quoted(part.messageId()) + ",\"from\":"
                + JsonText.quoted(part.from()) + ",\"to\":" + JsonText.quoted(part.to()) + ",\"part\":"
                + JsonText.quoted(part.name()) + ",\"media_type\":" + JsonText.quoted(part.mediaType())
                + ",\"content\":\"" + Base64Url.text(part.content()) + "\"}";
    }

    static Optional<SealedPart> read(byte[] bytes) {
        try {
            JsonNode read = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
            if (read == null || read.size() != MEMBERS || read.path("version").asInt() != 1) {
                return Optional.empty();
            }
            return Base64Url.decode(read.path("content").asText())
                    .map(content -> new SealedPart(
                            read.path("message_id").asText(),
                            read.path("from").asText(),
                            read.path("to").asText(),
                            read.path("part").asText(),
                            read.path("media_type").asText(),
                            content));
        } catch (JsonProcessingException broken) {
            return Optional.empty();
        }
    }
}
