package nl.schakel.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * A signed word about the tree.
 *
 * @param size leaves that it speaks of
 * @param root Merkle tree hash of the first {@code size} leaves, 32 bytes
 * @param at when it was signed, in whole seconds
 * @param signed detached JWS over {@link #payload()}
 */
public record Checkpoint(long size, byte[] root, Instant at, String signed) {
    /** {@code typ} of a checkpoint; no seal of a message and no receipt passes for one. */
    public static final String TYPE = "overdracht-checkpoint+jws";

    /** What is signed: {@code {"version":1,"size":n,"root":"<base64url>","at":"<UTC>"}}. */
    public byte[] payload() {
        return payload(size, root, at);
    }

    static byte[] payload(long size, byte[] root, Instant at) {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(root);
        return ("{\"version\":1,\"size\":" + size + ",\"root\":\"" + text + "\",\"at\":\"" + at + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
