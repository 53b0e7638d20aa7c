package nl.schakel.journal;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The database cannot be reached or cannot write; nothing was accepted. */
public final class JournalUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** PostgreSQL class 53, insufficient resources: disk_full. */
    private static final String DISK_FULL = "53100";

    /** Classes of connections, resources, operators and the system: whatever is written, it fails. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    private static final String DATA = "22";
    private static final String INTEGRITY = "23";

    public JournalUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The database's word for it without the statement's values, which may be personal data. */
    static JournalUnavailable because(SQLException cause) {
        return new JournalUnavailable("The database says " + cause.getSQLState(), cause);
    }

    /** Whether the database is there and refused what was to be written: another try with the same values is useless. */
    boolean refusedValues() {
        return getCause() instanceof SQLException sql
                && sql.getSQLState() != null
                && (sql.getSQLState().startsWith(DATA) || sql.getSQLState().startsWith(INTEGRITY));
    }

    /** Whether the database is there and what it was asked is why it failed: something else may go well. */
    boolean isRefusal() {
        return getCause() instanceof SQLException sql
                && sql.getSQLState() != null
                && AWAY.stream().noneMatch(sql.getSQLState()::startsWith);
    }

    /** Whether the database's disk is full: it resumes by itself when there is room again. */
    public boolean diskFull() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
