/**
 * The doors: takes whole messages from sockets and folders to the hall, and carries exact bytes to partners.
 *
 * <p>Deliberately not in it: what a message says and who may send it; a door only frames, bounds and times.
 */
@NullMarked
package nl.schakel.channel;

import org.jspecify.annotations.NullMarked;
