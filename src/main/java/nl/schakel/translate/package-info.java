/**
 * Partner format to canonical form and back, by mapping tables that are files: readers, writers and the engine that runs
 * the rows, with an account of every source leaf.
 *
 * <p>Deliberately not in it: any decision on who may see what, any I/O beyond loading the mapping folder once, and any
 * script or expression language.
 */
@NullMarked
package nl.schakel.translate;

import org.jspecify.annotations.NullMarked;
