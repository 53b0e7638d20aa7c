package nl.schakel.pipeline;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import nl.schakel.consent.ConsentDesk;
import nl.schakel.consent.LegalBasis;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.disclosure.Disclosure;
import nl.schakel.disclosure.Enclosures;
import nl.schakel.fhir.FhirAnswers;
import nl.schakel.identity.Sender;
import nl.schakel.journal.Acceptance;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.Clients;
import nl.schakel.journal.DeliveryTerms;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Journals;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkItem;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Seals;
import nl.schakel.seal.PartSealer;
import nl.schakel.seal.Sealer;
import nl.schakel.transition.Transition;
import nl.schakel.translate.ActiveMappings;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.Workshop;
import nl.schakel.validate.Completeness;
import org.springframework.util.FileSystemUtils;

/** The hall on a real database with the real tables; what leaves is kept here instead of being sent. */
final class Flow implements AutoCloseable {
    static final PartnerId WARD = new PartnerId("ggz-noord");
    static final PartnerId SHELTER = new PartnerId("opvang-demo");

    private static final DateTimeFormatter HL7 = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final HikariDataSource pool = new HikariDataSource();
    final Journal journal;
    final Clients clients;
    final Directory directory;
    final BasisDesk desk;
    final BreakGlass glass;
    final ClientReport report;
    final OwnTasks tasks;
    final LookDesk looking;
    final FamilyDesk family;
    final Hall hall;

    /** Whether what follows from a message may be decided while it is accepted. */
    private boolean atOnce = true;
    /** With which key the hall seals. */
    IssuedKey sealKey = Workshop.seal().make();
    /** To which certificate parts are sealed for a receiver, by its OIN. */
    Function<String, Step<X509Certificate>> receiverKeys =
            oin -> Step.stopped(Problem.of(ProblemCode.CERTIFICATE_REFUSED));

    private final EmbeddedPostgres postgres;
    private final Doors doors;
    private final Reading reading;
    private final Answers answers;
    private final StreamKey streamKey = new StreamKey(new byte[32]);
    private final Map<String, String> addresses = new HashMap<>();
    private final Map<String, String> wards = new HashMap<>();
    private final Map<String, String> givenNames = new HashMap<>();
    private final Map<String, String> mobiles = new HashMap<>();
    private final Map<String, String> sisters = new HashMap<>();
    private final Map<String, List<String>> words = new HashMap<>();
    private int count;

