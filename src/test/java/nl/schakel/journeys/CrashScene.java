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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.demo.DemoPartners;
import nl.schakel.journeys.CrashBuild.Change;
import nl.schakel.ports.FreePorts;

/** A gateway that can be struck, partners that outlive it, and a network before one of them that can fail. */
final class CrashScene implements AutoCloseable {
    /** The partner behind the proxy. */
    static final String SHELTER = "opvang-demo";

    private static final String PARTNER_PORT = "schakel.demo.ports.";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration COLLECTED = Duration.ofSeconds(60);
    /** On a machine that does nothing else: the gateway's start is most of it. */
    static final Duration RECOVERY = Duration.ofSeconds(60L * Integer.getInteger("schakel.crash.patience", 1));

    /** Later than this means that the sweeper had to find it, which looks every 15 s on every machine. */
    static final Duration LATE = Duration.ofSeconds(12);

    private static final Duration HALT = RECOVERY;
    private static final Pattern RETRY = Pattern.compile("retry: \\[.*]");
    private static final String SOON = "retry: [PT1S" + ", PT3S".repeat(9) + ", PT10S".repeat(10) + "]";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final Path armed;
    private final DemoPartners partners;
    private final FaultProxy proxy;
    private final DemoProcess gateway;
    private final HttpClient client = HttpClient.newHttpClient();

    /** What is done to the gateway at any moment. */
    enum Fault {
        GATEWAY_KILLED,
        /** And once more when its database is up and its doors are not. */
        GATEWAY_KILLED_WHILE_STARTING,
        GATEWAY_KILLED_AND_BROKER_LOST,
        DATABASE_KILLED
    }

    private CrashScene(Path home, Path armed, DemoPartners partners, FaultProxy proxy, DemoProcess gateway) {
        this.home = home;
        this.armed = armed;
        this.partners = partners;
        this.proxy = proxy;
        this.gateway = gateway;
    }

    /** The gateway as it is, but for points at which it can be ended. */
    static CrashScene open(Path folder) throws IOException {
        return open(folder, List.of(), List.of(), List.of(), Map.of());
    }

    /**
     * @param changes what else is changed in the gateway's sources
     * @param before words before the gateway's command line
     * @param flags for its JVM
     * @param more settings
     */
    static CrashScene open(
            Path folder, List<Change> changes, List<String> before, List<String> flags, Map<String, String> more)
            throws IOException {
        Path home = folder.resolve("home");
        Path armed = folder.resolve("armed");
        Map<String, String> settings = new LinkedHashMap<>(DemoProcess.freePorts());
        Map<String, Integer> wanted = new TreeMap<>();
        settings.forEach((name, port) -> {
            if (name.startsWith(PARTNER_PORT)) {
                wanted.put(name.substring(PARTNER_PORT.length()), Integer.valueOf(port));
            }
        });
        int shelter = FreePorts.one();
        FaultProxy proxy = FaultProxy.start(wanted.get(SHELTER), shelter);
        wanted.put(SHELTER, shelter);
        DemoPartners partners = DemoPartners.start(home, wanted);
        settings.put("schakel.demo.partners", "false");
        settings.put("schakel.audit.checkpoint", "2s");
        settings.put("schakel.directory.routes", impatient(folder).toString());
        partners.stampUrl().ifPresent(url -> settings.put("schakel.audit.tsa-url", url.toString()));
        settings.putAll(more);
        List<Change> all = CrashGap.points();
        all.addAll(changes);
        List<String> jvm = new ArrayList<>(flags);
        jvm.add("-Dschakel.crash.armed=" + armed);
        // It starts again and again, and never lives long enough to earn back a better compiler.
        jvm.add("-XX:TieredStopAtLevel=1");
        jvm.add("-XX:+UseSerialGC");
        String classPath = CrashBuild.of(folder.resolve("build"), all);
        return new CrashScene(home, armed, partners, proxy, DemoProcess.of(home, settings, before, classPath, jvm));
    }

    /** The partner files, but for how long a partner that failed is left in peace: minutes would be waited for here. */
    private static Path impatient(Path folder) throws IOException {
        Path routes = Path.of("routes");
        Path copy = folder.resolve("routes");
        try (Stream<Path> files = Files.walk(routes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(routes.relativize(file).toString());
                Files.createDirectories(Optional.ofNullable(target.getParent()).orElseThrow());
                Files.writeString(target, RETRY.matcher(Files.readString(file)).replaceAll(SOON));
            }
        }
        return copy.toAbsolutePath();
    }

    void start() {
        gateway.start();
    }

    Map<String, Integer> ports() {
        return Map.of("mllp", gateway.port("mllp"), "partner", gateway.port("partner"));
    }

    Path home() {
        return home;
    }

    FaultProxy proxy() {
        return proxy;
    }

    DemoProcess gateway() {
        return gateway;
    }

    Path received() {
        return home.resolve("received");
    }

