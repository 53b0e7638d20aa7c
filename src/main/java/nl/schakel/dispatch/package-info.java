/**
 * Gets work done: relays work ids through the broker, works them under a lease, and sweeps up what was lost on the way.
 *
 * <p>Deliberately not in it: any truth; what is due, whose turn it is and when to try again is the journal's word, and
 * the broker may lose, repeat or reorder everything.
 */
@NullMarked
package nl.schakel.dispatch;

import org.jspecify.annotations.NullMarked;
