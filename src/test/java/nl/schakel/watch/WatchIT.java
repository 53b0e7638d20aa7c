package nl.schakel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import nl.schakel.directory.Directory;
import nl.schakel.journal.Alerts;
import nl.schakel.journal.Backlogs;
import nl.schakel.journal.DeliveryTerms;
import nl.schakel.journal.DiskRoom;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Journals;
import nl.schakel.journal.Pauses;
import nl.schakel.journal.Pulse;
import nl.schakel.journal.Reconciliation;
import nl.schakel.journal.Retention;
import nl.schakel.journal.Unanswered;
import nl.schakel.journal.WorkList;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** Each condition is told once when it begins and once when it ends, by one of all who look, on a real database. */
class WatchIT {
    /** A Wednesday, within office hours. */
    private static final Instant NOON = Instant.parse("2026-11-25T11:00:00Z");

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static HikariDataSource pool;
    private static Journal journal;
    private static Directory directory;

    private final Hands hands = new Hands();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** A clock that is set. */
    private static final class Hands extends Clock {
        private Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start(folder.resolve("db"), Path.of("target", "postgres"));
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.url());
        config.setUsername(postgres.user());
        config.setPassword(postgres.password());
        config.setMaximumPoolSize(8);
        pool = new HikariDataSource(config);
        journal = Journals.open(pool, partner -> DeliveryTerms.of(DeliveryTerms.DeliveryClass.A));
        Path routes = folder.resolve("routes");
        FileSystemUtils.copyRecursively(Path.of("routes"), routes);
        Path shelter = routes.resolve("partners/opvang-demo.yaml");
        Files.writeString(shelter, Files.readString(shelter) + "backlog: 1000\n");
        directory = Directory.load(routes);
    }

    @AfterAll
    static void stop() {
        pool.close();
        postgres.close();
    }

    @BeforeEach
    void empty() {
        update("truncate schakel.alert, schakel.heard, schakel.pause, schakel.work cascade");
        // Who need not be told of as silent here was heard just now.
        update("insert into schakel.heard select p, timestamptz '2026-11-25 10:59+00' from unnest(array["
                + "'ggz-noord', 'pi-demo', 'toegang-eindhoven', 'ziekenhuis-demo']) as t(p)");
    }

    @Test
    void nothingIsSaidWhenAllIsWell() {
        watch(Optional.empty()).round();
        assertThat(alerts().list(1)).isEmpty();
    }

    /** Full until a tenth has gone, for all processes, however late one begins. */
    @Test
    void whatWaitsBeyondWhatWasAgreedIsToldOnceUntilATenthHasGone() {
        update(work(70, "opvang-demo", "OPEN") + ", 0, null, '-infinity', clock_timestamp(), null)");
        update("insert into schakel.work (id, kind, inbox_id, destination, subject, stream, seq, state, sweep_at)"
                + " select gen_random_uuid(), 'DELIVER', inbox_id, destination, subject, stream, seq + n, 'OPEN', sweep_at"
                + " from schakel.work, generate_series(1, 999) n");
        Watch one = watch(Optional.empty());
        one.round();
        Backlogs late = new Backlogs(pool);
        late.count(directory::mostWaiting);
        assertThat(late.full()).extracting(Object::toString).containsExactly("opvang-demo");
        assertThat(alerts().list(1))
                .filteredOn(alert -> alert.condition().kind().equals(Backlogs.ALERT))
                .singleElement()
                .satisfies(alert -> assertThat(alert.condition().words()).contains("1000 items", "SCH-7003"));
        assertThat(Kind.BEHIND.name()).isEqualTo(Backlogs.ALERT);
        update("update schakel.work set state = 'DONE' where seq % 20 = 0");
        watch(Optional.empty()).round();
        assertThat(behind()).as("950 are not yet a tenth less").isEqualTo(1);
        update("update schakel.work set state = 'DONE' where seq % 20 < 3");
        one.round();
        watch(Optional.empty()).round();
        assertThat(behind()).isZero();
        late.count(directory::mostWaiting);
        assertThat(late.full()).isEmpty();
    }

    private static long behind() {
        return alerts().list(1).stream()
                .filter(alert -> alert.condition().kind().equals(Backlogs.ALERT))
                .filter(alert -> alert.until().isEmpty())
                .count();
    }

    @Test
    void whoDoesNotAnswerInTimeIsToldAndSoIsThatNothingMayGo() {
        update(
                "insert into schakel.transition (year, number, sender, stream, request, status, custodian, opened_at, version)"
                        + " values (2026, 1, 'ggz-noord', decode(repeat('01', 32), 'hex'), gen_random_uuid(), 'requested', 'ggz-noord',"
                        + " now(), 1)");
        asked("opvang-demo", "2026-11-23T10:00:00Z");
        asked("vrouwenopvang-demo", "2026-11-25T08:00:00Z");
        asked("schuldhulp-demo", "2026-11-23T10:00:00Z");
        delivered("opvang-demo");
        delivered("schuldhulp-demo");
        Watch watch = watch(Optional.empty());
        watch.round();
        assertThat(alerts().list(1)).singleElement().satisfies(alert -> {
            assertThat(alert.condition().kind()).isEqualTo("UNANSWERED");
            assertThat(alert.condition().subject()).isEqualTo("opvang-demo");
            assertThat(alert.condition().words()).contains("1 referrals wait", "2026-11-23");
        });
        hands.now = NOON.plus(Duration.ofHours(4));
        watch.round();
        assertThat(alerts().list(1))
                .extracting(alert ->
                        alert.condition().kind() + " " + alert.condition().subject())
                .contains("WITHHELD vrouwenopvang-demo");
        update("update schakel.task set status = 'accepted'");
        watch.round();
        assertThat(alerts().list(1))
                .allSatisfy(alert -> assertThat(alert.until()).isPresent());
        update("delete from schakel.work where number = 1");
        update("delete from schakel.task");
        update("delete from schakel.transition");
    }

    private static void asked(String receiver, String at) {
        update(
                "insert into schakel.task (id, year, number, receiver, status, version, created_at) values (gen_random_uuid(),"
                        + " 2026, 1, '" + receiver + "', 'requested', 1, '" + at + "')");
    }

    private static void delivered(String receiver) {
        update(
                "insert into schakel.work (id, kind, year, number, inbox_id, destination, subject, stream, seq, state, sweep_at,"
                        + " evidence) select gen_random_uuid(), 'DELIVER', year, number, request, '" + receiver
                        + "', '', stream, 1, 'DONE', now(), 'x' from schakel.transition where year = 2026 and number = 1");
    }

    @Test
    void aPauseThatLastsTooLongBeginsOnceAndEndsOnceHoweverManyLook() {
        update(
                "insert into schakel.pause (partner, paused_by, paused_at) values ('opvang-demo', 'anna', '2026-11-23')");
        List<Watch> processes =
                IntStream.range(0, 4).mapToObj(i -> watch(Optional.empty())).toList();
        for (int i = 0; i < 5; i++) {
            processes.parallelStream().forEach(Watch::round);
        }
        assertThat(alerts().list(1)).singleElement().satisfies(alert -> {
            assertThat(alert.condition().kind()).isEqualTo("PAUSED");
            assertThat(alert.condition().subject()).isEqualTo("opvang-demo");
            assertThat(alert.condition().words())
                    .contains("schakel partner resume opvang-demo")
                    .doesNotContain("anna");
            assertThat(alert.until()).isEmpty();
        });
        update("delete from schakel.pause");
        for (int i = 0; i < 5; i++) {
            processes.parallelStream().forEach(Watch::round);
        }
        assertThat(alerts().list(1))
                .singleElement()
                .satisfies(alert -> assertThat(alert.until()).isPresent());
        update(
                "insert into schakel.pause (partner, paused_by, paused_at) values ('opvang-demo', 'bram', '2026-11-23')");
        processes.get(0).round();
        assertThat(alerts().list(1)).as("it began anew").hasSize(2);
    }

    @Test
    void whatWaitsTooLongForAPersonIsOneConditionForEachThingToDo() {
        parked(1, "opvang-demo", "SCH-6004 Attempts", "2026-11-24 09:00+00");
        parked(2, "opvang-demo", "SCH-6004 Attempts", "2026-11-25 10:00+00");
        parked(3, "schuldhulp-demo", "SCH-6003 Outcome", "2026-11-25 10:00+00");
        parked(4, "", "SCH-2004 Code", "2026-11-20 10:00+00");
        watch(Optional.empty()).round();
        assertThat(alerts().list(0))
                .extracting(alert -> alert.condition().subject())
                .containsExactlyInAnyOrder("opvang-demo SCH-6004", "gateway SCH-2004");
    }

    @Test
    void aPartnerThatIsNotReachedAndWorkThatNobodyTakesAreTold() {
        update(work(5, "opvang-demo", "OPEN") + ", 3, null, clock_timestamp() - interval '20 minutes',"
                + " clock_timestamp() + interval '1 minute', null)");
        update(work(6, "opvang-demo", "OPEN") + ", 0, null, clock_timestamp() - interval '20 minutes',"
                + " clock_timestamp() + interval '1 minute', null)");
        update(work(7, "schuldhulp-demo", "OPEN") + ", 1, null, clock_timestamp() - interval '2 hours',"
                + " clock_timestamp() - interval '1 hour', null)");
        watch(Optional.empty()).round();
        assertThat(alerts().list(0))
                .extracting(alert ->
                        alert.condition().kind() + " " + alert.condition().subject())
                .containsExactlyInAnyOrder("FAILING opvang-demo", "UNSEEN work");
    }

    private double messages(String state) {
        return meters.get("schakel.reconciliation").tag("state", state).gauge().value();
    }

    /** Who has it tried again every day does not keep it from being told. */
    @Test
    void whatIsTriedAgainAndParkedAgainIsAsOldAsWhenAPersonWasFirstNeeded() {
        parked(1, "opvang-demo", "SCH-6004 Attempts", "2026-11-24 09:00+00");
        update("update schakel.work set state = 'OPEN', settled_at = null");
        update("update schakel.work set state = 'PARKED', settled_at = '2026-11-25 10:59+00'");
        watch(Optional.empty()).round();
        assertThat(alerts().list(0))
                .extracting(alert -> alert.condition().subject())
                .containsExactly("opvang-demo SCH-6004");
    }

    @Test
    void aMessageThatIsNowhereIsAnAlarmUntilItIsSomewhereAgain() {
        update(
                "insert into schakel.inbox (id, sender, message_id, sha256, event, door, media_type, accepted_at, answer, receipt)"
                        + " select gen_random_uuid(), 'ggz-noord', 'LOST', decode(repeat('00', 32), 'hex'), 'X', 'mllp', 'x',"
                        + " clock_timestamp(), ''::bytea, ''");
        Watch watch = watch(Optional.empty());
        watch.round();
        watch.round();
        assertThat(alerts().list(0))
                .singleElement()
                .satisfies(alert -> assertThat(alert.condition().words()).startsWith("1 accepted messages"));
        assertThat(messages("accepted")).isPositive();
        assertThat(messages("unaccounted")).isEqualTo(1);
        assertThat(messages("accepted")).isPositive();
        assertThat(messages("unaccounted")).isEqualTo(1);
        update("delete from schakel.inbox where message_id = 'LOST'");
        hands.now = NOON.plus(Duration.ofHours(1));
        update("update schakel.heard set at = '2026-11-25 12:59+00'");
        watch.round();
        assertThat(alerts().list(0)).isEmpty();
    }

    @Test
    void aPartnerThatIsExpectedAndNotHeardIsToldAndItsNextMessageEndsIt() {
        update("update schakel.heard set at = '2026-11-20 11:00+00' where partner = 'ggz-noord'");
        Watch watch = watch(Optional.empty());
        watch.round();
        assertThat(alerts().list(0))
                .singleElement()
                .satisfies(alert -> assertThat(alert.condition().kind() + " "
                                + alert.condition().subject())
                        .isEqualTo("SILENT ggz-noord"));
        update(
                "insert into schakel.inbox (id, sender, message_id, sha256, event, door, media_type, accepted_at, answer, receipt, applied)"
                        + " select '7fffffff-ffff-7fff-8000-000000000000', 'ggz-noord', 'HEARD', decode(repeat('00', 32), 'hex'), 'X',"
                        + " 'mllp', 'x', '2026-11-25 10:58+00', ''::bytea, '', true");
        watch.round();
        assertThat(alerts().list(0)).isEmpty();
        update("delete from schakel.inbox where message_id = 'HEARD'");
    }

    @Test
    void theWebHookGetsEachBeginningAndEndInOrderAlsoAfterItWasAway() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> got = new CopyOnWriteArrayList<>();
        boolean[] good = {false};
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            JsonNode body = json.readTree(exchange.getRequestBody().readAllBytes());
            if (good[0]) {
                got.add(body);
            }
            exchange.sendResponseHeaders(good[0] ? 204 : 500, -1);
            exchange.close();
        });
        server.start();
        try {
            Watch watch = watch(Optional.of(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook")));
            update(
                    "insert into schakel.pause (partner, paused_by, paused_at) values ('opvang-demo', 'anna', '2026-11-23')");
            watch.round();
            update("delete from schakel.pause");
            watch.round();
            assertThat(got).isEmpty();
            good[0] = true;
            watch.round();
            watch.round();
            assertThat(got).extracting(body -> body.path("event").asText()).containsExactly("began", "ended");
            assertThat(got.get(1).path("id").asLong())
                    .isEqualTo(got.get(0).path("id").asLong());
            assertThat(got.get(1).path("until").isMissingNode()).isFalse();
        } finally {
            server.stop(0);
        }
    }

    private Watch watch(Optional<URI> hook) {
        WatchSettings settings = new WatchSettings(
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                Duration.ofHours(24),
                Duration.ofMinutes(15),
                Duration.ofMinutes(30),
                Duration.ofHours(24),
                hook);
        Reconciliation reconciliation = new Reconciliation(pool);
        Rounds rounds = new Rounds(
                reconciliation,
                new Pulse(pool),
                new WorkList(pool),
                new Pauses(pool),
                DiskRoom.elsewhere(),
                new Backlogs(pool),
                new Unanswered(pool),
                directory,
                settings,
                hands);
        return new Watch(
                rounds,
                alerts(),
                new Hook(alerts(), hook, nl.schakel.egress.Egress.unlisted(false)),
                new Eraser(
                        new Unanswered(pool),
                        new Retention(pool),
                        new RetentionSettings(5, Duration.ofDays(30), Duration.ofDays(30), Duration.ofHours(1)),
                        hands),
                new Gauges(alerts(), journal, DiskRoom.elsewhere(), new Backlogs(pool), reconciliation, meters),
                settings.every());
    }

    private static Alerts alerts() {
        return new Alerts(pool);
    }

    private static void parked(int number, String partner, String reason, String since) {
        update(work(number, partner, "PARKED") + ", 1, '" + reason + "', '2026-11-01', clock_timestamp(), '" + since
                + "')");
    }

    private static String work(int number, String partner, String state) {
        return "insert into schakel.work (id, kind, inbox_id, destination, subject, stream, seq, state, attempts, reason, created_at,"
                + " sweep_at, settled_at) values (gen_random_uuid(), 'DELIVER', gen_random_uuid(), '" + partner
                + "', '', decode(repeat('00', 32), 'hex'), " + number + ", '" + state + "'";
    }

    private static void update(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