    /** How many documents the shelter holds. */
    int delivered() {
        return delivered(SHELTER);
    }

    int delivered(String partner) {
        try {
            return CrashVerdict.documents(received().resolve(partner)).size();
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
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
            loseBroker();
        }
        gateway.launch();
    }

    /** The gateway will end at this gap, when it passes there so often. */
    void arm(CrashGap gap, int passing) throws IOException {
        if (gap == CrashGap.ANSWER_LOST) {
            proxy.mode(FaultProxy.Mode.ANSWER_HELD);
        } else {
            Files.writeString(armed, gap.code() + " " + passing);
        }
    }

    /** The gateway ends whenever it begins to work for this referral. */
    void armPoison(String reference) throws IOException {
        Files.writeString(armed, "poison-" + reference + " 1");
    }

    void disarm() throws IOException {
        Files.delete(armed);
    }

    /** Waits for the end at the gap, does what belongs to it, and launches the gateway again. */
    void struck(CrashGap gap) throws IOException, InterruptedException {
        if (gap == CrashGap.ANSWER_LOST) {
            await().atMost(HALT).pollInterval(Duration.ofMillis(2)).until(() -> proxy.swallowed() > 0);
            gateway.kill();
            proxy.mode(FaultProxy.Mode.PASS);
        } else {
            assertThat(gateway.process().waitFor(HALT.toSeconds(), TimeUnit.SECONDS))
                    .as("the gateway passes " + gap)
                    .isTrue();
            assertThat(gateway.process().exitValue()).as(gateway::output).isEqualTo(CrashPoint.EXIT);
            Files.delete(armed);
        }
        if (gap == CrashGap.BROKER_LOST) {
            loseBroker();
        } else if (gap == CrashGap.KEY_CHANGED) {
            rollOver();
        }
        gateway.launch();
    }

    /** Another key of ours for seals is announced and taken into use. */
    private void rollOver() {
        for (int i = 0; i < 2; i++) {
            DemoProcess.Ran ran = gateway.run("cert", "rollover", "seal");
            assertThat(ran.exit()).as(ran.output()).isZero();
        }
    }

    private void killWhileStarting() throws InterruptedException {
        Optional<String> before = databasePid();
        gateway.launch();
        await().atMost(RECOVERY.multipliedBy(2))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    isAlive();
                    return databasePid().isPresent() && !databasePid().equals(before);
                });
        gateway.kill();
    }

    void killDatabase() {
        long pid = Long.parseLong(databasePid().orElseThrow());
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    Optional<String> databasePid() {
        try (Stream<String> lines = Files.lines(home.resolve("db/data/postmaster.pid"))) {
            return lines.findFirst().map(String::strip);
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private void loseBroker() throws IOException {
        try (Stream<Path> paths = Files.walk(home.resolve("broker"))) {
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

    /** Returns when nothing is open or under way any more, or after so long. */
    JsonNode settled(Duration most) {
        await().atMost(most).pollInterval(Duration.ofMillis(250)).until(this::isQuiet);
        await().atMost(COLLECTED).until(this::isCollected);
        return backlog();
    }

    /** Whether the desk that looks into its folder now and then has taken out what lay there. */
    boolean isCollected() throws IOException {
        return CrashVerdict.documents(home.resolve("drop/toegang-eindhoven/out"))
                .isEmpty();
    }

    boolean isQuiet() {
        JsonNode backlog = backlog();
        return backlog.path("open").asInt(-1) == 0 && backlog.path("sending").asInt(-1) == 0;
    }

    /** The status that the gateway's health has, or a part of it; 0 while nobody answers. */
    int health(String part) {
        return healthAnswer(part).map(HttpResponse::statusCode).orElse(0);
    }

    private Optional<HttpResponse<Void>> healthAnswer(String part) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + gateway.port("management") + "/actuator/health" + part))
                    .timeout(PATIENCE)
                    .build();
            return Optional.of(client.send(request, HttpResponse.BodyHandlers.discarding()));
        } catch (IOException silence) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** By how much the gateway's clock, as it tells others, goes before ours; nothing while nobody answers. */
    Optional<Duration> clockAhead() {
        return healthAnswer("")
                .flatMap(answer -> answer.headers().firstValue("Date"))
                .map(date -> Duration.between(
                        Instant.now(), ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)));
    }

    JsonNode backlog() {
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

    /** What the gateway said and what is open, for whoever looks for a cause; in {@code target/}. */
    void leaveTraces(String name) throws IOException {
        Path log = home.resolve("log/schakel.log");
        if (Files.exists(log)) {
            Files.copy(log, Path.of("target", name + "-gateway.log"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(
                Path.of("target", name + "-backlog.txt"), gateway.run("backlog").output() + gateway.output());
    }

    @Override
    public void close() throws IOException {
        if (gateway.process() != null) {
            gateway.close();
        }
        partners.close();
        proxy.close();
    }
}
