package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting and stopping, and one clear sentence where it cannot be. */
@Tag("alone")
class StartAndStopIT {
    @TempDir
    Path folder;

    @Test
    void startsTwiceOnOneHomeButNotAtTheSameTimeAndStopsWithinFiveSeconds() throws Exception {
        Path home = folder.resolve("home with a space");
        Map<String, String> ports = DemoProcess.freePorts();
        String reference;
        try (DemoProcess first = DemoProcess.at(home, ports).start()) {
            DemoProcess second = DemoProcess.at(folder.resolve("home with a space/../home with a space"), ports);
            assertThat(ended(second.launch())).isNotZero();
            assertThat(second.output()).contains("SCH-9002").doesNotContain("Exception");
            reference = first.run("send", example("01-ref-i12"), "--as", "ggz-noord")
                    .output()
                    .replaceAll("(?s).*(V-\\d{4}-\\d{5}-[0-9X]).*", "$1");
            assertThat(first.stop()).isLessThan(Duration.ofSeconds(5));
        }
        try (DemoProcess again = DemoProcess.at(home, ports).start()) {
            assertThat(again.run("trace", reference).output()).contains(reference, "accepted");
        }
    }

    @Test
    void namesThePortThatIsInUseAndTheSettingThatMovesIt() throws IOException, InterruptedException {
        Map<String, String> ports = new LinkedHashMap<>(DemoProcess.freePorts());
        try (ServerSocket taken = new ServerSocket(0)) {
            ports.put("schakel.ports.mllp", Integer.toString(taken.getLocalPort()));
            DemoProcess demo = DemoProcess.at(folder.resolve("home"), ports);
            assertThat(ended(demo.launch())).isNotZero();
            assertThat(demo.output())
                    .contains("SCH-9001", Integer.toString(taken.getLocalPort()), "schakel.ports.mllp")
                    .doesNotContain("Exception", "at nl.");
        }
    }

    /** The database is opened while the files are read: what is refused leaves none behind. */
    @Test
    void leavesNoDatabaseRunningWhenAFileIsRefused() throws Exception {
        Path routes = OwnRoutes.in(folder);
        Files.writeString(routes.resolve("partners/ggz-noord.yaml"), "id: [");
        leavesNoDatabase("schakel.directory.routes", routes, "partners/ggz-noord.yaml");
    }

    @Test
    void leavesNoDatabaseRunningWhenAFileIsMissing() throws Exception {
        leavesNoDatabase("schakel.mappings", Files.createDirectories(folder.resolve("empty")), "codes/");
    }

    private void leavesNoDatabase(String setting, Path files, String place) throws InterruptedException {
        Map<String, String> settings = new LinkedHashMap<>(DemoProcess.freePorts());
        settings.put(setting, files.toString());
        Path home = folder.resolve("home");
        DemoProcess demo = DemoProcess.at(home, settings);
        assertThat(ended(demo.launch())).isNotZero();
        assertThat(demo.output()).contains("SCH-9007", place).doesNotContain("Exception", "at nl.");
        assertThat(home.resolve("db/data")).exists();
        assertThat(home.resolve("db/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void saysThatNothingAnswersWhereNothingRuns() {
        DemoProcess nowhere = DemoProcess.at(folder.resolve("nowhere"), DemoProcess.freePorts());
        DemoProcess.Ran ran = nowhere.run("trace", "V-2026-00001-7");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.output()).doesNotContain("Exception");
        assertThat(DemoProcess.ran(List.of("./schakel", "trace")).exit()).isEqualTo(2);
    }

    private static String example(String name) {
        return "mappings/hl7v2-nl/2.5/examples/" + name + "/input.hl7";
    }

    private static int ended(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
