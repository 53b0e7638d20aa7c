package nl.schakel.seal;

import java.nio.charset.StandardCharsets;

/**
 * Writes signed receipts: a compact JWS that carries its facts and is checked without any of our code. The same facts
 * give the same bytes, because the receipt is signed as of the moment of acceptance.
 */
public final class ReceiptWriter {
    /** {@code typ} of a receipt; no message seal passes for one. */
    public static final String RECEIPT = "overdracht-receipt+jws";

    private final Sealer sealer;

    public ReceiptWriter(Sealer sealer) {
        this.sealer = sealer;
    }

    /** Stage 1: accepted, which means committed. */
    public String accepted(ReceiptFacts facts) {
        byte[] payload = json("accepted", facts).getBytes(StandardCharsets.US_ASCII);
        return sealer.compact(payload, RECEIPT, "application/json", facts.acceptedAt());
    }

    private static String json(String stage, ReceiptFacts facts) {
        StringBuilder json = new StringBuilder("{\"version\":1,\"stage\":").append(JsonText.quoted(stage));
        member(json, "inbox_id", facts.inboxId().toString());
        member(json, "message_id", facts.messageId());
        member(json, "bytes_sha256", facts.bytesSha256());
        facts.sealSha256().ifPresent(sha256 -> member(json, "seal_sha256", sha256));
        facts.reference().ifPresent(reference -> member(json, "reference", reference.text()));
        member(json, "accepted_at", facts.acceptedAt().toString());
        return json.append('}').toString();
    }

    private static void member(StringBuilder json, String name, String value) {
        json.append(",\"").append(name).append("\":").append(JsonText.quoted(value));
    }
}
