package nl.schakel.trust;

import java.util.Optional;

/**
 * Who a certificate that was found in order belongs to.
 *
 * @param oin 20 digits, the subject's serialNumber (PKIoverheid); empty when only a URA is there
 * @param ura 8 digits, from the subject alternative name of a UZI certificate
 * @param commonName as the certificate names it; for people, never for a decision
 * @param thumbprint SHA-256 of the certificate, lower-case hexadecimal
 * @param publicKey SHA-256 of the public key, lower-case hexadecimal
 */
public record Organisation(String oin, Optional<String> ura, String commonName, String thumbprint, String publicKey) {

    /** By which it is registered: the OIN, else {@code ura-} and the URA. */
    public String id() {
        return oin.isEmpty() ? "ura-" + ura.orElse("") : oin;
    }
}
