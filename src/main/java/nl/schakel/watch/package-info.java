/**
 * Looks every minute whether all is as it should be, and tells an operator once when something begins and once when it ends: a
 * message that is nowhere, work that waits too long for a person, a partner who is not reached or not heard.
 */
@NullMarked
package nl.schakel.watch;

import org.jspecify.annotations.NullMarked;
