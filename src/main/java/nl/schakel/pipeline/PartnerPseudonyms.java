package nl.schakel.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;
import nl.schakel.disclosure.Pseudonyms;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.PartnerId;

/**
 * Pseudonyms from a key for each partner, itself made from the secret of this gateway: nobody else can make one from a BSN,
 * nor one partner's from another's.
 */
final class PartnerPseudonyms implements Pseudonyms {
    /** 128 bits: no two clients share one. */
    private static final int HEX_DIGITS = 32;

    private final SecretKeySpec secret;
    private final Map<PartnerId, SecretKeySpec> partners = new ConcurrentHashMap<>();

    PartnerPseudonyms(byte[] secret) {
        this.secret = new SecretKeySpec(secret, StreamKey.ALGORITHM);
    }

    @Override
    public String of(PartnerId receiver, Envelope envelope) {
        byte[] hash = StreamKey.hashed(partners.computeIfAbsent(receiver, this::key), StreamKey.name(envelope));
        return HexFormat.of().formatHex(hash).substring(0, HEX_DIGITS);
    }

    /** What this receiver sees of a group, from a key of its own: no name of a client is ever that of a group. */
    String group(PartnerId receiver, byte[] group) {
        byte[] hash = StreamKey.hashed(key("group|" + receiver), group);
        return HexFormat.of().formatHex(hash).substring(0, HEX_DIGITS);
    }

    private SecretKeySpec key(PartnerId partner) {
        return key("pseudonym|" + partner);
    }

    private SecretKeySpec key(String use) {
        return new SecretKeySpec(StreamKey.hashed(secret, use.getBytes(StandardCharsets.UTF_8)), StreamKey.ALGORITHM);
    }
}
