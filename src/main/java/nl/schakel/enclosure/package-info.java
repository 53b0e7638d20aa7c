/**
 * Looks into what is enclosed with a message: the words of a PDF, a Word file or a text, without what the file says about its
 * making.
 *
 * <p>Deliberately not in it: what the words mean (disclosure); and guessing, since a file of which any part cannot be read is
 * not opened at all.
 */
@NullMarked
package nl.schakel.enclosure;

import org.jspecify.annotations.NullMarked;
