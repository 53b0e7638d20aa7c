/**
 * Says whether a message is complete enough to hand a client over, and what a FHIR document has against the standard.
 *
 * <p>Deliberately not in it: whether anything may go to anyone, and any repair of what is missing.
 */
@NullMarked
package nl.schakel.validate;

import org.jspecify.annotations.NullMarked;
