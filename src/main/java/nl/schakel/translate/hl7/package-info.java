/**
 * HL7 v2 by hand: a strict splitter that keeps places, the writer, escapes, charsets, times, and acknowledgements.
 *
 * <p>Deliberately not in it: message structures of the standard; a mapping names the segments it reads.
 */
@NullMarked
package nl.schakel.translate.hl7;

import org.jspecify.annotations.NullMarked;
