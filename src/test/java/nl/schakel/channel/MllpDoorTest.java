package nl.schakel.channel;

import static nl.schakel.channel.Ward.framed;
import static nl.schakel.channel.Ward.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.pipeline.Inbound;
import nl.schakel.pipeline.Received;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Guards(Threat.T14)
class MllpDoorTest {
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static House house;
    /** For what happens when a frame is not whole in time. */
    private static House impatient;

    @BeforeAll
    static void opens() throws Exception {
        house = new House();
        house.doors.open();
        impatient = new House(new DoorWorks.Times(SHORT, Duration.ofSeconds(5)));
        impatient.doors.open();
    }

    @AfterAll
    static void shuts() {
        house.close();
        impatient.close();
    }

    @BeforeEach
    void forgets() {
        for (House one : List.of(house, impatient)) {
            one.desk.received.clear();
            one.desk.habit = FakeDesk::taken;
        }
    }

    @Test
    void answersTenMessagesOfOneWriteInTheirOrder() throws Exception {
        try (Ward ward = new Ward(house.mllp)) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                all.append(framed(message("M" + i)));
            }
            ward.say(all.toString());
            for (int i = 0; i < 10; i++) {
                assertThat(ward.hear()).contains("MSA|AA|M" + i + "\r");
            }
        }
        assertThat(house.desk.received).hasSize(10);
    }

    @Test
    void handsInExactlyTheBytesBetweenTheMarks() throws Exception {
        String message = message("EXACT") + "NTE|1||caf\u00e9\n\u0085";
        try (Ward ward = new Ward(house.mllp)) {
            ward.say(framed(message));
            ward.hear();
        }
        var inbound = house.desk.received.get(0);
        assertThat(new String(inbound.bytes(), StandardCharsets.UTF_8)).isEqualTo(message);
        assertThat(inbound.door()).isEqualTo("mllp");
        assertThat(inbound.mediaType()).isEqualTo("x-application/hl7-v2+er7");
        assertThat(inbound.remoteAddress()).isEqualTo("127.0.0.1");
        assertThat(inbound.certificates()).isEmpty();
    }

    @Test
    void takesAMessageThatDripsInByteByByte() throws Exception {
        try (Ward ward = new Ward(house.mllp)) {
            for (byte b : framed(message("DRIP")).getBytes(StandardCharsets.UTF_8)) {
                ward.say(new byte[] {b});
            }
            assertThat(ward.hear()).contains("MSA|AA|DRIP");
        }
    }

    @Test
    void takesTheLargestMessageAndRefusesOneByteMore() throws Exception {
        byte[] largest = new byte[Limits.MESSAGE_BYTES];
        Arrays.fill(largest, (byte) 'x');
        String text = new String(largest, StandardCharsets.US_ASCII);
        try (Ward ward = new Ward(house.mllp)) {
            ward.say(framed(text));
            assertThat(ward.hear()).contains("MSA|AA|");
        }
        try (Ward ward = new Ward(house.mllp)) {
            ward.say(framed(text + "x"));
            assertThat(ward.hear()).contains("MSA|AR|").contains(ProblemCode.TOO_LARGE.id());
            assertThat(ward.hear()).isEmpty();
        }
        assertThat(house.desk.received).hasSize(1);
    }

    private static Received busy(Inbound inbound, Duration wait) {
        Problem problem = Problem.of(ProblemCode.BUSY).again(wait);
        return new Received.Refused(
                problem,
                ("MSH|^~\\&|SCHAKEL\rMSA|AE|" + FakeDesk.controlId(inbound.bytes()) + "\rERR|" + problem.sentence()
                                + "\r")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Guards(Threat.T26)
    void holdsAnAnswerUntilItsSenderMayGoOnAndKeepsTheOrder() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        house.desk.habit = inbound ->
                asked.incrementAndGet() % 3 == 0 ? FakeDesk.taken(inbound) : busy(inbound, Duration.ofMillis(20));
        try (Ward ward = new Ward(house.mllp)) {
            ward.say(framed(message("H1")) + framed(message("H2")));
            assertThat(ward.hear()).contains("MSA|AA|H1\r");
            assertThat(ward.hear()).contains("MSA|AA|H2\r");
        }
        assertThat(asked).hasValue(6);
    }

    @Test
    @Guards(Threat.T26)
    void manyWhoWaitKeepNoThreadFromOthers() throws Exception {
        house.desk.habit = inbound -> FakeDesk.controlId(inbound.bytes()).startsWith("W")
                ? busy(inbound, Duration.ofMillis(2_800))
                : FakeDesk.taken(inbound);
        List<Ward> waiting = new ArrayList<>();
        try (Ward other = new Ward(house.mllp)) {
            for (int i = 0; i < 40; i++) {
                Ward ward = new Ward(house.mllp);
                waiting.add(ward);
                ward.say(framed(message("W" + i)));
            }
            long begin = System.nanoTime();
            other.say(framed(message("OTHER")));
            assertThat(other.hear()).contains("MSA|AA|OTHER\r");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(2_500));
            for (int i = 0; i < 40; i++) {
                assertThat(waiting.get(i).hear()).contains("MSA|AE|W" + i + "\r", "Again after 3 s.");
            }
        } finally {
            for (Ward ward : waiting) {
                ward.close();
            }
        }
    }

    @Test
    @Guards(Threat.T26)
    void saysWhenToComeAgainWhereThatIsLongerThanASenderWaits() throws Exception {
        house.desk.habit = inbound -> busy(inbound, Duration.ofSeconds(60));
        try (Ward ward = new Ward(house.mllp)) {
            ward.say(framed(message("LATER")));
            assertThat(ward.hear()).contains("MSA|AE|LATER", "SCH-7002", "Again after 60 s.");
        }
        assertThat(house.desk.received).hasSize(1);
    }

    @Test
    void refusesWhatDoesNotFollowTheFraming() throws Exception {
        List<String> broken = List.of(
                "GET / HTTP/1.1\r\n\r\n",
                "\r\n" + framed(message("LATE")),
                "\u000b" + message("NESTED") + "\u000b" + message("INNER") + "\u001c\r",
                "\u000b" + message("FSONLY") + "\u001cX",
                "\u000b\u001c\r");
        for (String stream : broken) {
            try (Ward ward = new Ward(house.mllp)) {
                ward.say(stream);
                assertThat(ward.hear()).contains("MSA|AR|").contains(ProblemCode.FRAMING_BROKEN.id());
                assertThat(ward.hear()).isEmpty();
            }
        }
        assertThat(house.desk.received).isEmpty();
    }

    @Test
    void answersWhatWasWholeBeforeTheBreak() throws Exception {
        try (Ward ward = new Ward(house.mllp)) {
            ward.say(framed(message("GOOD")) + "garbage" + framed(message("NEVER")));
            assertThat(ward.hear()).contains("MSA|AA|GOOD");
            assertThat(ward.hear()).contains("MSA|AR|");
            assertThat(ward.hear()).isEmpty();
        }
        assertThat(house.desk.received).hasSize(1);
    }

    @Test
    void refusesAFrameThatIsNotWholeInTime() throws Exception {
        for (String begun : List.of("\u000bMSH|^~\\&|", "\u000b" + message("HALF") + "\u001c")) {
            try (Ward ward = new Ward(impatient.mllp)) {
                ward.say(begun);
                assertThat(ward.hear()).contains("MSA|AR|").contains(ProblemCode.FRAMING_BROKEN.id());
                assertThat(ward.hear()).isEmpty();
            }
        }
        assertThat(impatient.desk.received).isEmpty();
    }

    @Test
    void doesNotBlameThePeerForItsOwnSlowness() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        impatient.desk.habit = inbound -> {
            await(released);
            return FakeDesk.taken(inbound);
        };
        try (Ward ward = new Ward(impatient.mllp)) {
            String second = framed(message("TWO"));
            ward.say(framed(message("ONE")) + second.substring(0, 20));
            // Longer than the frame's deadline, in which only the hall is slow.
            assertThat(new CountDownLatch(1).await(SHORT.toSeconds() + 1, TimeUnit.SECONDS))
                    .isFalse();
            released.countDown();
            assertThat(ward.hear()).contains("MSA|AA|ONE");
            ward.say(second.substring(20));
            assertThat(ward.hear()).contains("MSA|AA|TWO");
        }
    }

    @Test
    void acceptsNothingOfATruncatedFrame() throws Exception {
        try (Ward ward = new Ward(house.mllp)) {
            ward.say("\u000b" + message("CUT"));
            ward.saysNoMore();
            assertThat(ward.hear()).contains("MSA|AR|").contains(ProblemCode.FRAMING_BROKEN.id());
            assertThat(ward.hear()).isEmpty();
        }
        assertThat(house.desk.received).isEmpty();
    }

    @Test
    void stillAnswersASenderThatSaysNoMore() throws Exception {
        try (Ward ward = new Ward(house.mllp)) {
            ward.say(framed(message("LAST")) + framed(message("VERY-LAST")));
            ward.saysNoMore();
            assertThat(ward.hear()).contains("MSA|AA|LAST");
            assertThat(ward.hear()).contains("MSA|AA|VERY-LAST");
            assertThat(ward.hear()).isEmpty();
        }
    }

    @Test
    void keepsTheOrderOnFiftyLinesAtOnce() throws Exception {
        ExecutorService wards = Executors.newFixedThreadPool(50);
        try {
            List<Future<List<String>>> heard = new ArrayList<>();
            for (int line = 0; line < 50; line++) {
                int number = line;
                heard.add(wards.submit(() -> conversation(number)));
            }
            for (int line = 0; line < 50; line++) {
                List<String> answers = heard.get(line).get(30, TimeUnit.SECONDS);
                for (int i = 0; i < 20; i++) {
                    assertThat(answers.get(i)).contains("MSA|AA|L" + line + "-" + i + "\r");
                }
            }
        } finally {
            wards.shutdownNow();
        }
        assertThat(house.desk.received).hasSize(1000);
    }

    private static List<String> conversation(int line) throws IOException {
        try (Ward ward = new Ward(house.mllp)) {
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 20; i += 2) {
                ward.say(framed(message("L" + line + "-" + i)) + framed(message("L" + line + "-" + (i + 1))));
                answers.add(ward.hear());
                answers.add(ward.hear());
            }
            return answers;
        }
    }

    @Test
    void passesOnTheHallsRefusalAndGoesOn() throws Exception {
        house.desk.habit = inbound -> new Received.Refused(
                Problem.of(ProblemCode.SEPARATOR_NOT_CR), "MSA|AR|LF".getBytes(StandardCharsets.US_ASCII));
        try (Ward ward = new Ward(house.mllp)) {
            ward.say(framed("MSH|^~\\&|A\nPID|1\n"));
            assertThat(ward.hear()).isEqualTo("MSA|AR|LF");
            house.desk.habit = FakeDesk::taken;
            ward.say(framed(message("NEXT")));
            assertThat(ward.hear()).contains("MSA|AA|NEXT");
        }
    }

    @Test
    void saysNothingOfADefectButItsCode() throws Exception {
        house.desk.habit = inbound -> {
            throw new IllegalStateException("J. de Vries 999990019");
        };
        try (Ward ward = new Ward(house.mllp)) {
            ward.say(framed(message("BUG")));
            assertThat(ward.hear())
                    .contains(ProblemCode.DEFECT.id())
                    .doesNotContain("IllegalState")
                    .doesNotContain("Vries");
        }
    }

    @Test
    void asksToComeBackWhenNothingCanBeStored() throws Exception {
        house.desk.habit = inbound -> {
            throw new JournalUnavailable("down", new IOException());
        };
        try (Ward ward = new Ward(house.mllp)) {
            ward.say(framed(message("DOWN")));
            assertThat(ward.hear()).contains(ProblemCode.JOURNAL_UNAVAILABLE.id());
        }
    }

    @Test
    void knowsThePartnersCertificateOnTheTlsLine() throws Exception {
        try (Ward ward = new Ward(TestKeys.partner().getSocketFactory(), house.mllps)) {
            ward.say(framed(message("TLS")) + framed(message("TLS2")));
            assertThat(ward.hear()).contains("MSA|AA|TLS\r");
            assertThat(ward.hear()).contains("MSA|AA|TLS2\r");
            ward.say("garbage");
            assertThat(ward.hear()).contains("MSA|AR|");
            assertThat(ward.hear()).isEmpty();
        }
        assertThat(house.desk
                        .received
                        .get(0)
                        .certificates()
                        .get(0)
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=partner");
    }

    @Test
    void turnsAwayAStrangersCertificate() {
        assertThatThrownBy(() -> {
                    try (Ward ward = new Ward(
                            TestKeys.context("stranger", List.of("gateway")).getSocketFactory(), house.mllps)) {
                        ward.say(framed(message("STRANGER")));
                        if (ward.hear().isEmpty()) {
                            throw new IOException("closed");
                        }
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(house.desk.received).isEmpty();
    }

    @Test
    void saysWhichPortIsInUse() throws Exception {
        try (House second = new House()) {
            FrontDoors doors = new FrontDoors(
                    second.works.templates(),
                    List.of(new FrontDoors.Port("mllp", "mllp-in", "127.0.0.1", house.mllp)),
                    List.of(),
                    second.works.rest());
            assertThatThrownBy(doors::open).isInstanceOfSatisfying(DoorUnavailable.class, e -> {
                assertThat(e.problem().code()).isEqualTo(ProblemCode.PORT_IN_USE);
                assertThat(e.problem().place()).isEqualTo(Optional.of("mllp 127.0.0.1:" + house.mllp));
            });
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
