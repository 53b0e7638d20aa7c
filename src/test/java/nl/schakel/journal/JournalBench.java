package nl.schakel.journal;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import nl.schakel.journal.embedded.EmbeddedPostgres;
import nl.schakel.referral.PartnerId;

/** Measures the journal alone: no door, no broker, no partner. Run by hand; {@code main} takes seconds per measurement. */
public final class JournalBench {
    private static final String BODY = "MSH|^~\\&|".repeat(200);
    private static final PartnerId DESK = new PartnerId("toegang-eindhoven");
    private static final String LINE = "%-34s %8.0f/s  cpu ms each: java %.2f, postgres %.2f%n";

    private final Journal journal;
    private final EmbeddedPostgres postgres;

    private JournalBench(Journal journal, EmbeddedPostgres postgres) {
        this.journal = journal;
        this.postgres = postgres;
    }

    public static void main(String[] arguments) throws Exception {
        Duration each = Duration.ofSeconds(arguments.length > 0 ? Long.parseLong(arguments[0]) : 5);
        Path folder = Files.createTempDirectory(Path.of("target"), "bench");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("db"), Path.of("target", "postgres"));
                HikariDataSource pool =
                        Pool.of(System.getProperty("url", postgres.url()), postgres.user(), postgres.password(), 12)) {
            JournalBench bench = new JournalBench(Journals.open(pool, Samples.patient()), postgres);
            bench.accepts(8, each);
            bench.accepts(1, each);
            bench.accepts(8, each);
            for (int workers : new int[] {8, 1, 4, 8}) {
                bench.accepted(2_000);
                bench.works(workers);
            }
            System.out.println(new Reconciliation(pool).balance() + " " + bench.journal.backlog());
        }
    }

    private void accepts(int threads, Duration time) throws Exception {
        AtomicLong done = new AtomicLong();
        long until = System.nanoTime() + time.toNanos();
        measure("accept, " + threads + " threads", done, threads, () -> {
            while (System.nanoTime() < until) {
                accept();
                done.incrementAndGet();
            }
        });
        List<Journal.Ready> gone = new ArrayList<>();
        while (journal.relay(10_000, gone::addAll) > 0) {
            // The work of this measurement is never done.
        }
    }

    private int relay(int most, LinkedBlockingQueue<UUID> broker) {
        return journal.relay(
                most, ready -> ready.stream().map(Journal.Ready::id).forEach(broker::add));
    }

    private void accepted(int count) {
        for (int i = 0; i < count; i++) {
            accept();
        }
    }

    private void accept() {
        journal.accept(Samples.referral().content(BODY).toAccept());
    }

    /** Routes and delivers what was accepted: three receivers each, four trace lines per delivery. */
    private void works(int workers) throws Exception {
        LinkedBlockingQueue<UUID> broker = new LinkedBlockingQueue<>();
        AtomicLong delivered = new AtomicLong();
        while (relay(10_000, broker) > 0) {
            // Everything is announced before the clock runs.
        }
        long wanted = broker.size() * 3L;
        measure("deliver to 3, " + workers + " workers (deliveries)", delivered, workers, () -> {
            while (delivered.get() < wanted) {
                relay(200, broker);
                work(broker, delivered);
            }
        });
    }

    private void work(LinkedBlockingQueue<UUID> broker, AtomicLong delivered) throws InterruptedException {
        List<UUID> batch = new ArrayList<>();
        broker.drainTo(batch, 16);
        for (WorkItem item : journal.claim(batch)) {
            if (journal.prepare(item, Samples.handler(JournalBench::decide)).orElseThrow() instanceof Prepared.Send) {
                journal.settle(item, Samples.delivered());
                delivered.incrementAndGet();
            }
        }
    }

    private static Prepared decide(WorkItem item, Ledger ledger) {
        var reference = item.reference().orElseThrow();
        ledger.message(item.inboxId());
        var transition = ledger.transition(reference);
        if (item.kind() == WorkItem.Kind.ROUTE) {
            for (PartnerId partner : List.of(DESK, Samples.SHELTER, Samples.DEBTS)) {
                UUID task = TimeOrderedId.next();
                ledger.save(new Ledger.TaskRow(
                        task, reference, partner, Optional.empty(), "requested", Optional.empty(), 1));
                ledger.enqueue(WorkItem.Kind.DELIVER, reference, item.inboxId(), partner, task.toString());
                ledger.trace(reference, "directory", Optional.of(partner), "candidate", "circle");
            }
            return new Prepared.Done("routed");
        }
        for (String stage : List.of("consent", "disclosure", "directory", "release")) {
            ledger.trace(transition.reference(), stage, item.destination(), "permitted", "Wmo 2015 art. 5.2.5");
        }
        return new Prepared.Send(Samples.outgoing(item, BODY));
    }

    private void measure(String what, AtomicLong done, int threads, Task task) throws Exception {
        double java = javaSeconds();
        double server = serverSeconds();
        long began = System.nanoTime();
        var pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(pool.submit(() -> {
                task.run();
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        pool.shutdown();
        double seconds = (System.nanoTime() - began) / 1e9;
        double each = 1_000.0 / done.get();
        System.out.printf(
                LINE, what, done.get() / seconds, (javaSeconds() - java) * each, (serverSeconds() - server) * each);
    }

    private static double javaSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }

    /** All server processes that live; the pool keeps its connections during a measurement. */
    private double serverSeconds() {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(postgres.process()),
                        postgres.process().children())
                .mapToDouble(
                        p -> p.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3)
                .sum();
    }

    /** What each thread does. */
    @FunctionalInterface
    private interface Task {
        void run() throws Exception;
    }
}
