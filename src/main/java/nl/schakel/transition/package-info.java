/**
 * The closed loop: what a referral and its tasks become when a receiver answers or the exit date changes, who is
 * responsible for the client meanwhile, and who must be told.
 *
 * <p>Deliberately not in it: storing, sending and time; it is a function from state and event to state.
 */
@NullMarked
package nl.schakel.transition;

import org.jspecify.annotations.NullMarked;
