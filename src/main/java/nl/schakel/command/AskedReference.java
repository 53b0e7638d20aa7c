package nl.schakel.command;

import java.util.Optional;
import nl.schakel.referral.ReferralReference;

/** A referral that is named on the command line. */
final class AskedReference {
    private AskedReference() {}

    /** Empty after having said that this is none; the exit code is then {@link Exit#USAGE}. */
    static Optional<ReferralReference> of(String text, Console console) {
        Optional<ReferralReference> reference = ReferralReference.parse(text);
        if (reference.isEmpty()) {
            console.fail(
                    Exit.USAGE, "'" + text + "' is no reference: V-year-number-check digit, such as V-2026-00001-8.");
        }
        return reference;
    }
}
