package nl.schakel.channel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.directory.ChannelUse;
import nl.schakel.directory.Partner;
import nl.schakel.egress.Egress;
import nl.schakel.pipeline.BackDoor;
import nl.schakel.ports.FreePorts;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Role;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.Sealer;
import nl.schakel.seal.XmlSealVerifier;
import nl.schakel.seal.XmlSealer;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Workshop;

/** All doors on free ports, with a fake hall behind them. */
final class House implements AutoCloseable {
    static final PartnerId PARTNER = new PartnerId("opvang-demo");

    /** By whom the seal in sealed envelopes is known. */
    static final IssuedKey ROOT = Workshop.authority("root").make();

    private static final IssuedKey SEAL = Workshop.seal().by(ROOT).make();

    private static final XmlSealer SEALER = new XmlSealer(() -> SEAL, Clock.fixed(Workshop.NOW, ZoneOffset.UTC));

    private static final Sealer HEAD = new Sealer(SEAL, Clock.fixed(Workshop.NOW, ZoneOffset.UTC));

    final FakeDesk desk = new FakeDesk();
    final int mllp = FreePorts.one();
    final int mllps = FreePorts.one();
    final int https = FreePorts.one();
    final Path secrets;
    final DoorWorks works;
    final Channels channels;
    final FrontDoors doors;
    final BackDoor backDoor;

    House() throws Exception {
        this(new DoorWorks.Times(Duration.ofSeconds(10), Duration.ofSeconds(10)));
    }

    House(DoorWorks.Times times) throws Exception {
        this(times, Egress.unlisted(false));
    }

    House(DoorWorks.Times times, Egress egress) throws Exception {
        secrets = Files.createTempDirectory("secrets");
        ChannelSettings settings =
                new ChannelSettings(Path.of("routes/channels"), secrets, "127.0.0.1", "127.0.0.1", true, 8);
        works = new DoorWorks(
                settings,
                desk,
                desk,
                desk,
                TestKeys.gateway(),
                new DoorWorks.Sealing(SEALER::seal, House::isSealed, HEAD::seal),
                egress,
                times);
        channels = new Channels(works.templates());
        doors = new FrontDoors(
                works.templates(),
                ChannelConfiguration.ports(settings, new DoorPorts(https, mllp, mllps)),
                List.of(),
                works.rest());
        backDoor = new CamelBackDoor(channels, works.producer());
    }

    /** The partner of these tests seals with the one seal key of this house. */
    private static boolean isSealed(PartnerId partner, byte[] answer) {
        Clock clock = Clock.fixed(Workshop.NOW, ZoneOffset.UTC);
        return partner.equals(PARTNER)
                && new XmlSealVerifier(TrustAnchors.of(ROOT.chain(), clock))
                        .diagnose(answer, Workshop.NOW)
                        .isEmpty();
    }

    static byte[] sealed(byte[] soap) {
        return SEALER.seal(soap);
    }

    /** Who knows the keys that seal in this house. */
    static SealVerifier verifier() {
        Clock clock = Clock.fixed(Workshop.NOW, ZoneOffset.UTC);
        return new SealVerifier(TrustAnchors.of(List.of(ROOT.certificate()), clock));
    }

    static Partner partner(String channel, String template, Map<String, String> parameters) {
        return partner(List.of(new ChannelUse(channel, template, parameters, true)));
    }

    static Partner partner(List<ChannelUse> uses) {
        return new Partner(
                PARTNER,
                "Opvang",
                Role.values()[0],
                Optional.empty(),
                Set.of(),
                Map.of(),
                Set.of(),
                Set.of(),
                uses,
                Map.of(),
                "A",
                List.of(),
                "");
    }

    @Override
    public void close() {
        doors.close();
        channels.close();
        works.close();
    }
}
