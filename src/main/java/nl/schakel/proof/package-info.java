/**
 * What others can hold against us: receipts of later stages, evidence files, and their verification without a gateway.
 *
 * <p>Deliberately not in it: what happened. It reads journal and audit log, and adds nothing to them but receipts.
 */
@NullMarked
package nl.schakel.proof;

import org.jspecify.annotations.NullMarked;
