/**
 * Forms: a flat set of named fields that comes as a JSON object, as a row of a CSV file or as the attachment of an
 * e-mail, and means the same in all three; and JSON documents that are no FHIR.
 *
 * <p>Deliberately not in it: what a field means, and the grammar of CSV, JSON or mail.
 */
@NullMarked
package nl.schakel.translate.form;

import org.jspecify.annotations.NullMarked;
