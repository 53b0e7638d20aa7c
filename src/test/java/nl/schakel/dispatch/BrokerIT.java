package nl.schakel.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.Journal;
import nl.schakel.referral.PartnerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerIT {
    static {
        QuietLogs.please();
    }

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path home;

    @Test
    void keepsIdsOverARestart() {
        List<UUID> ids = List.of(UUID.randomUUID(), UUID.randomUUID());
        try (Broker broker = Broker.embedded(home);
                WorkPost post = new WorkPost(broker)) {
            post.send(ids.stream().map(BrokerIT::fresh).toList());
        }

        try (Broker broker = Broker.embedded(home);
                WorkIntake intake = new WorkIntake(broker)) {
            assertThat(taken(intake, 2)).containsExactlyElementsOf(ids);
            assertThat(intake.take(10, Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void handsOutFirstWhatIsUnderWayAlready() {
        List<UUID> ids = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        try (Broker broker = Broker.embedded(home);
                WorkPost post = new WorkPost(broker);
                WorkIntake intake = new WorkIntake(broker)) {
            post.send(List.of(
                    fresh(ids.get(0)),
                    fresh(ids.get(1)),
                    new Journal.Ready(ids.get(2), Optional.of(new PartnerId("opvang-demo")))));
            await().atMost(SOON).until(() -> queued(broker) == 3);
            assertThat(taken(intake, 3)).containsExactly(ids.get(2), ids.get(0), ids.get(1));
        }
    }

    private static long queued(Broker broker) {
        return broker.inside()
                .orElseThrow()
                .server()
                .getActiveMQServer()
                .locateQueue(Broker.QUEUE)
                .getMessageCount();
    }

    /** What was sent together may be handed out in pieces. */
    private static List<UUID> taken(WorkIntake intake, int count) {
        List<UUID> all = new ArrayList<>();
        long end = System.nanoTime() + SOON.toNanos();
        while (all.size() < count && System.nanoTime() < end) {
            all.addAll(intake.take(count - all.size(), SOON));
        }
        return all;
    }

    private static Journal.Ready fresh(UUID id) {
        return new Journal.Ready(id, Optional.empty());
    }

    @Test
    void handsOutAgainWhatWasNotAcknowledged() {
        UUID id = UUID.randomUUID();
        try (Broker broker = Broker.embedded(home);
                WorkPost post = new WorkPost(broker)) {
            post.send(List.of(fresh(id)));
            try (WorkIntake first = new WorkIntake(broker)) {
                assertThat(first.take(10, SOON)).containsExactly(id);
            }
            try (WorkIntake second = new WorkIntake(broker)) {
                assertThat(second.take(10, SOON)).containsExactly(id);
                second.acknowledge();
            }
            try (WorkIntake third = new WorkIntake(broker)) {
                assertThat(third.take(10, Duration.ZERO)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"journal", "bindings", "everything"})
    void startsThoughItsFilesAreGarbage(String what) throws Exception {
        try (Broker broker = Broker.embedded(home);
                WorkPost post = new WorkPost(broker)) {
            post.send(List.of(fresh(UUID.randomUUID())));
        }
        spoil(what);

        UUID id = UUID.randomUUID();
        try (Broker broker = Broker.embedded(home);
                WorkPost post = new WorkPost(broker);
                WorkIntake intake = new WorkIntake(broker)) {
            post.send(List.of(fresh(id)));
            // What was sent before may have outlived the garbage.
            await().atMost(SOON)
                    .until(() -> intake.take(2, Duration.ofSeconds(1)).contains(id));
        }
    }

    @Test
    void startsThoughAFileStandsWhereItsFoldersShouldBe() throws Exception {
        Files.writeString(home.resolve("files"), "not a folder");

        try (Broker broker = Broker.embedded(home);
                WorkPost post = new WorkPost(broker)) {
            post.send(List.of(fresh(UUID.randomUUID())));
        }

        assertThat(home.resolve("unreadable")).exists();
    }

    @Test
    void refusesAFolderThatAnotherBrokerUses() {
        try (Broker broker = Broker.embedded(home)) {
            assertThat(broker.inside()).isPresent();
            assertThatExceptionOfType(BrokerUnavailable.class)
                    .isThrownBy(() -> Broker.embedded(home))
                    .withMessageContaining("Another process");
        }
        Broker.embedded(home).close();
    }

    @Test
    @Guards(Threat.T32)
    void createsNoQueueThatSomebodyAsksFor() {
        try (Broker broker = Broker.embedded(home);
                JMSContext context = broker.connect(JMSContext.AUTO_ACKNOWLEDGE)) {
            assertThatExceptionOfType(JMSRuntimeException.class)
                    .isThrownBy(() -> context.createProducer().send(context.createQueue("other"), "text"));
        }
    }

    @Test
    @Guards(Threat.T32)
    void opensNoDoorToTheNetwork() {
        try (Broker broker = Broker.embedded(home)) {
            assertThat(broker.inside()
                            .orElseThrow()
                            .server()
                            .getActiveMQServer()
                            .getConfiguration()
                            .getAcceptorConfigurations())
                    .allMatch(acceptor -> acceptor.getFactoryClassName().endsWith("InVMAcceptorFactory"));
        }
    }

    @Test
    @Guards(Threat.T26)
    void takesNoMoreThanItsLimitAndSaysSo() {
        Journal.Ready[] many = new Journal.Ready[1_000];
        Arrays.setAll(many, i -> fresh(new UUID(1, i)));
        try (Broker broker = Broker.embedded(home);
                WorkPost post = new WorkPost(broker)) {
            assertThatExceptionOfType(BrokerFull.class).isThrownBy(() -> {
                for (int i = 0; i < 100; i++) {
                    post.send(List.of(many));
                }
            });
            try (WorkIntake intake = new WorkIntake(broker)) {
                assertThat(taken(intake, 10)).hasSize(10);
            }
        }
    }

    @Test
    void asksTheRelayToWaitLongBeforeItsLimit() {
        Journal.Ready[] many = new Journal.Ready[1_000];
        Arrays.setAll(many, i -> fresh(new UUID(1, i)));
        try (Broker broker = Broker.embedded(home);
                WorkPost post = new WorkPost(broker)) {
            for (int i = 0; i < 10; i++) {
                assertThat(post.hasRoom()).isTrue();
                post.send(List.of(many));
            }
            // The queue counts a moment after the commit returned.
            await().atMost(SOON).until(() -> !post.hasRoom());
        }
    }

    @Test
    void saysThatABrokerOutsideCannotBeReached() {
        try (Broker broker = Broker.external(new BrokerAddress("tcp://127.0.0.1:1", "user", "secret"));
                WorkPost post = new WorkPost(broker)) {
            assertThatExceptionOfType(BrokerUnavailable.class)
                    .isThrownBy(() -> post.send(List.of(fresh(UUID.randomUUID()))));
        }
    }

    @Test
    @Guards(Threat.T23)
    void neverPrintsThePasswordOfABroker() {
        BrokerAddress address = new BrokerAddress("tcp://h:1?keyStorePassword=geheim", "user", "secret");

        assertThat(address.toString()).contains("tcp://h:1").doesNotContain("geheim", "secret");
    }

    private void spoil(String what) throws Exception {
        Random random = new Random(11);
        Path root = home.resolve("files");
        try (Stream<Path> files = Files.walk(what.equals("everything") ? root : root.resolve(what))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] garbage = new byte[(int) Math.min(Files.size(file), 100_000)];
                random.nextBytes(garbage);
                Files.write(file, garbage);
            }
        }
    }
}
