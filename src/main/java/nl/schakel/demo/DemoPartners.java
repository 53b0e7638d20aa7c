package nl.schakel.demo;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The stand-ins for the demo partners: they receive what Schakel delivers over real protocols and keep it in
 * {@code received/<partner>/}. They can outlive the gateway, as real partners do.
 */
public final class DemoPartners implements AutoCloseable {
    private static final String FHIR = "/fhir/$process-message";
    private static final String HEARTBEAT = "/fhir/heartbeat";
    private static final String GGK = "/ggk/OntvangAsynchroon";

    private final Path home;
    private final Clock clock = Clock.systemUTC();
    private final SealCheck seals;
    private final Map<String, Integer> ports = new TreeMap<>();
    private final Deque<Closeable> open = new ArrayDeque<>();
    private Optional<URI> stampUrl = Optional.empty();
    private String responder = "";

    private DemoPartners(Path home) {
        this.home = home;
        this.seals = new GatewaySeal(PartnerKeys.anchors(home), clock);
    }

    /** The usual ports by partner id. */
    public static Map<String, Integer> defaultPorts() {
        Map<String, Integer> ports = new TreeMap<>();
        Arrays.stream(Cast.values())
                .forEach(cast ->
                        cast.port().ifPresent(port -> ports.put(cast.id().value(), port)));
        return ports;
    }

    /**
     * Starts them all; folders and keys that are missing are made.
     *
     * @param ports by partner id; 0 for any free port
     * @throws IOException when a port cannot be had or the home cannot be written
     */
    public static DemoPartners start(Path home, Map<String, Integer> ports) throws IOException {
        DemoHome.furnish(home);
        DemoPartners partners = new DemoPartners(home);
        try {
            partners.openAll(ports);
            return partners;
        } catch (IOException trouble) {
            partners.close();
            throw trouble;
        }
    }

    private void openAll(Map<String, Integer> wanted) throws IOException {
        StampOffice stamps = new StampOffice(home.resolve("pki"), clock);
        open.push(stamps);
        stamps.start();
        stampUrl = Optional.of(stamps.url());
        ward(wanted);
        web(Cast.ZIEKENHUIS, Map.of(FHIR, fhir(Cast.ZIEKENHUIS)), wanted);
        web(
                Cast.OPVANG,
                Map.of(
                        FHIR,
                        fhir(Cast.OPVANG),
                        HEARTBEAT,
                        new HeartbeatOffice(seals, folder("heartbeats", Cast.OPVANG)),
                        GGK,
                        ggk(Cast.OPVANG)),
                wanted);
        web(Cast.VROUWENOPVANG, Map.of(FHIR, fhir(Cast.VROUWENOPVANG)), wanted);
        web(Cast.SCHULDHULP, Map.of("/in/aanmelding", office(Cast.SCHULDHULP, Optional.empty())), wanted);
        CaseShelf cases = new CaseShelf(
                folder("answers", Cast.GEMEENTE),
                new Mailbox(folder("received", Cast.GEMEENTE), clock),
                new CaseToken(DemoHome.caseSecret(home)));
        web(Cast.GEMEENTE, Map.of(GGK, ggk(Cast.GEMEENTE)), Optional.of(cases), wanted);
        folder(Cast.TOEGANG);
        folder(Cast.PI);
        AuthorityDoor authority = new AuthorityDoor(home, clock);
        open.push(authority);
        authority.start();
        responder = "http://127.0.0.1:" + authority.port() + "/ocsp";
    }

    private void folder(Cast partner) {
        Path received = folder("received", partner);
        DropWatch watch =
                new DropWatch(folder("drop", partner).resolve("out"), received, seals, new Mailbox(received, clock));
        open.push(watch);
        watch.start();
    }

    private void ward(Map<String, Integer> wanted) throws IOException {
        Mailbox mailbox = new Mailbox(folder("received", Cast.GGZ_NOORD), clock);
        MllpListener ward = new MllpListener(port(Cast.GGZ_NOORD, wanted), mailbox, clock);
        open.push(ward);
        ward.start();
        ports.put(Cast.GGZ_NOORD.id().value(), ward.port());
    }

    private Office fhir(Cast partner) {
        return office(partner, Optional.of(new ReadyAnswers(folder("answers", partner))));
    }

    private Office office(Cast partner, Optional<ReadyAnswers> answers) {
        return new PostOffice(seals, new Mailbox(folder("received", partner), clock), answers);
    }

    private Office ggk(Cast partner) {
        return new SoapOffice(
                new Mailbox(folder("received", partner), clock),
                new IwmoAnswers(folder("answers", partner), clock),
                clock);
    }

    private void web(Cast partner, Map<String, Office> offices, Map<String, Integer> wanted) throws IOException {
        web(partner, offices, Optional.empty(), wanted);
    }

    private void web(Cast partner, Map<String, Office> offices, Optional<CaseShelf> shelf, Map<String, Integer> wanted)
            throws IOException {
        HttpDoor door = new HttpDoor(
                port(partner, wanted), PartnerKeys.own(home, partner, clock).tls(), offices, shelf);
        open.push(door);
        door.start();
        ports.put(partner.id().value(), door.port());
    }

    private static int port(Cast partner, Map<String, Integer> wanted) {
        return wanted.getOrDefault(partner.id().value(), partner.port().orElse(0));
    }

    private Path folder(String name, Cast partner) {
        return home.resolve(name).resolve(partner.id().value());
    }

    /** The ports they really listen on, by partner id. */
    public Map<String, Integer> ports() {
        return Map.copyOf(ports);
    }

    /** Where the demo's time-stamp authority listens; it is a stand-in too. */
    public Optional<URI> stampUrl() {
        return stampUrl;
    }

    /** Where the demo's authority answers questions about its certificates. */
    public String responder() {
        return responder;
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
