package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of hostile inputs over the real doors of one running gateway, each with what must be answered: those of {@code
 * src/test/resources/hostile}. Whoever sends them has good keys. After each few a good message goes through.
 */
@Guards({
    Threat.T08,
    Threat.T09,
    Threat.T10,
    Threat.T11,
    Threat.T12,
    Threat.T13,
    Threat.T14,
    Threat.T15,
    Threat.T16,
    Threat.T17,
    Threat.T18,
    Threat.T33,
    Threat.T39,
    Threat.T41,
    Threat.T42
})
@Tag("alone")
class HostileIT {
    private static final int LEAST = 500;
    private static final int BETWEEN_GOOD_ONES = 25;
    private static final Duration ANSWER = Duration.ofSeconds(2L * Integer.getInteger("schakel.crash.patience", 1));
    /** A door that says nothing for so long has nothing to say. */
    private static final Duration SILENCE = Duration.ofSeconds(20);
    /** The demo's heap is 1 GB; what stands beside it is classes, code, threads and buffers. */
    private static final long RESIDENT_MEGABYTES = 1_024;

    private static final Path REPORT = Path.of("target/hostile.tsv");
    private static final Pattern ETAG = Pattern.compile("(?i)\r\netag: ([^\r]+)");
    /** For a look at the cases alone, before there is a Task. */
    private static final String ACCEPTS = "{\"resourceType\":\"Task\",\"id\":\"-\",\"status\":\"accepted\"}";

    /** Whose folder it is. */
    private static final Map<String, String> PARTNERS = Map.of("prison", "pi-demo", "desk", "toegang-eindhoven");

    @TempDir
    static Path folder;

    private static final List<HostileCase> CASES = HostileCase.all();
    private static final Map<HostileCase, HostileAnswer> ANSWERS = new ConcurrentHashMap<>();
    private static final Map<HostileCase, byte[]> SENT = new ConcurrentHashMap<>();
    private static final List<String> NOT_GOOD = new CopyOnWriteArrayList<>();
    private static DemoProcess demo;
    private static HostileListener listener;
    private static HostileBases bases;
    private static HostileDoors doors;
    private static List<String> slowOnes;
    private static long before;
    private static long after;

    @BeforeAll
    static void sendsThemAll() throws Exception {
        listener = new HostileListener();
        eachCanBeMade();
        demo = DemoProcess.at(folder.resolve("home"), DemoProcess.freePorts()).start();
        doors = new HostileDoors(demo, SILENCE);
        bases = new HostileBases(Map.of("ssrf", "127.0.0.1:" + listener.port()));
        firstReferral();
        before = doors.residentMegabytes();
        ExecutorService folders = Executors.newSingleThreadExecutor();
        HostileSlow slow = HostileSlow.at(demo);
        Future<?> files = folders.submit(() -> {
            for (String door : PARTNERS.keySet()) {
                inBatches(door);
            }
            return null;
        });
        try {
            for (String door : CASES.stream().map(HostileCase::door).distinct().toList()) {
                if (!PARTNERS.containsKey(door)) {
                    inBatches(door);
                }
            }
            files.get();
            slowOnes = slow.answers();
        } finally {
            folders.shutdownNow();
        }
        after = doors.residentMegabytes();
        report();
    }

