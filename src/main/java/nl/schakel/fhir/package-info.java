/**
 * The FHIR edge: what Schakel itself says in FHIR (outcomes, receipts, its own tasks and capabilities) and XML made JSON.
 *
 * <p>Deliberately not in it: the translation of a partner's message, which is data under {@code mappings/}; and no HAPI
 * object leaves this room and {@code validate}.
 */
@NullMarked
package nl.schakel.fhir;

import org.jspecify.annotations.NullMarked;
