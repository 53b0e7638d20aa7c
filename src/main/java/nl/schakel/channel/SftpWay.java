package nl.schakel.channel;

import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import nl.schakel.egress.Egress;
import org.apache.camel.Exchange;

/**
 * To the folders on a partner's own server. Several gateways may come at once: each file is moved by one of them. A server that
 * is away or shuts us out is left alone for longer and longer, so that it does not lock our account. Not safe for use by
 * several threads.
 */
final class SftpWay implements DropPlaces.Way {
    private final SftpServer server;
    private final SftpServer.Times times;
    private final ScheduledExecutorService clock;
    private final LongSupplier nanos;
    private Duration rest = Duration.ZERO;
    private long since;

    SftpWay(SftpServer server, SftpServer.Times times, ScheduledExecutorService clock, LongSupplier nanos) {
        this.server = server;
        this.times = times;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** To the server that a route names. */
    static SftpWay of(Exchange exchange, Egress egress, ScheduledExecutorService clock) {
        return new SftpWay(SftpServer.of(exchange, egress), SftpServer.Times.ofALook(), clock, System::nanoTime);
    }

    /** Empty while the server is left alone. */
    @Override
    public Optional<DropPlaces> open() throws IOException {
        if (nanos.getAsLong() - since < rest.toNanos()) {
            return Optional.empty();
        }
        SftpTalk talk = talk();
        try {
            return Optional.of(places(talk));
        } catch (IOException | RuntimeException trouble) {
            talk.close();
            throw trouble;
        }
    }

    private SftpTalk talk() throws NotReached {
        try {
            SftpTalk talk = SftpTalk.open(server, times, clock);
            rest = Duration.ZERO;
            return talk;
        } catch (NotReached trouble) {
            Duration twice = rest.multipliedBy(2).plus(DoorLimits.SFTP_LOOK);
            rest = twice.compareTo(DoorLimits.SFTP_REST) < 0 ? twice : DoorLimits.SFTP_REST;
            since = nanos.getAsLong();
            throw trouble;
        }
    }

    private DropPlaces places(SftpTalk talk) throws IOException {
        SftpFolder in = talk.folder(server.directory());
        SftpFolder out = beside(talk, "out");
        SftpFolder taken = beside(talk, "taken");
        SftpFolder refused = beside(talk, "refused");
        taken.make();
        refused.make();
        for (SftpFolder place : List.of(in, out, taken, refused)) {
            if (!place.isFolderItself()) {
                throw new NotDirectoryException("of a partner");
            }
        }
        return new DropPlaces(in, out, taken, refused, Instant.now().minus(DoorLimits.SFTP_LOST_SEAL), talk);
    }

    private SftpFolder beside(SftpTalk talk, String name) {
        return talk.folder(server.directory().substring(0, server.directory().lastIndexOf('/') + 1) + name);
    }
}
