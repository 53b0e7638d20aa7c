package nl.schakel.translate;

/** A mapping file that cannot be used: the message names the file, the line and what is wrong. Thrown at load only. */
public final class MappingInvalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MappingInvalid(String file, int line, String what) {
        super(file + ", line " + line + ": " + what);
    }

    MappingInvalid(String file, String what) {
        super(file + ": " + what);
    }
}
