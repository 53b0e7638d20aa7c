/**
 * Leaves out what purpose and receiver do not need, protects addresses, and says what was withheld and why.
 *
 * <p>Deliberately not in it: whether something may go (consent); it can only make less of what is permitted.
 */
@NullMarked
package nl.schakel.disclosure;

import org.jspecify.annotations.NullMarked;
