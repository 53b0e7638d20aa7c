/**
 * Whose key is this: anchors, certificate paths, revocation, key files, the demo's own authority and the TLS it speaks.
 *
 * <p>Deliberately not in it: what a signature says and who may send what; the rooms {@code seal} and {@code identity}
 * answer those.
 */
@NullMarked
package nl.schakel.trust;

import org.jspecify.annotations.NullMarked;
