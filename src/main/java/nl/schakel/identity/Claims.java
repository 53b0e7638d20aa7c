package nl.schakel.identity;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.evidence.SealedRequest;

/**
 * What comes along with a message about its sender; nothing of it is believed yet.
 *
 * @param door {@code mllp}, {@code fhir}, {@code file}, {@code mail} or {@code sftp}
 * @param remoteAddress IP address of the peer, as text
 * @param tlsChain of the peer, leaf first; empty without mutual TLS
 * @param seal detached JWS
 * @param bytes exactly as received
 * @param named sender named inside the message: MSH-4 facility, MessageHeader.source or sender identifier
 * @param messageKind {@code REF^I12}, {@code $process-message}, {@code Task}
 * @param owner the partner whose folder or mailbox it lay in. Only a door of ours that collects says so, and only of a
 *     place that nobody but this partner can write to
 * @param authorization the HTTP header of that name, which may hold a token of ours
 * @param enclosed base64 of a detached JWS inside the message, over the rest of it (a FHIR Provenance); blank when what
 *     stands there is not one seal over the whole message
 * @param request the seal over the request in which it came, and that request; empty where none is said to be
 */
public record Claims(
        String door,
        String remoteAddress,
        List<X509Certificate> tlsChain,
        Optional<String> seal,
        byte[] bytes,
        Optional<String> named,
        String messageKind,
        Optional<PartnerId> owner,
        Optional<String> authorization,
        Optional<String> enclosed,
        Optional<SealedRequest> request) {
    public Claims {
        tlsChain = List.copyOf(tlsChain);
    }

    /** Claims of a message that came over a connection. */
    public Claims(
            String door,
            String remoteAddress,
            List<X509Certificate> tlsChain,
            Optional<String> seal,
            byte[] bytes,
            Optional<String> named,
            String messageKind) {
        this(door, remoteAddress, tlsChain, seal, bytes, named, messageKind, Optional.empty(), Optional.empty());
    }

    /** Claims of a message without a seal inside. */
    public Claims(
            String door,
            String remoteAddress,
            List<X509Certificate> tlsChain,
            Optional<String> seal,
            byte[] bytes,
            Optional<String> named,
            String messageKind,
            Optional<PartnerId> owner,
            Optional<String> authorization) {
        this(
                door,
                remoteAddress,
                tlsChain,
                seal,
                bytes,
                named,
                messageKind,
                owner,
                authorization,
                Optional.empty(),
                Optional.empty());
    }

    /** The same with the seal that stands inside the message. */
    public Claims sealedInside(String data) {
        return new Claims(
                door,
                remoteAddress,
                tlsChain,
                seal,
                bytes,
                named,
                messageKind,
                owner,
                authorization,
                Optional.of(data),
                request);
    }

    /** The same with the seal over the request in which it came. */
    public Claims sealedRequest(SealedRequest over) {
        return new Claims(
                door,
                remoteAddress,
                tlsChain,
                seal,
                bytes,
                named,
                messageKind,
                owner,
                authorization,
                enclosed,
                Optional.of(over));
    }

    @Override
    public String toString() {
        return "Claims[" + door + "]";
    }
}
