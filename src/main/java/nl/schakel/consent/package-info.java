/**
 * May this category go to this receiver for this purpose now: the legal basis table, its notes, the rules above it and
 * the client's consent, each with its word; whatever is not allowed is refused.
 *
 * <p>Deliberately not in it: what a receiver needs (disclosure), who the receivers are (directory), and reading files.
 */
@NullMarked
package nl.schakel.consent;

import org.jspecify.annotations.NullMarked;
