/**
 * Letters on paper for partners without a system: a small tree of headings and lines becomes a PDF, the same tree the
 * same bytes.
 *
 * <p>Deliberately not in it: what stands in a letter (a mapping says that), pictures, and any metadata.
 */
@NullMarked
package nl.schakel.translate.letter;

import org.jspecify.annotations.NullMarked;
