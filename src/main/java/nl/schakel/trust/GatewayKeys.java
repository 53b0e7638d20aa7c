package nl.schakel.trust;

/** Our own keys: one for connections, one for seals. */
public record GatewayKeys(IssuedKey tls, IssuedKey seal) {}
