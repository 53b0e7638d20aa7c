package nl.schakel.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where addresses of names come from: the machine's own resolver, or that of a test. */
@FunctionalInterface
public interface Names {
    /** @return at least one address */
    InetAddress[] addresses(String name) throws UnknownHostException;
}
