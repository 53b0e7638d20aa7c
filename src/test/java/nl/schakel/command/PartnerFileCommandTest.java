package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code schakel partner new} and {@code schakel partner check}, on a copy of the routes. */
class PartnerFileCommandTest {
    private final StringWriter said = new StringWriter();

    @TempDir
    Path folder;

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = routes().resolve(Path.of("routes").relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"fhir, MO", "mllp, GGZ", "file, TOEG"})
    void whatIsWrittenIsValidAndIsNotWrittenTwice(String channel, String role) {
        assertThat(make("nieuw-" + channel, role, "00000099000000077000", channel))
                .isZero();
        assertThat(said.toString()).contains("Written:", "schakel cert import");
        assertThat(check()).isZero();
        assertThat(said.toString()).contains("10 partners, and nothing is wrong with them.");
        assertThat(make("nieuw-" + channel, role, "00000099000000077000", channel))
                .isEqualTo(Exit.FINDING);
        assertThat(said.toString()).contains("is there already");
    }

    @Test
    void whatWouldNotBeValidLeavesNothingBehind() throws IOException {
        assertThat(make("nieuw-a", "KLUIS", "00000099000000077000", "fhir")).isEqualTo(Exit.FINDING);
        assertThat(said.toString()).contains("SCH-9007", "partners/nieuw-a.yaml", "/role", "KLUIS");
        assertThat(make("nieuw-b", "MO", "00000099000000005000", "fhir"))
                .as("opvang-demo's")
                .isEqualTo(Exit.FINDING);
        assertThat(make("nieuw-c", "MO", "12", "fhir")).isEqualTo(Exit.FINDING);
        assertThat(make("../weg", "MO", "00000099000000077000", "fhir")).isEqualTo(Exit.USAGE);
        assertThat(run(
                        "partner",
                        "new",
                        "nieuw-d",
                        "--role",
                        "MO",
                        "--oin",
                        "00000099000000077000",
                        "--channel",
                        "fhir"))
                .isEqualTo(Exit.USAGE);
        assertThat(make("nieuw-e", "MO", "00000099000000077000", "duif")).isEqualTo(Exit.USAGE);
        try (Stream<Path> files = Files.list(routes().resolve("partners"))) {
            assertThat(files.filter(file -> file.toString().contains("nieuw"))).isEmpty();
        }
    }

    @Test
    void aMappingThatIsNotThereIsNamedWithItsPlace() throws IOException {
        Path file = routes().resolve("partners/opvang-demo.yaml");
        Files.writeString(file, Files.readString(file).replace("out: fhir/r4/message-bundle", "out: fhir/r4/brief"));
        assertThat(check()).isEqualTo(Exit.FINDING);
        assertThat(said.toString()).containsPattern("opvang-demo +mappings.out +fhir/r4/brief");
        Files.writeString(file, Files.readString(file).replace("role: MO", "role: 12"));
        assertThat(check()).isEqualTo(Exit.FINDING);
        assertThat(said.toString()).contains("partners/opvang-demo.yaml", "line 4, /role");
    }

    private int make(String id, String role, String oin, String channel) {
        List<String> command =
                new ArrayList<>(List.of("partner", "new", id, "--role", role, "--oin", oin, "--channel", channel));
        if (!channel.equals("file")) {
            command.addAll(List.of("--host", "koppel.example"));
        }
        return run(command.toArray(String[]::new));
    }

    private int check() {
        return run("partner", "check");
    }

    private Path routes() {
        return folder.resolve("routes");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--routes", routes().toString()));
        PrintWriter writer = new PrintWriter(said, true);
        return Commands.run(
                new Console(writer, writer),
                (home, settings) -> Step.stopped(Problem.of(ProblemCode.DEFECT)),
                new Farewell(),
                all.toArray(String[]::new));
    }
}
