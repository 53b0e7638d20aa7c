/**
 * E-mail with an attachment (RFC 5322, MIME): a strict bounded reader for the little that a desk's mail needs.
 *
 * <p>Deliberately not in it: sending, signatures (a door checks those), HTML, and any type of attachment that is no form.
 */
@NullMarked
package nl.schakel.translate.mail;

import org.jspecify.annotations.NullMarked;
