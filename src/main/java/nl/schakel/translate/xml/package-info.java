/**
 * XML as a neutral tree and back: a bounded streaming reader that trusts no document type, no entity and no character
 * set it was not told of, and a writer that encodes; SOAP and the StUF-GGk envelope are ways to hold a message.
 *
 * <p>Deliberately not in it: any element of iWmo, StUF or SOAP beyond the outside of an envelope, and any transport.
 */
@NullMarked
package nl.schakel.translate.xml;

import org.jspecify.annotations.NullMarked;
