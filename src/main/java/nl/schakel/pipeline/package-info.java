/**
 * The hall: the order of the stages, for a message that comes in and for one that goes out.
 *
 * <p>Deliberately not in it: any stage's own work; it reads no format, decides nothing and stores nothing itself.
 */
@NullMarked
package nl.schakel.pipeline;

import org.jspecify.annotations.NullMarked;
