package nl.schakel.egress;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of the list.
 *
 * @param network empty where it is a name
 * @param name empty where it is a network; {@code .vwi.example} stands for every name below that
 * @param port empty for every port
 */
record Entry(Optional<Network> network, String name, OptionalInt port) {
    private static final Network LOOPBACK_4 = Network.known("127.0.0.0/8");
    private static final Network LOOPBACK_6 = Network.known("::1/128");
    private static final Pattern BRACKETS = Pattern.compile("\\[([^\\[\\]]+)](?::([0-9]+))?");
    private static final Pattern PLAIN = Pattern.compile("([^:]+)(?::([0-9]+))?");
    private static final int PORTS = 65_535;

    /** Empty where it is none. */
    static Optional<Entry> of(String text) {
        Matcher matcher = (text.startsWith("[") ? BRACKETS : PLAIN).matcher(text);
        if (!matcher.matches()) {
            return Network.of(text).map(network -> new Entry(Optional.of(network), "", OptionalInt.empty()));
        }
        String host = matcher.group(1);
        Optional<String> port = Optional.ofNullable(matcher.group(2));
        if (port.isPresent() && !port.get().matches("[1-9][0-9]{0,4}")) {
            return Optional.empty();
        }
        OptionalInt number =
                port.map(digits -> OptionalInt.of(Integer.parseInt(digits))).orElse(OptionalInt.empty());
        if (number.isPresent() && number.getAsInt() > PORTS) {
            return Optional.empty();
        }
        return of(host, number, text.startsWith("["));
    }

    private static Optional<Entry> of(String host, OptionalInt port, boolean brackets) {
        Optional<Network> network = Network.of(host);
        if (network.isPresent() || brackets || host.contains("/")) {
            return network.map(known -> new Entry(Optional.of(known), "", port));
        }
        boolean below = host.startsWith("*.");
        return HostName.of(below ? host.substring(2) : host)
                .filter(name -> name.literal().isEmpty())
                // All of a country is no list.
                .filter(name -> !below || name.text().contains("."))
                .map(name -> new Entry(Optional.empty(), (below ? "." : "") + name.text(), port));
    }

    boolean allows(String host, InetAddress address, OptionalInt at) {
        return fits(at) && network.map(known -> known.contains(address)).orElseGet(() -> names(host));
    }

    /** Whether a name may turn out to be at an address that it allows. */
    boolean mayAllow(String host, OptionalInt at) {
        return fits(at) && (network.isPresent() || names(host));
    }

    private boolean names(String host) {
        return name.startsWith(".") ? host.endsWith(name) : !name.isEmpty() && host.equals(name);
    }

    /** @param at empty where it is not known yet */
    private boolean fits(OptionalInt at) {
        return port.isEmpty() || at.isEmpty() || port.getAsInt() == at.getAsInt();
    }

    /** Whether it means this machine and nothing else; a wide network does not. */
    boolean isThisMachine() {
        return network.filter(known -> LOOPBACK_4.contains(known) || LOOPBACK_6.contains(known))
                .isPresent();
    }

    boolean isForbidden() {
        return network.filter(Forbidden::all).isPresent();
    }
}
