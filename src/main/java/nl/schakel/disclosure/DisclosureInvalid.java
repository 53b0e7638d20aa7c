package nl.schakel.disclosure;

/** A table of needs is not valid: file, line and what is wrong with it. */
public final class DisclosureInvalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DisclosureInvalid(String file, int line, String what) {
        super(file + ", line " + line + ": " + what);
    }
}
