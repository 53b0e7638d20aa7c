package nl.schakel.channel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What holds for the folders of a partner, on a partner's own server. */
@Guards(Threat.T18)
abstract class SftpContract extends CollectorContract {
    static final SftpServer.Times TIMES =
            new SftpServer.Times(Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(90));

    @TempDir
    Path secrets;

    final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stopsTheClock() {
        clock.shutdownNow();
    }

    /** To the server of this test, as it was agreed; asked for when the server runs. */
    abstract SftpWay agreed();

    @Override
    String door() {
        return "sftp";
    }

    @Override
    DropPlaces.Way way(Path in) {
        // The collector is made before the server is started.
        AtomicReference<SftpWay> way = new AtomicReference<>();
        return () -> {
            way.compareAndSet(null, agreed());
            return way.get().open();
        };
    }
}
