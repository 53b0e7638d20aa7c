/** The front door: one main method that hands the command line to the room {@code command}. */
@NullMarked
package nl.schakel;

import org.jspecify.annotations.NullMarked;
