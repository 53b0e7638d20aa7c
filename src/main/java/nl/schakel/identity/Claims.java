package nl.schakel.identity;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.evidence.Seals;

/**
 * What comes along with a message about its sender; nothing of it is believed yet.
 *
 * @param door {@code mllp}, {@code fhir}, {@code file}, {@code mail} or {@code sftp}
 * @param remoteAddress IP address of the peer, as text
 * @param tlsChain of the peer, leaf first; empty without mutual TLS
 * @param seals wherever they stood
 * @param bytes exactly as received
 * @param named sender named inside the message: MSH-4 facility, MessageHeader.source or sender identifier
 * @param messageKind {@code REF^I12}, {@code $process-message}, {@code Task}
 * @param owner the partner whose folder or mailbox it lay in. Only a door of ours that collects says so, and only of a
 *     place that nobody but this partner can write to
 * @param authorization the HTTP header of that name, which may hold a token of ours
 */
public record Claims(
        String door,
        String remoteAddress,
        List<X509Certificate> tlsChain,
        Seals seals,
        byte[] bytes,
        Optional<String> named,
        String messageKind,
        Optional<PartnerId> owner,
        Optional<String> authorization) {
    public Claims {
        tlsChain = List.copyOf(tlsChain);
    }

    /** Claims of a message that came over a connection, with at most a seal beside it. */
    public Claims(
            String door,
            String remoteAddress,
            List<X509Certificate> tlsChain,
            Optional<String> seal,
            byte[] bytes,
            Optional<String> named,
            String messageKind) {
        this(
                door,
                remoteAddress,
                tlsChain,
                Seals.beside(seal),
                bytes,
                named,
                messageKind,
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public String toString() {
        return "Claims[" + door + "]";
    }
}
