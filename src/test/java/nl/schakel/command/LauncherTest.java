package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a copy of the launcher in a folder with a space in its name, with javas and a Maven that only print. */
class LauncherTest {
    private static final Path LAUNCHER = Path.of("schakel").toAbsolutePath();

    @TempDir
    Path temp;

    Path root;
    Path jvms;

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectories(temp.resolve("a checkout"));
        jvms = Files.createDirectories(temp.resolve("jvms"));
        Files.copy(LAUNCHER, root.resolve("schakel"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(root.resolve("src/main"));
        Files.createDirectories(root.resolve("target/lib"));
        age(Files.writeString(root.resolve("src/main/A.java"), "class A {}"), 100);
        age(Files.writeString(root.resolve("pom.xml"), "<project/>"), 100);
        age(Files.writeString(root.resolve("target/schakel.jar"), "jar"), 50);
        script(temp.resolve("bin/mvn"), "echo \"mvn $* with $JAVA_HOME\"; echo new > target/schakel.jar");
    }

    record Ran(int exit, String out, String err) {}

    @Test
    void runsTheJarWithTheJavaOfJavaHome() throws Exception {
        Path java = jdk("jdk-17", "17.0.15");

        Ran ran = run(Map.of("JAVA_HOME", java.toString()), "send", "a file.hl7", "--as", "ggz-noord");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains("[-jar] [" + root + "/target/schakel.jar] [send] [a file.hl7] [--as] [ggz-noord]")
                .contains("[-Dschakel.root=" + root + "]")
                .contains("[-XX:TieredStopAtLevel=1]");
    }

    @Test
    void boundsTheHeapOfTheDemo() throws Exception {
        Ran ran = run(Map.of("JAVA_HOME", jdk("jdk-25", "25").toString()), "demo");

        assertThat(ran.out())
                .contains("[-Xmx1g] ", "[-XX:+UseSerialGC]", "[-Xmn56m]")
                .doesNotContain("TieredStopAtLevel");
    }

    /** Who asks for a large heap gets the collector that Java would choose for it. */
    @Test
    void leavesTheCollectorOfALargerHeapToJava() throws Exception {
        Ran ran = run(Map.of("JAVA_HOME", jdk("jdk-17", "17").toString(), "SCHAKEL_HEAP", "6g"), "run");

        assertThat(ran.out()).contains("[-Xmx6g]").doesNotContain("UseSerialGC", "-Xmn");
    }

    @Test
    void handsOptionsForJavaOnBehindItsOwn() throws Exception {
        Ran ran = run(
                Map.of("JAVA_HOME", jdk("jdk-17", "17").toString(), "SCHAKEL_JAVA_OPTIONS", "-Xmx3g -Done=1"), "demo");

        assertThat(ran.out()).containsSubsequence("[-Xmx1g]", "[-Xmx3g] [-Done=1]", "[-jar]");
    }

    @Test
    void refusesAJavaHomeThatIsTooOldOrNone() throws Exception {
        for (String home : List.of(
                jdk("jdk-8", "1.8.0_392").toString(), temp.resolve("nowhere").toString())) {
            Ran ran = run(Map.of("JAVA_HOME", home), "demo");

            assertThat(ran.exit()).isEqualTo(1);
            assertThat(ran.err())
                    .startsWith("SCH-9004 A JDK 17 or newer is needed.")
                    .contains(home);
            assertThat(ran.err().lines()).hasSize(1);
        }
    }

    @Test
    void findsANewerJavaBesideAnOldOneInThePath() throws Exception {
        Path old = jdk("jdk-11", "11.0.2");
        Files.createSymbolicLink(temp.resolve("bin/java"), old.resolve("bin/java"));
        jdk("jdk-21", "21.0.1");

        Ran ran = run(Map.of(), "status");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("this is java 21.0.1");
    }

    @Test
    void saysSoWhenThereIsNoJavaAtAll() throws Exception {
        Ran ran = run(Map.of(), "status");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("SCH-9004");
    }

    @Test
    void buildsAStaleJarFirst() throws Exception {
        age(Files.writeString(root.resolve("src/main/A.java"), "class A { int b; }"), 10);
        Path java = jdk("jdk-17", "17.0.15");

        Ran first = run(Map.of("JAVA_HOME", java.toString()), "status");
        Ran second = run(Map.of("JAVA_HOME", java.toString()), "status");

        assertThat(first.exit()).isZero();
        assertThat(first.err()).contains("Building").contains("mvn -B -q -DskipTests package with " + java);
        assertThat(first.out()).doesNotContain("mvn");
        assertThat(second.err()).isEmpty();
    }

    @Test
    void buildsAMissingJarAndStopsWhenTheBuildFails() throws Exception {
        Files.delete(root.resolve("target/schakel.jar"));
        script(temp.resolve("bin/mvn"), "exit 3");

        Ran ran = run(Map.of("JAVA_HOME", jdk("jdk-17", "17.0.15").toString()), "status");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("The build failed");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void refusesToBuildWithAJavaThatHasNoCompiler() throws Exception {
        Files.delete(root.resolve("target/schakel.jar"));
        Path jre = jdk("jre-17", "17.0.15");
        Files.delete(jre.resolve("bin/javac"));

        Ran ran = run(Map.of("JAVA_HOME", jre.toString()), "status");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("SCH-9004").contains("without a compiler");
    }

    @Test
    void passesTheExitCodeOn() throws Exception {
        Ran ran = run(Map.of("JAVA_HOME", jdk("jdk-17", "17.0.15").toString(), "FAKE_EXIT", "4"), "status");

        assertThat(ran.exit()).isEqualTo(4);
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = jvms.resolve(name);
        script(
                home.resolve("bin/java"),
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + "\" 2025-04-15' >&2; exit 0; fi\n"
                        + "echo this is java " + version + "\nfor a in \"$@\"; do printf '[%s] ' \"$a\"; done\n"
                        + "exit ${FAKE_EXIT:-0}");
        script(home.resolve("bin/javac"), "exit 0");
        return home;
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void age(Path file, int seconds) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(seconds)));
    }

    /** The PATH holds only our own folder and the tools a shell needs, so that no real java is found. */
    private Ran run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Path tools = Files.createDirectories(temp.resolve("tools"));
        for (String tool : List.of("bash", "dirname", "readlink", "sed", "head", "find", "touch", "env", "sh")) {
            Path link = tools.resolve(tool);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, Path.of("/usr/bin", tool));
            }
        }
        ProcessBuilder builder = new ProcessBuilder(root.resolve("schakel").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", temp.resolve("bin") + ":" + tools);
        builder.environment().put("SCHAKEL_JVMS", jvms.toString());
        Path err = temp.resolve("err");
        Process process =
                builder.directory(temp.toFile()).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), out, Files.readString(err));
    }
}