    /** What a step wants to change must be there: said before anything is started. */
    private static void eachCanBeMade() throws IOException {
        bases = new HostileBases(Map.of("ssrf", "-", "accept", ACCEPTS, "task", "-", "etag", "-", "reference", "-"));
        List<String> wrong = new ArrayList<>();
        for (HostileCase one : CASES) {
            try {
                message(one);
            } catch (IllegalArgumentException impossible) {
                wrong.add(impossible.getMessage());
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void firstReferral() throws IOException {
        bases = new HostileBases(Map.of("ssrf", "127.0.0.1:" + listener.port()));
        String answer = doors.send("mllp", message(new HostileCase("mllp", "", "first", "", List.of(), "")))
                .text();
        Path ready = demo.home().resolve("answers/opvang-demo");
        String reference = Held.reference(new DemoProcess.Ran(0, answer));
        Path accept = ready.resolve(reference + "-accept.json");
        await().atMost(Held.SOON.multipliedBy(2)).until(() -> Files.exists(accept));
        String task = HostileText.latin(Files.readAllBytes(accept));
        String id = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(task)
                .path("id")
                .asText();
        Map<String, String> known = new HashMap<>(
                Map.of("ssrf", "127.0.0.1:" + listener.port(), "accept", task, "task", id, "reference", reference));
        bases = new HostileBases(known);
        known.put("etag", version(id));
        bases = new HostileBases(known);
    }

    /** What the receiver's Task has as its version, before anybody answers. */
    private static String version(String task) throws IOException {
        HostileCase read = new HostileCase("task", "", "", "", List.of("verb GET", "path /fhir/Task/" + task), "");
        Matcher etag = ETAG.matcher(doors.send("task", message(read)).text());
        assertThat(etag.find()).isTrue();
        return etag.group(1);
    }

    private static void inBatches(String door) throws IOException {
        List<HostileCase> before = List.of();
        for (List<HostileCase> some : batches(door)) {
            if (PARTNERS.containsKey(door)) {
                // Files are looked at together: the good one after a batch lies with the next.
                dropped(door, some, before);
                before = some;
            } else {
                for (HostileCase one : some) {
                    ANSWERS.put(one, doors.send(door, message(one)));
                }
                judge(some, doors.send(door, message(good(door))));
            }
        }
        if (!before.isEmpty()) {
            dropped(door, List.of(), before);
        }
    }

    private static List<List<HostileCase>> batches(String door) {
        List<HostileCase> all =
                CASES.stream().filter(one -> one.door().equals(door)).toList();
        List<List<HostileCase>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BETWEEN_GOOD_ONES) {
            batches.add(all.subList(from, Math.min(all.size(), from + BETWEEN_GOOD_ONES)));
        }
        return batches;
    }

    private static HostileCase good(String door) {
        List<String> steps = door.equals("task") ? List.of("path /fhir/Task/‹task›", "version ‹etag›") : List.of();
        return new HostileCase(door, "", "a good one", "taken", steps, "");
    }

    private static void dropped(String door, List<HostileCase> some, List<HostileCase> before) throws IOException {
        HostileFiles files = new HostileFiles(doors, PARTNERS.get(door));
        HostileCase good = good(door);
        if (!before.isEmpty()) {
            files.put(good, message(good));
        }
        for (HostileCase one : some) {
            files.put(one, message(one));
        }
        Map<HostileCase, HostileAnswer> answers = files.answers(ANSWER.multipliedBy(BETWEEN_GOOD_ONES));
        files.clear();
        if (!before.isEmpty()) {
            judge(before, answers.remove(good));
        }
        ANSWERS.putAll(answers);
    }

    private static void judge(List<HostileCase> some, HostileAnswer answer) {
        if (!answer.said().equals("taken")) {
            NOT_GOOD.add(some.get(0) + " and those behind it: " + answer.said() + ": " + answer.text());
        }
    }

    private static HostileMessage message(HostileCase one) throws IOException {
        Map<String, String> known = bases.next();
        HostileMessage message = HostileMessage.of(one, bases.good(one.door(), known), known);
        SENT.put(one, message.bytes());
        return message;
    }

    /** In numbers here, and in full in a file of the build. */
    private static void report() throws IOException {
        Files.createDirectories(REPORT.getParent());
        Files.write(
                REPORT,
                CASES.stream()
                        .map(one -> Map.entry(one, ANSWERS.get(one)))
                        .map(one -> one.getKey() + "\t" + one.getKey().expected() + "\t"
                                + one.getValue().said() + "\t" + one.getValue().millis())
                        .toList());
        Map<String, AtomicInteger> counts = new TreeMap<>();
        CASES.forEach(one ->
                counts.computeIfAbsent(one.door(), door -> new AtomicInteger()).incrementAndGet());
        Map.Entry<HostileCase, HostileAnswer> slowest = ANSWERS.entrySet().stream()
                .max(Map.Entry.comparingByValue(java.util.Comparator.comparingLong(HostileAnswer::millis)))
                .orElseThrow();
        System.out.println("hostile inputs: " + CASES.size() + " " + counts + ", slowest answer "
                + slowest.getValue().millis() + " ms (" + slowest.getKey() + "), resident memory " + before + " -> "
                + after + " MB");
    }

    @AfterAll
    static void stops() throws IOException {
        listener.close();
        demo.close();
    }

    @Test
    void eachIsAnsweredAsItMustBe() {
        List<String> wrong = new ArrayList<>();
        for (HostileCase one : CASES) {
            String said = ANSWERS.get(one).said();
            if (!said.equals(one.expected())) {
                wrong.add(one + "\n    must be " + one.expected() + "\n    but was " + said);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void thereAreEnoughAndNoneTwice() {
        assertThat(CASES).hasSizeGreaterThanOrEqualTo(LEAST);
        assertThat(CASES.stream().map(HostileCase::toString)).doesNotHaveDuplicates();
    }

    /** They sent one byte a second meanwhile, and hindered nobody. */
    @Test
    @Guards({Threat.T14, Threat.T26})
    void whoDripsIsToldSoAndHungUpOn() {
        assertThat(slowOnes).hasSize(HostileSlow.MANY).allMatch(answer -> answer.equals("SCH-1001"));
    }

    @Test
    void noneHasToWait() {
        assertThat(ANSWERS.entrySet().stream()
                        .filter(one -> one.getValue().millis() > ANSWER.toMillis())
                        .map(one -> one.getKey() + " " + one.getValue().millis()))
                .isEmpty();
    }

    @Test
    void afterEachFewAGoodMessageGoesThrough() {
        assertThat(NOT_GOOD).isEmpty();
        assertThat(demo.process().isAlive()).isTrue();
    }

    @Test
    void nothingOfAMessageIsEverCalled() {
        assertThat(listener.calls()).isEmpty();
    }

    @Test
    void nobodyIsInTheLogNorAnyDefect() {
        String log = LiveFolder.log(demo.home()) + demo.output();
        assertThat(log).doesNotContain(HostileBases.CANARY).doesNotContainPattern("\\b9999\\d{5}\\b");
        assertThat(log.lines().filter(line -> line.contains("SCH-7999") || line.contains("defect door")))
                .isEmpty();
    }

    @Test
    void noAnswerNamesAClientOrTheInsideOfTheHouse() {
        assertThat(ANSWERS.entrySet().stream()
                        .filter(one -> leaks(one.getValue().text()))
                        .map(one -> one.getKey() + ": " + one.getValue().text()))
                .isEmpty();
    }

    private static boolean leaks(String answer) {
        return answer.contains(HostileBases.CANARY)
                || Pattern.compile("\\b9999\\d{5}\\b|Exception|\\bat (org|java|nl)\\.|root:")
                        .matcher(answer)
                        .find();
    }

    @Test
    void memoryStaysBounded() {
        assertThat(after).isLessThan(RESIDENT_MEGABYTES);
    }
}
