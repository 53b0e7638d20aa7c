package nl.schakel.dialogue;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * How we are known to a debt relief service, and the session that is open there. It is kept in memory between deliveries and
 * shared by those that run at the same time; a session more is no harm.
 */
public final class DebtSession {
    private final String user;
    private final Supplier<String> password;
    private volatile Optional<String> open = Optional.empty();

    /** @param password read when a session is opened and kept nowhere */
    public DebtSession(String user, Supplier<String> password) {
        this.user = user;
        this.password = password;
    }

    String user() {
        return user;
    }

    String password() {
        return password.get();
    }

    Optional<String> id() {
        return open;
    }

    synchronized void opened(String id) {
        open = Optional.of(id);
    }

    /** Forgets this session, unless another was opened since. */
    synchronized void over(String id) {
        open = open.filter(now -> !now.equals(id));
    }

    @Override
    public String toString() {
        return "DebtSession[" + (open.isPresent() ? "open" : "none") + "]";
    }
}
