/**
 * Who sent this: the connection, the seal, the name inside the message and the partner file must agree, and the partner
 * must have the right to send it.
 *
 * <p>Deliberately not in it: reading the message (the hall hands over the name found in it) and checking signatures and
 * certificates (rooms {@code seal} and {@code trust}).
 */
@NullMarked
package nl.schakel.identity;

import org.jspecify.annotations.NullMarked;
