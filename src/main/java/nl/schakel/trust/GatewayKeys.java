package nl.schakel.trust;

/** Our own keys: one for connections, one for seals, one for the checkpoints of the audit log. */
public record GatewayKeys(IssuedKey tls, IssuedKey seal, IssuedKey checkpoint) {}
