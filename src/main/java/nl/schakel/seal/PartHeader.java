package nl.schakel.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The protected header of a sealed part. It is bound to the content as additional data (RFC 7516 section 5.1), so that
 * nobody can hang the content under another message, sender or receiver.
 *
 * @param alg {@code ECDH-ES+A256KW} or {@code RSA-OAEP-256}
 * @param recipient {@code x5t#S256} of the receiver's certificate
 * @param ephemeral x and y of the sender's one-time key, base64url; empty for RSA
 */
record PartHeader(String alg, String recipient, SealedPart.Label label, List<String> ephemeral) {
    static final String EC = "ECDH-ES+A256KW";
    static final String RSA = "RSA-OAEP-256";

    private static final Set<String> MEMBERS =
            Set.of("alg", "enc", "typ", "cty", SealHeader.THUMBPRINT, "mid", "from", "to", "part");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    PartHeader {
        ephemeral = List.copyOf(ephemeral);
    }

    /** Always the same bytes for the same header. */
    String json() {
        String epk = ephemeral.isEmpty()
                ? ""
                : ",\"epk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + ephemeral.get(0) + "\",\"y\":\""
                        + ephemeral.get(1) + "\"}";
        return "{\"alg\":\"" + alg + "\",\"enc\":\"A256GCM\",\"typ\":\"" + SealedPart.ENVELOPE + "\",\"cty\":\""
                + SealedPart.INNER + "\",\"" + SealHeader.THUMBPRINT + "\":\"" + recipient + "\",\"mid\":"
                + JsonText.quoted(label.messageId()) + ",\"from\":" + JsonText.quoted(label.from()) + ",\"to\":"
                + JsonText.quoted(label.to()) + ",\"part\":" + JsonText.quoted(label.name()) + epk + "}";
    }

    /** Empty unless it has exactly the members of the profile, each once. */
    static Optional<PartHeader> read(byte[] bytes) {
        try {
            JsonNode read = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
            if (read == null || !read.isObject() || !isOfTheProfile(read)) {
                return Optional.empty();
            }
            JsonNode epk = read.path("epk");
            return Optional.of(new PartHeader(
                    read.path("alg").asText(),
                    read.path(SealHeader.THUMBPRINT).asText(),
                    new SealedPart.Label(
                            read.path("mid").asText(),
                            read.path("from").asText(),
                            read.path("to").asText(),
                            read.path("part").asText()),
                    epk.isObject()
                            ? List.of(epk.path("x").asText(), epk.path("y").asText())
                            : List.of()));
        } catch (JsonProcessingException broken) {
            return Optional.empty();
        }
    }

    private static boolean isOfTheProfile(JsonNode read) {
        Set<String> names = new HashSet<>();
        read.fieldNames().forEachRemaining(names::add);
        boolean ec = read.path("alg").asText().equals(EC);
        Set<String> wanted = new HashSet<>(MEMBERS);
        if (ec) {
            wanted.add("epk");
        }
        boolean texts = MEMBERS.stream().allMatch(name -> read.path(name).isTextual());
        return names.equals(wanted)
                && texts
                && (ec || read.path("alg").asText().equals(RSA))
                && read.path("enc").asText().equals("A256GCM")
                && read.path("typ").asText().equals(SealedPart.ENVELOPE)
                && read.path("cty").asText().equals(SealedPart.INNER)
                && (!ec || isPoint(read.path("epk")));
    }

    private static boolean isPoint(JsonNode epk) {
        Set<String> names = new HashSet<>();
        epk.fieldNames().forEachRemaining(names::add);
        return names.equals(Set.of("kty", "crv", "x", "y"))
                && epk.path("kty").asText().equals("EC")
                && epk.path("crv").asText().equals("P-256")
                && epk.path("x").isTextual()
                && epk.path("y").isTextual();
    }
}
