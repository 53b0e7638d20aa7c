package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mapping commands work on files alone: nothing of a gateway runs in these tests. */
class MapCommandTest {
    private static final Path MAPPINGS = Path.of("mappings");
    private static final String WARD = "mappings/hl7v2-nl/2.5/examples/01-ref-i12/input.hl7";

    @TempDir
    private Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void triesAMessageAndShowsCanonicalTargetAndEveryValue() {
        assertThat(run("map", "try", WARD, "--as", "ggz-noord", "--to", "schuldhulp-demo"))
                .isEqualTo(Exit.OK);

        assertThat(out.toString())
                .contains("Canonical form, by hl7v2-nl/2.5/ref-i12@", "\"birthDate\" : \"1984-05-17\"")
                .contains("What schuldhulp-demo would get, by ddas/1.0/aanmelding@", "999900420")
                .contains("withheld: health-detail")
                .containsPattern(
                        "PID-7 +items\\[1]\\.resource\\.birthDate +hl7v2-nl/2\\.5/parts/\\S+:\\d+ +date +mapped")
                .containsPattern("PV1-2 +- +stay-administration +Class.* +dropped")
                .containsPattern("PID-8 .* +code gender +mapped +identity");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void saysTheSameAsJsonForAScript() {
        assertThat(run("map", "try", WARD, "--as", "ggz-noord", "--to", "opvang-demo", "--output", "json"))
                .isEqualTo(Exit.OK);

        JsonNode said = Pretty.tree(out.toString().getBytes(StandardCharsets.UTF_8));
        JsonNode account = said.path("account");
        assertThat(account.path("leaves").asLong())
                .isPositive()
                .isEqualTo(account.path("mapped").asLong()
                        + account.path("dropped").asLong()
                        + account.path("unmapped").asLong());
        assertThat(said.path("target").path("fields").findValuesAsText("target"))
                .isNotEmpty();
        assertThat(said.path("target").path("content").asText()).contains("MessageHeader");
    }

    @Test
    void showsWhatASenderDeletesAndWhatStaysNevertheless() {
        String hostile = "mappings/hl7v2-nl/2.5/examples/57-adt-a08-hostile-deletions/input.hl7";
        assertThat(run("map", "try", hostile, "--as", "ggz-noord")).isEqualTo(Exit.OK);
        assertThat(out.toString())
                .contains("deleted=7")
                .containsPattern("PID-11 +Patient\\.address +hl7v2-nl/\\S+:\\d+ +taken out .* deleted +address")
                .containsPattern("PD1-12 +labels .* deleted, but stays +secret-address");

        out.getBuffer().setLength(0);
        assertThat(run("map", "try", hostile, "--as", "ggz-noord", "--output", "json"))
                .isEqualTo(Exit.OK);
        JsonNode said = Pretty.tree(out.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(said.path("account").path("deleted").asInt()).isEqualTo(7);
        assertThat(said.path("fields").findValuesAsText("loss")).contains("deleted", "deleted, but stays");
        assertThat(said.path("canonical").path("deletions").findValuesAsText("target"))
                .contains("Patient.address", "RelatedPerson");
    }

    @Test
    void takesAHospitalsMessageToo() {
        assertThat(run(
                        "map",
                        "try",
                        "mappings/fhir/r4/examples/01-hospital-referral/input.json",
                        "--as",
                        "ziekenhuis-demo",
                        "--to",
                        "opvang-demo"))
                .isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("entry[3].resource.birthDate", "items[");
    }

    @Test
    void aCodeThatBecomesAWiderOneIsShownWithTheVersionOfItsTable() throws IOException {
        Path copy = copy();
        change(copy.resolve("codes/gender.csv"), "source,target", "# version: 2.5\nsource,target");
        Path message = temp.resolve("other.hl7");
        Files.writeString(message, Files.readString(Path.of(WARD)).replace("|19840517|M|", "|19840517|N|"));

        assertThat(run("map", "try", message.toString(), "--as", "ggz-noord", "--mappings", copy.toString()))
                .as(err.toString())
                .isEqualTo(Exit.OK);
        assertThat(out.toString())
                .containsPattern("PID-8 .* +code gender version 2\\.5 +mapped, wider +identity")
                .contains("shifted=1");
    }

    @Test
    void aRefusedMessageNamesThePlaceInTheSendersTerms() {
        assertThat(run(
                        "map",
                        "try",
                        "mappings/hl7v2-nl/2.5/examples/10-empty-identifiers/input.hl7",
                        "--as",
                        "ggz-noord"))
                .isEqualTo(Exit.FINDING);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("SCH-2002", "At PID-3.").hasLineCount(1);
    }

    @Test
    void aReceiverThatTheCircleDoesNotNameGetsNothing() {
        assertThat(run("map", "try", WARD, "--as", "ggz-noord", "--to", "pi-demo"))
                .isEqualTo(Exit.FINDING);
        assertThat(err.toString()).contains(ProblemCode.NO_CIRCLE.id());
    }

    @Test
    void aMessageThatIsNoReferralIsReleasedToNobody() {
        String discharge = "mappings/hl7v2-nl/2.5/examples/02-adt-a03/input.hl7";

        assertThat(run("map", "try", discharge, "--as", "ggz-noord")).isEqualTo(Exit.OK);
        assertThat(run("map", "try", discharge, "--as", "ggz-noord", "--to", "opvang-demo"))
                .isEqualTo(Exit.FINDING);
        assertThat(err.toString()).contains("Seen: DISCHARGE.");
    }

    @Test
    void whatIsAskedWronglyIsSaidInOneSentence() {
        assertThat(run("map", "try", "nowhere.hl7", "--as", "ggz-noord")).isEqualTo(Exit.USAGE);
        assertThat(run("map", "try", WARD, "--as", "No Partner")).isEqualTo(Exit.USAGE);
        assertThat(run("map", "try", WARD, "--as", "nobody")).isEqualTo(Exit.FINDING);
        assertThat(run("map", "test", "nowhere")).isEqualTo(Exit.USAGE);
        assertThat(run("map", "diff", "nowhere", "mappings")).isEqualTo(Exit.USAGE);
        assertThat(run("map")).isEqualTo(Exit.USAGE);
        assertThat(err.toString())
                .contains("There is no readable file nowhere.hl7.", "'No Partner' is no partner id", "Seen: nobody.")
                .contains("There is no folder nowhere.", "Say what to do with the mappings.")
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"try", "test", "diff"})
    void helpHasAnExample(String command) {
        assertThat(run("map", command, "--help")).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("Example: schakel map " + command);
    }

    @Test
    void everyExampleOfTheRepositoryPasses() {
        assertThat(run("map", "test")).as(out.toString()).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("pass  hl7v2-nl/2.5 01-ref-i12", " passed, 0 failed");
    }

    @Test
    void anExampleThatComesOutOtherwiseFailsWithItsDifferences() throws IOException {
        Path copy = copy();
        change(copy.resolve("codes/gender.csv"), "M,male,Man,equivalent", "M,other,Man,wider");

        assertThat(run("map", "test", copy.resolve("hl7v2-nl").toString(), "--mappings", copy.toString()))
                .isEqualTo(Exit.FINDING);
        assertThat(out.toString())
                .contains("FAIL  hl7v2-nl/2.5 01-ref-i12", "items[1].resource.gender: \"male\" -> \"other\"")
                .contains("pass  hl7v2-nl/2.5 10-empty-identifiers");
        String folder = copy.resolve("hl7v2-nl/2.5/examples/01-ref-i12").toString();
        assertThat(run("map", "test", folder, "--mappings", copy.toString(), "--write"))
                .isEqualTo(Exit.OK);
        assertThat(run("map", "test", folder, "--mappings", copy.toString())).isEqualTo(Exit.OK);
    }

    @Test
    void whatAPartnerGetsIsPartOfAnExample() throws IOException {
        Path copy = copy();
        Path output = copy.resolve("hl7v2-nl/2.5/examples/01-ref-i12/output.schuldhulp-demo.json");
        Files.writeString(output, "{}");
        String folder = output.resolveSibling("").toString();

        assertThat(run("map", "test", folder, "--mappings", copy.toString())).isEqualTo(Exit.FINDING);
        assertThat(out.toString()).contains("Burgerservicenummer: nothing -> \"999900420\"");
        assertThat(run("map", "test", folder, "--mappings", copy.toString(), "--write"))
                .isEqualTo(Exit.OK);
        assertThat(output).content().contains("999900420").doesNotContain("F20");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hl7v2-nl/2.5/examples/40-out-referral/output.adt-a08-out.hl7|PID|PIX|line 3: PIX",
                "iwmo/3.2/examples/02-wmo305/output.wmo305-out.xml|0772|0773|line ",
                "fhir/r4/examples/20-consent/output.consent-out.json|permit|deny|provision.type: \"deny\" -> \"permit\"",
                "toegang-intake/1.0/examples/01-json-briefadres/output.brief.txt|Eindhoven|Helmond|line ",
                "toegang-intake/1.0/examples/01-json-briefadres/output.formulier-csv.csv|briefadres|bed|line 2: "
            })
    void whatAMappingMakesIsPartOfAnExample(String output, String from, String to, String where) throws IOException {
        Path copy = copy();
        Path file = copy.resolve(output);
        byte[] kept = Files.readAllBytes(file);
        String folder = file.resolveSibling("").toString();
        Files.writeString(
                file, new String(kept, StandardCharsets.ISO_8859_1).replace(from, to), StandardCharsets.ISO_8859_1);

        assertThat(run("map", "test", folder, "--mappings", copy.toString())).isEqualTo(Exit.FINDING);
        assertThat(out.toString()).contains("FAIL  ", file.getFileName() + " ", where, "0 passed, 1 failed");
        assertThat(run("map", "test", folder, "--mappings", copy.toString(), "--write"))
                .isEqualTo(Exit.OK);
        assertThat(file).hasBinaryContent(kept);
    }

