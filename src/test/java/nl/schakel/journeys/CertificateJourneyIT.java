package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Keys are rolled over and revoked on a gateway that runs, with messages under way. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CertificateJourneyIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path REFERRAL = Path.of("mappings/fhir/r4/examples/01-hospital-referral/input.json");
    private static final String HOSPITAL = "00000099000000002000";
    private static final int MESSAGES = 12;

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static int accepted;

    @BeforeAll
    static void start() {
        demo = DemoProcess.at(folder.resolve("home"), DemoProcess.freePorts()).start();
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    /** Our seal and our TLS key, each announced and taken into use, while a hospital sends. */
    @Test
    @Order(1)
    void losesNothingWhileOurKeysAreRolledOver() throws Exception {
        String before = active("gateway", "seal");
        for (int i = 0; i < MESSAGES; i++) {
            send(i, 0);
            if (i == 2 || i == 4) {
                assertThat(cert("rollover", "seal")).isZero();
                assertThat(cert("rollover", "tls")).isZero();
            }
        }
        String after = active("gateway", "seal");
        assertThat(after).isNotEqualTo(before);
        await().atMost(Duration.ofSeconds(60)).until(() -> received().size() >= 1);
        // The gateway looks every 15 s; what it seals from then on bears the new key.
        int[] number = {MESSAGES};
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> {
                    send(number[0]++, 0);
                    return signers().size() == 2;
                });
        int sent = number[0];
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(delivered("opvang-demo"))
                        .as("every referral reached the shelter, which checks every seal")
                        .isEqualTo(sent));
        assertThat(cert("rollover", "seal", "--retire")).isZero();
    }

    @Test
    @Order(2)
    @Guards(Threat.T04)
    void refusesAPartnerWithinAMinuteOnceItsKeyIsRevoked() throws Exception {
        String key = active(HOSPITAL, "seal");
        send(900, 0);
        long begin = System.nanoTime();
        assertThat(cert("revoke", key)).isZero();
        int[] number = {901};
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    DemoProcess.Ran ran = sent(number[0]++);
                    return ran.exit() != 0 && ran.output().contains("SCH-3004");
                });
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(took).isLessThan(Duration.ofSeconds(60));
        System.out.println("revoked and refused within " + took.toMillis() + " ms");
        // What was accepted before is named to the last one: those of the first trial, of this one, and no refused one.
        DemoProcess.Ran listed = demo.run("cert", "messages", key.substring(0, 12), "--output", "json");
        assertThat(listed.exit()).as(listed.output()).isZero();
        JsonNode list = JSON.readTree(listed.output());
        assertThat(list.path("key").asText()).isEqualTo(key);
        assertThat(list.path("count").asInt())
                .isEqualTo(accepted)
                .isEqualTo(list.path("messages").size());
        assertThat(list.path("messages").findValuesAsText("sender")).containsOnly("ziekenhuis-demo");
        assertThat(demo.run("cert", "messages", key).output()).contains(accepted + " messages bore this key");
        assertThat(demo.run("cert", "messages", "0".repeat(64)).output()).contains("No message");
        assertThat(demo.run(
                                "trace",
                                list.path("messages").get(0).path("reference").asText())
                        .exit())
                .isZero();
    }

    @Test
    @Order(3)
    void tellsInHealthAndMetricsHowCertificatesAndSourcesStand() throws Exception {
        JsonNode health =
                JSON.readTree(get("/actuator/health")).path("components").path("certificates");
        assertThat(health.path("status").asText()).isEqualTo("UP");
        assertThat(health.path("details").path("silent")).isEmpty();
        assertThat(get("/actuator/prometheus"))
                .contains("schakel_certificate_days_left{", "use=\"seal\"", "schakel_revocation_source_silent{");
    }

    private static void send(int number, int exit) {
        DemoProcess.Ran ran = sent(number);
        assertThat(ran.exit()).as(ran.output()).isEqualTo(exit);
    }

    /** The same referral under a number of its own each time, so that it is another one. */
    private static DemoProcess.Ran sent(int number) {
        try {
            String text = Files.readString(REFERRAL);
            JsonNode bundle = JSON.readTree(text);
            String id = bundle.path("identifier").path("value").asText();
            Path file = folder.resolve("referral-" + number + ".json");
            Files.writeString(file, text.replace(id, id + "-" + number));
            DemoProcess.Ran ran = demo.run("send", file.toString(), "--as", "ziekenhuis-demo");
            accepted += ran.exit() == 0 ? 1 : 0;
            return ran;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int cert(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "cert";
        System.arraycopy(words, 0, all, 1, words.length);
        DemoProcess.Ran ran = demo.run(all);
        assertThat(ran.output()).isNotEmpty();
        return ran.exit();
    }

    private static String active(String owner, String use) throws IOException {
        DemoProcess.Ran ran = demo.run("cert", "list", "--output", "json");
        for (JsonNode row : JSON.readTree(ran.output())) {
            if (row.path("owner").asText().equals(owner)
                    && row.path("use").asText().equals(use)
                    && row.path("state").asText().equals("active")) {
                return row.path("key_sha256").asText();
            }
        }
        throw new AssertionError("no active " + use + " of " + owner + " in " + ran.output());
    }

    private static Set<Path> received() throws IOException {
        try (Stream<Path> files = Files.list(demo.home().resolve("received/opvang-demo"))) {
            return new HashSet<>(files.toList());
        }
    }

    private static long delivered(String partner) throws IOException {
        try (Stream<Path> files = Files.list(demo.home().resolve("received").resolve(partner))) {
            return files.filter(file -> file.toString().endsWith(".jws")).count();
        }
    }

    /** The certificates that the seals at the shelter bear. */
    private static Set<String> signers() throws IOException {
        Set<String> found = new HashSet<>();
        for (Path file : received()) {
            if (file.toString().endsWith(".jws")) {
                String header = Files.readString(file).split("\\.", -1)[0];
                found.add(JSON.readTree(Base64.getUrlDecoder().decode(header))
                        .path("x5t#S256")
                        .asText());
            }
        }
        return found;
    }

    private static String get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + demo.port("management") + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
