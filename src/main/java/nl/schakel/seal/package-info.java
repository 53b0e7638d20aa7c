/**
 * Seals the exact bytes that leave and checks the seal on the bytes that come in: profile {@code overdracht-jws-1},
 * detached JWS with the certificate chain in its header, and signed receipts.
 *
 * <p>Deliberately not in it: whether the signer is the sender and may send this (room {@code identity}), and any use of
 * signature bytes as an identity: every ECDSA signature has a valid twin, so a message is known by its own id.
 */
@NullMarked
package nl.schakel.seal;

import org.jspecify.annotations.NullMarked;
