package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.demo.Doors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One partner sends ten times what it may: the others are served, it is told when to come again, and no more is taken. */
@Guards(Threat.T26)
@Tag("alone")
class FloodIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int BURST = 6;
    private static final int FLOOD = 10 * BURST;
    private static final int WARD = 20;

    @TempDir
    static Path folder;

    private static DemoProcess demo;

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(DemoProcess.freePorts());
        settings.put("schakel.directory.routes", routes().toString());
        demo = DemoProcess.at(folder.resolve("home"), settings).start();
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    /** The hospital may send one a minute and a few at once, the prison one file every other second. */
    private static Path routes() throws IOException {
        Path own = OwnRoutes.in(folder);
        Path hospital = own.resolve("partners/ziekenhuis-demo.yaml");
        Files.writeString(
                hospital,
                Files.readString(hospital)
                        .replaceAll("(?m)^quota: .*$", "quota: {per-minute: 1, burst: " + BURST + "}"));
        Path prison = own.resolve("partners/pi-demo.yaml");
        Files.writeString(prison, Files.readString(prison) + "quota: {per-minute: 30, burst: 1}\n");
        return own;
    }

    @Test
    void othersAreServedAndWhatWasAcceptedArrivesOnce() throws Exception {
        Map<String, Integer> ports = Doors.read(demo.home()).orElseThrow().ports();
        ExecutorService senders = Executors.newFixedThreadPool(12);
        int taken;
        try {
            // One system with a few connections: sixty handshakes at once would be a flood of another kind.
            CrashLine hospital = CrashLine.to(CrashDoor.FHIR, demo.home(), ports);
            List<Future<CrashAnswer>> flood = new ArrayList<>();
            long begin = System.nanoTime();
            for (int i = 0; i < FLOOD; i++) {
                byte[] bytes = CrashReferral.of(CrashDoor.FHIR, i, 0).bytes();
                flood.add(senders.submit(() -> hospital.exchange(bytes)));
            }
            List<Future<CrashAnswer>> ward = new ArrayList<>();
            for (int i = 0; i < WARD; i++) {
                ward.add(senders.submit(sends(CrashDoor.MLLP, FLOOD + i, ports)));
            }
            List<CrashAnswer> flooder = answers(flood);
            // One more may come each minute, and this machine may need minutes.
            long minutes = Duration.ofNanos(System.nanoTime() - begin).toMinutes();
            assertThat(answers(ward)).allMatch(CrashAnswer::accepts);
            taken = (int) flooder.stream().filter(CrashAnswer::accepts).count();
            assertThat(taken).isBetween(BURST, BURST + (int) minutes);
            assertThat(flooder.stream().filter(answer -> !answer.accepts())).allSatisfy(answer -> {
                assertThat(answer.refusal()).isEqualTo("HTTP 429 SCH-7002");
                assertThat(new String(answer.bytes(), java.nio.charset.StandardCharsets.UTF_8))
                        .contains("OperationOutcome", "throttled", "at most 1 messages a minute")
                        .containsPattern("Again after [1-9][0-9]* s");
            });
            filesLieUntilTheirTurn(ports);
            arrivedOnce(flooder.stream().filter(CrashAnswer::accepts).map(CrashAnswer::reference), taken);
            arrivedOnce(answers(ward).stream().map(CrashAnswer::reference), WARD);
        } finally {
            senders.shutdownNow();
        }
        String list = demo.run("partner", "list").output();
        assertThat(list).containsPattern("ziekenhuis-demo +ZH +1 +" + (FLOOD - taken) + " ");
        assertThat(list).containsPattern("ggz-noord +GGZ +120000 +0 ");
    }

    /** A second file is not refused: it waits, and is accepted. */
    private static void filesLieUntilTheirTurn(Map<String, Integer> ports) throws Exception {
        int first = FLOOD + WARD;
        assertThat(sends(CrashDoor.FILE, first, ports).call().accepts()).isTrue();
        assertThat(sends(CrashDoor.FILE, first + 1, ports).call().accepts()).isTrue();
    }

    private static Callable<CrashAnswer> sends(CrashDoor door, int client, Map<String, Integer> ports) {
        return () -> {
            CrashLine line = CrashLine.to(door, demo.home(), ports);
            line.connect();
            try {
                return line.exchange(CrashReferral.of(door, client, 0).bytes());
            } finally {
                line.hangUp();
            }
        };
    }

    private static List<CrashAnswer> answers(List<Future<CrashAnswer>> all) throws Exception {
        List<CrashAnswer> answers = new ArrayList<>();
        for (Future<CrashAnswer> one : all) {
            answers.add(one.get());
        }
        return answers;
    }

    private static void arrivedOnce(Stream<String> accepted, int many) throws IOException {
        List<String> references = accepted.distinct().toList();
        assertThat(references).hasSize(many);
        Held held = new Held(demo);
        ObjectMapper json = new ObjectMapper();
        await().atMost(SOON)
                .until(() ->
                        json.readTree(demo.run("status", "--output", "json").output())
                                        .path("open")
                                        .asInt()
                                == 0);
        for (String reference : references) {
            assertThat(held.with("opvang-demo", reference)).as(reference).hasSize(1);
            assertThat(held.with("schuldhulp-demo", reference)).as(reference).hasSize(1);
        }
    }
}
