package nl.schakel.proof;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.audit.AuditProofs.Placed;
import nl.schakel.audit.Checkpoint;
import nl.schakel.audit.TreeHash;
import nl.schakel.journal.ReferralFile;
import nl.schakel.referral.ReferralReference;
import nl.schakel.seal.SealedBy;

/** The JSON files in an evidence file, written and read. */
final class Texts {
    static final String CONTENTS = "contents.json";
    static final String STAMP = "contents.tsr";
    static final String SEALED = "evidence.jws";

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final ObjectNode object = JSON.createObjectNode();

    private Texts() {}

    static Texts of(ReferralFile.Message message) {
        return new Texts()
                .member("inbox_id", message.inboxId().toString())
                .member("sender", message.sender().value())
                .member("message_id", message.messageId())
                .member("sha256", message.sha256())
                .member("event", message.event())
                .member("door", message.door())
                .member("media_type", message.mediaType())
                .member("accepted_at", message.acceptedAt().toString());
    }

    static Texts of(ReferralFile.Delivery delivery) {
        return new Texts()
                .member("work_id", delivery.workId().toString())
                .member("inbox_id", delivery.inboxId().toString())
                .member("receiver", delivery.receiver().value())
                .member("state", delivery.state())
                .member("message_id", delivery.messageId())
                .member("media_type", delivery.mediaType())
                .member("sha256", delivery.sha256())
                .member("stored_at", delivery.storedAt().toString());
    }

    static Texts of(Placed leaf, List<byte[]> path) {
        Texts text = new Texts();
        text.object.put("position", leaf.position());
        return text.member("leaf", base64(leaf.leaf()))
                .member("salt", base64(leaf.salt()))
                .member("fields", leaf.fields())
                .hashes("path", path);
    }

    static Texts of(Checkpoint checkpoint, List<byte[]> consistency) {
        Texts text = new Texts();
        text.object.put("size", checkpoint.size());
        return text.member("root", base64(checkpoint.root()))
                .member("at", checkpoint.at().toString())
                .member("signed", checkpoint.signed())
                .hashes("consistency", consistency);
    }

    static Texts contents(Map<String, byte[]> files) {
        Texts text = new Texts();
        text.object.put("version", 1);
        ObjectNode list = text.object.putObject("files");
        files.forEach((name, bytes) -> list.put(name, hex(bytes)));
        return text;
    }

    static Texts about(ReferralReference reference, String holder, Instant at, byte[] contents) {
        Texts text = new Texts();
        text.object.put("version", 1);
        return text.member("reference", reference.text())
                .member("holder", holder)
                .member("made_at", at.toString())
                .member("contents_sha256", hex(contents));
    }

    /** Size of the checkpoint that a receipt names. */
    static Optional<Long> checkpointOf(String receipt) {
        return SealedBy.payload(receipt)
                .map(payload -> read(payload).path("checkpoint").path("size"))
                .filter(JsonNode::isIntegralNumber)
                .map(JsonNode::asLong);
    }

    Texts member(String name, String value) {
        object.put(name, value);
        return this;
    }

    private Texts hashes(String name, List<byte[]> hashes) {
        var array = object.putArray(name);
        hashes.forEach(hash -> array.add(base64(hash)));
        return this;
    }

    String text() {
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Texts and numbers can be written", impossible);
        }
    }

    byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** Nothing is there in what is no JSON. */
    static JsonNode read(byte[] json) {
        try {
            JsonNode read = JSON.readTree(json);
            return read == null ? MissingNode.getInstance() : read;
        } catch (IOException none) {
            return MissingNode.getInstance();
        }
    }

    /** Empty for what is no moment. */
    static Optional<Instant> instant(JsonNode text) {
        try {
            return Optional.of(Instant.parse(text.asText("")));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    /** Empty for what is no base64. */
    static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** Empty bytes for what is no base64url. */
    static byte[] bytes(JsonNode base64url) {
        try {
            return Base64.getUrlDecoder().decode(base64url.asText(""));
        } catch (IllegalArgumentException none) {
            return new byte[0];
        }
    }

    static List<byte[]> hashes(JsonNode array) {
        List<byte[]> hashes = new ArrayList<>();
        array.forEach(hash -> hashes.add(bytes(hash)));
        return hashes;
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(TreeHash.sha256(bytes));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
