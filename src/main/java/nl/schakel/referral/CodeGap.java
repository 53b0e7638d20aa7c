package nl.schakel.referral;

/**
 * A code that a table does not know: what somebody must add before the message can go on.
 *
 * @param table name of the table under {@code mappings/codes}
 * @param code as the source has it; long rows of digits only by their length
 * @param place path in the source
 */
public record CodeGap(String table, String code, String place) {
    @Override
    public String toString() {
        return "CodeGap[" + table + " at " + place + "]";
    }
}
