package nl.schakel.disclosure;

import java.util.Set;
import nl.schakel.referral.Json;

/**
 * Text that people wrote, and what is enclosed. It cannot be weighed by category, so it stays behind unless the table
 * names it.
 */
final class FreeText {
    private static final Redaction CUT = new Redaction(
            Set.of("note", "comment", "patientInstruction", "description", "div", "contentAttachment", "data"));

    private FreeText() {}

    static boolean is(String member) {
        return CUT.cuts(member);
    }

    /** The same without any free text inside. */
    static Json without(Json value) {
        return CUT.of(value);
    }
}
