package nl.schakel.seal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Signs what an evidence file says about itself. */
public final class EvidenceSeal {
    /** {@code typ} of the word about an evidence file; nothing else passes for one. */
    public static final String TYPE = "overdracht-evidence+jws";

    private final Sealer sealer;

    public EvidenceSeal(Sealer sealer) {
        this.sealer = sealer;
    }

    /** A compact JWS, signed as of this moment. */
    public String sign(String json, Instant at) {
        return sealer.compact(json.getBytes(StandardCharsets.UTF_8), TYPE, "application/json", at);
    }
}
