/**
 * The journal of record: accepts a message in one transaction, keeps work items, attempts, answers and the trace.
 *
 * <p>Deliberately not in it: what the work is; it calls no partner, knows no format and takes no decision.
 */
@NullMarked
package nl.schakel.journal;

import org.jspecify.annotations.NullMarked;