    @Test
    void anOutputThatNothingWritesFails() throws IOException {
        Path copy = copy();
        Path output = copy.resolve("hl7v2-nl/2.5/examples/01-ref-i12/output.no-such-mapping.hl7");
        Files.writeString(output, "MSH|");

        assertThat(run("map", "test", output.resolveSibling("").toString(), "--mappings", copy.toString()))
                .isEqualTo(Exit.FINDING);
        assertThat(out.toString())
                .contains("output.no-such-mapping.hl7: a message -> SCH-5007", "hl7v2-nl/2.5/no-such");
    }

    @Test
    void anOutputThatIsRefusedSaysWhy() throws IOException {
        Path copy = copy();
        Path folder = copy.resolve("iwmo/3.2/examples/02-wmo305");
        Files.writeString(folder.resolve("receiver.json"), "{\"id\": \"nobody\"}");

        assertThat(run("map", "test", folder.toString(), "--mappings", copy.toString()))
                .isEqualTo(Exit.FINDING);
        assertThat(run("map", "test", folder.toString(), "--mappings", copy.toString(), "--write"))
                .isEqualTo(Exit.OK);
        assertThat(folder.resolve("output.wmo305-out.xml")).doesNotExist();
        assertThat(folder.resolve("output.wmo305-out.problem.json")).content().contains("CODE_UNKNOWN");
    }

