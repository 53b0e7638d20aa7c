package nl.schakel.proof;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import nl.schakel.audit.AuditProofs;
import nl.schakel.egress.Egress;
import nl.schakel.journal.Acceptance;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.DeliveryTerms;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Journals;
import nl.schakel.journal.LaterReceipts;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkHandler;
import nl.schakel.journal.WorkItem;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import nl.schakel.referral.ClientIdentity;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.MappingVersion;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Role;
import nl.schakel.seal.LatestCheckpoint;
import nl.schakel.seal.ReceiptFacts;
import nl.schakel.seal.ReceiptWriter;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.Sealer;
import nl.schakel.seal.TimeStampAuthority;
import nl.schakel.seal.XmlSealVerifier;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.Subject;
import nl.schakel.trust.Usage;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The rooms of proof with a real database and real keys, wired as in the product; its checkpoints come every second. */
final class House implements AutoCloseable {
    static final PartnerId WARD = new PartnerId("ggz-noord");
    static final PartnerId SHELTER = new PartnerId("opvang-demo");
    static final Subject WARD_SUBJECT = new Subject("GGZ Noord", "00000099000000000017");
    static final Subject GATEWAY = new Subject("schakel", "00000099000000000000");

    final Path folder;
    final Path pki;
    final CertificateAuthority authority;
    final DataSource source;
    final Journal journal;
    final IssuedKey wardKey;
    /** The ward's since two months. */
    final IssuedKey oldKey;

    /** What the shelter is sent. */
    Function<WorkItem, Outgoing> outgoing = this::plain;

    final Sealer ward;
    private final EmbeddedPostgres postgres;
    private final AnnotationConfigApplicationContext context;
    private Optional<HttpServer> stampServer = Optional.empty();

