/**
 * CSV by RFC 4180: a strict bounded reader that names row and column, a writer whose cells no spreadsheet runs, and a
 * splitter that makes one message of every row.
 *
 * <p>Deliberately not in it: what a column means, and any guess at a separator or a character set.
 */
@NullMarked
package nl.schakel.translate.csv;

import org.jspecify.annotations.NullMarked;
