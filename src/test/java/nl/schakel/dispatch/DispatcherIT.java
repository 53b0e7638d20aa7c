package nl.schakel.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.dispatch.MemoryJournal.State;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkItem;
import nl.schakel.ports.FreePorts;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

class DispatcherIT {
    static {
        QuietLogs.please();
    }

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private final MemoryJournal journal = new MemoryJournal();
    private final StandIn standIn = new StandIn();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Broker broker;

    @BeforeEach
    void startBroker() {
        broker = Broker.embedded(home.resolve("broker"));
    }

    @AfterEach
    void close() throws Exception {
        standIn.slowMayAnswer.countDown();
        for (AutoCloseable each : open) {
            each.close();
        }
        broker.close();
    }

    @Test
    void everythingInTheOutboxIsDoneExactlyOnce() {
        addMany(1_000);

        dispatcher(standIn);

        awaitDone(1_000);
        assertThat(standIn.calls)
                .hasSize(800)
                .allSatisfy((id, calls) -> assertThat(calls).hasValue(1));
    }

    @Test
    void aNudgeBringsNewWorkWithoutWaitingForThePoll() {
        Dispatcher dispatcher = dispatcher(standIn, settings(Duration.ofHours(1), Duration.ofHours(1)));
        journal.add("");
        dispatcher.nudge();
        awaitDone(1);

        journal.add("quick");
        dispatcher.nudge();

        awaitDone(2);
    }

    @Test
    void whatAnItemBringsForthIsDoneToo() {
        journal.add("");

        dispatcher(
                new StandIn() {
                    @Override
                    public Prepared prepare(WorkItem item, Ledger ledger) {
                        if (item.destination().isEmpty()) {
                            List.of("first", "second", "third").forEach(name -> journal.add(name));
                        }
                        return super.prepare(item, ledger);
                    }
                },
                settings(Duration.ofHours(1), Duration.ofHours(1)));

        awaitDone(4);
    }

    @Test
    void aStreamIsWorkedInItsOrder() {
        for (int i = 0; i < 50; i++) {
            journal.add("quick", "one");
        }

        dispatcher(standIn);

        awaitDone(50);
        List<Integer> order = journal.done().stream()
                .map(line -> Integer.valueOf(line.substring(line.indexOf('#') + 1)))
                .toList();
        assertThat(order).isSorted();
    }

    @Test
    void aLostBrokerJournalIsMadeGoodByTheSweeper() throws Exception {
        addMany(200);
        try (WorkPost post = new WorkPost(broker)) {
            while (journal.relay(100, post::send) > 0) {
                assertThat(journal.relayed()).isPositive();
            }
        }
        broker.close();
        FileSystemUtils.deleteRecursively(home.resolve("broker"));
        broker = Broker.embedded(home.resolve("broker"));

        dispatcher(standIn);

        awaitDone(200);
        assertThat(standIn.calls).allSatisfy((id, calls) -> assertThat(calls).hasValue(1));
    }

    @Test
    void aBrokerThatFallsOverIsStartedAgainAndNothingIsLost() {
        Dispatcher dispatcher = dispatcher(standIn);
        addMany(100);
        awaitDone(100);

        broker.inside().orElseThrow().fail();
        addMany(100);
        dispatcher.nudge();

        awaitDone(200);
        await().atMost(SOON).until(dispatcher::healthy);
    }

    @Test
    void repeatedAndReorderedMessagesChangeNothing() {
        addMany(300);
        List<Journal.Ready> seen = new ArrayList<>();
        try (WorkPost post = new WorkPost(broker)) {
            journal.relay(300, ids -> {
                seen.addAll(ids);
                seen.addAll(ids);
                seen.addAll(ids);
                Collections.shuffle(seen, new Random(7));
                post.send(seen);
            });
        }

        dispatcher(standIn);
        awaitDone(300);
        journal.emitAll();

        await().atMost(SOON).until(() -> journal.relayed() >= 600);
        UUID last = journal.add("quick");
        await().atMost(SOON).until(() -> journal.state(last) == State.DONE);
        assertThat(standIn.calls).allSatisfy((id, calls) -> assertThat(calls).hasValue(1));
    }

