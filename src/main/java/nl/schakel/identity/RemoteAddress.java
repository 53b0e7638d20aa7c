package nl.schakel.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares IP addresses and not their spelling: {@code ::1} is {@code 0:0:0:0:0:0:0:1}. */
final class RemoteAddress {
    /** Only literals, so that no comparison ever asks a name server. */
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private RemoteAddress() {}

    static boolean isOneOf(String remote, Collection<String> allowed) {
        Optional<InetAddress> peer = parse(remote);
        return peer.isPresent() && allowed.stream().map(RemoteAddress::parse).anyMatch(peer::equals);
    }

    private static Optional<InetAddress> parse(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }
}
