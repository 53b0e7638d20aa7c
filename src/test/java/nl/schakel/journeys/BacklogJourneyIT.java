package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator holds a partner up, looks at what waits, lets it go on, and gives one delivery up; with the real commands. */
class BacklogJourneyIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path REFERRAL = Path.of("mappings/hl7v2-nl/2.5/examples/01-ref-i12/input.hl7");
    private static final Duration SOON = Duration.ofSeconds(60);
    /** Within which a word on a partner has its effect; longer on a machine that is said to be busy. */
    private static final Duration EFFECT = Duration.ofSeconds(5L * Integer.getInteger("schakel.crash.patience", 1));

    private static final String SHELTER = "opvang-demo";

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static int number;

    @BeforeAll
    static void start() {
        Map<String, String> settings = DemoProcess.freePorts();
        // A pause is told of at once here, and not after a day.
        settings.put("schakel.watch.every", "1s");
        settings.put("schakel.watch.paused", "0s");
        demo = DemoProcess.at(folder.resolve("home"), settings).start();
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void aPausedPartnerGetsNothingUntilItGoesOn() throws IOException {
        assertThat(demo.run("backlog").output()).contains("Nothing waits for a person.");
        said("paused", "partner", "pause", SHELTER, "--reason", "maintenance");
        assertThat(demo.run("partner", "list").output())
                .containsPattern(SHELTER + " +MO +6000 +0 +no +(?:not yet|20\\S+) +20");
        await().atMost(SOON).until(() -> demo.run("alerts").output().contains("PAUSED"));
        assertThat(demo.run("alerts").exit()).isEqualTo(1);
        assertThat(demo.run("status").output()).containsPattern("alerts +1");
        send("P770001");
        await().atMost(SOON).until(() -> received("ggz-noord") + received("schuldhulp-demo") > 0);
        await().atMost(SOON).until(() -> !open().isMissingNode());
        JsonNode waits = open();
        assertThat(waits.path("state").asText()).isEqualTo("OPEN");
        assertThat(received(SHELTER)).isZero();

        String id = waits.path("id").asText();
        said("Held back", "park", id, "--reason", "a call first");
        assertThat(demo.run("backlog", "--code", "SCH-6005").output()).contains(id, SHELTER, "SCH-6005");
        said(
                "1 items would go on, 0 would stay parked; nothing was changed.",
                "replay",
                "--partner",
                SHELTER,
                "--dry-run");
        said("It goes on.", "resume", id, "--reason", "they called");
        said("resumed", "partner", "resume", SHELTER, "--reason", "maintenance over");
        await().atMost(EFFECT).until(() -> received(SHELTER) > 0);
        int first = received(SHELTER);

        said("paused", "partner", "pause", SHELTER, "--reason", "maintenance");
        send("P770002");
        await().atMost(SOON).until(() -> !open().isMissingNode());
        String second = open().path("id").asText();
        said("Held back", "park", second, "--reason", "not for them");
        int answers = received("ggz-noord");
        said("Ended", "skip", second, "--reason", "not for them");
        await().atMost(SOON).until(() -> received("ggz-noord") > answers);
        said("resumed", "partner", "resume", SHELTER, "--reason", "maintenance over");
        assertThat(demo.run("status").output()).containsPattern("parked +0");
        await().atMost(SOON).until(() -> demo.run("alerts").exit() == 0);
        said("All is as it should be.", "alerts");
        assertThat(demo.run("alerts", "--days", "1").output()).contains("PAUSED", SHELTER);
        assertThat(received(SHELTER)).as("what was ended is not sent").isEqualTo(first);
    }

    @Test
    void aReferralThatNobodyCanBeAskedIsGivenUpAndItsSenderIsTold() throws Exception {
        int answers = received("ggz-noord");
        send("P770003", text -> text.replace("MO-EINDHOVEN|||90001234^AGB", "MO-URK|||90009999^AGB"));
        await().atMost(SOON).until(() -> demo.run("backlog").output().contains("SCH-5001"));
        JsonNode waits = JSON.readTree(demo.run("backlog", "--code", "SCH-5001", "--output", "json")
                        .output())
                .path("items")
                .path(0);
        assertThat(waits.path("kind").asText()).isEqualTo("ROUTE");
        said("Ended. The sender is told", "skip", waits.path("id").asText(), "--reason", "no desk there");
        await().atMost(SOON).until(() -> received("ggz-noord") > answers);
        assertThat(demo.run("trace", waits.path("reference").asText()).output()).contains("skipped", "status failed");
        assertThat(demo.run("backlog").output()).doesNotContain("SCH-5001");
    }

    @Test
    void whatCannotBeDoneIsSaidWithItsReason() {
        DemoProcess.Ran unknown = demo.run("skip", "00000000-0000-4000-8000-000000000000", "--reason", "none such");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.output()).contains("SCH-6006");
        assertThat(demo.run("partner", "pause", "nobody", "--reason", "x").output())
                .contains("SCH-4003", "At partner", "schakel partner list");
        DemoProcess.Ran all = demo.run("replay", "--reason", "x");
        assertThat(all.exit()).isEqualTo(2);
        assertThat(all.output()).contains("--partner");
        assertThat(demo.run("backlog", "--code", "%").output()).contains("SCH-");
        assertThat(demo.run("park", "no-uuid", "--reason", "x").exit()).isEqualTo(2);
    }

    private static void said(String word, String... arguments) {
        DemoProcess.Ran ran = demo.run(arguments);
        assertThat(ran.output()).as(String.join(" ", arguments)).contains(word);
        assertThat(ran.exit()).as(String.join(" ", arguments)).isZero();
    }

    /** The delivery that waits for the shelter. */
    private static JsonNode open() throws IOException {
        JsonNode backlog = JSON.readTree(demo.run("backlog", "--open", "--partner", SHELTER, "--output", "json")
                .output());
        return backlog.path("items").path(0);
    }

    private static void send(String client) throws IOException {
        send(client, UnaryOperator.identity());
    }

    private static void send(String client, UnaryOperator<String> worded) throws IOException {
        String text = worded.apply(Files.readString(REFERRAL, StandardCharsets.ISO_8859_1))
                .replace("GGZ0000005", "BACKLOG" + ++number)
                .replace("REF-2026-00041", "REF-" + client)
                .replace("P100234^^^GGZ-NOORD^PI~999900420^^^NLMINBIZA^NNNLD", client + "^^^GGZ-NOORD^PI");
        Path file = folder.resolve("message" + number + ".hl7");
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        assertThat(demo.run("send", file.toString(), "--as", "ggz-noord").output())
                .contains("AA");
    }

    private static int received(String partner) throws IOException {
        Path received = demo.home().resolve("received").resolve(partner);
        if (!Files.exists(received)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(received)) {
            return (int) files.filter(file -> !file.toString().endsWith(".jws")).count();
        }
    }
}
