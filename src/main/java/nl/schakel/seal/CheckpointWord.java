package nl.schakel.seal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What a receipt repeats of a signed checkpoint, so that its holder is a witness of the log as it stood.
 *
 * @param size leaves
 * @param root of the tree, 32 bytes
 * @param at when it was signed
 * @param signed the detached JWS; a receipt holds its digest, for the whole of it would double the receipt
 */
public record CheckpointWord(long size, byte[] root, Instant at, String signed) {

    String json() {
        byte[] digest = SigningInput.sha256(signed.getBytes(StandardCharsets.US_ASCII));
        return "{\"size\":" + size + ",\"root\":\"" + Base64Url.text(root) + "\",\"at\":\"" + at
                + "\",\"signed_sha256\":\"" + java.util.HexFormat.of().formatHex(digest) + "\"}";
    }
}
