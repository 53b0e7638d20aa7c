package nl.schakel.seal;

import java.time.Instant;
import java.util.List;

/**
 * The header of a seal: exactly these six members.
 *
 * @param alg a claim only; the key decides
 * @param typ what was signed, so that a receipt never passes for a message
 * @param cty media type of the payload
 * @param iat when it was signed, whole seconds
 * @param thumbprint {@code x5t#S256}, base64url
 * @param x5c certificate chain, leaf first, base64 of the DER
 */
record SealHeader(String alg, String typ, String cty, Instant iat, String thumbprint, List<String> x5c) {
    static final String THUMBPRINT = "x5t#S256";

    SealHeader {
        x5c = List.copyOf(x5c);
    }

    /** Always the same bytes for the same header. */
    String json() {
        return "{\"alg\":\"" + alg
                + "\",\"typ\":" + JsonText.quoted(typ)
                + ",\"cty\":" + JsonText.quoted(cty)
                + ",\"iat\":" + iat.getEpochSecond()
                + ",\"" + THUMBPRINT + "\":\"" + thumbprint
                + "\",\"x5c\":[\"" + String.join("\",\"", x5c) + "\"]}";
    }
}
