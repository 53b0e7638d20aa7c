package nl.schakel.egress;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Addresses that begin alike (CIDR, RFC 4632 and RFC 4291).
 *
 * @param first its first address
 * @param bits how many of its leading bits count
 */
record Network(InetAddress first, int bits) {
    private static final int BYTE = 8;
    /** IPv4 written as IPv6, {@code ::ffff:10.0.0.0/104}. */
    private static final int MAPPED = 96;

    /** {@code 10.20.0.0/16}, {@code 2001:db8::/32} or one address; empty where it is none, or bits stand behind its length. */
    static Optional<Network> of(String text) {
        String[] parts = text.split("/", 2);
        Optional<InetAddress> address = HostName.of(parts[0]).flatMap(HostName::literal);
        if (address.isEmpty() || parts[0].startsWith("[")) {
            return Optional.empty();
        }
        int all = address.get().getAddress().length * BYTE;
        if (parts.length == 1) {
            return Optional.of(new Network(address.get(), all));
        }
        if (!parts[1].matches("0|[1-9][0-9]{0,2}")) {
            return Optional.empty();
        }
        boolean mapped = parts[0].contains(":") && all < MAPPED;
        Network network = new Network(address.get(), Integer.parseInt(parts[1]) - (mapped ? MAPPED : 0));
        return network.bits >= 0 && network.bits <= all && network.isItsFirst()
                ? Optional.of(network)
                : Optional.empty();
    }

    /** One of ours, which is written well. */
    static Network known(String text) {
        return of(text).orElseThrow();
    }

    private boolean isItsFirst() {
        return number(first).equals(head(first).shiftLeft(first.getAddress().length * BYTE - bits));
    }

    boolean contains(InetAddress address) {
        return address.getAddress().length == first.getAddress().length
                && head(address).equals(head(first));
    }

    boolean contains(Network other) {
        return other.bits >= bits && contains(other.first);
    }

    private BigInteger head(InetAddress address) {
        return number(address).shiftRight(address.getAddress().length * BYTE - bits);
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }
}
