package nl.schakel.audit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
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
    private static final long SHORTEST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 300_000;

    private final Stamps stamps;
    private final TimeStamps authority;
    private final URI url;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Rounds rounds;
    private long pauseMillis = SHORTEST_MILLIS;

    StampClerk(Stamps stamps, TimeStamps authority, URI url) {
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
        } catch (IOException | SQLException unavailable) {
            LOG.debug("no time-stamp", unavailable);
            return false;
        }
    }

    private Optional<TimeStamps.Stamp> ask(byte[] data) throws IOException, InterruptedException {
        TimeStamps.Question question = TimeStamps.ask(data);
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Content-Type", "application/timestamp-query")
                .POST(HttpRequest.BodyPublishers.ofByteArray(question.der()))
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] reply = body.readNBytes(TimeStamps.REPLY_BYTES + 1);
            return response.statusCode() == 200 && reply.length <= TimeStamps.REPLY_BYTES
                    ? authority.answer(question, reply)
                    : Optional.empty();
        }
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
