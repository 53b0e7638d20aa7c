package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.pipeline.Inbound;
import nl.schakel.referral.ProblemCode;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a queue should not hold. Each is answered, kept for a person, and a good message behind it goes through. */
@Guards({Threat.T10, Threat.T13, Threat.T16, Threat.T32})
class JmsHostileTest {
    private static final AtomicBoolean FIRED = new AtomicBoolean();
    private static final byte[] GOOD = "{\"goed\":1}".getBytes(StandardCharsets.UTF_8);
    private static final int HUGE = 12 * 1024 * 1024;

    @TempDir
    private Path folder;

    private Queues queues;

    /** Does something as soon as somebody makes an object of it. */
    static final class Gadget implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) {
            FIRED.set(true);
        }
    }

    @BeforeEach
    void startsABroker() throws Exception {
        FIRED.set(false);
        queues = new Queues(folder);
    }

    @AfterEach
    void stopsEverything() throws Exception {
        queues.close();
    }

    private interface Made {
        Message by(JMSContext context) throws JMSException;
    }

    private static Function<JMSContext, Message> made(Made made) {
        return context -> {
            try {
                return made.by(context);
            } catch (JMSException trouble) {
                throw new IllegalStateException(trouble);
            }
        };
    }

    private static Message bytes(JMSContext context, byte[] body) throws JMSException {
        BytesMessage message = context.createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    /** Puts a good message behind, opens the door and says what was answered to those before. */
    private List<String> answers() throws JMSException {
        queues.broker.put(Queues.IN, made(context -> bytes(context, GOOD)));
        queues.open();
        await().atMost(Queues.SOON).until(() -> queues.broker.count(Queues.IN) == 0);
        List<String> answers = new ArrayList<>();
        for (Message one : queues.broker.takeAll(Queues.REPLIES)) {
            answers.add(one.getBody(String.class));
        }
        assertThat(answers.remove(answers.size() - 1)).isEqualTo("{\"aangenomen\":1}");
        assertThat(handedIn()).last().satisfies(file -> assertThat(file.bytes()).isEqualTo(GOOD));
        return answers;
    }

    private List<Inbound> handedIn() {
        return queues.house.desk.files;
    }

    private static void areAll(List<String> answers, ProblemCode code, int many) {
        assertThat(answers).hasSize(many).allMatch(answer -> answer.contains(code.id()));
    }

    @Test
    void objectsMapsAndStreamsAreNeitherMadeNorReadAndKeptAsTheyAre() throws Exception {
        queues.broker.put(Queues.IN, made(context -> context.createObjectMessage(new Gadget())));
        queues.broker.put(Queues.IN, made(context -> {
            MapMessage map = context.createMapMessage();
            map.setString("bsn", "x");
            return map;
        }));
        queues.broker.put(Queues.IN, made(context -> {
            StreamMessage stream = context.createStreamMessage();
            stream.writeString("x");
            return stream;
        }));
        queues.broker.put(Queues.IN, made(JMSContext::createMessage));
        areAll(answers(), ProblemCode.MEDIA_TYPE_UNSUPPORTED, 4);
        assertThat(FIRED).isFalse();
        assertThat(handedIn()).hasSize(1);
        List<Message> kept = queues.broker.takeAll(Queues.REFUSED);
        assertThat(kept.get(0)).isInstanceOf(ObjectMessage.class);
        assertThat(((MapMessage) kept.get(1)).getString("bsn")).isEqualTo("x");
        assertThat(((StreamMessage) kept.get(2)).readString()).isEqualTo("x");
        assertThat(kept).hasSize(4);
    }

    @Test
    void whatIsTooLargeIsNotReadAndStillKeptWhole() throws Exception {
        byte[] huge = new byte[HUGE];
        Arrays.fill(huge, (byte) 'h');
        queues.broker.put(Queues.IN, made(context -> bytes(context, huge)));
        queues.broker.put(Queues.IN, made(context -> context.createTextMessage("t".repeat(HUGE / 2))));
        queues.broker.put(Queues.IN, made(context -> bytes(context, new byte[FileKind.JSON.limit() + 1])));
        areAll(answers(), ProblemCode.TOO_LARGE, 3);
        assertThat(handedIn()).hasSize(1);
        List<Integer> sizes = queues.broker.as(context -> {
            List<Integer> all = new ArrayList<>();
            var consumer = context.createConsumer(context.createQueue(Queues.REFUSED));
            for (Message one = consumer.receiveNoWait(); one != null; one = consumer.receiveNoWait()) {
                all.add(size(one));
            }
            return all;
        });
        assertThat(sizes).containsExactly(HUGE, HUGE / 2, FileKind.JSON.limit() + 1);
    }

    private static int size(Message message) {
        try {
            return message instanceof BytesMessage bytes
                    ? bytes.getBody(byte[].class).length
                    : message.getBody(String.class).length();
        } catch (JMSException trouble) {
            throw new IllegalStateException(trouble);
        }
    }

    @Test
    void whatIsPackedIsNotUnpackedWhetherItSaysSoTrulyOrNot() throws Exception {
        queues.broker.put(
                "?compressLargeMessage=true&minLargeMessageSize=20000",
                Queues.IN,
                made(context -> bytes(context, new byte[64 * HUGE / 12])));
        queues.broker.put("?compressLargeMessage=true", Queues.IN, made(context -> bytes(context, noise(1024 * 1024))));
        queues.broker.send(Queues.IN, session -> {
            ClientMessage forged = session.createMessage(org.apache.activemq.artemis.api.core.Message.BYTES_TYPE, true);
            forged.putBooleanProperty("_AMQ_LARGE_COMPRESSED", true);
            forged.getBodyBuffer().writeBytes(GOOD);
            return forged;
        });
        areAll(answers(), ProblemCode.MEDIA_TYPE_UNSUPPORTED, 3);
        assertThat(handedIn()).hasSize(1);
        assertThat(queues.broker.count(Queues.REFUSED)).isEqualTo(3);
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new java.util.Random(7).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aMessageThatClaimsToBeTheBrokersOwnWordIsReadAsAnyOther() throws Exception {
        for (Object claim : List.of(0L, "zero")) {
            queues.broker.send(Queues.IN, session -> {
                ClientMessage forged =
                        session.createMessage(org.apache.activemq.artemis.api.core.Message.BYTES_TYPE, true);
                forged.putObjectProperty("_hornetq.forced.delivery.seq", claim);
                forged.getBodyBuffer().writeBytes(GOOD);
                return forged;
            });
        }
        assertThat(answers()).hasSize(2).allMatch(answer -> answer.equals("{\"aangenomen\":1}"));
    }

    @Test
    void textsThatAreNoneAreRefused() throws Exception {
        queues.broker.put(Queues.IN, made(context -> context.createTextMessage("half \ud83d a character")));
        queues.broker.put(Queues.IN, made(context -> context.createTextMessage("")));
        queues.broker.put(Queues.IN, made(context -> context.createTextMessage()));
        queues.broker.put(Queues.IN, made(context -> bytes(context, new byte[0])));
        for (byte[] body : List.of(
                new byte[0],
                new byte[] {1, 0, 0, 0, 9, 65},
                new byte[] {1, -1, -1, -1, -1, 65, 0},
                new byte[] {1, 0, 0, 0, 1, 65},
                new byte[] {0, 1})) {
            queues.broker.send(Queues.IN, session -> {
                ClientMessage forged =
                        session.createMessage(org.apache.activemq.artemis.api.core.Message.TEXT_TYPE, true);
                forged.getBodyBuffer().writeBytes(body);
                return forged;
            });
        }
        List<String> answers = answers();
        assertThat(answers).hasSize(9);
        assertThat(answers.get(0)).contains(ProblemCode.CHARSET_INVALID.id());
        assertThat(answers.subList(1, 9))
                .allMatch(answer -> answer.contains(ProblemCode.SYNTAX_BROKEN.id())
                        || answer.contains(ProblemCode.CHARSET_INVALID.id()));
        assertThat(handedIn()).hasSize(1);
    }

    @Test
    void nothingThatStandsBesideTheBodyEntersTheExchange() throws Exception {
        List<Exchange> exchanges = new CopyOnWriteArrayList<>();
        CamelContext camel = queues.house.works.producer().getCamelContext();
        camel.getManagementStrategy().addEventNotifier(new Noted(exchanges));
        queues.broker.put(Queues.IN, made(context -> {
            Message message = bytes(context, GOOD);
            for (String name : List.of(
                    "CamelHttpUri",
                    "camelFileName",
                    "CamelExecCommandArgs",
                    "CAMELJmsDestinationName",
                    "moveTo",
                    "breadcrumbId",
                    "Host",
                    "door",
                    "X_Request_ID")) {
                message.setStringProperty(name, "http://127.0.0.1:1/evil");
            }
            message.setJMSType("evil");
            message.setJMSReplyTo(context.createQueue(Queues.OUT));
            return message;
        }));
        assertThat(answers()).containsExactly("{\"aangenomen\":1}");
        assertThat(handedIn()).allSatisfy(file -> {
            assertThat(file.headers()).isEmpty();
            assertThat(file.toString() + file.seals()).doesNotContain("evil");
        });
        queues.shut();
        assertThat(exchanges).isNotEmpty().allSatisfy(exchange -> {
            assertThat(exchange.getIn().getHeaders()).isEmpty();
            assertThat(exchange.getIn().getBody()).isNull();
            assertThat(Set.of(
                            "partner", "sealed", "host", "port", "line", "account", "secret", "queue", "kind",
                            "replies", "refused"))
                    .isEqualTo(exchange.getProperties().keySet());
        });
        assertThat(queues.broker.count(Queues.OUT)).isZero();
    }

    /** Keeps what went through. */
    private static final class Noted extends EventNotifierSupport {
        private final List<Exchange> exchanges;

        Noted(List<Exchange> exchanges) {
            this.exchanges = exchanges;
        }

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof CamelEvent.ExchangeCompletedEvent done) {
                exchanges.add(done.getExchange());
            }
        }
    }

    @Test
    void aSealOfAnotherTypeOrTooLongIsASealThatIsNotGood() throws Exception {
        queues.broker.put(Queues.IN, made(context -> {
            Message message = bytes(context, GOOD);
            message.setIntProperty("PayloadSignature", 7);
            return message;
        }));
        queues.broker.put(Queues.IN, made(context -> {
            Message message = bytes(context, GOOD);
            message.setStringProperty("PayloadSignature", "x".repeat(DoorLimits.HEADER_CHARACTERS + 1));
            return message;
        }));
        answers();
        assertThat(handedIn().subList(0, 2))
                .allSatisfy(file -> assertThat(file.seals().beside()).contains(""));
    }
}
