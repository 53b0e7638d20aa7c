/**
 * What IT teams see: {@code /api/v1} with the trace of a referral and the state of the backlog.
 *
 * <p>Deliberately not in it: any change of a referral; it reads.
 */
@NullMarked
package nl.schakel.console;

import org.jspecify.annotations.NullMarked;
