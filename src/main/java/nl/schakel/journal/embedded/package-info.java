/**
 * Starts and stops the PostgreSQL that comes with the product, on a folder of its own, without privileges.
 *
 * <p>Deliberately not in it: what is stored there; to the journal it is a database like any other.
 */
@NullMarked
package nl.schakel.journal.embedded;

import org.jspecify.annotations.NullMarked;
