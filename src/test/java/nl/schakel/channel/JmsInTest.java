package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.pipeline.FileDesk;
import nl.schakel.pipeline.Inbound;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way in by a queue, with a real broker over TLS and a partner's program that speaks JMS. */
class JmsInTest {
    private static final String FORM = "{\"achternaam\":\"Sjöberg \uD83D\uDE00\"}";

    @TempDir
    private Path folder;

    private Queues queues;

    @BeforeEach
    void startsABroker() throws Exception {
        queues = new Queues(folder);
    }

    @AfterEach
    void stopsEverything() throws Exception {
        queues.close();
    }

    private List<Inbound> handedIn() {
        return queues.house.desk.files;
    }

    private static Message bytes(JMSContext context, byte[] body) {
        try {
            BytesMessage message = context.createBytesMessage();
            message.writeBytes(body);
            return message;
        } catch (JMSException trouble) {
            throw new IllegalStateException(trouble);
        }
    }

    private static byte[] form() {
        return FORM.getBytes(StandardCharsets.UTF_8);
    }

    private Message answer() {
        return queues.broker.take(Queues.REPLIES).orElseThrow();
    }

    private void isEmpty(String queue) {
        await().atMost(Queues.SOON).until(() -> queues.broker.count(queue) == 0);
    }

    @Test
    void bytesAndTextAreHandedInAsTheyAreAndAnsweredInTheQueueOfThePartnerFile() throws Exception {
        String bytes = queues.broker.put(Queues.IN, context -> bytes(context, form()));
        String text = queues.broker.put(Queues.IN, context -> context.createTextMessage(FORM));
        queues.open();
        for (String id : List.of(bytes, text)) {
            Message answer = answer();
            assertThat(answer.getJMSCorrelationID()).isEqualTo(id).startsWith("ID:");
            assertThat(answer.getBody(String.class)).isEqualTo("{\"aangenomen\":1}");
            assertThat(answer.getJMSDeliveryMode()).isEqualTo(jakarta.jms.DeliveryMode.PERSISTENT);
        }
        isEmpty(Queues.IN);
        assertThat(handedIn()).hasSize(2).allSatisfy(file -> {
            assertThat(file.door()).isEqualTo("jms");
            assertThat(file.mediaType()).isEqualTo("application/json");
            assertThat(file.owner()).contains(House.PARTNER);
            assertThat(file.bytes()).isEqualTo(form());
            assertThat(file.headers()).isEmpty();
            assertThat(file.operation()).isEmpty();
        });
        assertThat(handedIn())
                .extracting(Inbound::charset)
                .extracting(c -> c.orElse("-"))
                .containsExactly("-", "-");
        assertThat(queues.broker.count(Queues.REFUSED)).isZero();
    }

    @Test
    void aLargeMessageIsTakenWholeUpToItsLimitInBothForms() throws Exception {
        byte[] most = new byte[FileKind.JSON.limit()];
        java.util.Arrays.fill(most, (byte) 'x');
        queues.broker.put(Queues.IN, context -> bytes(context, most));
        queues.broker.put(Queues.IN, context -> context.createTextMessage("x".repeat(most.length)));
        queues.open();
        isEmpty(Queues.IN);
        assertThat(handedIn())
                .hasSize(2)
                .allSatisfy(file -> assertThat(file.bytes()).isEqualTo(most));
    }

    @Test
    void whatIsRefusedIsAnsweredTakenOffAndKeptWhole() throws Exception {
        queues.house.desk.fileHabit = file -> FakeDesk.refused(file, Problem.of(ProblemCode.BSN_INVALID));
        String id = queues.broker.put(Queues.IN, context -> {
            Message message = bytes(context, form());
            try {
                message.setStringProperty("Afdeling", "intake");
                return message;
            } catch (JMSException trouble) {
                throw new IllegalStateException(trouble);
            }
        });
        queues.open();
        assertThat(answer().getBody(String.class)).contains(ProblemCode.BSN_INVALID.id());
        Message kept = queues.broker.take(Queues.REFUSED).orElseThrow();
        assertThat(kept.getBody(byte[].class)).isEqualTo(form());
        assertThat(kept.getJMSMessageID()).isEqualTo(id);
        assertThat(kept.getStringProperty("Afdeling")).isEqualTo("intake");
        isEmpty(Queues.IN);
    }

