package nl.schakel.consent;

/** A table of policy is not valid: file, line, column, what was seen and what was expected. */
public final class PolicyInvalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyInvalid(String file, int line, String column, String seen, String expected) {
        super(file + ", line " + line + ", column " + column + ": seen " + seen + "; expected " + expected);
    }
}
