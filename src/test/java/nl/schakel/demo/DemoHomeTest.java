package nl.schakel.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoHomeTest {
    @TempDir
    Path temp;

    @Test
    void makesAHomeWithAPlaceForEverything() throws IOException {
        Path folder = temp.resolve("a home");
        try (DemoHome home = opened(DemoHome.open(folder, false))) {
            assertThat(home.folder()).isEqualTo(folder);
            assertThat(folder.resolve("drop/toegang-eindhoven/out")).isDirectory();
            assertThat(folder.resolve("drop/pi-demo/in")).isDirectory();
            assertThat(folder.resolve("received/opvang-demo")).isDirectory();
            assertThat(folder.resolve("answers/opvang-demo")).isDirectory();
            assertThat(folder.resolve("config")).isDirectory();
            assertThat(folder.resolve("pki/gateway/keys.p12")).exists();
            assertThat(folder.resolve("pki/partners/cti-team-demo/tls.crt")).exists();
        }
    }

    @Test
    void letsNobodyElseLookInside() throws IOException {
        Path folder = temp.resolve("home");
        opened(DemoHome.open(folder, false)).close();

        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("received/ggz-noord"))).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("run/operator.token"))).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("pki/partners/ggz-noord/tls.key")))
                .isEqualTo("rw-------");
    }

    @Test
    void keepsKeysAndTokenOnTheSecondStart() throws IOException {
        Path folder = temp.resolve("home");
        opened(DemoHome.open(folder, false)).close();
        byte[] key = Files.readAllBytes(folder.resolve("pki/gateway/keys.p12"));
        byte[] token = Files.readAllBytes(folder.resolve("run/operator.token"));

        opened(DemoHome.open(folder, false)).close();

        assertThat(folder.resolve("pki/gateway/keys.p12")).hasBinaryContent(key);
        assertThat(folder.resolve("run/operator.token")).hasBinaryContent(token);
    }

    @Test
    void resetStartsAfresh() throws IOException {
        Path folder = temp.resolve("home");
        opened(DemoHome.open(folder, false)).close();
        byte[] key = Files.readAllBytes(folder.resolve("pki/gateway/keys.p12"));
        byte[] token = Files.readAllBytes(folder.resolve("run/operator.token"));
        Files.writeString(folder.resolve("received/opvang-demo/old.json"), "{}");

        opened(DemoHome.open(folder, true)).close();

        assertThat(folder.resolve("received/opvang-demo/old.json")).doesNotExist();
        assertThat(Files.readAllBytes(folder.resolve("pki/gateway/keys.p12"))).isNotEqualTo(key);
        assertThat(Files.readAllBytes(folder.resolve("run/operator.token"))).isNotEqualTo(token);
    }

    @Test
    void resetRemovesALinkAndNotWhatItPointsTo() throws IOException {
        Path folder = temp.resolve("home");
        opened(DemoHome.open(folder, false)).close();
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "x");
        Files.createSymbolicLink(folder.resolve("drop/link"), outside);

        opened(DemoHome.open(folder, true)).close();

        assertThat(folder.resolve("drop/link")).doesNotExist();
        assertThat(outside.resolve("precious")).exists();
    }

    @Test
    void refusesToResetAFolderThatIsNoDemoHome() throws IOException {
        Files.writeString(temp.resolve("thesis.txt"), "x");

        Problem problem = refused(DemoHome.open(temp, true));

        assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
        assertThat(temp.resolve("thesis.txt")).exists();
        assertThat(temp.resolve(DemoHome.MARKER)).doesNotExist();
    }

    @Test
    void takesAFolderThatHoldsOnlyItsConfiguration() throws IOException {
        Files.createDirectory(temp.resolve("config"));
        Files.writeString(temp.resolve("config/application.yml"), "schakel: {}\n");

        opened(DemoHome.open(temp, false)).close();

        assertThat(temp.resolve("config/application.yml")).exists();
    }

    @Test
    void refusesAHomeThatIsAFile() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "x");

        assertThat(refused(DemoHome.open(file, false)).code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
    }

    @Test
    void refusesAHomeOnWhichAnotherRunsAndSaysWhich() throws IOException {
        try (DemoHome first = opened(DemoHome.open(temp.resolve("home"), false))) {
            Problem problem = refused(DemoHome.open(first.folder(), true));

            assertThat(problem.code()).isEqualTo(ProblemCode.HOME_LOCKED);
            assertThat(problem.sentence())
                    .contains(first.folder().toString())
                    .contains("process " + ProcessHandle.current().pid());
            assertThat(first.folder().resolve("pki/gateway/keys.p12")).exists();
        }
    }

    @Test
    void opensAgainAfterItWasClosed() throws IOException {
        opened(DemoHome.open(temp.resolve("home"), false)).close();

        opened(DemoHome.open(temp.resolve("home"), false)).close();
    }

    @Test
    void refusesADiskThatIsNearlyFull() throws IOException {
        Problem problem = refused(DemoHome.open(temp.resolve("home"), false, Long.MAX_VALUE));

        assertThat(problem.code()).isEqualTo(ProblemCode.DISK_FULL);
    }

    @Test
    void resetEndsTheDatabaseThatAKilledGatewayLeftBehind() throws Exception {
        Path data = homeWithDatabase();
        Process orphan =
                new ProcessBuilder("sleep", "60").directory(data.toFile()).start();
        Files.writeString(data.resolve("postmaster.pid"), orphan.pid() + "\n/data\n");

        opened(DemoHome.open(temp.resolve("home"), true)).close();

        assertThat(orphan.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(data).doesNotExist();
    }

    @Test
    void refusesToResetWhileAForeignProcessHoldsTheDatabase() throws Exception {
        Path data = homeWithDatabase();
        Process foreign =
                new ProcessBuilder("sleep", "60").directory(temp.toFile()).start();
        try {
            Files.writeString(data.resolve("postmaster.pid"), foreign.pid() + "\n/data\n");

            Problem problem = refused(DemoHome.open(temp.resolve("home"), true));

            assertThat(problem.code()).isEqualTo(ProblemCode.DATABASE_FOREIGN);
            assertThat(foreign.isAlive()).isTrue();
            assertThat(data).isDirectory();
        } finally {
            foreign.destroyForcibly();
        }
    }

    private Path homeWithDatabase() throws IOException {
        opened(DemoHome.open(temp.resolve("home"), false)).close();
        return Files.createDirectories(temp.resolve("home/db/data"));
    }

    @Test
    void announcesItsDoorsWhileItRuns() throws IOException {
        Path folder = temp.resolve("home");
        try (DemoHome home = opened(DemoHome.open(folder, false))) {
            home.announce(new Doors(42, "2026-11-22T10:00:00Z", Map.of("web", 18080), Map.of("opvang-demo", 1)));

            Doors doors = Doors.read(folder).orElseThrow();
            assertThat(doors.pid()).isEqualTo(42);
            assertThat(doors.port("web")).isEqualTo(18080);
            assertThat(doors.port("mllps")).isEqualTo(2576);
            assertThat(doors.partners()).containsEntry("opvang-demo", 1);
        }
        assertThat(Doors.read(folder)).isEmpty();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static DemoHome opened(Step<DemoHome> step) {
        assertThat(step).isInstanceOf(Step.Next.class);
        return ((Step.Next<DemoHome>) step).value();
    }

    private static Problem refused(Step<DemoHome> step) {
        assertThat(step).isInstanceOf(Step.Stopped.class);
        return ((Step.Stopped<DemoHome>) step).problem();
    }
}
