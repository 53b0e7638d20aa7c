package nl.schakel.demo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Something with the certificate of the demo's shelter that keeps nothing and says what it is told to say. */
public final class LyingPartner implements Closeable {
    private final HttpDoor door;
    private final AtomicInteger asked = new AtomicInteger();

    private LyingPartner(Path home, int status, String mediaType, String answer) throws IOException {
        Office office = (body, headers) -> {
            asked.incrementAndGet();
            return new Office.Answer(status, mediaType, answer.getBytes(StandardCharsets.UTF_8));
        };
        door = new HttpDoor(
                0,
                PartnerKeys.own(home, Cast.OPVANG, Clock.systemUTC()).tls(),
                Map.of("/fhir/$process-message", office),
                Optional.empty());
        door.start();
    }

    public static LyingPartner start(Path home, int status, String mediaType, String answer) throws IOException {
        return new LyingPartner(home, status, mediaType, answer);
    }

    public int port() {
        return door.port();
    }

    /** How many messages it was given. */
    public int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        door.close();
    }
}
