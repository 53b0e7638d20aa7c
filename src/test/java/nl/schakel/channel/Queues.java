package nl.schakel.channel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nl.schakel.broker.PartnersBroker;
import nl.schakel.directory.ChannelUse;
import nl.schakel.directory.Partner;

/** A partner's broker with three queues for us and one for it, and a house that is connected to it. */
final class Queues implements AutoCloseable {
    static final String IN = "naar-schakel";
    static final String REPLIES = "antwoorden";
    static final String REFUSED = "geweigerd";
    static final String OUT = "van-schakel";
    static final Duration SOON = Duration.ofSeconds(60);

    private static final String WORD = "made-for-this-test";

    final PartnersBroker broker;
    final House house;
    private FrontDoors doors;

    Queues(Path folder) throws Exception {
        broker = new PartnersBroker(folder, WORD, IN, REPLIES, REFUSED, OUT);
        broker.start(TestKeys.context("partner", List.of("gateway")));
        house = new House();
        secret(WORD, "rw-------");
    }

    void secret(String word, String permissions) throws Exception {
        Path file = house.secrets.resolve("broker");
        Files.writeString(file, word + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    /** As a partner file says it, over TLS. */
    Map<String, String> parameters() {
        return new HashMap<>(Map.of(
                "host",
                "localhost",
                "port",
                Integer.toString(broker.secured()),
                "account",
                "schakel",
                "secret",
                "broker"));
    }

    /** Opens the way in: JSON, without seals, and what is refused is kept. */
    void open() {
        open(Map.of("refused", REFUSED), false);
    }

    void open(Map<String, String> more, boolean sealed) {
        Map<String, String> parameters = parameters();
        parameters.putAll(Map.of("queue", IN, "kind", "json", "replies", REPLIES));
        parameters.putAll(more);
        Partner partner = House.partner(List.of(new ChannelUse("jms-in", "jms-in", parameters, sealed)));
        doors = new FrontDoors(
                house.works.templates(),
                List.of(),
                Pickup.of(List.of(partner), house.works.templates()),
                house.works.rest());
        doors.open();
    }

    void shut() {
        doors.close();
    }

    @Override
    public void close() throws Exception {
        if (doors != null) {
            doors.close();
        }
        house.close();
        broker.close();
    }
}