    private House(Path folder, Map<String, String> settings) throws ClassNotFoundException {
        this.folder = folder;
        pki = folder.resolve("pki");
        authority = authority(pki);
        issue("gateway/tls", GATEWAY, Usage.TLS);
        issue("gateway/seal", GATEWAY, Usage.SEAL);
        issue("gateway/checkpoint", GATEWAY, Usage.SEAL);
        oldKey = authority.issueAt(pki.resolve("old/seal.crt"), pki.resolve("old/seal.key"), WARD_SUBJECT, Usage.SEAL);
        wardKey = authority.issue(WARD_SUBJECT, Usage.SEAL);
        ward = new Sealer(wardKey, Clock.systemUTC());
        postgres = EmbeddedPostgres.start(folder.resolve("db"), Path.of("target", "postgres"));
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.url());
        config.setUsername(postgres.user());
        config.setPassword(postgres.password());
        HikariDataSource pool = new HikariDataSource(config);
        source = pool;
        journal = Journals.open(
                source, partner -> new DeliveryTerms(DeliveryTerms.DeliveryClass.A, List.of(Duration.ZERO), 100));
        context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of("schakel.trust.pki=" + pki, "schakel.audit.checkpoint=1s")
                .and(settings)
                .applyTo(context);
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(Egress.class, () -> Egress.unlisted(false));
        context.registerBean("journalSource", DataSource.class, () -> source);
        context.registerBean("journal", Journal.class, () -> journal);
        context.registerBean(LaterReceipts.class, () -> new LaterReceipts(source));
        for (String room : List.of("trust.Trust", "seal.Seal", "audit.Audit", "proof.Proof")) {
            context.register(Class.forName("nl.schakel." + room + "Configuration"));
        }
        context.refresh();
    }

    /** Founded two months ago, so that something can have been signed since. */
    private static CertificateAuthority authority(Path pki) {
        if (!Files.exists(pki)) {
            CertificateAuthority.createAt(pki, Clock.offset(Clock.systemUTC(), Duration.ofDays(-60)))
                    .issueAt(pki.resolve("old/seal.crt"), pki.resolve("old/seal.key"), WARD_SUBJECT, Usage.SEAL);
        }
        return CertificateAuthority.createAt(pki, Clock.systemUTC());
    }

    static House at(Path folder) {
        return at(folder, Map.of());
    }

    /** With a time-stamp authority under the same root, and a responder that is asked every second. */
    static House stamped(Path folder) throws IOException {
        CertificateAuthority authority = authority(folder.resolve("pki"));
        TimeStampAuthority stamping = new TimeStampAuthority(
                authority.issue(new Subject("tsa", "00000099000000099000"), Usage.STAMP), Clock.systemUTC());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] reply = stamping.answer(exchange.getRequestBody().readAllBytes())
                        .orElseThrow();
                exchange.sendResponseHeaders(200, reply.length);
                exchange.getResponseBody().write(reply);
            }
        });
        server.createContext("/ocsp", exchange -> {
            try (exchange) {
                byte[] said = authority.ocsp(exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(200, said.length);
                exchange.getResponseBody().write(said);
            }
        });
        server.start();
        House house = at(
                folder,
                Map.of(
                        "schakel.trust.ocsp",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/ocsp",
                        "schakel.trust.status-interval",
                        "1s",
                        "schakel.audit.tsa-url",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/",
                        "schakel.audit.tsa-anchors",
                        folder.resolve("pki/ca/root.crt").toString()));
        house.stampServer = Optional.of(server);
        return house;
    }

    static House at(Path folder, Map<String, String> settings) {
        try {
            return new House(folder, settings);
        } catch (ClassNotFoundException renamed) {
            throw new IllegalStateException(renamed);
        }
    }

    private void issue(String stem, Subject subject, Usage usage) {
        authority.issueAt(pki.resolve(stem + ".crt"), pki.resolve(stem + ".key"), subject, usage);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** A message of a ward, sealed by it. */
    Acceptance message(String id, String content) {
        return message(id, content, ward);
    }

    Acceptance message(String id, String content, Sealer by) {
        return sealed(id, content, bytes -> by.seal(bytes, Sealer.DOCUMENT, "x-application/hl7-v2+er7"));
    }

    /** A message with any seal. */
    Acceptance sealed(String id, String content, Function<byte[], String> sealing) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return came(id, bytes, Optional.of(sealing.apply(bytes)));
    }

    /** A message as it came; its seal may be inside. */
    Acceptance came(String id, byte[] bytes, Optional<String> seal) {
        ReceiptWriter writer = bean(ReceiptWriter.class);
        LatestCheckpoint checkpoints = bean(LatestCheckpoint.class);
        return new Acceptance(
                envelope(id),
                new MappingVersion("test/1/message@0", "set-1"),
                ByteBuffer.allocate(32).putInt(id.hashCode()).array(),
                "mllp",
                "x-application/hl7-v2+er7",
                bytes,
                seal,
                Optional.empty(),
                Acceptance.Numbers.NONE,
                (inbox, reference, at, leaf) -> {
                    String jws = writer.accepted(
                            new ReceiptFacts(
                                    inbox,
                                    WARD.value(),
                                    id,
                                    sha256(bytes),
                                    seal.map(text -> sha256(ascii(text))),
                                    reference,
                                    at,
                                    leaf),
                            checkpoints.latest());
                    return new Acceptance.Receipt(ascii(jws), jws);
                });
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static String sha256(byte[] bytes) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Envelope envelope(String id) {
        return new Envelope(
                Envelope.Event.REFERRAL,
                WARD,
                Role.values()[0],
                id,
                Instant.now(),
                new ClientIdentity(Optional.empty(), Optional.of("P1"), Optional.of("GGZ-NOORD")),
                Optional.of(id),
                List.of(),
                Optional.of("0772"),
                Optional.empty(),
                Purpose.TRANSITION,
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of());
    }

    Accepted.Committed accept(Acceptance message) {
        // As at the door: from now on the status of this certificate is asked.
        bean(XmlSealVerifier.class).verify(message.bytes(), Instant.now());
        message.seal()
                .ifPresent(
                        seal -> bean(SealVerifier.class).verify(message.bytes(), seal, Sealer.DOCUMENT, Instant.now()));
        return (Accepted.Committed) journal.accept(message);
    }

    /** Routes the message to the shelter and comes to this outcome there. */
    void deliver(ReferralReference reference, Sent outcome) {
        work(WorkItem.Kind.ROUTE, reference, outcome);
        work(WorkItem.Kind.DELIVER, reference, outcome);
    }

    private void work(WorkItem.Kind kind, ReferralReference reference, Sent outcome) {
        List<UUID> ready = new ArrayList<>();
        journal.relay(1000, all -> all.forEach(one -> ready.add(one.id())));
        for (WorkItem item : journal.claim(ready)) {
            if (item.kind() == kind && item.reference().equals(Optional.of(reference))) {
                journal.prepare(item, this.new Hands());
                if (kind == WorkItem.Kind.DELIVER) {
                    journal.settle(item, outcome);
                }
            }
        }
    }

    Outgoing plain(WorkItem item) {
        byte[] bytes = ascii("outgoing of " + item.id());
        return outgoing(
                item, bytes, Optional.of(bean(Sealer.class).seal(bytes, Sealer.DOCUMENT, "application/fhir+json")));
    }

    static Outgoing outgoing(WorkItem item, byte[] bytes, Optional<String> seal) {
        return new Outgoing(item.id().toString(), "fhir-out", "application/fhir+json", bytes, seal);
    }

    private final class Hands implements WorkHandler {
        @Override
        public Prepared prepare(WorkItem item, Ledger ledger) {
            ReferralReference reference = item.reference().orElseThrow();
            if (item.kind() == WorkItem.Kind.ROUTE) {
                ledger.enqueue(WorkItem.Kind.DELIVER, reference, item.inboxId(), SHELTER, "task");
                return new Prepared.Done("asked");
            }
            return new Prepared.Send(outgoing.apply(item));
        }

        @Override
        public Sent send(WorkItem item, Outgoing outgoing) {
            throw new IllegalStateException("Nothing is sent here");
        }
    }

    static Sent.Delivered delivered() {
        return new Sent.Delivered(ascii("AA"));
    }

    /** What a transition's leaf says, as the hall writes it. */
    void note(ReferralReference reference, String event, String actor, String outcome) {
        execute("with "
                + nl.schakel.audit.AuditLog.leavesOf("select '" + event + "', '" + actor + "', '" + reference.text()
                        + "', '', '" + outcome + "', 'task 1'")
                + " select 1");
    }

    void execute(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The receipts of this message, when the last of them is of this stage. */
    List<LaterReceipts.Stored> receipts(UUID inboxId, String stage) {
        LaterReceipts receipts = bean(LaterReceipts.class);
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            var all = receipts.of(inboxId);
            return !all.isEmpty() && all.get(all.size() - 1).stage().equals(stage);
        });
        return receipts.of(inboxId);
    }

    AuditProofs proofs() {
        return bean(AuditProofs.class);
    }

    @Override
    public void close() {
        context.close();
        stampServer.ifPresent(server -> server.stop(0));
        ((HikariDataSource) source).close();
        postgres.close();
    }
}