    private Flow(EmbeddedPostgres postgres, Path folder, Path routes, Path mappings) throws IOException {
        this.postgres = postgres;
        pool.setJdbcUrl(postgres.url());
        pool.setUsername(postgres.user());
        pool.setPassword(postgres.password());
        pool.setMaximumPoolSize(16);
        journal = Journals.open(
                pool,
                partner -> new DeliveryTerms(DeliveryTerms.DeliveryClass.A, List.of(Duration.ofMinutes(30)), 100));
        clients = new Clients(pool);
        directory = Directory.load(routes, settings(folder));
        Clock clock = Clock.systemUTC();
        doors = new Doors(Map.of(
                "mllp",
                new MllpDoor(clock),
                "fhir",
                new FhirDoor(new FhirAnswers("Schakel", "https://localhost/fhir")),
                "file",
                new FileDoor(new MllpDoor(clock), new FhirDoor(new FhirAnswers("Schakel", "https://localhost/fhir"))),
                "json",
                new JsonDoor(),
                "soap",
                new SoapDoor(clock)));
        reading = new Reading(
                ActiveMappings.open(mappings, folder.resolve("archive")), new Completeness(), directory, doors, clock);
        DossierSeal seal = new DossierSeal(streamKey);
        Conflicts conflicts = new Conflicts(directory);
        Dossiers dossiers = new Dossiers(
                seal, conflicts, Counter.builder("schakel.dossier.tampered").register(meters));
        Consents consents = new Consents(seal, directory, ConsentForms.read(mappings.resolve("consent-forms")));
        Protections protections = new Protections(seal, consents);
        ConsentDesk consentDesk = new ConsentDesk(LegalBasis.read(mappings.resolve("policy"), "default-policy"));
        Looks looks = new Looks(seal);
        PartnerPseudonyms pseudonyms = new PartnerPseudonyms(new byte[32]);
        Clearance clearance = new Clearance(
                directory, consentDesk, Disclosure.read(mappings.resolve("disclosure"), Enclosures.CLOSED, pseudonyms));
        Transition loop = new Transition(java.util.Set.of("anders"));
        Amendments amendments = new Amendments(reading, loop);
        Families families = new Families(seal, amendments, directory);
        Presumptions presumptions = new Presumptions(seal, consents, consentDesk);
        family = new FamilyDesk(clients, seal, protections, families, journal, () -> {});
        FamilyClaims claims = new FamilyClaims(streamKey, family);
        Merges merges = new Merges(seal, consents, new JoinedFamilies(family), directory);
        answers = new Answers(loop, consents, protections, amendments, conflicts, claims, merges);
        Sealer sealer = new Sealer(() -> sealKey, clock);
        GatewayName gateway = GatewayName.of(directory, "https://localhost/fhir");
        hall = new Hall(
                new Routing(
                        reading,
                        directory,
                        loop,
                        consents,
                        protections,
                        amendments,
                        presumptions,
                        new Reconsideration(directory, clearance, dossiers, families, looks),
                        conflicts,
                        claims),
                new Release(
                        reading,
                        amendments,
                        directory,
                        clearance,
                        dossiers,
                        families,
                        looks,
                        sealer,
                        gateway,
                        loop,
                        new FamilyNumbers(pseudonyms),
                        new ClosedParts(directory, oin -> receiverKeys.apply(oin), new PartSealer(sealer, clock))),
                new Telling(reading, directory, sealer, gateway, conflicts),
                new Fetching(reading, directory, Flow::nothingIsSent, Flow::nothingIsFetched),
                Flow::nothingIsSent);
        tasks = new OwnTasks(journal, clients, conflicts, clock);
        desk = new BasisDesk(
                clients,
                directory,
                dossiers,
                families,
                seal,
                consents,
                protections,
                amendments,
                presumptions,
                consentDesk,
                () -> {});
        looking = new LookDesk(clients, directory, amendments, clearance, dossiers, families, looks, () -> {});
        report = new ClientReport(clients, journal, directory);
        glass = new BreakGlass(clients, directory, reading, seal, consents, clock, () -> {});
    }

    private static Sent nothingIsSent(PartnerId receiver, Outgoing outgoing) {
        throw new IllegalStateException("Nothing is sent here");
    }

    private static Reception nothingIsFetched() {
        throw new IllegalStateException("Nothing is fetched here");
    }

    private static Map<String, String> settings(Path folder) {
        Map<String, String> settings = new HashMap<>();
        settings.put("home", folder.toString());
        for (Partner partner : Directory.load(Path.of("routes")).partners()) {
            settings.put("demo." + partner.id() + ".port", "1");
        }
        return settings;
    }

    /** A database that tells when each transaction was committed. */
    static Flow open(Path folder) throws IOException, SQLException {
        return open(folder, Path.of("routes"));
    }

    /** The same with other partners and circles. */
    static Flow open(Path folder, Path routes) throws IOException, SQLException {
        return open(folder, routes, Path.of("mappings"));
    }

    /** The same with other mappings, policy and tables of needs. */
    static Flow open(Path folder, Path routes, Path mappings) throws IOException, SQLException {
        Path programs = Path.of("target", "postgres");
        EmbeddedPostgres first = EmbeddedPostgres.start(folder.resolve("db"), programs);
        try (Connection connection = java.sql.DriverManager.getConnection(first.url(), first.user(), first.password());
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set track_commit_timestamp = on");
        }
        first.close();
        return new Flow(EmbeddedPostgres.start(folder.resolve("db"), programs), folder, routes, mappings);
    }

    /** A copy of the demo's routes, to be changed and opened. */
    static Path routesIn(Path folder) throws IOException {
        Path routes = folder.resolve("routes");
        FileSystemUtils.copyRecursively(Path.of("routes"), routes);
        return routes;
    }

