package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@Guards(Threat.T19)
class LogLineTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void writesOneLineOfJsonWhateverTheMessageHolds() throws IOException {
        String line = line("nl.schakel.channel.Door", "id={}", null, "a\r\nERROR forged \u2028 \"x\" \\ \u0000");

        assertThat(line.lines()).hasSize(1);
        JsonNode tree = new ObjectMapper().readTree(line);
        assertThat(tree.path("message").asText()).isEqualTo("id=a\r\nERROR forged \u2028 \"x\" \\ \u0000");
        assertThat(tree.path("level").asText()).isEqualTo("WARN");
        assertThat(tree.path("logger").asText()).isEqualTo("nl.schakel.channel.Door");
    }

    @Test
    void writesNoArgumentOfALibrary() {
        assertThat(line("org.library.Parser", "Cannot read {}", null, "Johan van der Meer"))
                .contains("Cannot read {}")
                .doesNotContain("Johan");
    }

    @Test
    void writesNoMessageOfALibrarysException() {
        Exception trouble = new IllegalStateException("Key (bsn)=(999900420)", new RuntimeException("Johan"));

        assertThat(line("nl.schakel.journal.Accept", "It failed", trouble))
                .contains("java.lang.IllegalStateException at nl.schakel.command.LogLineTest")
                .contains("caused by java.lang.RuntimeException")
                .doesNotContain("999900420")
                .doesNotContain("Johan");
    }

    private String line(String logger, String message, @Nullable Throwable trouble, Object... arguments) {
        Logger source = context.getLogger(logger);
        var event = new LoggingEvent(LogLineTest.class.getName(), source, Level.WARN, message, trouble, arguments);
        return new String(new LogLine().encode(event), StandardCharsets.UTF_8);
    }
}
