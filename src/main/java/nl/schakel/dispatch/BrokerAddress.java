package nl.schakel.dispatch;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An Artemis broker outside this process.
 *
 * @param url as the Artemis client reads it, such as {@code tcp://broker:61617?sslEnabled=true&keyStorePath=...}; empty
 *     for the broker inside this process
 * @param user empty when the client certificate says who we are
 */
public record BrokerAddress(
        @DefaultValue("") String url,
        @DefaultValue("") String user,
        @DefaultValue("") String password) {

    /** The broker inside this process. */
    public static final BrokerAddress INSIDE = new BrokerAddress("", "", "");

    boolean isOutside() {
        return !url.isBlank();
    }

    /** Without secrets: a url may carry the password of a key store. */
    @Override
    public String toString() {
        int query = url.indexOf('?');
        return "BrokerAddress[" + (query < 0 ? url : url.substring(0, query)) + "]";
    }
}
