package nl.schakel.dispatch;

/** The broker cannot be reached or cannot start; nothing is lost by it, work only waits. */
public final class BrokerUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerUnavailable(String message) {
        super(message);
    }

    BrokerUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
