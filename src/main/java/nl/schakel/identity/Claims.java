package nl.schakel.identity;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What comes along with a message about its sender; nothing of it is believed yet.
 *
 * @param door {@code mllp}, {@code fhir} or {@code drop}
 * @param remoteAddress IP address of the peer, as text
 * @param tlsChain of the peer, leaf first; empty without mutual TLS
 * @param seal detached JWS
 * @param bytes exactly as received
 * @param named sender named inside the message: MSH-4 facility, MessageHeader.source or sender identifier
 * @param messageKind {@code REF^I12}, {@code $process-message}, {@code Task}
 */
public record Claims(
        String door,
        String remoteAddress,
        List<X509Certificate> tlsChain,
        Optional<String> seal,
        byte[] bytes,
        Optional<String> named,
        String messageKind) {
    public Claims {
        tlsChain = List.copyOf(tlsChain);
    }

    @Override
    public String toString() {
        return "Claims[" + door + "]";
    }
}
