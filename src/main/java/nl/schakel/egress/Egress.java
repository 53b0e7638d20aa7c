package nl.schakel.egress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The gateway's list of what may be called. A name is asked for once; what is allowed of its addresses is what is connected
 * to, so that a name cannot lead elsewhere between the look and the call. TLS goes on checking the name.
 *
 * <p>Without a list everything is allowed but what is never a partner ({@link Forbidden}) and, in production, this machine.
 * Private networks are allowed then: partners stand there.
 */
public final class Egress {
    /** Where the list stands, as an operator is told it. */
    public static final String SETTING = "gateway.yaml, egress.allow";

    private static final String UNLISTED = "not in the list";
    private static final String THIS_MACHINE = "this machine, in production";
    private static final String UNREADABLE = "no plain host name or address";
    /** A partner has a handful; the rest of a longer answer is not looked at. */
    private static final int ADDRESSES = 32;

    private final Optional<List<Entry>> allow;
    private final boolean production;
    private final boolean own;
    private final Names names;

    private Egress(Optional<List<Entry>> allow, boolean production, boolean own, Names names) {
        this.allow = allow;
        this.production = production;
        this.own = own;
        this.names = names;
    }

    /** Of a gateway without a list. */
    public static Egress unlisted(boolean production) {
        return new Egress(Optional.empty(), production, false, InetAddress::getAllByName);
    }

    /**
     * Of a gateway with a list.
     *
     * @param allow entries in which {@link #fault} finds nothing
     */
    public static Egress listed(List<String> allow, boolean production) {
        List<Entry> entries =
                allow.stream().map(entry -> Entry.of(entry).orElseThrow()).toList();
        return new Egress(Optional.of(entries), production, false, InetAddress::getAllByName);
    }

    /** What was expected in place of this entry; empty when nothing is wrong with it. */
    public static Optional<String> fault(String entry) {
        Optional<Entry> read = Entry.of(entry);
        if (read.isEmpty()) {
            return Optional.of("a host, *.domain or network with or without a port, such as fhir.hospital.example:443,"
                    + " *.vwi.example, 10.20.0.0/16:8443 or [2001:db8::/32]:443");
        }
        return read.filter(Entry::isForbidden).map(never -> "an address that can be a partner's");
    }

    /** The same, with other addresses for names. */
    public Egress with(Names others) {
        return new Egress(allow, production, own, others);
    }

    /** For addresses that the operator's own settings name: those of this machine are allowed, and need not be listed. */
    public Egress own() {
        return new Egress(allow, production, true, names);
    }

    /**
     * The addresses of a host that may be connected to, in the order of its resolver and with its name on them. Connect to
     * these and resolve nothing again.
     *
     * @return at least one
     * @throws EgressRefused when it has addresses and none may be called
     */
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        HostName name = HostName.of(host).orElseThrow(() -> new EgressRefused(UNREADABLE));
        InetAddress[] found =
                name.literal().isPresent() ? new InetAddress[] {name.literal().get()} : names.addresses(host);
        List<InetAddress> good = Arrays.stream(found)
                .limit(ADDRESSES)
                .filter(address -> why(name, address, OptionalInt.of(port)).isEmpty())
                .toList();
        if (good.isEmpty()) {
            throw new EgressRefused(
                    found.length == 0
                            ? UNREADABLE
                            : why(name, found[0], OptionalInt.of(port)).orElse(UNLISTED));
        }
        InetSocketAddress[] named = new InetSocketAddress[good.size()];
        for (int i = 0; i < named.length; i++) {
            named[i] = new InetSocketAddress(
                    InetAddress.getByAddress(host, good.get(i).getAddress()), port);
        }
        return List.of(named);
    }

    /** The first of {@link #resolve}. */
    public InetSocketAddress address(String host, int port) throws UnknownHostException {
        return resolve(host, port).get(0);
    }

    /**
     * For who resolved already: the connection must then go to this very address.
     *
     * @param host as it was called by, before it was resolved
     */
    public void check(String host, InetAddress address, int port) throws EgressRefused {
        Optional<HostName> name = HostName.of(host);
        Optional<String> why =
                name.isEmpty() ? Optional.of(UNREADABLE) : why(name.get(), address, OptionalInt.of(port));
        if (why.isPresent()) {
            throw new EgressRefused(why.get());
        }
    }

    /**
     * Why this host can never be called, whatever its name leads to; nothing is resolved.
     *
     * @param port empty where it is not known
     */
    public Optional<String> never(String host, OptionalInt port) {
        Optional<HostName> read = HostName.of(host);
        if (read.isEmpty()) {
            return Optional.of(UNREADABLE);
        }
        HostName name = read.get();
        if (name.literal().isPresent()) {
            return why(name, name.literal().get(), port);
        }
        if (name.isThisMachine() && !own && production && !listsThisMachine(port)) {
            return Optional.of(THIS_MACHINE);
        }
        boolean free = allow.isEmpty() || (name.isThisMachine() && own);
        return free || entries().stream().anyMatch(entry -> entry.mayAllow(name.text(), port))
                ? Optional.empty()
                : Optional.of(UNLISTED);
    }

    private Optional<String> why(HostName name, InetAddress address, OptionalInt port) {
        Optional<String> forbidden = Forbidden.why(address);
        if (forbidden.isPresent()) {
            return forbidden;
        }
        boolean here = address.isLoopbackAddress();
        if (here && own) {
            return Optional.empty();
        }
        if (here && production && !listsThisMachine(address, port)) {
            return Optional.of(THIS_MACHINE);
        }
        boolean free = allow.isEmpty() || entries().stream().anyMatch(e -> e.allows(name.text(), address, port));
        return free ? Optional.empty() : Optional.of(UNLISTED);
    }

    private boolean listsThisMachine(InetAddress address, OptionalInt port) {
        return entries().stream().anyMatch(entry -> entry.isThisMachine() && entry.allows("", address, port));
    }

    private boolean listsThisMachine(OptionalInt port) {
        return entries().stream().anyMatch(entry -> entry.isThisMachine() && entry.mayAllow("", port));
    }

    private List<Entry> entries() {
        return allow.orElse(List.of());
    }
}
