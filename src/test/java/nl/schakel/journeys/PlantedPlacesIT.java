package nl.schakel.journeys;

import static nl.schakel.journeys.Held.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journeys.Planting.Plant;
import nl.schakel.pipeline.OpenHouse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Addresses of protected clients, planted behind every door of a running gateway whose tables hold nothing else back.
 * Afterwards none of them is with a receiver, in an answer, a log, a metric, the broker's journal, a file's name, or in
 * what an operator is shown.
 */
@Guards(Threat.T20)
class PlantedPlacesIT {
    private static final Pattern REFERENCE = Pattern.compile("V-\\d{4}-\\d{5,}-[0-9X]");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LATER = 900;

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static PlantedDoors doors;
    private static Held held;
    private static Operator operator;
    private static final List<Plant> PLANTS = Planting.all();
    private static final Map<Plant, String> ANSWERS = new LinkedHashMap<>();

    @BeforeAll
    static void plantsThemAll() throws Exception {
        OpenHouse.mappings(folder);
        Map<String, String> settings = DemoProcess.freePorts();
        settings.put("schakel.mappings", folder.resolve("mappings").toString());
        demo = DemoProcess.at(folder.resolve("home"), settings).start();
        doors = new PlantedDoors(demo);
        held = new Held(demo);
        operator = Operator.of(demo);
        for (Plant plant : PLANTS) {
            ANSWERS.put(plant, plant.send().through(doors));
        }
        settles();
    }

    @AfterAll
    static void stops() {
        demo.close();
    }

