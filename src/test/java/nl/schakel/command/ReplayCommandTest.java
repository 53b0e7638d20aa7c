package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import nl.schakel.demo.DemoHome;
import nl.schakel.demo.Doors;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay says before and after, and what it asks of the gateway. */
class ReplayCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BEFORE = "2026-12-01T10:00:00.123456Z";
    private static final String PROSPECTS = """
            {"before":"%s","goOn":400,"stay":4,"changes":[
            {"partner":"opvang-demo","reason":"SCH-6004 All attempts were used.","items":400,"from":"PARKED","to":"OPEN","fate":"AGAIN"},
            {"partner":"opvang-demo","reason":"SCH-6003 x","items":1,"from":"PARKED","to":"PARKED","fate":"RECEIVER_MAY_HAVE_IT"},
            {"partner":"","reason":"SCH-3001 x","items":2,"from":"PARKED","to":"PARKED","fate":"WAITS_FOR_CODE"},
            {"partner":"","reason":"SCH-5022 x","items":1,"from":"PARKED","to":"PARKED","fate":"NEEDS_SECOND_PERSON"}]}
            """.formatted(BEFORE);

    @TempDir
    static Path temp;

    static Path home;
    static DemoHome open;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(out), new PrintWriter(err));
    private FakeGateway gateway;

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

    @Test
    void saysBeforehandWhatBecomesOfEachAndAsksForNothing() {
        gateway.http = request -> FakeGateway.Reply.of(200, PROSPECTS);

        assertThat(replay("--partner", "opvang-demo", "--dry-run")).isEqualTo(Exit.OK);

        assertThat(out.toString())
                .contains("400 items would go on, 4 would stay parked; nothing was changed.")
                .containsPattern("400 +opvang-demo +PARKED +OPEN +tried again +SCH-6004")
                .containsPattern(
                        "1 +opvang-demo +PARKED +PARKED +the receiver may have it \\(--unknown-too\\) +SCH-6003")
                .containsPattern("2 +\\(here\\) +PARKED +PARKED +a code is missing")
                .containsPattern("1 +\\(here\\) +PARKED +PARKED +a second person must look");
        assertThat(gateway.requests).extracting(FakeGateway.Request::method).containsExactly("GET");
    }

    @Test
    void saysTheSameToAProgram() throws IOException {
        gateway.http = request -> FakeGateway.Reply.of(200, PROSPECTS);

        assertThat(replay("--all", "--dry-run", "--output", "json")).isEqualTo(Exit.OK);

        assertThat(JSON.readTree(out.toString())).isEqualTo(JSON.readTree(PROSPECTS));
    }

    /** Else what is parked again at once would be asked for again. */
    @Test
    void asksForEachBatchByTheMomentAtWhichItLooked() throws IOException {
        AtomicInteger batches = new AtomicInteger();
        gateway.http = request -> FakeGateway.Reply.of(
                200,
                request.method().equals("GET")
                        ? PROSPECTS
                        : "{\"resumed\":200,\"more\":" + (batches.incrementAndGet() < 2) + "}");

        assertThat(replay("--all", "--reason", "mended")).isEqualTo(Exit.OK);

        List<String> bounds = new ArrayList<>();
        for (FakeGateway.Request request : gateway.requests.subList(1, gateway.requests.size())) {
            bounds.add(JSON.readTree(request.body()).path("before").asText());
        }
        assertThat(bounds).containsExactly(BEFORE, BEFORE);
        assertThat(err.toString()).contains("200 of 400 go on");
        assertThat(out.toString())
                .contains(
                        "400 items go on.",
                        "1 stay parked: the receiver may have it (--unknown-too).",
                        "2 stay parked: a code is missing");
    }

    @Test
    void saysToAProgramWhatWentOnAndWhatStays() throws IOException {
        gateway.http = request -> FakeGateway.Reply.of(
                200, request.method().equals("GET") ? PROSPECTS : "{\"resumed\":400,\"more\":false}");

        assertThat(replay("--all", "--reason", "mended", "--output", "json")).isEqualTo(Exit.OK);

        assertThat(JSON.readTree(out.toString())).isEqualTo(JSON.readTree("{\"resumed\":400,\"stay\":4}"));
    }

    @Test
    void refusesWithoutASayOfWhatOrWhy() {
        assertThat(replay("--reason", "x")).isEqualTo(Exit.USAGE);
        assertThat(replay("--all")).isEqualTo(Exit.USAGE);
        assertThat(gateway.requests).isEmpty();
    }

    private int replay(String... words) {
        List<String> all = new ArrayList<>(List.of("replay", "--home", home.toString()));
        all.addAll(Arrays.asList(words));
        return Commands.run(
                console,
                (folder, properties) -> Step.stopped(Problem.of(ProblemCode.CONFIGURATION_INVALID)),
                new Farewell(),
                all.toArray(String[]::new));
    }
}
