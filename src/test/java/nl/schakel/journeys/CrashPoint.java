package nl.schakel.journeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Named points in a gateway that the harness built for itself ({@link CrashBuild}): when the point is armed, the process
 * ends there as at a power cut. Nothing of it is in the product.
 *
 * <p>What is armed stands in the file of the property {@code schakel.crash.armed}: a name, and at which passing.
 */
public final class CrashPoint {
    /** What the process ends with, so that no other end is taken for this one. */
    public static final int EXIT = 86;

    private static final Path ARMED = Path.of(System.getProperty("schakel.crash.armed", "/dev/null"));
    private static final long LONGEST_NANOS = 1_500_000;
    private static final AtomicInteger PASSED = new AtomicInteger();

    private CrashPoint() {}

    public static void at(String name) {
        if (isDue(name)) {
            Runtime.getRuntime().halt(EXIT);
        }
    }

    /** Ends the process whenever work for this referral begins, for as long as that is armed. */
    public static void poison(String reference) {
        if (!reference.isEmpty() && isDue("poison-" + reference)) {
            Runtime.getRuntime().halt(EXIT);
        }
    }

    /** Ends the process at some moment of the next instants, whatever this thread is doing then. */
    public static void soon(String name) {
        if (isDue(name)) {
            long nanos = ThreadLocalRandom.current().nextLong(LONGEST_NANOS);
            new Thread(() -> {
                        LockSupport.parkNanos(nanos);
                        Runtime.getRuntime().halt(EXIT);
                    })
                    .start();
        }
    }

    private static boolean isDue(String name) {
        try {
            String[] armed = Files.readString(ARMED).strip().split(" ", 2);
            return armed.length == 2 && armed[0].equals(name) && PASSED.incrementAndGet() >= Integer.parseInt(armed[1]);
        } catch (NoSuchFileException nothing) {
            return false;
        } catch (IOException trouble) {
            throw new java.io.UncheckedIOException(trouble);
        }
    }
}
