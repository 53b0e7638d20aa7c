/**
 * What has been proved about a referral on its way through the hall: each stage takes the evidence of the stage before
 * it, so leaving one out does not compile.
 *
 * <p>Deliberately not in it: any check. Only the room named at each {@code minted} method may call it; {@code
 * ArchitectureTest} holds that rule.
 */
@NullMarked
package nl.schakel.referral.evidence;

import org.jspecify.annotations.NullMarked;
