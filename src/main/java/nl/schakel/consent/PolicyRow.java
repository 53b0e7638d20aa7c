package nl.schakel.consent;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Category;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;

/**
 * One dated row of the policy table.
 *
 * @param validity its days
 * @param period the same days as moments
 * @param laws codes of the laws it rests on; at least one
 * @param basis the same in words
 * @param id cell and days, which name one row of the table
 * @param says its word in a decision
 */
record PolicyRow(
        Cell cell,
        Decision decision,
        Validity validity,
        Period period,
        List<String> laws,
        String basis,
        String note,
        String id,
        Spoken says) {

    /** The law under which a referral that the client knows of presumes consent. */
    static final String PRESUMES = "NEN-7517";

    /**
     * What a row is about.
     *
     * @param sender the one kind of sender it is for; empty: every sender that has no row of its own
     */
    record Cell(Purpose purpose, Optional<Role> sender, Role recipient, Category category) {

        /** {@code TRANSITION,MO,zrm}, or {@code REINTEGRATION,PI>GEM,plan} for one kind of sender. */
        String id() {
            return purpose.code() + "," + sender.map(s -> s + ">").orElse("") + recipient + "," + category.code();
        }

        Cell anySender() {
            return new Cell(purpose, Optional.empty(), recipient, category);
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

        String code() {
            return code;
        }

        static Optional<Decision> of(String code) {
            return Arrays.stream(values()).filter(d -> d.code.equals(code)).findFirst();
        }
    }

    PolicyRow {
        laws = List.copyOf(laws);
    }

    static PolicyRow read(DecisionTable.Row row) {
        Cell cell = new Cell(
                row.known("purpose", Purpose::of, "a purpose of legend.json"),
                row.text("sender").isEmpty()
                        ? Optional.empty()
                        : Optional.of(row.known("sender", Role::of, "a kind of organisation, or nothing")),
                row.known("recipient", Role::of, "a recipient of legend.json"),
                row.known("category", Category::of, "a category of legend.json"));
        Decision decision = row.known("decision", Decision::of, "PERMIT, CONSENT, BREAK-GLASS or NEVER");
        if (decision != Decision.NEVER && row.text("basis").isBlank()) {
            throw row.invalid("basis", "the law it rests on");
        }
        if (decision == Decision.BREAK_GLASS && Emergency.NEVER_OPENED.contains(cell.category())) {
            throw row.invalid("decision", "no BREAK-GLASS: that category is never opened");
        }
        Validity validity = Validity.read(row, "valid_from", "valid_to");
        String id = cell.id() + (validity.isAlways() ? "" : "@" + validity);
        List<String> laws = List.of(row.text("law").split(" ", -1));
        String basis = row.text("basis");
        return new PolicyRow(
                cell,
                decision,
                validity,
                validity.period(),
                laws,
                basis,
                row.text("note"),
                id,
                says("row:" + id, decision, decision.code() + ": " + basis).onLaws(laws));
    }

    private static Spoken says(String rule, Decision decision, String words) {
        return switch (decision) {
            case PERMIT -> Spoken.says(rule, Spoken.Effect.PERMITS, words);
            case CONSENT, BREAK_GLASS -> Spoken.says(rule, Spoken.Effect.ASKS, words);
            case NEVER -> Spoken.forbids(rule, ProblemCode.BASIS_NEVER, words);
        };
    }

    /** Whether it permits because a referral that the client knows of presumes consent. */
    boolean presumesConsent() {
        return decision == Decision.PERMIT && laws.contains(PRESUMES);
    }

    boolean isForEmergencies() {
        return decision == Decision.BREAK_GLASS;
    }
}
