package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Signals a real process, because nothing else receives a signal. */
class FarewellTest {
    /** A program that closes something when it is asked to stop. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            Farewell farewell = new Farewell();
            farewell.listen();
            System.out.println("ready");
            farewell.await();
            if (arguments.length > 0) {
                hang();
            }
            System.out.println("closed");
            farewell.done();
        }

        private static void hang() {
            Farewell never = new Farewell();
            never.await();
        }
    }

    @Test
    void closesWhatIsOpenWhenItIsAskedToStop() throws Exception {
        Process process = start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("ready");

            process.toHandle().destroy();

            assertThat(out.readLine()).isEqualTo("closed");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void endsAlsoWhenClosingHangs() throws Exception {
        Process process = start("hang");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("ready");

            process.toHandle().destroy();

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(out.readLine()).isNull();
        }
    }

    private static Process start(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName());
        builder.command().addAll(java.util.List.of(arguments));
        return builder.start();
    }
}
