package nl.schakel.trust;

/**
 * Who a certificate that was found in order belongs to.
 *
 * @param oin 20 digits, the subject's serialNumber
 * @param commonName as the certificate names it; for people, never for a decision
 * @param thumbprint SHA-256 of the certificate, lower-case hexadecimal
 */
public record Organisation(String oin, String commonName, String thumbprint) {}
