package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge of the crash test must see each kind of harm, else its acquittals are worth nothing. */
class CrashVerdictTest {
    private static final String ONE = "V-2026-00001-7";
    private static final String TWO = "V-2026-00002-5";
    private static final CrashReferral FIRST = CrashReferral.of(CrashDoor.MLLP, 1, 0);
    private static final CrashReferral SECOND = CrashReferral.of(CrashDoor.MLLP, 2, 0);

    @TempDir
    Path received;

    private final Map<String, CrashJournal.Entry> journal = new TreeMap<>();

    @BeforeEach
    void allIsWell() throws IOException {
        answered(FIRST, ack("AA", ONE), ack("AA", ONE));
        answered(SECOND, ack("AA", TWO));
        for (String partner : List.of("toegang-eindhoven", "opvang-demo", "schuldhulp-demo")) {
            arrived(partner, "a.json", ONE + " " + FIRST.family());
            arrived(partner, "b.json", TWO + " " + SECOND.family());
            arrived(partner, "b.headers.json", "{}");
        }
        Files.createDirectories(received.resolve("ggz-noord"));
    }

    @Test
    void findsNothingWhereAllIsWellAndCountsRepeats() throws IOException {
        arrived("opvang-demo", "repeats.log", "2026 a\n2026 b\n");
        assertThat(findings()).isEmpty();
        assertThat(CrashVerdict.of(journal, received).repeats()).isEqualTo(2);
    }

    @Test
    void findsWhatWasLost() throws IOException {
        Files.delete(received.resolve("opvang-demo/b.json"));
        assertThat(findings()).containsExactly("lost opvang-demo " + TWO + " CRASH-2-0 times=0");
    }

    @Test
    void findsWhatArrivedTwiceUnderAnotherId() throws IOException {
        arrived("schuldhulp-demo", "c.json", ONE + " " + FIRST.family());
        assertThat(findings()).containsExactly("doubled schuldhulp-demo " + ONE + " CRASH-1-0 times=2");
    }

    @Test
    void findsWhatNobodySentAndWhatWentElsewhere() throws IOException {
        arrived("opvang-demo", "c.json", "V-2026-00003-3");
        arrived("ggz-noord", "d.hl7", ONE + " " + FIRST.family());
        assertThat(findings())
                .containsExactly(
                        "astray ggz-noord " + ONE + " CRASH-1-0 times=1",
                        "never-sent opvang-demo V-2026-00003-3 c.json");
    }

    @Test
    void findsADocumentAboutAnotherClientAndOneSetAside() throws IOException {
        arrived("opvang-demo", "b.json", TWO + " " + FIRST.family());
        arrived("toegang-eindhoven/refused", "a.json", ONE);
        assertThat(findings())
                .containsExactly("other-client opvang-demo " + TWO + " b.json", "set-aside toegang-eindhoven");
    }

    @Test
    void findsWhatOvertookThatOfTheSameClientOnly() throws IOException {
        String third = "V-2026-00003-3";
        answered(CrashReferral.of(CrashDoor.MLLP, 1, 1), ack("AA", third));
        for (String partner : List.of("toegang-eindhoven", "opvang-demo", "schuldhulp-demo")) {
            arrived(partner, "c.json", third + " " + FIRST.family());
        }
        assertThat(findings()).isEmpty();
        Files.setLastModifiedTime(received.resolve("opvang-demo/c.json"), FileTime.fromMillis(1));
        assertThat(findings()).containsExactly("overtook opvang-demo CRASH-1-1");
    }

    @Test
    void findsAnswersThatChangeAreSharedOrNeverCome() throws IOException {
        answered(FIRST, ack("AA", ONE), ack("AA", TWO));
        answered(SECOND, ack("AA", ONE));
        answered(CrashReferral.of(3));
        assertThat(findings())
                .contains(
                        "answer-changed CRASH-1-0",
                        "reference-shared " + ONE + " CRASH-2-0",
                        "unacknowledged CRASH-3-0");
    }

    private Iterable<String> findings() throws IOException {
        return CrashVerdict.of(journal, received).findings();
    }

    private void answered(CrashReferral referral, CrashAnswer... answers) {
        journal.put(referral.id(), new CrashJournal.Entry(referral, List.of(answers)));
    }

    private static CrashAnswer ack(String code, String reference) {
        return CrashAnswer.ofHl7(
                ("MSH|^~\\&|A|B\rMSA|" + code + "|X|" + reference + "\r").getBytes(StandardCharsets.US_ASCII));
    }

    private void arrived(String partner, String name, String text) throws IOException {
        Path folder = Files.createDirectories(received.resolve(partner));
        Files.writeString(folder.resolve(name), text);
    }
}
