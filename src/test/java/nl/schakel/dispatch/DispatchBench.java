package nl.schakel.dispatch;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import nl.schakel.journal.Acceptance;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkHandler;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ReferralReference;
import org.springframework.util.FileSystemUtils;

/** Items per second through relay, broker, lanes and workers, with a journal that costs nothing. */
final class DispatchBench {
    private static final int ITEMS = 100_000;

    private DispatchBench() {}

    public static void main(String[] arguments) throws Exception {
        QuietLogs.please();
        Path home = Files.createTempDirectory("dispatch-bench");
        try (Broker broker = Broker.embedded(home)) {
            for (int round = 1; round <= 4; round++) {
                run(broker, round);
            }
        } finally {
            FileSystemUtils.deleteRecursively(home);
        }
    }

    private static void run(Broker broker, int round) throws Exception {
        Nothing journal = new Nothing(ITEMS);
        OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpu = machine.getProcessCpuTime();
        long begin = System.nanoTime();
        try (Dispatcher dispatcher =
                new Dispatcher(journal, new Quick(), broker, DispatchSettings.standard(), CallLimits.NONE)) {
            dispatcher.start();
            if (!journal.left.await(120, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not done in time: " + journal.left.getCount());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            double micros = (machine.getProcessCpuTime() - cpu) / 1e3 / ITEMS;
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %,.0f items/s, %.1f us CPU per item, %.1f ids per claim, %.1f ids per relay%n",
                    round,
                    ITEMS / seconds,
                    micros,
                    (double) ITEMS / journal.claims,
                    (double) ITEMS / journal.relays);
            latency(journal, dispatcher);
        }
    }

    /** From the nudge after an accept until the item is settled, one at a time. */
    private static void latency(Nothing journal, Dispatcher dispatcher) throws Exception {
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            long begin = System.nanoTime();
            CountDownLatch settled = journal.add();
            dispatcher.nudge();
            settled.await();
            micros.add((System.nanoTime() - begin) / 1_000);
        }
        micros.sort(null);
        System.out.printf(
                Locale.ROOT, "         nudge to settled: p50 %d us, p99 %d us%n", micros.get(250), micros.get(495));
    }

    private static final class Quick implements WorkHandler {
        private static final Outgoing BYTES = new Outgoing("id", "none", "text/plain", new byte[0], Optional.empty());

        @Override
        public Prepared prepare(WorkItem item, Ledger ledger) {
            return new Prepared.Send(BYTES);
        }

        @Override
        public Sent send(WorkItem item, Outgoing outgoing) {
            return new Sent.Delivered(new byte[0]);
        }
    }

    private static final class Nothing implements Journal {
        private final ConcurrentLinkedQueue<UUID> outbox = new ConcurrentLinkedQueue<>();
        private final ConcurrentHashMap<UUID, CountDownLatch> watched = new ConcurrentHashMap<>();
        private final CountDownLatch left;
        private volatile int claims;
        private volatile int relays;

        Nothing(int items) {
            left = new CountDownLatch(items);
            for (int i = 0; i < items; i++) {
                outbox.add(new UUID(items, i));
            }
        }

        CountDownLatch add() {
            UUID id = UUID.randomUUID();
            CountDownLatch settled = new CountDownLatch(1);
            watched.put(id, settled);
            outbox.add(id);
            return settled;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate")
        public List<WorkItem> claim(List<UUID> ids) {
            claims++;
            return ids.stream().map(Nothing::item).toList();
        }

        private static WorkItem item(UUID id) {
            return new WorkItem(
                    id,
                    WorkItem.Kind.DELIVER,
                    Optional.empty(),
                    id,
                    Optional.of(new PartnerId("partner-" + (id.getLeastSignificantBits() & 3))),
                    "",
                    1,
                    1,
                    Optional.empty());
        }

        @Override
        public Optional<Prepared> prepare(WorkItem item, WorkHandler handler) {
            return Optional.of(new Prepared.Send(Quick.BYTES));
        }

        @Override
        public void settle(WorkItem item, Sent sent) {
            CountDownLatch settled = watched.remove(item.id());
            if (settled == null) {
                left.countDown();
            } else {
                settled.countDown();
            }
        }

        @Override
        public List<Ready> ready(List<UUID> ids) {
            return ids.stream().map(id -> new Ready(id, Optional.empty())).toList();
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate")
        public int relay(int most, Consumer<List<Ready>> publish) {
            List<Ready> batch = new ArrayList<>(most);
            for (UUID id = outbox.poll(); id != null; id = batch.size() < most ? outbox.poll() : null) {
                batch.add(new Ready(id, Optional.empty()));
            }
            if (!batch.isEmpty()) {
                relays++;
                publish.accept(batch);
            }
            return batch.size();
        }

        @Override
        public int sweep() {
            return 0;
        }

        @Override
        public Accepted accept(Acceptance acceptance) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void refused(Optional<PartnerId> sender, String door, Problem problem) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<TraceLine> trace(ReferralReference reference) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Overview> overview(ReferralReference reference) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Ledger.TaskRow> task(UUID taskId, PartnerId receiver) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Accepted.Committed> earlier(PartnerId sender, String messageId, byte[] bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public java.util.Optional<nl.schakel.referral.ReferralReference> sentAs(
                nl.schakel.referral.PartnerId receiver, String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<MissingCode> missingCodes() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int resumeWaitingForCodes(String mappingSet) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Backlog backlog() {
            throw new UnsupportedOperationException();
        }
    }
}
