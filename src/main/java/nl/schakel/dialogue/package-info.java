/**
 * What is said to a partner's system that takes several calls to deliver one message, and what its answers mean.
 *
 * <p>Deliberately not in it: sockets, time and secrets; a channel makes the calls, one at a time.
 */
@NullMarked
package nl.schakel.dialogue;

import org.jspecify.annotations.NullMarked;
