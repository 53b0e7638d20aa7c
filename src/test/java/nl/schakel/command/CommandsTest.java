package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import nl.schakel.demo.DemoHome;
import nl.schakel.demo.DemoPartners;
import nl.schakel.demo.Doors;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    private static final String REFERENCE = new ReferralReference(2026, 1).text();
    private static final String ACCEPTED =
            "MSH|^~\\&|GW|GW|EPD|GGZ-NOORD|20260101||ACK|A1|P|2.5\rMSA|AA|M1|" + REFERENCE + "\r";
    private static final GatewayStarter NONE =
            (home, properties) -> Step.stopped(Problem.of(ProblemCode.CONFIGURATION_INVALID));

    @TempDir
    static Path temp;

    /** A home with keys, whose doors are those of a fake. */
    static Path home;

    static DemoHome open;

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final Console console = new Console(new PrintWriter(out), new PrintWriter(err));
    FakeGateway gateway;

    @BeforeAll
    static void makeKeys() throws IOException {
        home = temp.resolve("home");
        open = DemoHome.open(home, false).fold(next -> next, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    @AfterAll
    static void leave() throws IOException {
        open.close();
    }

    @BeforeEach
    void announce() throws IOException {
        gateway = new FakeGateway(home);
        open.announce(new Doors(ProcessHandle.current().pid(), "2026-11-22T10:00:00Z", gateway.ports(), Map.of()));
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "run", "send", "events", "trace", "status", "doctor", "bench"})
    void everyCommandExplainsItselfWithAnExample(String command) {
        assertThat(run(command, "--help")).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("Example: schakel " + command);
    }

    @Test
    void everyCommandIsFoundByTheNameThatTheHelpGives() {
        assertThat(run("--help")).isEqualTo(Exit.OK);
        List<String> names = out.toString()
                .lines()
                .dropWhile(line -> !line.startsWith("Commands:"))
                .filter(line -> line.matches("  [a-z].*"))
                .map(line -> line.strip().split(" ")[0])
                .toList();
        assertThat(names).hasSizeGreaterThan(25);
        for (String name : names) {
            out.getBuffer().setLength(0);
            assertThat(run(name, "--help")).as(name).isEqualTo(Exit.OK);
            assertThat(out.toString()).contains("Usage: schakel " + name);
        }
    }

    @Test
    void saysItsVersionAndThatOfItsJava() {
        assertThat(run("--version")).isEqualTo(Exit.OK);
        assertThat(out.toString()).startsWith("Schakel ").contains("Java " + Runtime.version());
    }

    @Test
    void refusesWhatIsNoCommandOrNoOption() {
        assertThat(run()).isEqualTo(Exit.USAGE);
        assertThat(run("dance")).isEqualTo(Exit.USAGE);
        assertThat(run("status", "--fast")).isEqualTo(Exit.USAGE);
        assertThat(run("send", "x.hl7")).isEqualTo(Exit.USAGE);
        assertThat(run("events")).isEqualTo(Exit.USAGE);
        assertThat(run("events", "--as", "No Partner")).isEqualTo(Exit.USAGE);
        assertThat(run("status", "--output", "poem")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("--help").doesNotContain("Exception");
    }

    @Test
    void sendsAnHl7MessageAsItIsAndPrintsTheReference() throws IOException {
        gateway.mllp = message -> ACCEPTED;
        Path file = file("referral.hl7", "MSH|^~\\&|EPD|GGZ-NOORD|||20260101||REF^I12|M1|P|2.5\rPID|1\r");

        assertThat(sendAs("ggz-noord", file, "--plain")).isEqualTo(Exit.OK);

        assertThat(gateway.messages).containsExactly(Files.readString(file, StandardCharsets.ISO_8859_1));
        assertThat(out.toString()).contains("answer     AA to message M1").contains("reference  " + REFERENCE);
    }

    @Test
    void endsWithAFindingWhenAMessageIsRefusedAndSaysWhere() throws IOException {
        gateway.mllp = message -> "MSH|^~\\&|GW\rMSA|AE|M1\rERR||PID^1^3|101^Required field missing^HL70357|E|||"
                + "SCH-2002 The client has no identifier.\r";

        assertThat(sendAs("ggz-noord", file("m.hl7", "MSH|^~\\&|\r"), "--plain", "--output", "json"))
                .isEqualTo(Exit.FINDING);

        assertThat(new ObjectMapper().readTree(out.toString()).path("reason").asText())
                .contains("PID^1^3")
                .contains("SCH-2002");
    }

    @Test
    void sendsABundleSealedOverMutualTls() throws IOException {
        gateway.http = request -> FakeGateway.Reply.of(200, "{\"id\":\"" + REFERENCE + "\"}");
        Path file = file("bundle.json", "{\"resourceType\":\"Bundle\"}");

        assertThat(sendAs("ziekenhuis-demo", file)).isEqualTo(Exit.OK);
        assertThat(sendAs("ziekenhuis-demo", file)).isEqualTo(Exit.OK);

        FakeGateway.Request first = gateway.requests.get(0);
        assertThat(first.path()).isEqualTo("/fhir/$process-message");
        assertThat(first.body()).isEqualTo(Files.readString(file));
        assertThat(first.header("Payload-signature")).matches("[\\w-]+\\.\\.[\\w-]+");
        assertThat(first.header("Content-type")).isEqualTo("application/fhir+json");
        assertThat(gateway.requests.get(1).header("X-request-id")).isEqualTo(first.header("X-request-id"));
        assertThat(out.toString()).contains("reference  " + REFERENCE);
    }

    @Test
    void readsATaskBeforeItChangesIt() throws IOException {
        gateway.http = request -> new FakeGateway.Reply(200, "{}", Map.of("ETag", "W/\"3\""));
        Path file = file("task.json", "{\"resourceType\":\"Task\",\"id\":\"t-1\",\"status\":\"accepted\"}");

        assertThat(sendAs("opvang-demo", file)).isEqualTo(Exit.OK);

        assertThat(gateway.requests)
                .extracting(FakeGateway.Request::method, FakeGateway.Request::path)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("GET", "/fhir/Task/t-1"),
                        org.assertj.core.groups.Tuple.tuple("PUT", "/fhir/Task/t-1"));
        assertThat(gateway.requests.get(1).header("If-match")).isEqualTo("W/\"3\"");
    }

    @Test
    void changesNothingWhenTheTaskIsNotThere() throws IOException {
        gateway.http = request -> FakeGateway.Reply.of(
                404, "{\"issue\":[{\"details\":{\"text\":\"This is not known.\"},\"expression\":[\"Task.id\"]}]}");

        assertThat(sendAs("opvang-demo", file("task.json", "{\"resourceType\":\"Task\",\"id\":\"t-1\"}")))
                .isEqualTo(Exit.FINDING);

        assertThat(gateway.requests).hasSize(1);
        assertThat(out.toString()).contains("This is not known. At Task.id");
    }

    @Test
    void tellsDeniedFromRefused() throws IOException {
        gateway.http = request -> FakeGateway.Reply.of(403, "{}");

        assertThat(sendAs("schuldhulp-demo", file("b.json", "{\"resourceType\":\"Bundle\"}")))
                .isEqualTo(Exit.DENIED);
    }

    @Test
    void refusesToSendWhatNoPartnerWouldSend() throws IOException {
        assertThat(sendAs("ggz-noord", temp.resolve("absent.hl7"))).isEqualTo(Exit.USAGE);
        assertThat(sendAs("ggz-noord", file("poem.txt", "roses"))).isEqualTo(Exit.USAGE);
        assertThat(sendAs("Nobody!", file("m.hl7", "MSH|"))).isEqualTo(Exit.USAGE);
        assertThat(sendAs("nobody", file("m.hl7", "MSH|"))).isEqualTo(Exit.USAGE);
        assertThat(sendAs("schakel", file("m.hl7", "MSH|"))).isEqualTo(Exit.USAGE);
        assertThat(gateway.messages).isEmpty();
    }

    @Test
    void saysUnreachableWhenNothingRunsOrNothingListens() throws IOException {
        Path file = file("m.hl7", "MSH|^~\\&|\r");
        gateway.close();

        assertThat(sendAs("ggz-noord", file)).isEqualTo(Exit.UNREACHABLE);
        assertThat(run("status", "--home", home.toString())).isEqualTo(Exit.UNREACHABLE);
        assertThat(run(
                        "send",
                        file.toString(),
                        "--as",
                        "ggz-noord",
                        "--home",
                        temp.resolve("none").toString()))
                .isEqualTo(Exit.UNREACHABLE);
        assertThat(run("events", "--as", "opvang-demo", "--home", home.toString()))
                .isEqualTo(Exit.UNREACHABLE);
        assertThat(err.toString().lines()).hasSize(4).allMatch(line -> line.contains("schakel demo"));
    }

    @Test
    void printsATimelineAsATableWithTheOperatorsToken() throws IOException {
        gateway.http = request -> FakeGateway.Reply.of(200, timeline(1));

        assertThat(run("trace", REFERENCE.toLowerCase(java.util.Locale.ROOT), "--home", home.toString()))
                .isEqualTo(Exit.OK);

        assertThat(gateway.requests.get(0).path()).isEqualTo("/api/v1/referrals/" + REFERENCE + "/timeline");
        assertThat(gateway.requests.get(0).header("Authorization"))
                .isEqualTo("Bearer " + Files.readString(home.resolve("run/operator.token")));
        assertThat(out.toString())
                .contains(REFERENCE + "  status requested  custodian ggz-noord  exit -")
                .contains("opvang-demo  SHELTER  requested  -")
                .contains("consent  opvang-demo  withheld  health-detail: no basis");
    }

    @Test
    void printsATimelineAsJson() throws IOException {
        gateway.http = request -> FakeGateway.Reply.of(200, timeline(1));

        run("trace", REFERENCE, "--home", home.toString(), "--output", "json");

        assertThat(new ObjectMapper().readTree(out.toString()).path("events")).hasSize(1);
    }

    @Test
    void followsWhatHappensUntilTheGatewayIsGone() {
        AtomicInteger asked = new AtomicInteger();
        gateway.http = request -> asked.incrementAndGet() < 3
                ? FakeGateway.Reply.of(200, timeline(asked.get()))
                : FakeGateway.Reply.of(503, "{\"code\":\"SCH-7001\",\"detail\":\"Nothing can be stored.\"}");

        assertThat(run("trace", REFERENCE, "--home", home.toString(), "--follow"))
                .isEqualTo(Exit.FINDING);

        assertThat(out.toString().lines().filter(line -> line.contains("withheld")))
                .hasSize(2);
        assertThat(err.toString()).contains("SCH-7001 Nothing can be stored.");
    }

    @Test
    void refusesAReferenceWithAWrongCheckDigit() {
        assertThat(run("trace", "V-2026-00001-0", "--home", home.toString())).isEqualTo(Exit.USAGE);
        assertThat(gateway.requests).isEmpty();
    }

    @Test
    void saysNotKnownAndDeniedApart() {
        gateway.http =
                request -> FakeGateway.Reply.of(404, "{\"code\":\"SCH-4002\",\"detail\":\"This is not known.\"}");
        assertThat(run("trace", REFERENCE, "--home", home.toString())).isEqualTo(Exit.FINDING);

        gateway.http = request -> FakeGateway.Reply.of(401, "no json");
        assertThat(run("status", "--home", home.toString())).isEqualTo(Exit.DENIED);

        assertThat(err.toString()).contains("SCH-4002 This is not known.").contains("The gateway answered 401");
    }

    @Test
    void printsTheStatusFlat() {
        gateway.http = request -> FakeGateway.Reply.of(200, "{\"backlog\":{\"open\":2},\"partners\":[\"a\"]}");

        assertThat(run("status", "--home", home.toString())).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("backlog.open  2").contains("partners[0]   a");
    }

    @Test
    void doctorFindsADatabaseThatIsNotDurable() {
        gateway.http = request -> FakeGateway.Reply.of(200, "{\"durability\":{\"fsync\":\"off\"}}");
        assertThat(run("doctor", "--home", home.toString())).isEqualTo(Exit.FINDING);

        gateway.http = request -> FakeGateway.Reply.of(200, "{\"durability\":{\"fsync\":\"on\"}}");
        assertThat(run("doctor", "--home", home.toString())).isEqualTo(Exit.OK);
    }

    @Test
    void benchMeasuresUntilEverythingIsDelivered() throws IOException {
        AtomicInteger polls = new AtomicInteger();
        gateway.mllp = message -> ACCEPTED;
        gateway.http = request -> FakeGateway.Reply.of(
                200,
                "{\"backlog\":{\"open\":" + (polls.incrementAndGet() < 4 ? 9 : 0) + ",\"sending\":0,\"parked\":0}}");

        assertThat(run("bench", "--connections", "1,2", "--seconds", "1", "--plain", "--home", home.toString()))
                .isEqualTo(Exit.OK);

        assertThat(out.toString()).contains("accept/s").contains("yes");
        assertThat(gateway.messages).hasSizeGreaterThan(10).allMatch(message -> message.contains("REF^I12"));
    }

    @Test
    void benchCallsRefusedMessagesAFinding() {
        gateway.mllp = message -> ACCEPTED.replace("|AA|", "|AE|");
        gateway.http = request -> FakeGateway.Reply.of(200, "{\"backlog\":{\"open\":0,\"sending\":0,\"parked\":0}}");

        assertThat(run("bench", "--connections", "1", "--seconds", "1", "--plain", "--home", home.toString()))
                .isEqualTo(Exit.FINDING);
        assertThat(run("bench", "--connections", "0", "--home", home.toString()))
                .isEqualTo(Exit.USAGE);
    }

    @Test
    void demoTellsTheGatewayItsPortsSaysReadyAndCleansUp() throws IOException {
        Path fresh = temp.resolve("fresh");
        AtomicReference<Map<String, Object>> told = new AtomicReference<>(Map.of());
        List<String> events = new ArrayList<>();
        GatewayStarter starter = (folder, properties) -> {
            told.set(properties);
            return Step.next(running(events));
        };

        assertThat(demo(starter, fresh)).isEqualTo(Exit.OK);

        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSizeLessThanOrEqualTo(25).anyMatch(line -> line.startsWith("Ready in "));
        assertThat(told.get()).containsEntry("schakel.ports.web", 0).containsEntry("schakel.color", "red");
        assertThat((Integer) told.get().get("schakel.demo.ports.opvang-demo")).isPositive();
        assertThat(events).containsExactly("closed");
        assertThat(Doors.read(fresh)).isEmpty();
        assertThat(fresh.resolve("pki/gateway/keys.p12")).exists();
    }

    @Test
    void demoNamesThePortThatIsInUseAndItsPropertyBeforeAnythingStarts() throws IOException {
        try (ServerSocket other = new ServerSocket(0)) {
            int exit = demo(NONE, temp.resolve("taken"), "--set", "schakel.ports.mllp=" + other.getLocalPort());

            assertThat(exit).isEqualTo(Exit.FINDING);
            assertThat(err.toString())
                    .contains("SCH-9001")
                    .contains("port " + other.getLocalPort() + " (schakel.ports.mllp)");
            assertThat(err.toString().lines()).hasSize(1);
        }
    }

    @Test
    void demoRefusesAHomeInUseAndAPortThatIsNone() {
        assertThat(demo(NONE, home)).isEqualTo(Exit.FINDING);
        assertThat(demo(NONE, temp.resolve("odd"), "--set", "schakel.ports.web=http"))
                .isEqualTo(Exit.FINDING);
        assertThat(err.toString()).contains("SCH-9002").contains("SCH-9007");
    }

    @Test
    void demoPassesOnWhyTheGatewayDoesNotStart() {
        GatewayStarter foreign = (folder, properties) -> Step.stopped(Problem.of(ProblemCode.DATABASE_FOREIGN));

        assertThat(demo(foreign, temp.resolve("foreign"))).isEqualTo(Exit.FINDING);
        assertThat(err.toString()).startsWith("SCH-9005");
    }

    @Test
    void aDefectEndsAsOneSentenceThatNamesTheLog() {
        GatewayStarter broken = (folder, properties) -> {
            throw new IllegalStateException("Johan van der Meer");
        };

        assertThat(demo(broken, temp.resolve("broken"))).isEqualTo(Exit.FINDING);
        assertThat(err.toString())
                .contains("SCH-7999")
                .contains("schakel.log")
                .doesNotContain("Johan")
                .doesNotContain("Exception");
    }

    @Test
    void demoCanLeaveItsPartnersToAnotherProcess() throws IOException {
        AtomicReference<Map<String, Object>> told = new AtomicReference<>(Map.of());
        GatewayStarter starter = (folder, properties) -> {
            told.set(properties);
            return Step.next(running(new ArrayList<>()));
        };

        demo(starter, temp.resolve("alone"), "--set", "schakel.demo.partners=false");

        assertThat(told.get()).containsEntry("schakel.demo.ports.opvang-demo", 0);
    }

    @Test
    void demoDoesNotMindThatPartnersElsewhereHoldTheirPorts() throws IOException {
        try (ServerSocket partner = new ServerSocket(0)) {
            GatewayStarter starter = (folder, properties) -> Step.next(running(new ArrayList<>()));
            String port = "schakel.demo.ports.opvang-demo=" + partner.getLocalPort();

            assertThat(demo(starter, temp.resolve("apart"), "--set", "schakel.demo.partners=false", "--set", port))
                    .isEqualTo(Exit.OK);
            assertThat(demo(starter, temp.resolve("together"), "--set", port)).isEqualTo(Exit.FINDING);
        }
    }

    @Test
    void runNeedsAConfiguration() throws IOException {
        assertThat(run("run", "--home", temp.resolve("empty").toString())).isEqualTo(Exit.FINDING);
        assertThat(err.toString()).contains("SCH-9007").contains("application.yml");
    }

    private static GatewayStarter.Running running(List<String> events) {
        return new GatewayStarter.Running() {
            @Override
            public Map<String, Integer> ports() {
                return Map.of("web", 1, "management", 2, "partner", 3, "mllp", 4, "mllps", 5);
            }

            @Override
            public void close() {
                events.add("closed");
            }
        };
    }

    private int demo(GatewayStarter starter, Path folder, String... more) {
        List<String> arguments = new ArrayList<>(List.of("demo", "--home", folder.toString()));
        noPorts().forEach((id, port) -> arguments.addAll(List.of("--set", "schakel.demo.ports." + id + "=0")));
        Doors.defaults().forEach((door, port) -> arguments.addAll(List.of("--set", "schakel.ports." + door + "=0")));
        arguments.addAll(List.of("--set", "schakel.color=red"));
        arguments.addAll(List.of(more));
        Farewell atOnce = new Farewell() {
            @Override
            void listen() {}

            @Override
            void await() {}
        };
        return Commands.run(console, starter, atOnce, arguments.toArray(String[]::new));
    }

    private static Map<String, Integer> noPorts() {
        Map<String, Integer> any = new HashMap<>(DemoPartners.defaultPorts());
        any.replaceAll((id, port) -> 0);
        return any;
    }

    private int sendAs(String partner, Path file, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("send", file.toString(), "--as", partner, "--home", home.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void aConflictIsAddedListedAndEnded() {
        String id = "8f2c8a3e-0000-4000-8000-000000000001";
        String list = "/api/v1/clients/" + REFERENCE + "/conflicts";
        gateway.http = request -> FakeGateway.Reply.of(
                200,
                request.method().equals("GET")
                        ? "{\"conflicts\": [{\"id\": \"" + id + "\", \"kind\": \"person\", \"party\":"
                                + " \"mailbox|x@y.example\", \"recordedBy\": \"anna\", \"recordedAt\": \"2026-04-01\"}]}"
                        : "{\"id\": \"" + id + "\"}");

        assertThat(run("conflict", "add", REFERENCE, "--person", "mailbox|x@y.example", "--home", home.toString()))
                .isEqualTo(Exit.OK);
        assertThat(run("conflict", "list", REFERENCE, "--home", home.toString()))
                .isEqualTo(Exit.OK);
        assertThat(run("conflict", "end", REFERENCE, id, "--home", home.toString()))
                .isEqualTo(Exit.OK);

        assertThat(gateway.requests)
                .extracting(FakeGateway.Request::method, FakeGateway.Request::path, FakeGateway.Request::body)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("POST", list, "{\"person\":\"mailbox|x@y.example\"}"),
                        org.assertj.core.groups.Tuple.tuple("GET", list, ""),
                        org.assertj.core.groups.Tuple.tuple("DELETE", list + "/" + id, ""));
        assertThat(out.toString()).contains("entry " + id, "mailbox|x@y.example", "anna", "ended;");
    }

    @Test
    void aConflictNeedsOneOfTwoAndAReference() {
        assertThat(run("conflict")).isEqualTo(Exit.USAGE);
        assertThat(run("conflict", "add", REFERENCE)).isEqualTo(Exit.USAGE);
        assertThat(run("conflict", "add", REFERENCE, "--organisation", "a", "--person", "b|c"))
                .isEqualTo(Exit.USAGE);
        assertThat(run("conflict", "add", "V-2026", "--organisation", "opvang-demo"))
                .isEqualTo(Exit.USAGE);
        assertThat(run("conflict", "end", REFERENCE, "no-id")).isEqualTo(Exit.USAGE);
        assertThat(gateway.requests).isEmpty();
        for (String word : List.of("add", "list", "end")) {
            assertThat(run("conflict", word, "--help")).isEqualTo(Exit.OK);
            assertThat(out.toString()).contains("Example: schakel conflict " + word);
        }
    }

    @Test
    void aConsentIsListedAndTakenBackOrSaidNotToBeThere() {
        String id = "8f2c8a3e-0000-4000-8000-000000000002";
        String consents = "/api/v1/clients/" + REFERENCE + "/consents";
        gateway.http = request -> switch (request.method() + " " + request.path()) {
            case "GET /api/v1/clients/V-2026-00001-7/consents" ->
                FakeGateway.Reply.of(
                        200,
                        "{\"consents\": [{\"id\": \"" + id + "\", \"recorder\": \"ggz-noord\", \"recordedAt\":"
                                + " \"2026-04-01\", \"consent\": {\"status\": \"active\"}}]}");
            case "POST /api/v1/clients/V-2026-00001-7/consents/8f2c8a3e-0000-4000-8000-000000000002/withdraw" ->
                FakeGateway.Reply.of(200, "{\"id\": \"" + id + "\", \"status\": \"inactive\"}");
            default -> FakeGateway.Reply.of(404, "{\"code\": \"SCH-4003\", \"detail\": \"There is none.\"}");
        };
        assertThat(REFERENCE).as("the addresses above").isEqualTo("V-2026-00001-7");

        assertThat(run("withdraw", REFERENCE, "--home", home.toString())).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains(id, "active", "ggz-noord");
        assertThat(run("withdraw", REFERENCE, id, "--home", home.toString())).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("withdrawn");
        assertThat(run("withdraw", REFERENCE, "8f2c8a3e-0000-4000-8000-000000000003", "--home", home.toString()))
                .isEqualTo(Exit.FINDING);
        assertThat(err.toString()).contains("SCH-4003");
        assertThat(gateway.requests.get(0).path()).isEqualTo(consents);
        assertThat(run("withdraw", "--help")).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("Example: schakel withdraw");
    }

    @Test
    void aReviewCarriesItsReasonToTheGatewayAndPrintsNoneOfIt() {
        String id = "8f2c8a3e-0000-4000-8000-000000000004";
        gateway.http = request -> FakeGateway.Reply.of(
                200,
                request.method().equals("GET")
                        ? "{\"overdue\": 0, \"openings\": [{\"id\": \"" + id + "\"}]}"
                        : "{\"state\": \"approved\", \"review\": {\"by\": \"bram\"}}");
        assertThat(run("review", id, "--approve", "--reason", "er was acuut gevaar", "--home", home.toString()))
                .isEqualTo(Exit.OK);
        assertThat(gateway.requests.get(1).body()).isEqualTo("{\"approved\":true,\"reason\":\"er was acuut gevaar\"}");
        assertThat(out.toString()).contains("approved by bram").doesNotContain("acuut");
    }

    @Test
    void severalItemsOfALookGoToTheirReceiversInOneWordEach() {
        gateway.http = request -> FakeGateway.Reply.of(
                200,
                request.method().equals("GET")
                        ? "{\"waiting\": [{\"item\": \"a1\", \"receiver\": \"opvang-demo\"}, {\"item\": \"a2\","
                                + " \"receiver\": \"opvang-demo\"}], \"said\": [{\"item\": \"b1\", \"receiver\":"
                                + " \"schuldhulp-demo\"}]}"
                        : "{\"receiver\": \"opvang-demo\", \"by\": \"anna\"}");
        assertThat(run("look", REFERENCE, "a1", "a2", "--keep-back", "place", "--home", home.toString()))
                .isEqualTo(Exit.OK);
        assertThat(gateway.requests.get(1).body())
                .isEqualTo(
                        "{\"receiver\":\"opvang-demo\",\"word\":\"keep-back\",\"why\":\"place\",\"items\":[\"a1\",\"a2\"]}");
        assertThat(out.toString()).contains("kept back 2 items for opvang-demo, by anna");
        assertThat(run(
                        "look",
                        REFERENCE,
                        "b1",
                        "--release",
                        "no-place",
                        "--correct",
                        "verkeerd geklikt",
                        "--home",
                        home.toString()))
                .isEqualTo(Exit.OK);
        assertThat(gateway.requests.get(3).body())
                .contains("\"receiver\":\"schuldhulp-demo\"", "\"correct\":\"verkeerd geklikt\"");
    }

    private int run(String... arguments) {
        return Commands.run(console, NONE, new Farewell(), arguments);
    }

    private static Path file(String name, String content) throws IOException {
        return Files.writeString(temp.resolve(name), content, StandardCharsets.ISO_8859_1);
    }

    private static String timeline(int events) {
        String event = "{\"at\":\"2026-11-22T10:00:00Z\",\"stage\":\"consent\",\"partner\":\"opvang-demo\","
                + "\"outcome\":\"withheld\",\"reason\":\"health-detail: no basis\"}";
        return "{\"reference\":\"" + REFERENCE + "\",\"status\":\"requested\",\"exitDate\":null,"
                + "\"custodian\":\"ggz-noord\",\"tasks\":[{\"receiver\":\"opvang-demo\",\"need\":\"SHELTER\","
                + "\"status\":\"requested\",\"reason\":null}],\"work\":[],\"events\":["
                + String.join(",", java.util.Collections.nCopies(events, event)) + "]}";
    }
}
