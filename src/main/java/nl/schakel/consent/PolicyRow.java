package nl.schakel.consent;

import java.util.Arrays;
import java.util.Optional;
import nl.schakel.referral.Category;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;

/** One row of the policy table. */
record PolicyRow(Cell cell, Decision decision, String basis, String note) {

    /** What a row is about. */
    record Cell(Purpose purpose, Role recipient, Category category) {
        String id() {
            return purpose.code() + "," + recipient + "," + category.code();
        }
    }

    /** The words of {@code legend.json}. */
    enum Decision {
        PERMIT("PERMIT"),
        CONSENT("CONSENT"),
        BREAK_GLASS("BREAK-GLASS"),
        NEVER("NEVER");

        private final String code;

        Decision(String code) {
            this.code = code;
        }

        static Optional<Decision> of(String code) {
            return Arrays.stream(values()).filter(d -> d.code.equals(code)).findFirst();
        }
    }

    static PolicyRow read(DecisionTable.Row row) {
        Cell cell = new Cell(
                row.known("purpose", Purpose::of, "a purpose of legend.json"),
                row.known("recipient", Role::of, "a recipient of legend.json"),
                row.known("category", Category::of, "a category of legend.json"));
        Decision decision = row.known("decision", Decision::of, "PERMIT, CONSENT, BREAK-GLASS or NEVER");
        if (decision != Decision.NEVER && row.text("basis").isBlank()) {
            throw row.invalid("basis", "the law it rests on");
        }
        return new PolicyRow(cell, decision, row.text("basis"), row.text("note"));
    }
}
