package nl.schakel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import nl.schakel.egress.Egress;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.Sealer;
import nl.schakel.seal.TimeStampAuthority;
import nl.schakel.seal.TimeStamps;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.StampTrust;
import nl.schakel.trust.Subject;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Usage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time-stamps from a real authority over real HTTP, and whatever is not quite one. */
class StampClerkIT {
    private static final String OIN = "00000099000000000000";
    private static final byte[] DATA = {1, 2, 3};

    @TempDir
    static Path folder;

    private static LogDatabase database;
    private static CertificateAuthority authority;
    private static Sealer sealer;
    private static TimeStampAuthority stamping;
    private static TimeStamps believed;
    private static HttpServer server;
    private static UnaryOperator<byte[]> behaviour = reply -> reply;
    private static int status = 200;

    @BeforeAll
    static void start() throws Exception {
        database = LogDatabase.in(folder);
        authority = CertificateAuthority.createAt(folder.resolve("pki"), Clock.systemUTC());
        sealer = new Sealer(authority.issue(new Subject("schakel", OIN), Usage.SEAL), Clock.systemUTC());
        stamping = new TimeStampAuthority(
                authority.issue(new Subject("tsa", "00000099000000099000"), Usage.STAMP), Clock.systemUTC());
        believed = new TimeStamps(new StampTrust(List.of(authority.root())));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] reply = behaviour.apply(
                        stamping.answer(exchange.getRequestBody().readAllBytes())
                                .orElseThrow());
                exchange.sendResponseHeaders(status, reply.length);
                exchange.getResponseBody().write(reply);
            }
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        database.close();
    }

    @Test
    void stampsTheNewestCheckpointAndGoesOnWhenTheAuthorityIsBack() throws Exception {
        StampClerk clerk = clerk(believed);
        assertThat(clerk.step()).as("nothing to stamp").isTrue();
        Checkpoint checkpoint = grown();
        status = 503;
        assertThat(clerk.step()).isFalse();
        status = 200;
        behaviour = reply -> new byte[TimeStamps.REPLY_BYTES + 1];
        assertThat(clerk.step()).as("endless").isFalse();
        behaviour = reply -> new byte[] {1};
        assertThat(clerk.step()).as("no reply").isFalse();
        byte[] other = stamping.answer(TimeStamps.ask(DATA).der()).orElseThrow();
        behaviour = reply -> other;
        assertThat(clerk.step()).as("over other bytes").isFalse();
        behaviour = reply -> reply;
        assertThat(clerk(new TimeStamps(new StampTrust(List.of()))).step())
                .as("whom nobody trusts")
                .isFalse();
        assertThat(new Stamps(database.source()).unstamped()).isPresent();
        assertThat(clerk.step()).isTrue();
        assertThat(new Stamps(database.source()).unstamped()).isEmpty();
        var exam = new AuditExam(
                database.source(),
                new SealVerifier(TrustAnchors.of(List.of(authority.root()), Clock.systemUTC())),
                believed,
                OIN);
        assertThat(exam.examine().findings()).isEmpty();
        assertThat(exam.examine().stamped()).isEqualTo(1);
        assertThat(checkpoint.size()).isPositive();
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica;"
                    + " update schakel.audit_timestamp set token = set_byte(token, 300, get_byte(token, 300) # 1)");
        }
        assertThat(exam.examine().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("time-stamp"));
    }

    @Test
    void believesAStampOverTheVeryBytesAloneAndFromAStampersKeyAlone() throws Exception {
        byte[] token = token(stamping);
        Optional<TimeStamps.Stamp> stamp = believed.verify(token, DATA);
        assertThat(stamp).isPresent();
        assertThat(Duration.between(stamp.get().at(), Instant.now())).isLessThan(Duration.ofMinutes(1));
        assertThat(believed.verify(token, new byte[] {1, 2, 4})).isEmpty();
        assertThat(believed.verify(new byte[0], DATA)).isEmpty();
        CertificateAuthority strange = CertificateAuthority.createAt(folder.resolve("strange"), Clock.systemUTC());
        assertThat(new TimeStamps(new StampTrust(List.of(strange.root()))).verify(token, DATA))
                .isEmpty();
        var sealing = authority.issue(new Subject("schakel", OIN), Usage.SEAL);
        assertThat(new TimeStampAuthority(sealing, Clock.systemUTC())
                        .answer(TimeStamps.ask(DATA).der())
                        .flatMap(reply -> believed.answer(TimeStamps.ask(DATA), reply)))
                .as("a seal key stamps no time")
                .isEmpty();
    }

    private static byte[] token(TimeStampAuthority from) {
        TimeStamps.Question question = TimeStamps.ask(DATA);
        return believed.answer(question, from.answer(question.der()).orElseThrow())
                .orElseThrow()
                .token();
    }

    private static StampClerk clerk(TimeStamps whom) {
        return new StampClerk(
                new Stamps(database.source()),
                whom,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
                Egress.unlisted(true));
    }

    private static Checkpoint grown() throws Exception {
        try (Connection connection = database.source().getConnection()) {
            AuditLog.append(
                    connection,
                    List.of(new AuditEvent("deliver", Optional.empty(), Optional.of("x"), "out", "delivered", "")));
        }
        AuditTree tree = new AuditTree(database.source());
        tree.grow();
        return new Checkpoints(database.source(), sealer, Clock.systemUTC(), Duration.ofSeconds(1))
                .sign(tree.head())
                .orElseThrow();
    }
}
