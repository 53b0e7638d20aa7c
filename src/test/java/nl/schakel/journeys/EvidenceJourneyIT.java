package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages about proof promise, on the running product. */
class EvidenceJourneyIT {
    private static final Path PAGE = Path.of("docs/how-to/verify-a-receipt.md");
    private static final Pattern REFERENCE = Pattern.compile("V-\\d{4}-\\d{5,}-[0-9X]");
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Map<String, String> settings() {
        Map<String, String> settings = DemoProcess.freePorts();
        settings.put("schakel.audit.checkpoint", "1s");
        return settings;
    }

    @Test
    @Guards(Threat.T31)
    void everyCommandOfThePageDoesWhatItSays() throws IOException {
        try (DemoProcess demo =
                DemoProcess.at(folder.resolve("home"), settings()).start()) {
            String reference = sent(demo);
            Path zip = folder.resolve("evidence.zip");
            await().atMost(SOON)
                    .until(() -> demo.run("evidence", reference, "--out", zip.toString(), "--for", "ggz-noord")
                                            .exit()
                                    == 0
                            && demo.run("verify", zip.toString()).exit() == 0);
            for (String command : commands()) {
                String line = REFERENCE
                        .matcher(command)
                        .replaceAll(reference)
                        .replace("evidence.zip", zip.toString())
                        .replace("var/demo", demo.home().toString())
                        .replace("docs/verify", verifier().toString());
                assertDoesIt(demo, line);
            }
            byte[] turned = Files.readAllBytes(zip);
            turned[turned.length / 2] ^= 1;
            DemoProcess.Ran found = demo.run(
                    "verify", Files.write(folder.resolve("turned.zip"), turned).toString());
            assertThat(found.exit()).isEqualTo(1);
            assertThat(found.output()).contains("INVALID");
            DemoProcess.Ran audit = demo.run("audit", "verify");
            assertThat(audit.output()).contains("whole").doesNotContain("(0 time-stamped)");
            assertThat(demo.run("evidence", "V-2026-99999-2", "--out", zip.toString())
                            .exit())
                    .isNotZero();
        }
    }

    private static void assertDoesIt(DemoProcess demo, String line) throws IOException {
        List<String> words = List.of(line.split(" "));
        if (words.get(0).equals("./schakel")) {
            DemoProcess.Ran ran = demo.run(words.subList(1, words.size()).toArray(String[]::new));
            assertThat(ran.exit()).as(line + "\n" + ran.output()).isZero();
            assertThat(ran.output())
                    .as(line)
                    .doesNotContain("!")
                    .contains(words.get(1).equals("verify") ? "VALID" : "zip");
        } else if (isHere(words.get(0))) {
            DemoProcess.Ran ran = DemoProcess.ran(words);
            assertThat(ran.exit()).as(line + "\n" + ran.output()).isZero();
        } else {
            System.out.println("SKIPPED " + words.get(0) + " of " + PAGE + ": it is not here");
        }
    }

    /** A copy, so that nothing is installed into the project. */
    private static Path verifier() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("verify"));
        for (String name : List.of("package.json", "verify.mjs")) {
            if (!Files.exists(copy.resolve(name))) {
                Files.copy(Path.of("docs/verify", name), copy.resolve(name));
            }
        }
        return copy;
    }

    private static boolean isHere(String program) {
        try {
            Process asked = new ProcessBuilder(program, "--version").start();
            return asked.waitFor(20, TimeUnit.SECONDS) && asked.exitValue() == 0;
        } catch (IOException none) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    @Guards(Threat.T46)
    void anOldBackupIsNoticedAndNothingGoesOnUntilSomebodyTakesItUp() throws Exception {
        Path home = folder.resolve("restored");
        DemoProcess demo = DemoProcess.at(home, settings()).start();
        Path witness = home.resolve("audit/last-checkpoint");
        try {
            sent(demo);
            await().atMost(SOON).until(() -> Files.exists(witness));
            demo.stop();
            copy(home.resolve("db"), folder.resolve("backup"));
            String before = Files.readAllLines(witness).get(0);
            demo.start();
            sent(demo, "mappings/hl7v2-nl/2.5/examples/02-adt-a03/input.hl7");
            await().atMost(SOON).until(() -> !Files.readAllLines(witness).get(0).equals(before));
            demo.stop();
            copy(folder.resolve("backup"), home.resolve("db"));
            demo.start();
            await().atMost(SOON).until(() -> demo.output().contains("RECONCILE MODE"));
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), demo.port("mllp")).close())
                    .isInstanceOf(ConnectException.class);
            assertThat(demo.run("audit", "verify").exit()).isZero();
            DemoProcess.Ran taken = demo.run("audit", "take-up", "--reason", "trial of the page");
            assertThat(taken.exit()).as(taken.output()).isZero();
            demo.stop();
            demo.start();
            assertThat(demo.output()).doesNotContain("RECONCILE");
            assertThat(demo.run("audit", "verify").exit()).isZero();
            assertThat(demo.run("audit", "take-up", "--reason", "again").exit()).isNotZero();
            try (var kept = Files.list(home.resolve("audit"))) {
                assertThat(kept.map(file -> file.getFileName().toString()))
                        .anyMatch(name -> name.startsWith("last-checkpoint.lost-"));
            }
        } finally {
            demo.close();
        }
    }

    /** With owners and rights: the database belongs to a user of its own. */
    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("rm", "-rf", to.toString()).start().waitFor())
                .isZero();
        assertThat(new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    private static String sent(DemoProcess demo) {
        return sent(demo, "mappings/hl7v2-nl/2.5/examples/01-ref-i12/input.hl7");
    }

    private static String sent(DemoProcess demo, String file) {
        DemoProcess.Ran ran = demo.run("send", file, "--as", "ggz-noord");
        assertThat(ran.exit()).as(ran.output()).isZero();
        Matcher reference = REFERENCE.matcher(ran.output());
        assertThat(reference.find()).as(ran.output()).isTrue();
        return reference.group();
    }

    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("```")) {
                inside = line.equals("```bash");
            } else if (inside && !line.isBlank()) {
                commands.add(line.strip());
            }
        }
        assertThat(commands).hasSize(4);
        return commands;
    }
}
