package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final String WEB = "schakel.ports.web";

    @TempDir
    Path home;

    @Test
    void whatWasAskedComesBeforeTheEnvironmentAndTheFile() throws IOException {
        write("schakel:\n  ports:\n    web: 1003\n");
        Map<String, String> environment = Map.of("SCHAKEL_PORTS_WEB", "1002");

        assertThat(Settings.of(Map.of(WEB, "1001"), environment, home).port(WEB, 1))
                .isEqualTo(1001);
        assertThat(Settings.of(Map.of(), environment, home).port(WEB, 1)).isEqualTo(1002);
        assertThat(Settings.of(Map.of(), Map.of(), home).port(WEB, 1)).isEqualTo(1003);
        assertThat(Settings.of(Map.of(), Map.of(), home).port("schakel.ports.mllp", 1))
                .isEqualTo(1);
    }

    @Test
    void anEnvironmentNameHasNoHyphens() throws IOException {
        Settings settings = Settings.of(Map.of(), Map.of("SCHAKEL_DEMO_PORTS_OPVANGDEMO", "7"), home);

        assertThat(settings.port("schakel.demo.ports.opvang-demo", 1)).isEqualTo(7);
    }

    @Test
    void readsFlatNamesInTheFileToo() throws IOException {
        write("schakel.ports.web: 1004\n");

        assertThat(Settings.of(Map.of(), Map.of(), home).port(WEB, 1)).isEqualTo(1004);
    }

    @Test
    void aPortThatIsNoneIsNeverTakenForOne() throws IOException {
        assertThat(Settings.of(Map.of(WEB, "http"), home).port(WEB, 1)).isEqualTo(-1);
        assertThat(Settings.of(Map.of(WEB, "65536"), home).port(WEB, 1)).isEqualTo(-1);
        assertThat(Settings.of(Map.of(WEB, "65535"), home).port(WEB, 1)).isEqualTo(65535);
    }

    private void write(String yaml) throws IOException {
        Files.writeString(Files.createDirectory(home.resolve("config")).resolve("application.yml"), yaml);
    }
}
