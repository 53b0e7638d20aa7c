package nl.schakel.journal;

/** The database cannot be reached or cannot write; nothing was accepted. */
public final class JournalUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
