package nl.schakel.channel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import nl.schakel.pipeline.FileDesk;
import nl.schakel.referral.PartnerId;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The step of {@code file-drop-in}: looks into the folder of the route's partner. No file's name becomes a header. */
final class FilePickup implements Processor {
    private final FileDesk desk;
    private final Rest rest;
    private final Map<Path, DropCollector> collectors = new ConcurrentHashMap<>();

    FilePickup(FileDesk desk, Rest rest) {
        this.desk = desk;
        this.rest = rest;
    }

    @Override
    public void process(Exchange exchange) {
        if (!rest.isAsked()) {
            Path in = Path.of(exchange.getProperty("folder", String.class));
            collectors
                    .computeIfAbsent(in, folder -> collector(folder, exchange))
                    .look(rest::isAsked);
        }
    }

    private DropCollector collector(Path in, Exchange exchange) {
        Optional<Duration> sealWait =
                exchange.getProperty("sealed", Boolean.class) ? Optional.of(DoorLimits.SEAL_WAIT) : Optional.empty();
        return new DropCollector(
                new PartnerId(exchange.getProperty("partner", String.class)),
                DropPlaces.beside(in),
                new Steadiness(DoorLimits.QUIET, sealWait, System::nanoTime),
                desk);
    }
}
