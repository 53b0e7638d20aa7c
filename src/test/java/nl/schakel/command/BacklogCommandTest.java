package nl.schakel.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What waits says what it waits for, and whose it is. */
class BacklogCommandTest {
    private static final String OPEN = "{'state':'OPEN','reference':'V-2026-00001-8'";

    @Test
    void saysWhatAnItemWaitsFor() throws IOException {
        assertThat(line(OPEN + ",'paused':true,'waitsFor':'7'}")).endsWith("paused");
        assertThat(line(OPEN + ",'waitsFor':'7'}")).endsWith("after 7");
        assertThat(line(OPEN + ",'nextAt':'2026-12-01T10:00:00Z'}")).endsWith("2026-12-01T10:00:00Z");
        assertThat(line("{'state':'SENDING'}")).endsWith("being sent");
        assertThat(line("{'state':'PARKED'}")).endsWith("a person");
        assertThat(line("{'state':'PARKED','owner':'operator'}")).endsWith("operator");
    }

    @Test
    void namesTheMessageOfWhatIsAboutNoReferral() throws IOException {
        String message = "'sender':'ggz-noord','messageId':'MSG-1','event':'CONSENT'}";
        assertThat(line("{'state':'PARKED','reference':''," + message)).contains("ggz-noord MSG-1 CONSENT");
        assertThat(line(OPEN + "," + message)).contains("V-2026-00001-8").doesNotContain("MSG-1");
    }

    private static String line(String item) throws IOException {
        return BacklogCommand.items(new ObjectMapper().readTree("[" + item.replace('\'', '"') + "]"))
                .lines()
                .get(1)
                .strip();
    }
}