    /** Whatever still waits is work of nobody any more. */
    void forgetWork() throws SQLException {
        execute("truncate schakel.outbox", "update schakel.work set state = 'DONE' where state <> 'DONE'");
    }

    /** The ward's referral, about a client that only this ward knows by this number. */
    ReferralReference referral(String client) throws IOException {
        return referralOf(client, client + "^^^GGZ-NOORD^PI");
    }

    /** The same with these numbers in PID-3. */
    ReferralReference referralOf(String client, String numbers) throws IOException {
        String text = Files.readString(
                        Path.of("mappings/hl7v2-nl/2.5/examples/01-ref-i12/input.hl7"), StandardCharsets.ISO_8859_1)
                .replace("GGZ0000005", next())
                .replace("REF-2026-00041", "REF-" + client)
                .replace("P100234^^^GGZ-NOORD^PI~999900420^^^NLMINBIZA^NNNLD", numbers)
                .replace("^Els^^^^^L", "^" + sisters.getOrDefault(client, "Els") + "^^^^^L")
                .replace("^^Eindhoven^^^NL^BA", addresses.getOrDefault(client, "^^Eindhoven^^^NL^BA"))
                .replace("06-12345678", mobiles.getOrDefault(client, "06-12345678"))
                .replace("HIC^3^1", wards.getOrDefault(client, "HIC^3^1"))
                .replace("^Johan^P^", "^" + givenNames.getOrDefault(client, "Johan^P") + "^");
        List<String> word = words.getOrDefault(client, List.of("", ""));
        return committed(word.get(0).isEmpty() ? text : text.replace(word.get(0), word.get(1)))
                .reference()
                .orElseThrow();
    }

    /** The same of a client for whose sister somebody wrote this as her given name. */
    ReferralReference referralWithSister(String client, String address, String sister) throws IOException {
        sisters.put(client, sister);
        return referral(client, address);
    }

    /** The same of somebody with a name, a telephone and a ward of their own. */
    ReferralReference referral(String client, String givenName, String address, String mobile) throws IOException {
        givenNames.put(client, givenName + "^");
        wards.put(client, "W-" + client + "^3^1");
        mobiles.put(client, mobile);
        return referral(client, address);
    }

    /** The same with another word in place of one. */
    ReferralReference reworded(String client, String address, String word, String other) throws IOException {
        addresses.put(client, address);
        words.put(client, List.of(word, other));
        return referral(client);
    }

    /** The same of a client with an address. */
    ReferralReference referral(String client, String address) throws IOException {
        addresses.put(client, address);
        return referral(client);
    }

    /** ADT^A31 with CON: {@code AKKOORD}, {@code GEWEIGERD} or {@code INGETROKKEN} to a form. */
    Accepted consent(String client, String form, String word) {
        return consent(client, form, word, 1);
    }

    /** The same, said this many minutes ago. */
    Accepted consent(String client, String form, String word, int minutesAgo) {
        String now = LocalDateTime.now(ZoneId.of("Europe/Amsterdam"))
                .minusMinutes(minutesAgo)
                .format(HL7);
        return accept("MSH|^~\\&|EPD|GGZ-NOORD|OVERDRACHT-GW|GW|" + now + "||ADT^A31^ADT_A05|" + next()
                + "|P|2.5|||AL|NE|NLD|8859/1\r"
                + "EVN|A31|" + now + "\r"
                + "PID|1||" + client + "^^^GGZ-NOORD^PI||Test^Test||19840517|M\r"
                + "PV1|1|N\r"
                + "CON|1|" + form + "^Formulier^99SCHAKEL|||||||||" + word + "||" + now + "\r");
    }

    /** ADT^A08 about a client that only this ward knows by this number. */
    Accepted update(String client, String segments) {
        return say("ADT^A08^ADT_A01", "", client, segments);
    }

    /**
     * Any message of the ward about such a client.
     *
     * @param before segments before PID, each with its end
     * @param after what follows on PID-8, with all further segments
     */
    Accepted say(String kind, String before, String client, String after) {
        return adt(kind, client + "^^^GGZ-NOORD^PI", before, after);
    }

