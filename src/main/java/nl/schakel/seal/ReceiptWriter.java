package nl.schakel.seal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes signed receipts: a compact JWS that carries its facts and is checked without any of our code. The same facts
 * give the same bytes, because the receipt is signed as of the moment that it is about.
 */
public final class ReceiptWriter {
    /** {@code typ} of a receipt; no message seal passes for one. */
    public static final String RECEIPT = "overdracht-receipt+jws";

    private final Sealer sealer;

    public ReceiptWriter(Sealer sealer) {
        this.sealer = sealer;
    }

    /**
     * Stage 1: accepted, which means committed.
     *
     * @param checkpoint the newest one; the leaf of this acceptance stands beyond it
     */
    public String accepted(ReceiptFacts facts, Optional<CheckpointWord> checkpoint) {
        StringBuilder json = about("accepted", facts);
        checkpoint.ifPresent(word -> json.append(",\"checkpoint\":").append(word.json()));
        return signed(json, facts.acceptedAt());
    }

    /** Any later stage; signed as of the checkpoint under which its leaves stand. */
    public String later(ReceiptFacts facts, LaterStage stage) {
        StringBuilder json = about(stage.stage(), facts);
        stage.partner().ifPresent(partner -> member(json, "partner", partner));
        member(json, "outcome", stage.outcome());
        stage.reason().ifPresent(reason -> member(json, "reason", reason));
        member(json, "at", stage.at().toString());
        json.append(stage.places().stream()
                .map(LaterStage.Place::json)
                .collect(Collectors.joining(",", ",\"places\":[", "]")));
        json.append(",\"checkpoint\":").append(stage.checkpoint().json());
        return signed(json, stage.checkpoint().at());
    }

    private String signed(StringBuilder json, Instant at) {
        byte[] payload = json.append('}').toString().getBytes(StandardCharsets.US_ASCII);
        return sealer.compact(payload, RECEIPT, "application/json", at);
    }

    private static StringBuilder about(String stage, ReceiptFacts facts) {
        StringBuilder json = new StringBuilder("{\"version\":2,\"stage\":").append(JsonText.quoted(stage));
        member(json, "inbox_id", facts.inboxId().toString());
        member(json, "to", facts.to());
        member(json, "message_id", facts.messageId());
        member(json, "bytes_sha256", facts.bytesSha256());
        facts.sealSha256().ifPresent(sha256 -> member(json, "seal_sha256", sha256));
        facts.reference().ifPresent(reference -> member(json, "reference", reference.text()));
        member(json, "accepted_at", facts.acceptedAt().toString());
        member(json, "leaf", Base64Url.text(facts.leaf()));
        return json;
    }

    private static void member(StringBuilder json, String name, String value) {
        json.append(",\"").append(name).append("\":").append(JsonText.quoted(value));
    }
}
