package nl.schakel.pipeline;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.evidence.Seals;

/**
 * One whole message at a front door, bounded and framed, not yet read.
 *
 * @param door {@code mllp}, {@code fhir}, {@code soap}, {@code json}, {@code file}, {@code mail}, {@code jms} or {@code sftp}
 * @param operation what the door was asked, such as {@code $process-message} or {@code Task/<id>}; empty for MLLP
 * @param mediaType as declared, without parameters
 * @param charset as declared by the transport, when it was
 * @param remoteAddress IP address of the peer; loopback for a file
 * @param certificates the peer's TLS certificate chain, leaf first; empty without mutual TLS
 * @param seals beside the bytes and over the request; what is inside is not read yet
 * @param ifMatch the ETag a change is based on
 * @param headers what else the operation needs ({@code X-Request-ID}); never a Camel header
 * @param owner whose folder, mailbox or queue it lay in, when the door collects from such a place
 */
public record Inbound(
        String door,
        String operation,
        String mediaType,
        Optional<String> charset,
        byte[] bytes,
        String remoteAddress,
        List<X509Certificate> certificates,
        Seals seals,
        Optional<String> ifMatch,
        Map<String, String> headers,
        Optional<PartnerId> owner) {

    /** A message that came over a connection. */
    public Inbound(
            String door,
            String operation,
            String mediaType,
            Optional<String> charset,
            byte[] bytes,
            String remoteAddress,
            List<X509Certificate> certificates,
            Seals seals,
            Optional<String> ifMatch,
            Map<String, String> headers) {
        this(
                door,
                operation,
                mediaType,
                charset,
                bytes,
                remoteAddress,
                certificates,
                seals,
                ifMatch,
                headers,
                Optional.empty());
    }
}
