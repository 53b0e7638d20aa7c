/**
 * The shared kernel: the referral in its canonical form, who and what it speaks about, problems and limits.
 *
 * <p>Deliberately not in it: anything that reads, writes, decides or stores; it knows the JDK alone.
 */
@NullMarked
package nl.schakel.referral;

import org.jspecify.annotations.NullMarked;
