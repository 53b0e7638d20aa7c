package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import nl.schakel.fhir.Notifications;
import nl.schakel.journal.Beats;
import nl.schakel.journal.Events;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Pauses;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkList;
import nl.schakel.journal.WorkList.Said;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.seal.Sealer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who wants a sign of life gets it when there was nothing else, and whatever becomes of it touches no work. */
class HeartbeatsIT extends FlowCase {
    private static final PartnerId SHELTER = Flow.SHELTER;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<Outgoing> sent = new ArrayList<>();
    private Supplier<Sent> answer = () -> new Sent.Delivered(new byte[] {1});
    private Beats beats;
    private OwnEvents events;

    @BeforeEach
    void sit() throws SQLException {
        flow.forgetWork();
        flow.execute("truncate schakel.event, schakel.subscription, schakel.pause, schakel.hold");
        beats = new Beats(flow.pool);
        events = new OwnEvents(
                new Events(flow.pool),
                flow.journal,
                new Pauses(flow.pool),
                new WorkList(flow.pool),
                flow.clients,
                new Conflicts(flow.directory),
                flow.directory);
    }

    @Test
    void countsTheEventsSealedByTheChannelOfThePartnerFile() throws IOException, SQLException {
        flow.referral("HB1");
        flow.work();
        long last = events.subscription(SHELTER).last();
        assertThat(last).isPositive();
        round();
        assertThat(sent).as("not before a minute has passed").isEmpty();
        aMinuteLater();
        round();
        assertThat(sent).singleElement().satisfies(beat -> {
            assertThat(beat.channel()).isEqualTo("fhir-heartbeat");
            assertThat(beat.mediaType()).isEqualTo("application/fhir+json");
            assertThat(beat.jws()).isPresent();
            assertThat(new String(beat.bytes(), StandardCharsets.UTF_8))
                    .contains(
                            "\"heartbeat\"", "\"valueString\":\"" + last + "\"", "\"id\":\"" + beat.messageId() + "\"")
                    .doesNotContain("notification-event", "V-2", "Task/");
        });
        round();
        assertThat(sent).as("once").hasSize(1);
        assertThat(beats.list()).singleElement().satisfies(beat -> {
            assertThat(beat.heardAt()).isPresent();
            assertThat(beat.failedSince()).isEmpty();
        });
    }

    @Test
    void isNotNeededWhereSomethingWasDelivered() throws IOException, SQLException {
        round();
        aMinuteLater();
        flow.referral("HB2");
        flow.work();
        round();
        assertThat(sent).isEmpty();
        flow.execute("update schakel.work set settled_at = settled_at - interval '61 seconds'");
        round();
        assertThat(sent).hasSize(1);
    }

    /** What is born and not delivered is just what the partner must hear of. */
    @Test
    void comesWhileSomethingWaits() throws IOException, SQLException {
        round();
        flow.referral("HB3");
        flow.routedTo(SHELTER);
        aMinuteLater();
        round();
        assertThat(sent)
                .singleElement()
                .satisfies(beat -> assertThat(new String(beat.bytes(), StandardCharsets.UTF_8))
                        .contains("\"valueString\":\"1\""));
    }

    @Test
    void nothingGoesToWhoIsPausedOrHeld() throws SQLException {
        round();
        aMinuteLater();
        new Pauses(flow.pool).pause(SHELTER, new Said("anna", "why"));
        round();
        assertThat(sent).isEmpty();
        new Pauses(flow.pool).resume(SHELTER, new Said("anna", "why"));
        flow.journal.hold(SHELTER, Journal.Cause.UNREACHABLE, MINUTE);
        round();
        assertThat(sent).isEmpty();
        flow.execute("update schakel.hold set until = clock_timestamp()");
        round();
        assertThat(sent).as("when the time is over it is tried").hasSize(1);
    }

    @Test
    void oneThatFailsIsSaidAndTouchesNoWork() throws IOException, SQLException {
        round();
        flow.referral("HB4");
        flow.routedTo(SHELTER);
        aMinuteLater();
        String work = "select count(*) from schakel.work where state <> 'DONE' and destination = '" + SHELTER
                + "' and attempts = 1 and state = 'OPEN' and reason is null";
        assertThat(flow.count(work)).isEqualTo(1);
        answer = () -> new Sent.Refused(Problem.of(ProblemCode.PARTNER_REFUSED), new byte[0]);
        round();
        assertThat(sent).hasSize(1);
        assertThat(flow.count(work)).isEqualTo(1);
        assertThat(flow.count("select count(*) from schakel.work where state = 'PARKED'"))
                .isZero();
        assertThat(flow.journal.holds()).isEmpty();
        assertThat(beats.list())
                .singleElement()
                .satisfies(beat -> assertThat(beat.failedSince()).isPresent());
        assertThat(counted("failed")).isPositive();
        aMinuteLater();
        answer = () -> new Sent.Delivered(new byte[] {1});
        round();
        assertThat(sent).hasSize(2);
        assertThat(beats.list())
                .singleElement()
                .satisfies(beat -> assertThat(beat.failedSince()).isEmpty());
    }

    @Test
    void aPartnerWhoseConnectionsAreAllInUseHasNotFailed() throws SQLException {
        round();
        aMinuteLater();
        double before = counted("failed");
        answer = () -> new Sent.NotDelivered(Problem.of(ProblemCode.BUSY));
        round();
        assertThat(sent).hasSize(1);
        assertThat(beats.list()).isEmpty();
        assertThat(counted("failed")).isEqualTo(before);
    }

    @Test
    void twoProcessesGiveOne() throws SQLException {
        round();
        aMinuteLater();
        Heartbeats one = process();
        Heartbeats other = process();
        one.round();
        other.round();
        assertThat(sent).hasSize(1);
    }

    /** Each round is the first of a process: when it looked last is kept in memory. */
    private void round() {
        process().round();
    }

    private Heartbeats process() {
        return new Heartbeats(
                flow.directory,
                beats,
                events,
                new Notifications("https://localhost/fhir"),
                new Sealer(() -> flow.sealKey, Clock.systemUTC()),
                (partner, outgoing) -> {
                    assertThat(partner).isEqualTo(SHELTER);
                    sent.add(outgoing);
                    return answer.get();
                },
                flow.meters,
                Clock.systemUTC(),
                Runnable::run);
    }

    private static void aMinuteLater() throws SQLException {
        flow.execute("update schakel.subscription set beat_at = beat_at - interval '61 seconds'");
        flow.execute("update schakel.work set settled_at = settled_at - interval '61 seconds'");
    }

    private static double counted(String outcome) {
        return flow.meters
                .counter("schakel.heartbeat", "partner", SHELTER.value(), "outcome", outcome)
                .count();
    }
}
