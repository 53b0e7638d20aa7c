package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nl.schakel.demo.DemoHome;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code schakel part seal} and {@code schakel part open}, with the keys of a demo home. */
class PartCommandTest {
    private static final String BUNDLE = "mappings/fhir/r4/examples/01-hospital-referral/input.json";
    private static final String WORDS = "Bang voor honden (TEST)";

    @TempDir
    static Path folder;

    private final StringWriter said = new StringWriter();

    @BeforeAll
    static void makeKeys() throws IOException {
        DemoHome.open(folder.resolve("home"), false)
                .fold(home -> home, problem -> {
                    throw new AssertionError(problem.sentence());
                })
                .close();
        Files.writeString(folder.resolve("note.txt"), WORDS + "\u001b[2J");
    }

    @Test
    void whatIsSealedOpensForItsReceiverAndForNobodyElse() throws IOException {
        assertThat(seal("opvang-demo", "housing", BUNDLE, "one.json")).isZero();
        assertThat(seal("schuldhulp-demo", "debts", in("one.json"), "two.json")).isZero();
        assertThat(Files.readString(folder.resolve("two.json")))
                .contains("application/jose")
                .doesNotContain("honden");
        assertThat(run("part", "open", in("one.json"), "--as", "opvang-demo", "--out", in("opened")))
                .isZero();
        assertThat(said.toString())
                .contains(WORDS, "00000099000000002000", "housing")
                .doesNotContain("\u001b");
        assertThat(folder.resolve("opened/part-1")).hasContent(WORDS + "\u001b[2J");
        assertThat(run("part", "open", in("one.json"), "--as", "ggz-noord")).isEqualTo(Exit.FINDING);
        said.getBuffer().setLength(0);
        assertThat(run("part", "open", in("two.json"), "--as", "schuldhulp-demo", "--output", "json"))
                .isEqualTo(Exit.FINDING);
        assertThat(said.toString()).contains("\"category\":\"debts\",\"opened\":true", "\"opened\":false");
    }

    @Test
    void doesNotOpenWhatWasTouched() throws IOException {
        assertThat(seal("opvang-demo", "housing", BUNDLE, "whole.json")).isZero();
        String whole = Files.readString(folder.resolve("whole.json"));
        int data = whole.lastIndexOf("\"data\":\"") + 4000;
        char other = whole.charAt(data) == 'A' ? 'B' : 'A';
        Files.writeString(folder.resolve("touched.json"), whole.substring(0, data) + other + whole.substring(data + 1));
        assertThat(run("part", "open", in("touched.json"), "--as", "opvang-demo"))
                .isEqualTo(Exit.FINDING);
        assertThat(said.toString()).doesNotContain("honden");
    }

    @Test
    void saysWhatIsWrongWithTheQuestion() {
        assertThat(seal("opvang-demo", "gossip", BUNDLE, "no.json")).isEqualTo(Exit.USAGE);
        assertThat(seal("Opvang Demo", "housing", BUNDLE, "no.json")).isEqualTo(Exit.USAGE);
        assertThat(seal("nobody-demo", "housing", BUNDLE, "no.json")).isEqualTo(Exit.FINDING);
        assertThat(seal("schakel", "housing", BUNDLE, "no.json")).isEqualTo(Exit.FINDING);
        assertThat(seal("opvang-demo", "housing", in("note.txt"), "no.json")).isEqualTo(Exit.FINDING);
        assertThat(seal("opvang-demo", "housing", in("absent.json"), "no.json")).isEqualTo(Exit.USAGE);
        assertThat(folder.resolve("no.json")).doesNotExist();
        assertThat(run("part", "open", BUNDLE, "--as", "opvang-demo")).isZero();
        assertThat(said.toString()).contains("There is no sealed part");
    }

    private int seal(String to, String category, String into, String out) {
        return run(
                "part",
                "seal",
                in("note.txt"),
                "--as",
                "ziekenhuis-demo",
                "--to",
                to,
                "--category",
                category,
                "--into",
                into,
                "--out",
                in(out));
    }

    private static String in(String name) {
        return folder.resolve(name).toString();
    }

    private int run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--home", in("home")));
        PrintWriter both = new PrintWriter(said, true);
        return Commands.run(
                new Console(both, both),
                (at, told) -> Step.stopped(Problem.of(ProblemCode.DEFECT)),
                new Farewell(),
                all.toArray(String[]::new));
    }
}
