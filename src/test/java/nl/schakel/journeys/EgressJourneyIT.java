package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver whose address is not on the list is not called and not forgotten; when the list is mended it gets what waited. */
class EgressJourneyIT {
    private static final Path REFERRAL = Path.of("mappings/hl7v2-nl/2.5/examples/01-ref-i12/input.hl7");
    private static final String SHELTER = "opvang-demo";
    private static final Duration SOON = Duration.ofSeconds(60L * Integer.getInteger("schakel.crash.patience", 1));

    @TempDir
    Path folder;

    @Test
    @Guards(Threat.T17)
    void whatMayNotBeCalledWaitsWithItsReasonAndGoesOutWhenTheListIsMended() throws Exception {
        Map<String, String> settings = new LinkedHashMap<>(DemoProcess.freePorts());
        Path routes = OwnRoutes.in(folder);
        settings.put("schakel.directory.routes", routes.toString());
        List<String> list = others(settings);
        // A name may lead to such a network, so that it is known at the call alone.
        list.add("10.0.0.0/8:" + settings.get("schakel.demo.ports." + SHELTER));
        allow(routes, list);
        String reference;
        try (DemoProcess demo = DemoProcess.at(folder.resolve("home"), settings).start()) {
            DemoProcess.Ran sent = demo.run("send", REFERRAL.toString(), "--as", "ggz-noord");
            assertThat(sent.exit()).as(sent.output()).isZero();
            reference = Held.reference(sent);
            await().atMost(SOON).until(() -> holds(demo, "schuldhulp-demo", reference));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(demo.run("trace", reference).output())
                            .contains("SCH-6007 The address of the receiver is not one that may be called"));
            assertThat(holds(demo, SHELTER, reference)).isFalse();
        }
        list.add("localhost:" + settings.get("schakel.demo.ports." + SHELTER));
        allow(routes, list);
        try (DemoProcess demo = DemoProcess.at(folder.resolve("home"), settings).start()) {
            await().atMost(SOON.multipliedBy(2)).until(() -> holds(demo, SHELTER, reference));
        }
    }

    private static boolean holds(DemoProcess demo, String partner, String reference) {
        return Files.exists(demo.home().resolve("received").resolve(partner))
                && !new Held(demo).with(partner, reference).isEmpty();
    }

    @Test
    @Guards(Threat.T17)
    void aPartnerThatCouldNeverBeCalledIsToldBeforeAnybodyWaits() throws Exception {
        Map<String, String> settings = new LinkedHashMap<>(DemoProcess.freePorts());
        Path routes = OwnRoutes.in(folder);
        settings.put("schakel.directory.routes", routes.toString());
        allow(routes, List.of("127.0.0.1", "fhir.hospital.example"));
        assertThat(DemoProcess.ran(List.of("./schakel", "partner", "check", "--routes", routes.toString()))
                        .exit())
                .as("a name may lead to a listed address")
                .isZero();
        allow(routes, List.of("localhost"));
        DemoProcess.Ran check =
                DemoProcess.ran(List.of("./schakel", "partner", "check", "--routes", routes.toString()));
        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.output())
                .contains("SCH-9007", "partners/ggz-noord.yaml, line ", "'127.0.0.1', not in the list", "egress.allow");
        DemoProcess demo = DemoProcess.at(folder.resolve("home"), settings);
        assertThat(demo.launch().waitFor(DemoProcess.START.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(demo.output()).contains("SCH-9007", "'127.0.0.1', not in the list");
    }

    private static List<String> others(Map<String, String> settings) {
        List<String> list = new ArrayList<>();
        settings.forEach((name, port) -> {
            if (name.startsWith("schakel.demo.ports.") && !name.endsWith("." + SHELTER)) {
                list.add("127.0.0.0/8:" + port);
                list.add("[::1]:" + port);
            }
        });
        return list;
    }

    private static void allow(Path routes, List<String> list) throws IOException {
        StringBuilder yaml = new StringBuilder(Files.readString(Path.of("routes/gateway.yaml")));
        yaml.append("egress:\n  allow:\n");
        list.forEach(entry -> yaml.append("    - \"").append(entry).append("\"\n"));
        Files.writeString(routes.resolve("gateway.yaml"), yaml);
    }
}
