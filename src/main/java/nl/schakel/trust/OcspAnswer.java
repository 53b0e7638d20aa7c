package nl.schakel.trust;

import java.time.Instant;

/** What a responder said about one certificate, and until when that counts. */
record OcspAnswer(boolean revoked, Instant until) {}
