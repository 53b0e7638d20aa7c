package nl.schakel.channel;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import nl.schakel.egress.Egress;

/** Looks into a queue when a test says so, without the clock of a route. */
final class OneLook implements AutoCloseable {
    private final JmsCollector collector;

    OneLook(Queues queues) {
        this(queues, Map.of());
    }

    OneLook(Queues queues, Map<String, String> more) {
        Map<String, String> parameters = queues.parameters();
        parameters.putAll(more);
        PartnerBroker broker = new PartnerBroker(
                parameters.get("host"),
                Integer.parseInt(parameters.get("port")),
                "jms-line".equals(parameters.get("line")),
                parameters.get("account"),
                new Secret(queues.house.secrets.resolve(parameters.get("secret"))),
                TestKeys.gateway(),
                Egress.unlisted(false));
        JmsPlaces places = new JmsPlaces(
                House.PARTNER, FileKind.JSON, false, Queues.IN, Queues.REPLIES, Optional.of(Queues.REFUSED));
        GrowingPause none = new GrowingPause(Duration.ZERO, Duration.ZERO, System::nanoTime);
        collector = new JmsCollector(places, broker, queues.house.desk, none);
    }

    void look() {
        collector.look(() -> false);
    }

    @Override
    public void close() {
        collector.hangUp();
    }
}
