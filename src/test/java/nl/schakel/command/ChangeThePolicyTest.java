package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the page that tells how to change the policy, as they stand there. */
class ChangeThePolicyTest {
    private static final Pattern COMMAND = Pattern.compile("^\\./schakel (.+?)\\s+# exits (\\d)$", Pattern.MULTILINE);

    @TempDir
    private Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Commands.run(
                new Console(new PrintWriter(out), new PrintWriter(err)),
                (home, settings) -> Step.stopped(Problem.of(ProblemCode.CONFIGURATION_INVALID)),
                new Farewell(),
                arguments);
    }

    @Test
    void everyCommandOfThePageDoesWhatItSays() throws IOException {
        String page = Files.readString(Path.of("docs/how-to/change-the-policy.md"));
        List<String> commands = new ArrayList<>();
        Matcher found = COMMAND.matcher(page);
        while (found.find()) {
            String command = found.group(1)
                    .replace("var/decision.json", temp.resolve("decision.json").toString());
            assertThat(run(command.split(" +"))).as(command + "\n" + err).isEqualTo(Integer.parseInt(found.group(2)));
            commands.add(command);
        }
        assertThat(commands)
                .hasSize((int) page.lines()
                        .filter(line -> line.startsWith("./schakel"))
                        .count())
                .hasSize(7);
    }

    /** What the page says of a fault, done to a copy. */
    @Test
    void aFaultInACopyIsNamedWithFileLineAndColumn() throws IOException {
        Path policy = Files.createDirectories(temp.resolve("mappings/policy"));
        for (String file : List.of("default-policy.csv", "laws.csv", "notes.csv", "holders.csv")) {
            Files.copy(Path.of("mappings/policy", file), policy.resolve(file));
        }
        Path table = policy.resolve("default-policy.csv");
        Files.writeString(table, Files.readString(table).replace("2021-06-30", "2021-06-29"));
        assertThat(run(
                        "basis",
                        "explain",
                        "--to",
                        "opvang-demo",
                        "--category",
                        "zrm",
                        "--purpose",
                        "TRANSITION",
                        "--mappings",
                        temp.resolve("mappings").toString()))
                .isEqualTo(Exit.FINDING);
        assertThat(err.toString())
                .contains(
                        "default-policy.csv, line ", "column valid_from", "2021-06-30: the days before it have no row");
    }
}
