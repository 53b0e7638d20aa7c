package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import nl.schakel.Bounded;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journeys.HostileCase;
import nl.schakel.journeys.HostileMessage;
import nl.schakel.pipeline.FileDesk;
import nl.schakel.pipeline.Inbound;
import nl.schakel.referral.Problem;
import nl.schakel.translate.mail.MailReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile mails in a real mailbox, each with what must become of it; the good one behind them goes through. */
class HostileMailTest {
    private static final Path CASES = Path.of("src/test/resources/hostile/mailbox/mail.txt");
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final String GOOD =
            "Subject: %s\r\nAuthentication-Results: mx.schakel.example; dmarc=pass\r\nFrom: Balie <"
                    + MailRoom.DESK + ">\r\nTo: " + MailRoom.MAILBOX
                    + "\r\nDate: Mon, 20 Apr 2026 09:14:02 +0200\r\nMIME-Version: 1.0\r\n"
                    + "Content-Type: text/plain; charset=utf-8\r\n\r\nGraag intake.\r\n";

    @TempDir
    private Path folder;

    private final Map<String, String> said = new ConcurrentHashMap<>();

    @Test
    @Guards({Threat.T09, Threat.T13, Threat.T16})
    void eachIsTakenOrKeptForAPersonAsItMustBe() throws Exception {
        Map<String, HostileCase> cases = new LinkedHashMap<>();
        try (MailRoom room = new MailRoom(folder);
                FrontDoors doors =
                        room.doors("localhost", room.server.getImaps().getPort())) {
            room.house.desk.fileHabit = this::handedIn;
            room.house.desk.refusals = this::refused;
            for (HostileCase one : HostileCase.read(CASES)) {
                String id = "HOSTILE-" + (1000 + cases.size());
                cases.put(id, one);
                room.arrives(HostileMessage.of(one, GOOD.formatted(id), Map.of("id", id, "desk", MailRoom.DESK))
                        .bytes());
            }
            room.arrives(GOOD.formatted("HOSTILE-good").getBytes(StandardCharsets.US_ASCII));
            long refused = cases.values().stream()
                    .filter(one -> !one.expected().equals("taken"))
                    .count();
            doors.open();
            await().atMost(SOON).until(() -> room.count("INBOX") == 0 && said.containsKey("HOSTILE-good"));

            assertThat(wrong(cases)).isEmpty();
            assertThat(said).containsEntry("HOSTILE-good", "taken");
            assertThat(room.count(MailPickup.REFUSED)).isEqualTo((int) refused);
            assertThat(room.count("Elders")).as("what a mail asks for").isZero();
        }
    }

    private List<String> wrong(Map<String, HostileCase> cases) {
        List<String> wrong = new ArrayList<>();
        cases.forEach((id, one) -> {
            String was = said.getOrDefault(id, "nothing");
            if (!was.equals(one.expected())) {
                wrong.add(one + "\n    must be " + one.expected() + "\n    but was " + was);
            }
        });
        return wrong;
    }

    /** Read as the desk reads it. */
    private FileDesk.Outcome handedIn(Inbound file) {
        return Bounded.read(file.bytes(), () -> MailReader.read(file.bytes()))
                .fold(
                        mail -> {
                            said.put(id(file), "taken");
                            return FakeDesk.settled(file);
                        },
                        problem -> {
                            refused(file, problem);
                            return FakeDesk.refused(file, problem);
                        });
    }

    private void refused(Inbound file, Problem problem) {
        said.put(
                id(file),
                problem.code().id() + problem.place().map(place -> " @" + place).orElse(""));
    }

    private static String id(Inbound file) {
        String text = new String(file.bytes(), StandardCharsets.ISO_8859_1);
        int at = text.indexOf("HOSTILE-");
        return at < 0 ? "without a name" : text.substring(at, text.length() > at + 12 ? at + 12 : text.length());
    }
}
