/**
 * JSON and FHIR as JSON: a strict bounded parser, the writer, and a look at the envelope before anything is mapped.
 *
 * <p>Deliberately not in it: FHIR's model; a resource is a tree here.
 */
@NullMarked
package nl.schakel.translate.json;

import org.jspecify.annotations.NullMarked;
