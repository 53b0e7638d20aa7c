package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.broker.PartnersBroker;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.ports.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way out by a queue, with a real broker over TLS. */
class JmsOutTest {
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

    private static Outgoing letter(String id) {
        return letter(id, "{\"resourceType\":\"Bundle\"}".getBytes(StandardCharsets.UTF_8));
    }

    private static Outgoing letter(String id, byte[] bytes) {
        return new Outgoing(id, "jms-out", "application/fhir+json", bytes, Optional.of("head..seal"));
    }

    private Sent send(Outgoing letter) {
        return send(Map.of(), letter);
    }

    private Sent send(Map<String, String> more, Outgoing letter) {
        Map<String, String> parameters = queues.parameters();
        parameters.put("queue", Queues.OUT);
        parameters.putAll(more);
        assertThat(queues.house.channels.open(House.partner("jms-out", "jms-out", parameters)))
                .isEmpty();
        return queues.house.backDoor.send(House.PARTNER, letter);
    }

    private void isNotDelivered(Sent sent) {
        assertThat(sent).isInstanceOf(Sent.NotDelivered.class);
        assertThat(queues.broker.count(Queues.OUT)).isZero();
    }

    @Test
    void aDocumentLiesInTheQueueWithItsIdAndItsSealAndOutlivesTheBroker() throws Exception {
        assertThat(send(letter("0190-1"))).isInstanceOf(Sent.Delivered.class);
        queues.broker.stop();
        queues.broker.start();
        BytesMessage message = (BytesMessage) queues.broker.take(Queues.OUT).orElseThrow();
        assertThat(message.getBody(byte[].class)).isEqualTo(letter("0190-1").bytes());
        assertThat(message.getStringProperty("MessageId")).isEqualTo("0190-1");
        assertThat(message.getStringProperty("ContentType")).isEqualTo("application/fhir+json");
        assertThat(message.getStringProperty("PayloadSignature")).isEqualTo("head..seal");
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(message.getJMSMessageID()).startsWith("ID:");
        assertThat(message.getJMSReplyTo()).isNull();
    }

    @Test
    void aLargeDocumentArrivesWhole() throws Exception {
        byte[] most = new byte[2 * 1024 * 1024];
        java.util.Arrays.fill(most, (byte) 'y');
        assertThat(send(letter("0190-2", most))).isInstanceOf(Sent.Delivered.class);
        byte[] arrived = queues.broker.as(context ->
                context.createConsumer(context.createQueue(Queues.OUT)).receiveBody(byte[].class, 10_000));
        assertThat(arrived).isEqualTo(most);
    }

    @Test
    void theSameDeliveryAgainLiesThereOnceAlsoAfterARestart() throws Exception {
        assertThat(send(letter("0190-3"))).isInstanceOf(Sent.Delivered.class);
        assertThat(send(letter("0190-3"))).isInstanceOf(Sent.Delivered.class);
        queues.broker.stop();
        queues.broker.start();
        assertThat(send(letter("0190-3"))).isInstanceOf(Sent.Delivered.class);
        assertThat(send(letter("0190-4"))).isInstanceOf(Sent.Delivered.class);
        assertThat(queues.broker.takeAll(Queues.OUT)).hasSize(2);
    }

    @Test
    void aLostConfirmationIsAnUnknownOutcomeAndTheRepeatLiesThereOnce() throws Exception {
        queues.broker.losesItsNextConfirmation();
        assertThat(send(letter("0190-5"))).isInstanceOf(Sent.Unknown.class);
        assertThat(send(letter("0190-5"))).isInstanceOf(Sent.Delivered.class);
        List<Message> all = queues.broker.takeAll(Queues.OUT);
        assertThat(all).hasSize(1);
    }

    @Test
    void whatTheBrokerWouldLoseIsNotSent() throws Exception {
        isNotDelivered(send(Map.of("queue", "nergens"), letter("0190-6")));
        queues.broker.addPassing("vluchtig");
        isNotDelivered(send(Map.of("queue", "vluchtig"), letter("0190-7")));
    }

    @Test
    void aFullBrokerHasNotTakenIt() {
        queues.broker.put(PartnersBroker.FULL, context -> context.createTextMessage("x"));
        isNotDelivered(send(Map.of("queue", PartnersBroker.FULL), letter("0190-8")));
    }

    @Test
    void aBrokerThatIsNotThereOrDoesNotKnowUsHasNotGotIt() throws Exception {
        isNotDelivered(send(Map.of("port", Integer.toString(FreePorts.one())), letter("0190-9")));
        isNotDelivered(send(Map.of("account", "nobody"), letter("0190-9")));
        queues.secret("another word", "rw-------");
        isNotDelivered(send(letter("0190-9")));
    }

    @Test
    void nothingGoesToABrokerOfAnotherNameOrThatDoesNotTrustOurCertificate() throws Exception {
        try (Listening elsewhere = Listening.withKeyOf("elsewhere")) {
            isNotDelivered(send(Map.of("port", Integer.toString(elsewhere.port())), letter("0190-10")));
            assertThat(elsewhere.heard()).isEmpty();
        }
        Path other = folder.resolve("other");
        try (PartnersBroker strict = new PartnersBroker(other, "made-for-this-test", Queues.OUT)) {
            strict.start(TestKeys.context("partner", List.of("elsewhere")));
            isNotDelivered(send(Map.of("port", Integer.toString(strict.secured())), letter("0190-11")));
            assertThat(strict.count(Queues.OUT)).isZero();
        }
    }

    @Test
    void aBrokerThatSaysNothingIsGivenUpInTime() throws Exception {
        try (java.net.ServerSocket silent = new java.net.ServerSocket(0)) {
            long began = System.nanoTime();
            isNotDelivered(send(Map.of("port", Integer.toString(silent.getLocalPort())), letter("0190-12")));
            assertThat(System.nanoTime() - began).isLessThan(nl.schakel.referral.Limits.LEASE.toNanos());
        }
    }
}
