package nl.schakel.identity;

import java.util.Optional;
import nl.schakel.directory.Partner;
import nl.schakel.seal.SealVerifier;

/** The partner that sent a message, as far as everything agrees. */
public record Sender(Partner partner, Optional<SealVerifier.Sealed> seal) {}
