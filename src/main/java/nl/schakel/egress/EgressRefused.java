package nl.schakel.egress;

import java.net.UnknownHostException;

/**
 * An address may not be called. It is a name that has no address for us, so that every library which asks for one ends its
 * call before anything is sent.
 */
public final class EgressRefused extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    EgressRefused(String reason) {
        super("may not be called (" + Egress.SETTING + "): " + reason);
        this.reason = reason;
    }

    /** The kind of address, such as {@code a link-local address}; neither name nor number. */
    public String reason() {
        return reason;
    }
}
