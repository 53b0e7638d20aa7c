package nl.schakel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Supplier;

/**
 * Holds whoever reads hostile bytes to a time: 200 ms of processor for each 64 kB, however the bytes are made. It is the thread's
 * own time and the best of several readings, so that other work on the machine does not count; {@code schakel.fuzz.patience}
 * makes it so many times as much where each branch is counted. What grows faster than its input passes that as well.
 */
public final class Bounded {
    private static final long NANOS = 200_000_000L * Integer.getInteger("schakel.fuzz.patience", 1);
    private static final int BYTES = 64 * 1024;
    /** A collection or a compilation may fall into one reading, and not into each. */
    private static final int TRIES = 5;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Bounded() {}

    /** @param read what reads them, which may be asked again when it took too long */
    public static <T> T read(byte[] bytes, Supplier<T> read) {
        long limit = NANOS * (1 + bytes.length / BYTES);
        long spent = Long.MAX_VALUE;
        T value = null;
        for (int i = 0; i < TRIES && spent > limit; i++) {
            long begin = THREADS.getCurrentThreadCpuTime();
            value = read.get();
            spent = THREADS.getCurrentThreadCpuTime() - begin;
        }
        assertThat(spent / 1_000_000).as("ms for %d bytes", bytes.length).isLessThanOrEqualTo(limit / 1_000_000);
        return value;
    }
}
