package nl.schakel.journeys;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** The senders, and how many new referrals they may make; a referral once begun is sent until it is accepted. */
final class CrashLoad {
    private static final long LOOK_MILLIS = 100;

    private final Map<CrashDoor, Semaphore> allowed = new EnumMap<>(CrashDoor.class);
    private final Map<CrashDoor, Queue<Client>> resting = new EnumMap<>(CrashDoor.class);
    private final AtomicInteger clients = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private final CountDownLatch enough = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    CrashLoad() {
        this(0);
    }

    /** @param known clients for whom another load has sent */
    CrashLoad(int known) {
        clients.set(known);
        for (CrashDoor door : CrashDoor.values()) {
            allowed.put(door, new Semaphore(0));
            resting.put(door, new ConcurrentLinkedQueue<>());
        }
    }

    /** @param ports of the gateway's doors */
    void start(
            Map<CrashDoor, Integer> senders, CrashJournal journal, long seed, Path home, Map<String, Integer> ports) {
        start(senders, journal, seed, (door, sender) -> CrashLine.to(door, home, ports));
    }

    /** @param lines for the door and the number of a sender among those at this door */
    void start(
            Map<CrashDoor, Integer> senders,
            CrashJournal journal,
            long seed,
            BiFunction<CrashDoor, Integer, CrashLine> lines) {
        senders.forEach((door, number) -> {
            for (int i = 0; i < number; i++) {
                CrashSender sender =
                        new CrashSender(this, journal, new Random(seed + threads.size()), door, lines.apply(door, i));
                Thread thread = new Thread(sender, door + "-" + i);
                thread.setDaemon(true);
                threads.add(thread);
                thread.start();
            }
        });
    }

    /** Lets the senders of a door make so many more. */
    void allow(CrashDoor door, int more) {
        allowed.get(door).release(more);
    }

    /** Waits until one more is allowed; false when nothing more comes. */
    boolean mayMake(CrashDoor door) throws InterruptedException {
        while (!allowed.get(door).tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (enough.getCount() == 0) {
                return false;
            }
        }
        made.incrementAndGet();
        return true;
    }

    /** A client of one door; one sender at a time sends for it, so that there is one order of its referrals. */
    static final class Client {
        private final int number;
        private int places;

        private Client(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        int nextPlace() {
            return places++;
        }
    }

    /** A new client, or when there are no more of them one for whom this door has sent before. */
    Client client(CrashDoor door) {
        if (clients.get() < CrashReferral.CLIENTS) {
            int number = clients.getAndIncrement();
            if (number < CrashReferral.CLIENTS) {
                return new Client(number);
            }
        }
        Client known = resting.get(door).poll();
        if (known == null) {
            throw new IllegalStateException("No client is left for " + door);
        }
        return known;
    }

    /** Nothing of this client is under way at the door any more. */
    void rest(CrashDoor door, Client client) {
        resting.get(door).add(client);
    }

    /** For how many clients it has sent. */
    int clients() {
        return clients.get();
    }

    /** Makes no new referrals; what was begun is still sent until it is accepted. */
    void finish() {
        enough.countDown();
    }

    /** Whether all that is allowed was begun. */
    boolean isUsedUp() {
        return allowed.values().stream().allMatch(more -> more.availablePermits() == 0);
    }

    boolean finished() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    int made() {
        return made.get();
    }

    /** Ends it whatever it is doing. */
    void abandon() {
        threads.forEach(Thread::interrupt);
    }
}
