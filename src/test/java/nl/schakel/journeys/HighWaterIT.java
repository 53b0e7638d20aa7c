package nl.schakel.journeys;

import static nl.schakel.journeys.Held.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nl.schakel.demo.Doors;
import nl.schakel.demo.PartnerVoice;
import nl.schakel.referral.PartnerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What could only wait is refused with the time to come again; what can go on is taken; and both end by themselves. */
class HighWaterIT {
    private static final Path WARD = Path.of("mappings/hl7v2-nl/2.5/examples/01-ref-i12/input.hl7");
    private static final Path DISCHARGE = Path.of("mappings/hl7v2-nl/2.5/examples/02-adt-a03/input.hl7");
    private static final String DESK = "toegang-eindhoven";
    private static final List<String> RECEIVERS = List.of(DESK, "opvang-demo", "schuldhulp-demo");
    private static final Path HOSPITAL = Path.of("mappings/fhir/r4/examples/01-hospital-referral/input.json");
    private static final Path INTAKE =
            Path.of("mappings/toegang-intake/1.0/examples/01-json-briefadres/input.intake.json");

    @TempDir
    static Path folder;

    @Test
    void aReferralThatCouldOnlyWaitIsRefusedAndWhateverElseGoesOn() throws IOException {
        Path routes = OwnRoutes.in(folder);
        for (String partner : RECEIVERS) {
            Path file = routes.resolve("partners/" + partner + ".yaml");
            Files.writeString(file, Files.readString(file) + "backlog: 1\n");
        }
        Map<String, String> settings = new LinkedHashMap<>(DemoProcess.freePorts());
        settings.put("schakel.directory.routes", routes.toString());
        settings.put("schakel.watch.every", "1s");
        try (DemoProcess demo = DemoProcess.at(folder.resolve("home"), settings).start()) {
            RECEIVERS.forEach(partner -> word(demo, "pause", partner));
            assertThat(send(demo, WARD, "ggz-noord").exit()).isZero();
            await().atMost(SOON)
                    .until(() -> demo.run("alerts").output().split("BEHIND", -1).length == RECEIVERS.size() + 1);

            DemoProcess.Ran refused = send(demo, HOSPITAL, "ziekenhuis-demo");
            assertThat(refused.output()).contains("HTTP 503", "SCH-7003");
            assertThat(refused.exit()).isNotZero();
            assertThat(send(demo, WARD, "ggz-noord").exit())
                    .as("what was accepted has its receipt")
                    .isZero();
            assertThat(send(demo, DISCHARGE, "ggz-noord").exit())
                    .as("about somebody who is under way")
                    .isZero();

            word(demo, "resume", DESK);
            await().atMost(SOON).until(() -> !demo.run("alerts").output().contains(DESK));
            DemoProcess.Ran other = send(demo, HOSPITAL, "ziekenhuis-demo");
            assertThat(other.exit())
                    .as("one of them has room: " + other.output())
                    .isZero();
        }
    }

    private static DemoProcess.Ran send(DemoProcess demo, Path file, String partner) {
        return demo.run("send", file.toString(), "--as", partner);
    }

    private static void word(DemoProcess demo, String verb, String partner) {
        assertThat(demo.run("partner", verb, partner, "--reason", "full").exit())
                .isZero();
    }

    /** A reserve that no disk has: nothing comes in, and everything else works. */
    @Test
    void nothingComesInWhileTheDiskIsNearlyFullAndQuestionsAreAnswered() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(DemoProcess.freePorts());
        settings.put("schakel.journal.reserve", "900000GB");
        settings.put("schakel.watch.every", "1s");
        try (DemoProcess demo =
                DemoProcess.at(folder.resolve("small"), settings).start()) {
            Doors doors = Doors.read(demo.home()).orElseThrow();
            PartnerVoice.Answer raw = PartnerVoice.of(demo.home(), new PartnerId("ziekenhuis-demo"), doors)
                    .fold(voice -> voice, problem -> {
                        throw new AssertionError(problem.sentence());
                    })
                    .sendMessage(Files.readAllBytes(HOSPITAL));
            assertThat(raw.status()).isEqualTo(503);
            assertThat(raw.text()).contains("OperationOutcome", "Again after 5 s");
            DemoProcess.Ran hospital = demo.run("send", HOSPITAL.toString(), "--as", "ziekenhuis-demo");
            assertThat(hospital.exit()).isNotZero();
            assertThat(hospital.output()).contains("HTTP 503", "SCH-7001");
            DemoProcess.Ran ward = demo.run("send", WARD.toString(), "--as", "ggz-noord");
            assertThat(ward.output()).contains("AE", "SCH-7001");
            Path form = demo.home().resolve("drop/toegang-eindhoven/in/form.json");
            Files.copy(INTAKE, form);
            assertThat(demo.run("events", "--as", "opvang-demo").exit())
                    .as("a question")
                    .isZero();
            await().atMost(SOON).until(() -> demo.run("alerts").output().contains("FULL"));
            assertThat(demo.run("status").output()).containsPattern("accepting +false");
            await().atMost(SOON)
                    .until(() -> new Held(demo).log().contains("SCH-7001 door=file sender=toegang-eindhoven"));
            assertThat(LiveFolder.files(demo.home().resolve("drop/toegang-eindhoven/out")))
                    .as("a file lies, and nothing is said of it")
                    .isEmpty();
        }
    }
}