    @Test
    void anIdThatIsEmittedAgainForARetryIsNotSwallowed() {
        UUID id = journal.add("quick");

        dispatcher(new StandIn() {
            @Override
            public Sent send(WorkItem item, Outgoing outgoing) {
                Sent sent = super.send(item, outgoing);
                return item.attempt() < 5
                        ? new Sent.NotDelivered(
                                nl.schakel.referral.Problem.of(nl.schakel.referral.ProblemCode.PARTNER_UNREACHABLE))
                        : sent;
            }
        });

        awaitDone(1);
        assertThat(journal.attempts(id)).isEqualTo(5);
    }

    @Test
    void aBacklogIsFetchedFromTheJournalWhenAPartOfItWasAnnounced() {
        dispatcher(standIn, settings(Duration.ofMillis(50), Duration.ofHours(1)));
        await().atMost(SOON).until(() -> journal.sweeps() == 1);
        for (int i = 0; i < 400; i++) {
            journal.addQuietly("quick");
        }

        journal.add("quick");

        awaitDone(401);
        assertThat(standIn.calls).allSatisfy((id, calls) -> assertThat(calls).hasValue(1));
    }

    @Test
    @Guards(Threat.T24)
    void aSlowPartnerHoldsItsShareOfTheWorkersAndStopsNobodyElse() throws Exception {
        for (int i = 0; i < 500; i++) {
            journal.add("slow");
        }
        dispatcher(standIn);
        assertThat(standIn.slowEntered.await(SOON.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        for (int i = 0; i < 500; i++) {
            journal.add("quick");
            journal.add("");
        }

        awaitDone(1_000);
        assertThat(journal.done()).noneMatch(line -> line.contains("/slow"));
        assertThat(standIn.mostRunning.get()).isEqualTo(2);
    }

    @Test
    @Guards(Threat.T24)
    void ninePartnersAreServedWhileTheTenthDoesNotAnswer() throws Exception {
        for (int i = 0; i < 200; i++) {
            journal.add("slow");
        }
        dispatcher(standIn);
        assertThat(standIn.slowEntered.await(SOON.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        for (int i = 0; i < 200; i++) {
            for (int partner = 1; partner <= 9; partner++) {
                journal.add("partner-" + partner);
            }
        }
        awaitDone(1_800);
        assertThat(journal.done()).noneMatch(line -> line.contains("/slow"));
        assertThat(standIn.slowMayAnswer.getCount()).as("it is stuck still").isEqualTo(1);
    }

    @Test
    @Guards(Threat.T24)
    void aPartnerThatIsDownIsLeftAloneTriedByOneCallAndServedWhenItIsBack() {
        AtomicBoolean down = new AtomicBoolean(true);
        AtomicInteger tried = new AtomicInteger();
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ids.add(journal.add("fallen"));
        }
        dispatcher(new StandIn() {
            @Override
            public Sent send(WorkItem item, Outgoing outgoing) {
                if (item.destination().orElseThrow().value().equals("fallen")) {
                    tried.incrementAndGet();
                    if (down.get()) {
                        return new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE));
                    }
                }
                return super.send(item, outgoing);
            }
        });
        await().atMost(SOON).until(() -> journal.holdCount() == 1);
        addMany(500);
        awaitDone(500);
        assertThat(tried.get()).as("five and what was under way").isBetween(Breaker.FAILURES, Breaker.FAILURES + 2);
        int before = tried.get();

        down.set(false);
        journal.endHolds();

        awaitDone(700);
        int attempts = ids.stream().mapToInt(journal::attempts).sum();
        assertThat(attempts).as("those that waited lost none").isEqualTo(200 + before);
        assertThat(tried).hasValue(200 + before);
    }

    @Test
    void whatWaitsForASlowPartnerIsHardlyClaimedAndDoneLater() throws Exception {
        List<UUID> slow = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            slow.add(journal.add("slow"));
        }
        dispatcher(standIn);
        assertThat(standIn.slowEntered.await(SOON.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        journal.add("quick");
        awaitDone(1);
        assertThat(journal.count(State.HELD)).as("three batches").isLessThanOrEqualTo(96);

        standIn.slowMayAnswer.countDown();

        awaitDone(501);
        assertThat(slow).allSatisfy(id -> assertThat(journal.attempts(id)).isEqualTo(1));
        assertThat(standIn.calls).allSatisfy((id, calls) -> assertThat(calls).hasValue(1));
    }

    @Test
    void aHandlerThatThrowsLeavesTheItemToItsLeaseAndTheWorkersAlive() {
        List<UUID> broken = List.of(journal.add("broken"), journal.add("broken"), journal.add("worse"));
        Dispatcher dispatcher = dispatcher(new StandIn() {
            @Override
            public Prepared prepare(WorkItem item, Ledger ledger) {
                if (item.subject().endsWith("/broken") && item.attempt() == 1) {
                    throw new IllegalStateException("123456782");
                }
                return super.prepare(item, ledger);
            }

            @Override
            public Sent send(WorkItem item, Outgoing outgoing) {
                if (item.subject().endsWith("/worse") && item.attempt() == 1) {
                    throw new StackOverflowError();
                }
                return super.send(item, outgoing);
            }
        });
        addMany(200);
        awaitDone(200);
        assertThat(broken).allSatisfy(id -> assertThat(journal.state(id)).isEqualTo(State.HELD));
        assertThat(dispatcher.healthy()).isTrue();

        journal.endLeases();

        awaitDone(203);
    }

    @Test
    void aJournalThatIsAwayMakesWorkWaitAndGoOnByItself() {
        Dispatcher dispatcher = dispatcher(standIn);
        addMany(100);
        awaitDone(100);
        assertThat(dispatcher.healthy()).isTrue();

        journal.goAway();
        addMany(100);
        dispatcher.nudge();
        await().atMost(SOON).until(() -> !dispatcher.healthy() && journal.failedCalls() > 3);
        assertThat(journal.count(State.DONE)).isEqualTo(100);
        journal.comeBack();

        awaitDone(200);
        await().atMost(SOON).until(dispatcher::healthy);
        assertThat(standIn.calls).allSatisfy((id, calls) -> assertThat(calls).hasValue(1));
    }

    @Test
    void anAnswerIsKeptWhileTheJournalIsAway() throws Exception {
        journal.add("slow");
        dispatcher(standIn);
        assertThat(standIn.slowEntered.await(SOON.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        journal.goAway();
        standIn.slowMayAnswer.countDown();
        await().atMost(SOON).until(() -> journal.failedCalls() > 5);
        journal.comeBack();

        awaitDone(1);
        assertThat(standIn.calls).allSatisfy((id, calls) -> assertThat(calls).hasValue(1));
    }

    @Test
    void closesWithinFiveSecondsWhileAPartnerDoesNotAnswer() throws Exception {
        for (int i = 0; i < 100; i++) {
            journal.add("slow");
        }
        Dispatcher dispatcher = dispatcher(standIn);
        assertThat(standIn.slowEntered.await(SOON.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        long begin = System.nanoTime();
        dispatcher.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        await().atMost(SOON).until(() -> !standIn.interrupted.isEmpty());
        assertThat(dispatcher.healthy()).isFalse();
        assertThat(journal.count(State.HELD))
                .as("only begun items keep a lease")
                .isLessThanOrEqualTo(2);
    }

    @Test
    void closesAtOnceWhenNothingRuns() {
        addMany(10);
        Dispatcher dispatcher = dispatcher(standIn);
        awaitDone(10);

        long begin = System.nanoTime();
        dispatcher.close();
        dispatcher.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void letsARunningItemEndBeforeItCloses() throws Exception {
        UUID id = journal.add("slow");
        Dispatcher dispatcher = dispatcher(standIn);
        assertThat(standIn.slowEntered.await(SOON.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        Thread closer = new Thread(dispatcher::close);
        closer.start();
        await().atMost(SOON).until(() -> !dispatcher.healthy());

        standIn.slowMayAnswer.countDown();
        closer.join();

        assertThat(journal.state(id)).isEqualTo(State.DONE);
        assertThat(standIn.interrupted).isEmpty();
    }

    @Test
    @Guards(Threat.T21)
    void aBrokerMessageHoldsAWorkIdAndNothingElse() throws Exception {
        UUID id = journal.add("opvang-demo");
        try (WorkPost post = new WorkPost(broker);
                JMSContext context = broker.connect(JMSContext.AUTO_ACKNOWLEDGE)) {
            journal.relay(1, post::send);
            Message message =
                    context.createConsumer(context.createQueue(Broker.QUEUE)).receive(5_000);

            assertThat(message).isInstanceOf(TextMessage.class);
            assertThat(((TextMessage) message).getText()).isEqualTo(id.toString());
            List<Object> properties = new ArrayList<>();
            for (Enumeration<?> names = message.getPropertyNames(); names.hasMoreElements(); ) {
                properties.add(names.nextElement());
            }
            assertThat(properties).containsExactly("JMSXDeliveryCount");
            assertThat(message.getJMSCorrelationID()).isNull();
            assertThat(message.getJMSType()).isNull();
            assertThat(message.getJMSReplyTo()).isNull();
        }
    }

    @Test
    void aMessageThatIsNoWorkIdIsDroppedAndStopsNothing() {
        try (JMSContext context = broker.connect(JMSContext.AUTO_ACKNOWLEDGE)) {
            context.createProducer().send(context.createQueue(Broker.QUEUE), "not an id");
            context.createProducer().send(context.createQueue(Broker.QUEUE), new byte[] {1, 2});
            context.createProducer().send(context.createQueue(Broker.QUEUE), new Date());
            context.createProducer()
                    .send(context.createQueue(Broker.QUEUE), UUID.randomUUID().toString());
        }
        addMany(10);

        dispatcher(standIn);

        awaitDone(10);
    }

    @Test
    void worksOverABrokerOutside() throws Exception {
        EmbeddedActiveMQ outside = new EmbeddedActiveMQ();
        Configuration plan = BrokerPlan.of(home.resolve("outside"), 0);
        String url = "tcp://127.0.0.1:" + FreePorts.one();
        outside.setConfiguration(plan.addAcceptorConfiguration("tcp", url)).start();
        open.add(outside::stop);
        Broker far = Broker.external(new BrokerAddress(url, "user", "secret"));
        open.add(0, far);
        addMany(500);

        Dispatcher dispatcher = new Dispatcher(journal, standIn, far, DispatchSettings.standard(), CallLimits.NONE);
        open.add(0, dispatcher);
        dispatcher.start();

        awaitDone(500);
        assertThat(standIn.calls).allSatisfy((id, calls) -> assertThat(calls).hasValue(1));
        outside.stop();
        await().atMost(SOON).until(() -> !dispatcher.healthy());
    }

    private void addMany(int count) {
        for (int i = 0; i < count; i++) {
            journal.add(i % 5 == 0 ? "" : "partner-" + i % 5);
        }
    }

    private void awaitDone(int count) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(journal.count(State.DONE)).isEqualTo(count));
    }

    private Dispatcher dispatcher(StandIn handler) {
        return dispatcher(handler, settings(Duration.ofMillis(50), Duration.ofMillis(200)));
    }

    private Dispatcher dispatcher(StandIn handler, DispatchSettings settings) {
        Dispatcher dispatcher = new Dispatcher(journal, handler, broker, settings, CallLimits.NONE);
        open.add(dispatcher);
        dispatcher.start();
        return dispatcher;
    }

    private static DispatchSettings settings(Duration poll, Duration sweep) {
        return new DispatchSettings(8, 2, 32, Duration.ofMillis(2), poll, sweep, BrokerAddress.INSIDE);
    }
}
