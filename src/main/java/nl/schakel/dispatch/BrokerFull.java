package nl.schakel.dispatch;

/** The broker holds as many ids as it may; the rest waits in the outbox. No trouble, only backpressure. */
final class BrokerFull extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerFull() {
        super("The broker holds as many ids as it may");
    }

    BrokerFull(Throwable cause) {
        super("The broker holds as many ids as it may", cause);
    }
}
