/**
 * The directory: who the partners are, which circle takes a referral, and by which channel and mapping a partner takes
 * a message. All of it is data, read once and checked before anything starts.
 *
 * <p>Deliberately not in it: what a receiver may see (consent), what it needs (disclosure), and any call to a partner.
 */
@NullMarked
package nl.schakel.directory;

import org.jspecify.annotations.NullMarked;
