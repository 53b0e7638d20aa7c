package nl.schakel.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is never a partner, whatever is listed (RFC 6890, RFC 4291, RFC 3927; metadata services by the clouds' own manuals). */
enum Forbidden {
    UNSPECIFIED("an unspecified address", "0.0.0.0/8", "::/128"),
    /** Hands out the keys of the machine to whoever asks: AWS, GCP, Alibaba, and the platform address of Azure. */
    METADATA(
            "the metadata service of a cloud",
            "169.254.169.254/32",
            "169.254.170.2/32",
            "fd00:ec2::254/128",
            "fd20:ce::254/128",
            "100.100.100.200/32",
            "168.63.129.16/32"),
    LINK_LOCAL("a link-local address", "169.254.0.0/16", "fe80::/10"),
    MULTICAST("a multicast address", "224.0.0.0/4", "ff00::/8"),
    BROADCAST("a broadcast address", "255.255.255.255/32"),
    RESERVED("a reserved address", "192.0.0.0/24", "240.0.0.0/4");

    private static final Network NAT64 = Network.known("64:ff9b::/96");
    private static final Network LOCAL_NAT64 = Network.known("64:ff9b:1::/48");
    private static final Network SIX_TO_FOUR = Network.known("2002::/16");
    private static final Network TEREDO = Network.known("2001::/32");
    private static final Network COMPATIBLE = Network.known("::/96");
    private static final int V4 = 4;
    private static final int V6 = 16;
    private static final int AFTER_PREFIX = 2;
    private static final int LAST = 12;

    private final String words;
    // Made by toList(), and of addresses, which do not change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Network> networks;

    Forbidden(String words, String... networks) {
        this.words = words;
        this.networks = Stream.of(networks).map(Network::known).toList();
    }

    String words() {
        return words;
    }

    /** Why this address is never called, by itself or by the IPv4 address that it leads to. */
    static Optional<String> why(InetAddress address) {
        Optional<InetAddress> inside = inside(address);
        return Stream.concat(Stream.of(address), inside.stream())
                .flatMap(one -> Arrays.stream(values()).filter(kind -> kind.holds(one)))
                .map(Forbidden::words)
                .findFirst()
                .or(() -> inside.filter(InetAddress::isLoopbackAddress)
                        .map(loop -> "an address of this machine in IPv6"));
    }

    /** Whether all of a network is never called. */
    static boolean all(Network network) {
        return Arrays.stream(values())
                .flatMap(kind -> kind.networks.stream())
                .anyMatch(forbidden -> forbidden.contains(network));
    }

    private boolean holds(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /** The IPv4 address in one of IPv6: compatible, NAT64 (RFC 6052), 6to4 (RFC 3056), Teredo (RFC 4380). Mapped ones are IPv4 to Java. */
    private static Optional<InetAddress> inside(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != V6 || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return Optional.empty();
        }
        if (SIX_TO_FOUR.contains(address)) {
            return Optional.of(v4(bytes, AFTER_PREFIX, 0));
        }
        if (TEREDO.contains(address)) {
            return Optional.of(v4(bytes, LAST, -1));
        }
        boolean last = NAT64.contains(address) || LOCAL_NAT64.contains(address) || COMPATIBLE.contains(address);
        return last ? Optional.of(v4(bytes, LAST, 0)) : Optional.empty();
    }

    private static InetAddress v4(byte[] bytes, int from, int turned) {
        byte[] four = Arrays.copyOfRange(bytes, from, from + V4);
        for (int i = 0; i < V4; i++) {
            four[i] ^= (byte) turned;
        }
        try {
            return InetAddress.getByAddress(four);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("Four bytes are an address", impossible);
        }
    }
}
