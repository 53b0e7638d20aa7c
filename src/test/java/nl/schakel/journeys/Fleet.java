package nl.schakel.journeys;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import nl.schakel.demo.DemoPartners;

/**
 * Gateways that work together: each a process with a home of its own, all over one database, one broker, the same keys and
 * the same drop folder, none of which are theirs.
 */
final class Fleet implements AutoCloseable {
    private static final String PARTNER_PORT = "schakel.demo.ports.";

    private final Path folder;
    private final Supply supply;
    private final DemoPartners partners;
    private final Map<String, String> shared = new LinkedHashMap<>();
    private final List<DemoProcess> gateways = new ArrayList<>();

    private Fleet(Path folder, Supply supply) throws IOException {
        this.folder = folder;
        this.supply = supply;
        Map<String, Integer> wanted = new TreeMap<>();
        DemoProcess.freePorts().forEach((name, port) -> {
            if (name.startsWith(PARTNER_PORT)) {
                shared.put(name, port);
                wanted.put(name.substring(PARTNER_PORT.length()), Integer.valueOf(port));
            }
        });
        partners = DemoPartners.start(home(0), wanted);
        partners.stampUrl().ifPresent(url -> shared.put("schakel.audit.tsa-url", url.toString()));
        shared.put("schakel.demo.partners", "false");
        shared.put("schakel.audit.checkpoint", "2s");
        shared.putAll(supply.settings());
    }

    /** The partners, beside a database and a broker; no gateway yet. Closes all of them. */
    static Fleet over(Supply supply, Path folder) throws Exception {
        try {
            return new Fleet(folder, supply);
        } catch (IOException | RuntimeException noPartners) {
            supply.close();
            throw noPartners;
        }
    }

    /** One gateway more, which returns when its doors are open. */
    int add() throws IOException {
        int number = gateways.size();
        if (number > 0) {
            likeTheFirst(home(number));
        }
        Map<String, String> settings = new LinkedHashMap<>(shared);
        DemoProcess.freePorts().forEach(settings::putIfAbsent);
        gateways.add(DemoProcess.of(
                        home(number), settings, List.of(), "target/schakel.jar", List.of("-XX:TieredStopAtLevel=1"))
                .start());
        return number;
    }

    private Path home(int number) {
        return folder.resolve("home-" + number);
    }

    /** The same keys and settings; a folder that all can reach is a share of the house. */
    private void likeTheFirst(Path home) throws IOException {
        copy(home(0).resolve("pki"), home.resolve("pki"));
        copy(home(0).resolve("config"), home.resolve("config"));
        Files.createSymbolicLink(home.resolve("drop"), home(0).resolve("drop"));
        Files.copy(home(0).resolve(".schakel-demo-home"), home.resolve(".schakel-demo-home"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** A way for a sender to all of them. */
    CrashLine line(CrashDoor door, int first) {
        List<CrashLine> lines = new ArrayList<>();
        for (DemoProcess gateway : gateways) {
            lines.add(CrashLine.to(
                    door, home(0), Map.of("mllp", gateway.port("mllp"), "partner", gateway.port("partner"))));
        }
        return new TurningLine(lines, first);
    }

    DemoProcess gateway(int number) {
        return gateways.get(number);
    }

    /** Returns when nothing is open or under way any more. */
    void settled(Duration most) {
        Operator operator = Operator.of(gateways.get(0));
        await().atMost(most).pollInterval(Duration.ofMillis(250)).until(() -> {
            JsonNode backlog = operator.get("/api/v1/status").json();
            return backlog.path("open").asInt(-1) == 0
                    && backlog.path("sending").asInt(-1) == 0;
        });
        await().atMost(most)
                .until(() -> CrashVerdict.documents(home(0).resolve("drop/toegang-eindhoven/out"))
                        .isEmpty());
    }

    Path received() {
        return home(0).resolve("received");
    }

    /** A number of this process's own, from its metrics: the sum over all labels. */
    double metric(int number, String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + gateways.get(number).port("management") + "/actuator/prometheus"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Override
    public void close() throws Exception {
        gateways.forEach(DemoProcess::close);
        partners.close();
        supply.close();
    }
}