    /** What waits behind something parked stays open: all is done when nothing changes any more. */
    private static void settles() {
        await().atMost(Duration.ofMinutes(2))
                .during(Duration.ofSeconds(4))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> taken() && isAsBefore());
    }

    private static String status = "";

    private static boolean isAsBefore() {
        String now = operator.get("/api/v1/status").text();
        boolean same = now.equals(status);
        status = now;
        return same;
    }

    private static boolean taken() throws IOException {
        for (String partner : List.of("toegang-eindhoven", "pi-demo")) {
            Path drop = demo.home().resolve("drop").resolve(partner);
            if (!PlantedDoors.isEmpty(drop.resolve("in")) || !PlantedDoors.isEmpty(drop.resolve("taken"))) {
                return false;
            }
        }
        return true;
    }

    @Test
    void noAnswerRepeatsWhatItsSenderWroteButTheIdsThatItsProtocolWants() {
        List<String> leaked = new ArrayList<>();
        ANSWERS.forEach((plant, answer) -> {
            if (!plant.named() && !Marker.in(answer).isEmpty()) {
                leaked.add(plant + " came back: " + answer.replace('\r', '\n'));
            }
        });
        assertThat(leaked).isEmpty();
    }

    @Test
    void noReceiverHoldsOneInAnyFormat() throws IOException {
        List<String> leaked = new ArrayList<>();
        int documents = 0;
        for (String shelf : List.of("received", "answers", "drop")) {
            for (Path file : LiveFolder.files(demo.home().resolve(shelf))) {
                if (!isTheSendersOwn(file)) {
                    documents++;
                    found(Held.unpacked(file).getBytes(StandardCharsets.ISO_8859_1), file.toString(), leaked);
                    found(LiveFolder.bytes(file), file.toString(), leaked);
                }
            }
        }
        System.out.println("planted places: " + documents + " files with receivers and in folders looked through");
        assertThat(leaked).isEmpty();
        assertThat(documents).isGreaterThan(100);
    }

    /** What a sender put down itself and took nobody: the gateway keeps it for that sender under a name of its own. */
    private static boolean isTheSendersOwn(Path file) {
        String path = demo.home().relativize(file).toString();
        return path.matches("drop/[a-z-]+/(refused|in)/.*") || path.equals("drop/aside");
    }

    @Test
    void noneIsInLogsMetricsBrokerNamesOfFilesOrWhatTheProcessSaid() throws Exception {
        List<String> leaked = new ArrayList<>();
        int files = 0;
        for (String kept : List.of("log", "broker", "run", "config")) {
            for (Path file : LiveFolder.files(demo.home().resolve(kept))) {
                files++;
                found(LiveFolder.bytes(file), file.toString(), leaked);
            }
        }
        for (Path file : LiveFolder.files(demo.home())) {
            if (!file.toString().contains("/in/")) {
                found(file.toString(), "the name of " + file, leaked);
            }
        }
        found(demo.output(), "what the process said", leaked);
        for (String door : List.of("prometheus", "health", "info", "metrics")) {
            found(management(door), "/actuator/" + door, leaked);
        }
        System.out.println("planted places: " + files + " files of the gateway's own looked through");
        assertThat(leaked).isEmpty();
    }

    private static String management(String door) throws Exception {
        URI address = URI.create("http://localhost:" + demo.port("management") + "/actuator/" + door);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void nothingThatAnOperatorOrAClientIsShownHasOne() {
        List<String> leaked = new ArrayList<>();
        TreeSet<String> references = new TreeSet<>();
        for (String path : List.of(
                "/api/v1/status",
                "/api/v1/mappings/missing-codes",
                "/api/v1/break-glass",
                "/api/v1/notices",
                "/api/v1/audit/verify")) {
            shown(path, leaked);
        }
        for (String answer : ANSWERS.values()) {
            Matcher found = REFERENCE.matcher(answer);
            while (found.find()) {
                references.add(found.group());
            }
        }
        for (String reference : references) {
            for (String view : List.of("", "/timeline", "/looks", "/decisions")) {
                shown("/api/v1/referrals/" + reference + view, leaked);
            }
            for (String view : List.of("/consents", "/conflicts", "/protections", "/report", "/report.pdf")) {
                shown("/api/v1/clients/" + reference + view, leaked);
            }
            operator.get("/api/v1/referrals/" + reference + "/decisions")
                    .json()
                    .path("decisions")
                    .forEach(d -> shown("/api/v1/decisions/" + d.path("id").asText(), leaked));
        }
        String one = references.first();
        for (String[] command : new String[][] {
            {"status"},
            {"codes"},
            {"review"},
            {"trace", one},
            {"look", one},
            {"client-report", one, "--out", folder.resolve("r.pdf").toString()}
        }) {
            found(demo.run(command).output(), "schakel " + command[0], leaked);
        }
        System.out.println(
                "planted places: " + references.size() + " referrals, each with all its views, looked through");
        assertThat(leaked).isEmpty();
        assertThat(references).hasSizeGreaterThan(40);
    }

    private static void shown(String path, List<String> leaked) {
        found(doors.web(path), path, leaked);
    }

    private static void found(String text, String where, List<String> leaked) {
        found(text.getBytes(StandardCharsets.UTF_8), where, leaked);
    }

    private static void found(byte[] bytes, String where, List<String> leaked) {
        for (int number : Marker.in(bytes)) {
            if (number <= PLANTS.size() && !isItsSendersOwnId(PLANTS.get(number - 1), where)) {
                leaked.add(PLANTS.get(number - 1) + " is in " + where);
            }
        }
    }

    /** A ward is told of its own referral under its own numbers. */
    private static boolean isItsSendersOwnId(Plant plant, String where) {
        return plant.named()
                && where.contains("/received/ggz-noord/")
                && plant.door().equals("MLLP");
    }

    /** Without this the house might stop everything and prove nothing. */
    @Test
    void theSameWordsAboutAClientWithoutProtectionReachTheirReceivers() throws Exception {
        Marker marker = new Marker(LATER);
        String answer = doors.mllp(Planting.ward(marker, false) + "NTE|2|P|woont op "
                + marker.lookalike().length() + " " + marker.line() + "\r");
        assertThat(answer).contains("|AA|");
        assertThat(held.one("opvang-demo", reference(answer))).contains(marker.street(), marker.postcode());
        await().atMost(SOON).until(() -> holders(marker) >= 2);
    }

    @Test
    void whoHeldItAndIsToldToForgetItIsNotToldItAgain() throws Exception {
        Marker marker = new Marker(LATER + 1);
        String open = Planting.ward(marker, false);
        String reference = reference(doors.mllp(open));
        held.one("opvang-demo", reference);
        settles();
        long holders = holders(marker);
        assertThat(holders).isPositive();
        assertThat(doors.mllp(
                        "MSH|^~\\&|EPD|GGZ-NOORD|OVERDRACHT-GW|GW|20260410140000+0200||ADT^A08^ADT_A01|PLA08|P|2.5|||"
                                + "AL|NE|NLD|8859/1\rEVN|A08|20260410140000\r"
                                + segment(open, "PID") + "\rPD1||||||||||||Y|20260410\rPV1|1|N\r"))
                .contains("|AA|");
        String notice = held.one("opvang-demo", reference, "no-longer-permitted");
        assertThat(Marker.in(notice)).isEmpty();
        settles();
        assertThat(holders(marker)).as("as before, and nobody more").isEqualTo(holders);
        assertThat(Marker.in(held.log())).isEmpty();
        assertThat(Marker.in(operator.trace(reference))).isEmpty();
    }

    /** A receiver that is told where the client is must not tell it on. */
    @Test
    void whatAReceiverAnswersIsToldOnInCodesAlone() throws Exception {
        List<String> leaked = new ArrayList<>();
        int answered = 0;
        for (String member : List.of("statusReason", "businessStatus", "note", "output", "description", "reasonCode")) {
            Marker marker = new Marker(LATER + 10 + answered++);
            String reference = reference(doors.mllp(Planting.ward(marker, true)));
            Path file = demo.home().resolve("answers/opvang-demo").resolve(reference + "-reject.json");
            await().atMost(SOON).until(() -> Files.exists(file));
            ObjectNode task = (ObjectNode) JSON.readTree(file.toFile());
            said(task, member, marker);
            String id = task.path("id").asText();
            String answer = PlantedDoors.told(
                    doors.voice("opvang-demo").changeTask(id, "W/\"1\"", JSON.writeValueAsBytes(task)));
            assertThat(answer).as(member).startsWith("200");
            if (!Marker.in(answer).isEmpty()) {
                leaked.add(member + " came back");
            }
            held.one("ggz-noord", reference);
            await().atMost(SOON).until(() -> operator.trace(reference).contains("rejected"));
            settles();
            leaked.addAll(where(marker, member));
        }
        assertThat(leaked).isEmpty();
    }

    private static void said(ObjectNode task, String member, Marker marker) {
        switch (member) {
            case "statusReason" -> ((ObjectNode) task.path(member)).put("text", "zit op " + marker.line());
            case "businessStatus", "reasonCode" -> task.putObject(member).put("text", marker.line());
            case "note" -> task.putArray(member).addObject().put("text", marker.line());
            case "output" -> {
                ObjectNode output = task.putArray(member).addObject();
                output.putObject("type").put("text", marker.street());
                output.put("valueString", marker.line());
            }
            default -> task.put(member, marker.line());
        }
    }

    /** The ward's own number of a referral is for the ward. */
    @Test
    void whatASenderCallsAReferralIsToldToNobodyElse() throws Exception {
        Marker marker = new Marker(LATER + 30);
        String answer = doors.mllp(Planting.ward(marker, true).replace("REF-PL" + marker.number(), marker.street()));
        String reference = reference(answer);
        held.one("opvang-demo", reference);
        assertThat(doors.mllp(Planting.ward(marker, true)
                        .replace("REF-PL" + marker.number(), marker.street())
                        .replace("REF^I12^REF_I12", "REF^I14^REF_I12")
                        .replace("|PL" + marker.number() + "|", "|PLI14|")))
                .contains("|AA|");
        held.one("opvang-demo", reference, "cancelled");
        settles();
        assertThat(where(marker, "RF1-6")).isEmpty();
    }

    private static List<String> where(Marker marker, String what) throws IOException {
        List<String> all = new ArrayList<>();
        for (Path file : LiveFolder.files(demo.home().resolve("received"))) {
            boolean own = what.equals("RF1-6") && file.getParent().endsWith("ggz-noord");
            if (!own && Marker.in(Held.unpacked(file)).contains(marker.number())) {
                all.add(what + " is in " + file);
            }
        }
        if (Marker.in(held.log()).contains(marker.number())) {
            all.add(what + " is in the log");
        }
        return all;
    }

    private static long holders(Marker marker) throws IOException {
        return where(marker, "").size();
    }

    private static String segment(String message, String name) {
        return Stream.of(message.split("\r"))
                .filter(s -> s.startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static String reference(String answer) {
        Matcher found = REFERENCE.matcher(answer);
        assertThat(found.find()).as(answer).isTrue();
        return found.group();
    }

    @Test
    void eachWasTakenInOrRefusedAndTheCountIsSaid() {
        Map<String, int[]> table = new TreeMap<>();
        ANSWERS.forEach((plant, answer) -> {
            int[] row = table.computeIfAbsent(plant.door(), door -> new int[2]);
            row[0]++;
            row[1] += REFERENCE.matcher(answer).find() ? 1 : 0;
        });
        System.out.println("planted places: door | planted | taken in as a referral at once");
        table.forEach((door, row) -> System.out.printf(Locale.ROOT, "  %-14s | %3d | %3d%n", door, row[0], row[1]));
        System.out.println(PLANTS.size() + " planted behind the doors");
        assertThat(PLANTS).hasSizeGreaterThan(100);
        assertThat(table.get("MLLP")[1]).isGreaterThan(15);
        assertThat(table.get("FHIR")[1]).isGreaterThan(15);
        JsonNode status = operator.get("/api/v1/status").json();
        assertThat(status.path("parked").asInt()).as(status.toString()).isPositive();
    }
}
