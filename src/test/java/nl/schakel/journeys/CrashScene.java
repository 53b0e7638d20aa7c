package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import nl.schakel.demo.DemoPartners;

/** A gateway that can be struck, and partners that outlive it. */
final class CrashScene implements AutoCloseable {
    private static final String PARTNER_PORT = "schakel.demo.ports.";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final DemoPartners partners;
    private final DemoProcess gateway;
    private final HttpClient client = HttpClient.newHttpClient();

    /** What is done to the gateway. */
    enum Fault {
        GATEWAY_KILLED,
        /** And once more when its database is up and its doors are not. */
        GATEWAY_KILLED_WHILE_STARTING,
        GATEWAY_KILLED_AND_BROKER_LOST,
        DATABASE_KILLED
    }

    private CrashScene(Path home, DemoPartners partners, DemoProcess gateway) {
        this.home = home;
        this.partners = partners;
        this.gateway = gateway;
    }

    static CrashScene open(Path home) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(DemoProcess.freePorts());
        Map<String, Integer> wanted = new TreeMap<>();
        settings.forEach((name, port) -> {
            if (name.startsWith(PARTNER_PORT)) {
                wanted.put(name.substring(PARTNER_PORT.length()), Integer.valueOf(port));
            }
        });
        settings.put("schakel.demo.partners", "false");
        return new CrashScene(home, DemoPartners.start(home, wanted), DemoProcess.at(home, settings));
    }

    void start() {
        gateway.start();
    }

    int mllp() {
        return gateway.port("mllp");
    }

    Path received() {
        return home.resolve("received");
    }

    /** How many documents the shelter holds. */
    int delivered() {
        try {
            return CrashVerdict.documents(received().resolve("opvang-demo")).size();
        } catch (IOException trouble) {
            throw new java.io.UncheckedIOException(trouble);
        }
    }

    void strike(Fault fault) throws IOException, InterruptedException {
        if (fault == Fault.DATABASE_KILLED) {
            killDatabase();
            return;
        }
        gateway.kill();
        if (fault == Fault.GATEWAY_KILLED_WHILE_STARTING) {
            killWhileStarting();
        }
        if (fault == Fault.GATEWAY_KILLED_AND_BROKER_LOST) {
            delete(home.resolve("broker"));
        }
        gateway.launch();
    }

    private void killWhileStarting() throws InterruptedException {
        Optional<String> before = databasePid();
        gateway.launch();
        await().atMost(DemoProcess.START).pollInterval(Duration.ofMillis(5)).until(() -> {
            isAlive();
            return databasePid().isPresent() && !databasePid().equals(before);
        });
        gateway.kill();
    }

    private void killDatabase() {
        long pid = Long.parseLong(databasePid().orElseThrow());
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    private Optional<String> databasePid() {
        try (Stream<String> lines = Files.lines(home.resolve("db/data/postmaster.pid"))) {
            return lines.findFirst().map(String::strip);
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (NoSuchFileException alreadyGone) {
            throw new AssertionError("The broker keeps nothing on the disk, so nothing was lost", alreadyGone);
        }
    }

    void isAlive() {
        assertThat(gateway.process().isAlive())
                .as(() -> "The gateway ended by itself:\n" + gateway.output())
                .isTrue();
    }

    /** Returns when nothing is open or under way any more. */
    JsonNode settled(Duration most) {
        await().atMost(most).pollInterval(Duration.ofMillis(250)).until(() -> {
            JsonNode backlog = backlog();
            return backlog.path("open").asInt(-1) == 0
                    && backlog.path("sending").asInt(-1) == 0;
        });
        await().atMost(PATIENCE)
                .until(() -> CrashVerdict.documents(home.resolve("drop/toegang-eindhoven/out"))
                        .isEmpty());
        return backlog();
    }

    private JsonNode backlog() {
        try {
            String token = Files.readString(home.resolve("run/operator.token")).strip();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + gateway.port("web") + "/api/v1/status"))
                    .header("Authorization", "Bearer " + token)
                    .timeout(PATIENCE)
                    .build();
            JsonNode status = JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                    .body());
            return status.has("backlog") ? status.path("backlog") : status;
        } catch (IOException notYet) {
            return JSON.createObjectNode();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return JSON.createObjectNode();
        }
    }

    @Override
    public void close() throws IOException {
        if (gateway.process() != null) {
            gateway.close();
        }
        partners.close();
    }
}
