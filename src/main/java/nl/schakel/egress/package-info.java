/**
 * Says to which hosts, networks and ports this gateway may connect at all, and looks at the address itself at the moment of the
 * connection. What is sent there, and whether it may be, is not its business.
 */
@NullMarked
package nl.schakel.egress;

import org.jspecify.annotations.NullMarked;
