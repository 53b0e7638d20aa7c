/**
 * The neutral tree that every source is read into, the paths into it, and the two doors a format has: reader and writer.
 *
 * <p>Deliberately not in it: any format, and any row of a mapping.
 */
@NullMarked
package nl.schakel.translate.tree;

import org.jspecify.annotations.NullMarked;
