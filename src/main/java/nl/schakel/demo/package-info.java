/**
 * The demonstration: its home folder, its keys and stand-ins for the partners that speak real protocols on real sockets.
 *
 * <p>Deliberately not in it: anything of the gateway; the stand-ins know no more of it than a partner would.
 */
@NullMarked
package nl.schakel.demo;

import org.jspecify.annotations.NullMarked;
