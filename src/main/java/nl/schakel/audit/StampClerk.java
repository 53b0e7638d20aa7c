package nl.schakel.audit;

import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import nl.schakel.egress.Egress;
import nl.schakel.egress.EgressRefused;
import nl.schakel.egress.HttpCalls;
import nl.schakel.seal.TimeStamps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the newest checkpoint time-stamped by an authority outside, in the background. When the authority does not answer it
 * is asked again, less and less often; nothing else waits for it.
 */
final class StampClerk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StampClerk.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final long SHORTEST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 300_000;

    private final Stamps stamps;
    private final TimeStamps authority;
    private final URI url;
    private final HttpCalls calls;
    private final Rounds rounds;
    private long pauseMillis = SHORTEST_MILLIS;

    StampClerk(Stamps stamps, TimeStamps authority, URI url, Egress egress) {
        this.calls = new HttpCalls(egress.own(), PATIENCE);
        this.stamps = stamps;
        this.authority = authority;
        this.url = url;
        this.rounds = new Rounds("audit-stamps", this::round);
    }

    void start() {
        rounds.start();
    }

    private Duration round() throws InterruptedException {
        heard(step());
        return Duration.ofMillis(pauseMillis);
    }

    /** Whether nothing is left to be stamped. */
    boolean step() throws InterruptedException {
        try {
            Optional<Checkpoint> checkpoint = stamps.unstamped();
            if (checkpoint.isEmpty()) {
                return true;
            }
            Optional<TimeStamps.Stamp> stamp = ask(Stamps.data(checkpoint.get()));
            if (stamp.isPresent()) {
                stamps.add(checkpoint.get(), stamp.get());
            }
            return stamp.isPresent();
        } catch (EgressRefused refused) {
            if (pauseMillis == SHORTEST_MILLIS) {
                LOG.warn("the time-stamping authority {}", refused.getMessage());
            }
            return false;
        } catch (IOException | SQLException unavailable) {
            LOG.debug("no time-stamp", unavailable);
            return false;
        }
    }

    private Optional<TimeStamps.Stamp> ask(byte[] data) throws IOException, InterruptedException {
        TimeStamps.Question question = TimeStamps.ask(data);
        HttpCalls.Answer answer =
                calls.post(url, "application/timestamp-query", question.der(), TimeStamps.REPLY_BYTES);
        return answer.status() == OK ? authority.answer(question, answer.body()) : Optional.empty();
    }

    Optional<byte[]> stamp(byte[] data) {
        try {
            return ask(data).map(TimeStamps.Stamp::token);
        } catch (IOException unavailable) {
            LOG.debug("no time-stamp", unavailable);
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** One line when a trouble begins and one when it ends. */
    private void heard(boolean good) {
        boolean troubled = pauseMillis > SHORTEST_MILLIS;
        if (good && troubled) {
            LOG.info("time-stamps come again");
        } else if (!good && !troubled) {
            LOG.warn("no time-stamp from {}: asked again", url.getHost());
        }
        pauseMillis = good ? SHORTEST_MILLIS : Math.min(2 * pauseMillis, LONGEST_MILLIS);
    }

    @Override
    public void close() {
        rounds.close();
    }
}
