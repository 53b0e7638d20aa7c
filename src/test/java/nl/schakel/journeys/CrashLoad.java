package nl.schakel.journeys;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The senders, and how many new referrals they may make; a referral once begun is sent until it is accepted. */
final class CrashLoad {
    private static final long LOOK_MILLIS = 100;

    private final Semaphore allowed = new Semaphore(0);
    private final AtomicInteger made = new AtomicInteger();
    private final CountDownLatch enough = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    void start(int senders, CrashJournal journal, long seed, int port) {
        for (int i = 0; i < senders; i++) {
            CrashSender sender = new CrashSender(this, journal, new Random(seed + i), port);
            Thread thread = new Thread(sender, "ward-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Lets the senders make so many more. */
    void allow(int more) {
        allowed.release(more);
    }

    /** The next referral when one is allowed; null when nothing more comes. */
    @Nullable CrashReferral next() throws InterruptedException {
        while (!allowed.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (enough.getCount() == 0) {
                return null;
            }
        }
        return CrashReferral.of(made.getAndIncrement());
    }

    /** Makes no new referrals; what was begun is still sent until it is accepted. */
    void finish() {
        enough.countDown();
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
