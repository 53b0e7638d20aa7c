package nl.schakel.trust;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a certificate is for. One key never does two: a stolen TLS key then cannot sign a referral. */
public enum Usage {
    /** Proves who is at the other end of a connection: digitalSignature, clientAuth (and serverAuth). */
    TLS,
    /** Seals messages: nonRepudiation, and none of the extended usages of TLS. */
    SEAL,
    /** Stamps time: digitalSignature, and timeStamping as its only purpose (RFC 3161 section 2.3). */
    STAMP,
    /** Opens what was sealed for its owner's eyes: keyAgreement (EC) or keyEncipherment (RSA), and signs nothing. */
    DECRYPT,
    /** Signs checkpoints of the audit log; in form as a seal. */
    CHECKPOINT;

    /** The uses for which the gateway has a key of its own. */
    public static List<Usage> ofGateway() {
        return List.of(TLS, SEAL, DECRYPT, CHECKPOINT);
    }

    /** As it is written in file names and commands. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The usage of this name. */
    public static Optional<Usage> of(String text) {
        return Arrays.stream(values())
                .filter(usage -> usage.text().equals(text))
                .findFirst();
    }
}