    /** The same about a client with these numbers in PID-3. */
    Accepted adt(String kind, String numbers, String before, String after) {
        String now = LocalDateTime.now(ZoneId.of("Europe/Amsterdam")).format(HL7);
        return accept("MSH|^~\\&|EPD|GGZ-NOORD|OVERDRACHT-GW|GW|" + now + "||" + kind + "|" + next()
                + "|P|2.5|||AL|NE|NLD|8859/1\r"
                + (before.isEmpty() ? "EVN|" + kind.substring(4, 7) + "|" + now + "\r" : before)
                + "PID|1||" + numbers + "||van der Meer&van der&Meer^Johan^P^^^^L||19840517|M"
                + after);
    }

    private String next() {
        synchronized (this) {
            return "F" + ++count;
        }
    }

    private Accepted.Committed committed(String text) {
        return (Accepted.Committed) accept(text);
    }

    private Accepted accept(String text) {
        return accept("mllp", "application/hl7-v2", text.getBytes(StandardCharsets.ISO_8859_1), WARD);
    }

    /** An intake form as JSON, from the folder of a partner. */
    Accepted intake(String json, PartnerId from) {
        return accept("file", "application/json", json.getBytes(StandardCharsets.UTF_8), from);
    }

    /** A FHIR Consent as a message of its own. */
    Accepted fhirConsent(String json, PartnerId from) {
        return accept("fhir", "application/fhir+json", json.getBytes(StandardCharsets.UTF_8), from);
    }

    /** A message Bundle. */
    Accepted bundle(String json, PartnerId from) {
        return accept("fhir", "$process-message", "application/fhir+json", json.getBytes(StandardCharsets.UTF_8), from);
    }

    private Accepted accept(String door, String mediaType, byte[] bytes, PartnerId from) {
        return accept(door, door.equals("fhir") ? "Consent" : "", mediaType, bytes, from);
    }

    /** Why a message Bundle is refused at the door. */
    Problem refusal(String json, PartnerId from) {
        return offered("fhir", "$process-message", "application/fhir+json", json.getBytes(StandardCharsets.UTF_8), from)
                .fold(
                        taken -> {
                            throw new AssertionError("It was taken");
                        },
                        problem -> problem);
    }

    private Accepted accept(String door, String operation, String mediaType, byte[] bytes, PartnerId from) {
        return value(offered(door, operation, mediaType, bytes, from));
    }

    /** Any message at any door; stopped as its sender is told that it was refused. */
    Step<Accepted> offered(String door, String operation, String mediaType, byte[] bytes, PartnerId from) {
        return offered(door, operation, mediaType, bytes, from, Optional.empty());
    }

    /** A receiver's Task with its new status, based on a version of it. */
    Accepted answer(UUID task, long version, String json, PartnerId from) {
        return value(offered(
                "fhir",
                "Task/" + task,
                "application/fhir+json",
                json.getBytes(StandardCharsets.UTF_8),
                from,
                Optional.of("W/\"" + version + "\"")));
    }

