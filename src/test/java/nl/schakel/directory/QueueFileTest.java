package nl.schakel.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a partner file may say about queues; the file is that of docs/how-to/connect-by-jms.md. */
class QueueFileTest {
    @TempDir
    Path routes;

    @BeforeEach
    void copySchemas() throws IOException {
        RoutesFolder.prepare(routes);
    }

    private static String page() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs/how-to/connect-by-jms.md"));
        Stream<String> yaml = lines.subList(lines.indexOf("```yaml") + 1, lines.size()).stream()
                .takeWhile(line -> !line.equals("```"));
        String head =
                "id: ziekenhuis\nname: Test\nrole: ZH\noin: \"00000099000000077000\"\npurposes: [CARE]\nhours: []\n"
                        + "delivery: {class: A, retry: [PT5S]}\ndeadlines: {answer: P1D}\ncontact: desk@test.example\n";
        return head + String.join("\n", yaml.toList()) + "\n";
    }

    private Partner read(String file) throws IOException {
        Files.writeString(routes.resolve("partners/ziekenhuis.yaml"), file);
        return Directory.load(routes).partners().get(0);
    }

    @Test
    void thePartnerFileOfThePageIsTaken() throws IOException {
        List<ChannelUse> channels = read(page()).channels();
        assertThat(channels).extracting(ChannelUse::template).containsExactly("jms-in", "jms-out");
        assertThat(channels.get(0).sealed()).isTrue();
        assertThat(channels.get(0).parameters()).containsEntry("kind", "json").containsKeys("replies", "refused");
    }

    @Test
    @Guards(Threat.T23)
    void aLineWithoutTlsIsTakenForThisMachineAlone() throws IOException {
        String plain = page().replaceFirst("port: 61617", "port: 61616\n      line: jms-line");
        assertThatThrownBy(() -> read(plain))
                .isInstanceOf(DirectoryInvalid.class)
                .hasMessageContaining("host");
        String here = plain.replaceFirst("broker.ziekenhuis-demo.example", "localhost");
        assertThat(read(here).channels().get(0).parameters()).containsEntry("line", "jms-line");
    }

    @ParameterizedTest
    @CsvSource({
        "kind: json, kind: xml",
        "kind: json, kind: ${home}",
        "queue: overdracht.naar-schakel, queue: a?b=c",
        "queue: overdracht.naar-schakel, queue: '{{env:HOME}}'",
        "queue: overdracht.naar-schakel, queue: a::b",
        "secret: ziekenhuis-broker, password: open",
        "secret: ziekenhuis-broker, secret: ../broker",
        "replies: overdracht.antwoorden, reply-to: message",
        "account: schakel, account: 'a b'",
        "kind: json, 'kind: json\n      connections: 4'"
    })
    @Guards(Threat.T09)
    void whatIsNoNameOrNoMemberIsRefused(String good, String bad) throws IOException {
        String file = page();
        assertThat(file).contains(good);
        assertThatThrownBy(() -> read(file.replaceFirst(good, bad.replace("$", "\\$"))))
                .isInstanceOf(DirectoryInvalid.class);
    }
}
