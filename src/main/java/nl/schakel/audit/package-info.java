/**
 * The append-only log of every decision and disclosure: one salted leaf per event, with the fields of NEN 7513.
 *
 * <p>Deliberately not in it: whether something may happen; it takes note of what did, inside the caller's transaction.
 */
@NullMarked
package nl.schakel.audit;

import org.jspecify.annotations.NullMarked;