    private Step<Accepted> offered(
            String door, String operation, String mediaType, byte[] bytes, PartnerId from, Optional<String> ifMatch) {
        Inbound inbound = new Inbound(
                door,
                operation,
                mediaType,
                Optional.empty(),
                bytes,
                "127.0.0.1",
                List.of(),
                Seals.NONE,
                ifMatch,
                Map.of(FhirDoor.REQUEST_ID, next()));
        Sender sender = new Sender(directory.partner(from).orElseThrow(), Optional.empty());
        return doors.name(inbound)
                .then(named -> reading.read(inbound, named, sender)
                        .then(read -> answers.effect(inbound, named, read)
                                .map(effect -> journal.accept(new Acceptance(
                                        read.envelope(),
                                        read.mapping(),
                                        streamKey.of(read.envelope()),
                                        inbound.door(),
                                        inbound.mediaType(),
                                        inbound.bytes(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        effect,
                                        streamKey.numbers(read.envelope(), read.endedNumbers()),
                                        java.util.Set.of(),
                                        (inbox, reference, at, leaf) -> new Acceptance.Receipt(new byte[1], "r"),
                                        follow(read))))));
    }

    /** Accepts something and has a worker route it, so that something else can come between. */
    ReferralReference unrouted(Accepting accepting) throws IOException {
        atOnce = false;
        try {
            return accepting.accept();
        } finally {
            atOnce = true;
        }
    }

    /** A message that opens a referral. */
    @FunctionalInterface
    interface Accepting {
        ReferralReference accept() throws IOException;
    }

    private Optional<Acceptance.Follow> follow(AtDoor read) {
        return read.lasting().filter(valid -> atOnce).map(valid -> (item, ledger) -> hall.follow(item, valid, ledger));
    }

    static <T> T value(Step<T> step) {
        return step.fold(value -> value, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    /** What is due now. */
    List<WorkItem> claim() {
        List<UUID> ids = new ArrayList<>();
        journal.relay(1000, ready -> ready.forEach(one -> ids.add(one.id())));
        return journal.claim(ids);
    }

    /** Works until nothing is due; whatever is to be sent arrives and is acknowledged by its protocol. */
    List<Delivered> work() {
        List<Delivered> all = new ArrayList<>();
        for (List<WorkItem> items = claim(); !items.isEmpty(); items = claim()) {
            for (WorkItem item : items) {
                journal.prepare(item, hall).ifPresent(prepared -> {
                    if (prepared instanceof Prepared.Send send) {
                        all.add(new Delivered(item, send.outgoing()));
                        journal.settle(item, new Sent.Delivered(new byte[] {1}));
                    }
                });
            }
        }
        return all;
    }

    /** Works until the delivery to this partner is in hand. */
    WorkItem routedTo(PartnerId partner) {
        for (List<WorkItem> items = claim(); !items.isEmpty(); items = claim()) {
            Optional<WorkItem> found = items.stream()
                    .filter(item -> item.kind() == WorkItem.Kind.DELIVER
                            && item.destination().equals(Optional.of(partner)))
                    .findFirst();
            items.stream()
                    .filter(item -> item.kind() == WorkItem.Kind.ROUTE)
                    .forEach(item -> journal.prepare(item, hall));
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new AssertionError("No delivery to " + partner);
    }

    /** The delivery to a partner, with its bytes made, that could not be called. */
    WorkItem unreached(PartnerId partner) {
        WorkItem delivery = routedTo(partner);
        if (!(journal.prepare(delivery, hall).orElseThrow() instanceof Prepared.Send)) {
            throw new AssertionError("No bytes were made");
        }
        journal.settle(delivery, new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE)));
        return delivery;
    }

    /** From now on nothing is begun for this partner. */
    void leaveAlone(PartnerId partner) {
        journal.hold(partner, Journal.Cause.UNREACHABLE, Duration.ofMinutes(10));
    }

    /** Works what there is, then lets it be called again, with every pause over: what it gets. */
    List<Delivered> reached(PartnerId partner) throws SQLException {
        work();
        journal.release(partner);
        execute("update schakel.work set next_at = clock_timestamp(), sweep_at = clock_timestamp()"
                + " where state = 'OPEN'");
        journal.sweep();
        return work().stream()
                .filter(delivered -> delivered.is(WorkItem.Kind.DELIVER, partner))
                .toList();
    }

    /** Something that a partner got. */
    record Delivered(WorkItem item, Outgoing outgoing) {
        String text() {
            return new String(outgoing.bytes(), StandardCharsets.UTF_8);
        }

        boolean is(WorkItem.Kind kind, PartnerId to) {
            return item.kind() == kind && item.destination().equals(Optional.of(to));
        }
    }

    String trace(ReferralReference reference) {
        StringBuilder all = new StringBuilder();
        journal.trace(reference)
                .forEach(line -> all.append(line.stage())
                        .append(' ')
                        .append(line.partner().map(PartnerId::value).orElse("-"))
                        .append(' ')
                        .append(line.outcome())
                        .append(' ')
                        .append(line.reason())
                        .append('\n'));
        return all.toString();
    }

    static Problem problem(Accepted accepted) {
        return ((Accepted.Refused) accepted).problem();
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    long count(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() {
        pool.close();
        postgres.close();
    }
}
