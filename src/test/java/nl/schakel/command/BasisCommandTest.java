package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The basis commands work on files alone: nothing of a gateway runs in these tests. */
class BasisCommandTest {
    private static final List<String> PRISON = List.of(
            "basis",
            "explain",
            "--to",
            "gemeente-demo",
            "--from",
            "pi-demo",
            "--category",
            "plan",
            "--purpose",
            "REINTEGRATION");

    @TempDir
    private Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(List<String> start, String... more) {
        List<String> all = new ArrayList<>(start);
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    /** Asks whether scores may go to the shelter. */
    private int zrm(String... more) {
        List<String> line = new ArrayList<>(
                List.of("basis", "explain", "--to", "opvang-demo", "--category", "zrm", "--purpose", "TRANSITION"));
        line.addAll(List.of(more));
        return run(line.toArray(String[]::new));
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Commands.run(
                new Console(new PrintWriter(out), new PrintWriter(err)),
                (home, settings) -> {
                    throw new IllegalStateException("no gateway");
                },
                new Farewell(),
                arguments);
    }

    @Test
    void explainsByTheLawOfTheDay() {
        assertThat(run(PRISON, "--at", "2021-06-30")).isEqualTo(Exit.DENIED);
        assertThat(out.toString())
                .contains("NOT RELEASED  plan from pi-demo to gemeente-demo for REINTEGRATION")
                .contains("SCH-5004", "Leg de toestemming van de client vast")
                .contains("row:REINTEGRATION,PI>GEM,plan@..2021-06-30  asks");
        assertThat(run(PRISON, "--at", "2021-07-02T12:00:00Z")).isEqualTo(Exit.OK);
        assertThat(out.toString())
                .contains("PERMITTED  plan")
                .containsPattern("row:REINTEGRATION,PI>GEM,plan@2021-07-01\\.\\. +permits +Pbw-18a");
    }

    @Test
    void countsAConsentOfTheClientAndShowsWhichOne() throws IOException {
        Path client = Path.of("docs/how-to/client.json");
        List<String> asked = List.of(
                "basis",
                "explain",
                "--to",
                "opvang-demo",
                "--from",
                "ggz-noord",
                "--category",
                "zrm",
                "--purpose",
                "TRANSITION");
        assertThat(run(asked, "--client", client.toString(), "--at", "2026-05-01"))
                .isEqualTo(Exit.OK);
        assertThat(out.toString()).containsPattern("consent:consent-1 +permits");
        assertThat(run(asked, "--client", client.toString(), "--at", "2026-12-01"))
                .isEqualTo(Exit.DENIED);
        assertThat(out.toString()).contains("not within its period").contains("SCH-5012");
        assertThat(run(asked, "--at", "2026-05-01")).isEqualTo(Exit.DENIED);
        assertThat(out.toString()).contains("SCH-5004");
    }

    @Test
    void saysTheSameAsJsonAndNotMoreThanMayBeTold() throws IOException {
        Path client = temp.resolve("client.json");
        Files.writeString(client, "{\"age\": 40, \"conflicts\": [\"opvang-demo\"]}");
        assertThat(run(
                        "basis",
                        "explain",
                        "--to",
                        "opvang-demo",
                        "--category",
                        "contact",
                        "--purpose",
                        "TRANSITION",
                        "--client",
                        client.toString(),
                        "--output",
                        "json"))
                .isEqualTo(Exit.DENIED);
        JsonNode said = Pretty.tree(out.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(said.path("code").asText()).isEqualTo("SCH-5003");
        assertThat(said.path("spoken")).isEmpty();
        assertThat(said.path("reden").asText()).isNotEmpty();
        assertThat(out.toString()).doesNotContain("conflict");
    }

    @Test
    void takesARecordedDecisionAgainAndNoticesAChange() throws IOException {
        Path record = temp.resolve("decision.json");
        assertThat(run(PRISON, "--at", "2021-06-30", "--record", record.toString()))
                .isEqualTo(Exit.DENIED);
        String policies = temp.resolve("none").toString();
        assertThat(run("basis", "replay", record.toString(), "--policies", policies))
                .isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("SAME");
        Files.writeString(record, Files.readString(record).replace("\"permitted\":false", "\"permitted\":true"));
        assertThat(run("basis", "replay", record.toString(), "--policies", policies))
                .isEqualTo(Exit.FINDING);
        assertThat(out.toString()).contains("DIFFERENT: plan");
        Files.writeString(
                record, Files.readString(record).replaceAll("\"policySha256\":\"..", "\"policySha256\":\"00"));
        assertThat(run("basis", "replay", record.toString(), "--policies", policies))
                .isEqualTo(Exit.FINDING);
        assertThat(err.toString()).contains("SCH-4003").contains("a policy of the archive");
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}: {4}")
    @CsvSource({
        "nowhere, zrm, TRANSITION, 2026-05-01, opvang-demo",
        "opvang-demo, ziel, TRANSITION, 2026-05-01, health-pointer",
        "opvang-demo, zrm, PARTY, 2026-05-01, CLIENT-ACCESS",
        "opvang-demo, zrm, TRANSITION, gisteren, a day such as",
        "Opvang Demo, zrm, TRANSITION, 2026-05-01, opvang-demo"
    })
    void saysWhatItDoesNotUnderstand(String to, String category, String purpose, String at, String said) {
        assertThat(run("basis", "explain", "--to", to, "--category", category, "--purpose", purpose, "--at", at))
                .isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("SCH-2007").contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": \"Jan\"} | client.name",
                "{\"age\": \"oud\"} | client.age",
                "{\"age\": -1} | client.age",
                "{\"conflicts\": [\"Opvang Demo\"]} | client.conflicts",
                "{\"consents\": [3]} | client.consents",
                "{\"unable\": \"ja\"} | client.unable"
            })
    void refusesADescriptionItDoesNotUnderstand(String text, String place) throws IOException {
        Path client = temp.resolve("client.json");
        Files.writeString(client, text);
        assertThat(zrm("--client", client.toString())).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains(place);
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        assertThat(run("basis")).isEqualTo(Exit.USAGE);
        assertThat(run("basis", "replay", "nothing.json")).isEqualTo(Exit.USAGE);
        assertThat(zrm("--client", "nothing.json")).isEqualTo(Exit.USAGE);
        assertThat(zrm("--mappings", temp.toString())).isEqualTo(Exit.FINDING);
        assertThat(err.toString()).contains("SCH-9007");
    }
}