    @Test
    void withoutAQueueForItWhatIsRefusedIsAnsweredAndTakenOff() throws Exception {
        queues.house.desk.fileHabit = file -> FakeDesk.refused(file, Problem.of(ProblemCode.BSN_INVALID));
        queues.broker.put(Queues.IN, context -> bytes(context, form()));
        queues.open(Map.of(), false);
        assertThat(answer().getBody(String.class)).contains(ProblemCode.BSN_INVALID.id());
        isEmpty(Queues.IN);
        assertThat(queues.broker.count(Queues.REFUSED)).isZero();
    }

    @Test
    void whereItsAnswerShouldGoIsNotTheMessagesToSay() {
        queues.broker.put(Queues.IN, context -> {
            try {
                Message message = bytes(context, form());
                message.setJMSReplyTo(context.createQueue(Queues.OUT));
                message.setJMSCorrelationID("ID:of-somebody-else");
                return message;
            } catch (JMSException trouble) {
                throw new IllegalStateException(trouble);
            }
        });
        queues.open();
        await().atMost(Queues.SOON).until(() -> queues.broker.count(Queues.REPLIES) == 1);
        isEmpty(Queues.IN);
        assertThat(queues.broker.count(Queues.OUT)).isZero();
    }

    /** The broker of this test throws away what it delivered ten times; a look gives back what it does not take. */
    @Test
    @Guards(Threat.T26)
    void whatCannotBeTakenNowStaysHoweverOften() throws Exception {
        int times = 12;
        queues.house.desk.fileHabit = file -> handedIn().size() <= times
                ? new FileDesk.Later(Problem.of(ProblemCode.JOURNAL_UNAVAILABLE))
                : FakeDesk.settled(file);
        queues.broker.put(Queues.IN, context -> bytes(context, form()));
        for (int look = 0; look < times; look++) {
            try (OneLook one = new OneLook(queues)) {
                one.look();
            }
            assertThat(handedIn()).hasSize(look + 1);
            assertThat(queues.broker.count(Queues.IN)).isEqualTo(1);
            assertThat(queues.broker.count(Queues.REPLIES)).isZero();
        }
        try (OneLook last = new OneLook(queues)) {
            last.look();
        }
        isEmpty(Queues.IN);
        assertThat(queues.broker.count(Queues.REPLIES)).isEqualTo(1);
    }

    @Test
    void aDeathBetweenCommitAndAcknowledgementGivesTheSameMessageAgainAndOneAnswer() throws Exception {
        queues.house.desk.fileHabit = file -> {
            if (handedIn().size() == 1) {
                // Committed, and then the process is gone before the message is taken off.
                throw new IllegalStateException("as if the process died here");
            }
            return FakeDesk.settled(file);
        };
        queues.broker.put(Queues.IN, context -> bytes(context, form()));
        queues.open();
        isEmpty(Queues.IN);
        assertThat(handedIn()).hasSize(2);
        assertThat(handedIn().get(1).bytes()).isEqualTo(handedIn().get(0).bytes());
        assertThat(queues.broker.takeAll(Queues.REPLIES)).hasSize(1);
    }

    @Test
    void aBrokerThatGoesHalfWayAndComesBackLosesNothingAndDoublesNoAnswer() throws Exception {
        queues.house.desk.fileHabit = file -> {
            if (handedIn().size() == 1) {
                restart();
            }
            return FakeDesk.settled(file);
        };
        queues.broker.put(Queues.IN, context -> bytes(context, form()));
        queues.broker.put(Queues.IN, context -> bytes(context, "{}".getBytes(StandardCharsets.UTF_8)));
        queues.open();
        await().atMost(Queues.SOON).until(() -> handedIn().size() == 3);
        isEmpty(Queues.IN);
        assertThat(handedIn().get(1).bytes()).as("the first once more").isEqualTo(form());
        assertThat(queues.broker.takeAll(Queues.REPLIES)).hasSize(2);
    }

