package nl.schakel.disclosure;

import java.util.Set;

/**
 * Text that people wrote, and what is enclosed. It cannot be weighed by category, so it stays behind unless the table
 * names it.
 */
final class FreeText {
    private static final Set<String> MEMBERS =
            Set.of("note", "comment", "patientInstruction", "description", "div", "contentAttachment", "data");

    private FreeText() {}

    static boolean is(String member) {
        return MEMBERS.contains(member);
    }
}
