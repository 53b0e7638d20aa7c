package nl.schakel.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a partner file says of its SFTP server, as {@code docs/how-to/connect-by-sftp.md} has it. */
class SftpChannelTest {
    private static final Path PAGE = Path.of("docs/how-to/connect-by-sftp.md");
    private static final String REST = """
            hours: []
            deadlines: {answer: P1D}
            contact: desk@test.example
            """;
    private static final String HEAD = """
            id: test-pi
            name: Test
            role: PI
            oin: "00000099000000077000"
            purposes: [REINTEGRATION]
            """;

    @TempDir
    Path routes;

    private String file;

    @BeforeEach
    void copiesThePage() throws IOException {
        RoutesFolder.prepare(routes);
        String page = Files.readString(PAGE);
        int begin = page.indexOf("```yaml\n") + "```yaml\n".length();
        file = HEAD + page.substring(begin, page.indexOf("```", begin)) + REST;
    }

    private Directory read(String text) throws IOException {
        Files.writeString(routes.resolve("partners/test-pi.yaml"), text);
        return Directory.load(routes);
    }

    @Test
    void isReadAsOnThePage() throws IOException {
        List<ChannelUse> channels = read(file).partners().get(0).channels();
        assertThat(channels).extracting(ChannelUse::template).containsExactly("sftp-in", "sftp-out");
        assertThat(channels).extracting(ChannelUse::sealed).containsExactly(false, true);
        assertThat(channels.get(0).parameters()).containsEntry("directory", "/overdracht/in");
    }

    @Test
    void mayNameTheNextKeyBesideThePresentOne() throws IOException {
        String key = "ED25519 SHA256:uNiVztksCsDhcc0u9e8BrpJZDU2zWmrNuxAaYxGBkVU";
        assertThat(read(file.replace(key, key + ", " + key.replace("ED25519", "RSA")))
                        .partners())
                .hasSize(1);
    }

    @Test
    @Guards(Threat.T18)
    void refusesWhatHasAnotherFormOrIsMissing() {
        Map<String, String> wrong = Map.of(
                "/overdracht/in", "/overdracht/../in",
                "directory: /overdracht/in", "directory: overdracht/in",
                "directory: /overdracht/out", "directory: /overdracht/.ssh",
                "ED25519 SHA256", "SHA256",
                "account: schakel", "account: -oProxyCommand",
                "secret: pi-sftp", "secret: ../pki/key",
                "      port: 22\n", "",
                "      hostkey: ", "      folder: ",
                "host: sftp.pi.example", "host: sftp.pi.example?x=y");
        wrong.forEach((old, other) -> {
            assertThat(file).contains(old);
            assertThatThrownBy(() -> read(file.replace(old, other))).as(other).isInstanceOf(DirectoryInvalid.class);
        });
    }
}