    private void restart() {
        try {
            queues.broker.stop();
            queues.broker.start();
        } catch (Exception trouble) {
            throw new IllegalStateException(trouble);
        }
    }

    @Test
    void aGatewayThatClosesLetsGoOfTheQueueAndTakesItUpAgain() throws Exception {
        queues.open();
        queues.broker.put(Queues.IN, context -> bytes(context, form()));
        answer();
        queues.shut();
        queues.broker.put(Queues.IN, context -> bytes(context, form()));
        assertThat(queues.broker.consumers(Queues.IN)).isZero();
        assertThat(queues.broker.count(Queues.IN)).isEqualTo(1);
        queues.open();
        answer();
        isEmpty(Queues.IN);
    }

    @Test
    @Guards(Threat.T01)
    void whereSealsAreAgreedAMessageWithoutOneIsRefusedAndOneWithIsHandedInWithIt() throws Exception {
        queues.broker.put(Queues.IN, context -> bytes(context, form()));
        queues.broker.put(Queues.IN, context -> {
            try {
                Message message = bytes(context, form());
                message.setStringProperty("PayloadSignature", "head..seal");
                return message;
            } catch (JMSException trouble) {
                throw new IllegalStateException(trouble);
            }
        });
        queues.open(Map.of("refused", Queues.REFUSED), true);
        assertThat(answer().getBody(String.class)).contains(ProblemCode.SEAL_MISSING.id());
        answer();
        assertThat(handedIn())
                .singleElement()
                .satisfies(file -> assertThat(file.seals().beside()).contains("head..seal"));
    }

    @Test
    @Guards(Threat.T23)
    void noDoorOpensWithAPasswordThatAllCanRead() throws Exception {
        queues.secret("made-for-this-test", "rw-r--r--");
        assertThatThrownBy(() -> queues.open()).isInstanceOf(DoorUnavailable.class);
        assertThat(queues.house.works.templates().openRoutes()).isZero();
    }

    @Test
    void aWrongPasswordTakesNothingAndARightOneLaterDoes() throws Exception {
        queues.secret("another word", "rw-------");
        queues.broker.put(Queues.IN, context -> bytes(context, form()));
        try (OneLook look = new OneLook(queues)) {
            look.look();
        }
        assertThat(queues.broker.count(Queues.IN)).isEqualTo(1);
        assertThat(handedIn()).isEmpty();
        queues.secret("made-for-this-test", "rw-------");
        try (OneLook look = new OneLook(queues)) {
            look.look();
        }
        assertThat(handedIn()).hasSize(1);
    }

    @Test
    void noPasswordGoesToABrokerThatIsNotTheOneNamed() throws Exception {
        try (Listening elsewhere = Listening.withKeyOf("elsewhere");
                Listening unknown = Listening.withKeyOf("nobody-knows")) {
            for (Listening other : List.of(elsewhere, unknown)) {
                try (OneLook look = new OneLook(queues, Map.of("port", Integer.toString(other.port())))) {
                    look.look();
                }
                await().atMost(Queues.SOON).until(() -> other.calls() >= 1);
                assertThat(other.heard()).isEmpty();
            }
        }
    }

    @Test
    void aLineWithoutTlsLeadsToThisMachineAlone() throws Exception {
        assertThatThrownBy(() -> new OneLook(queues, Map.of("line", "jms-line", "host", "broker.example")))
                .isInstanceOf(IllegalStateException.class);
        queues.broker.put(Queues.IN, context -> bytes(context, form()));
        queues.open(Map.of("line", "jms-line", "port", Integer.toString(queues.broker.plain())), false);
        answer();
    }
}