    @Test
    void comparesTwoVersionsOverAFolderOfMessages() throws IOException {
        Path copy = copy();
        String messages = MAPPINGS.resolve("hl7v2-nl/2.5/examples").toString();
        assertThat(run("map", "diff", copy.toString(), "mappings", "--messages", messages))
                .isEqualTo(Exit.OK);
        change(copy.resolve("codes/gender.csv"), "M,male,Man,equivalent", "M,other,Man,wider");

        assertThat(run("map", "diff", copy.toString(), "mappings", "--messages", messages))
                .isEqualTo(Exit.FINDING);
        assertThat(out.toString())
                .contains("canonical items[1].resource.gender: \"other\" -> \"male\"")
                .contains("schuldhulp-demo bytes: sha256:");
    }

    @Test
    void looseMessagesNeedTheirSenderNamed() throws IOException {
        Path messages = Files.createDirectories(temp.resolve("messages"));
        Files.copy(Path.of(WARD), messages.resolve("one.hl7"));

        assertThat(run("map", "diff", "mappings", "mappings", "--messages", messages.toString()))
                .isEqualTo(Exit.USAGE);
        assertThat(run("map", "diff", "mappings", "mappings", "--messages", messages.toString(), "--as", "ggz-noord"))
                .isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("1 messages, 0 changed");
    }

    @Test
    void aMappingThatCannotWorkIsNamedWithFileAndLine() throws IOException {
        Path copy = copy();
        change(copy.resolve("hl7v2-nl/2.5/parts/header.yaml"), "as: moment", "as: eval");

        assertThat(run("map", "try", WARD, "--as", "ggz-noord", "--mappings", copy.toString()))
                .isEqualTo(Exit.FINDING);
        assertThat(run("map", "test", "--mappings", copy.toString())).isEqualTo(Exit.FINDING);
        assertThat(err.toString())
                .contains("hl7v2-nl/2.5/parts/header.yaml, line 3: function 'eval' is not one of")
                .hasLineCount(2);
    }

    private Path copy() throws IOException {
        Path copy = temp.resolve("mappings");
        try (Stream<Path> files = Files.walk(MAPPINGS)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(MAPPINGS.relativize(file).toString()));
            }
        }
        return copy;
    }

    private static void change(Path file, String from, String to) throws IOException {
        Files.writeString(file, Files.readString(file).replace(from, to));
    }

    private int run(String... arguments) {
        Console console = new Console(new PrintWriter(out), new PrintWriter(err));
        return Commands.run(
                console,
                (home, properties) -> Step.stopped(Problem.of(ProblemCode.CONFIGURATION_INVALID)),
                new Farewell(),
                arguments);
    }
}
