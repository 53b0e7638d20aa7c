package nl.schakel.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether the disk of the embedded database has room for more. What is left below the reserve is for what was accepted already:
 * its deliveries, their evidence and what the database itself needs to go on. Looked at now and then; asking costs nothing.
 */
public final class DiskRoom {
    private static final long MEGABYTES = 1024L * 1024;
    /** A day of a busy gateway's deliveries. */
    private static final long USUAL = 256 * MEGABYTES;
    /** On a small disk not more than this part of it. */
    private static final long PART = 20;
    /** However small the disk: without room for the next pieces of its log, of 16 MB each, the database stops at once. */
    private static final long LEAST = 48 * MEGABYTES;
    /** It must come back by this part of the reserve, so that it is not said and taken back with each message. */
    private static final long BACK = 4;
    /** A busy gateway stores a few megabytes in this time. */
    private static final long LOOK_NANOS = Duration.ofMillis(250).toNanos();

    private final Optional<Volume> volume;
    private final Optional<Long> wanted;
    private final LongSupplier nanos;
    private volatile Look last;

    /** What is known of a disk, in bytes; 0 in all when it cannot be said. */
    interface Volume {
        long free();

        long whole();
    }

    private record Look(long at, long free, long reserve, boolean isShort) {}

    /**
     * @param wanted the reserve in bytes, 0 for none; without it 256 MB, or where that is less a twentieth of the disk, at least 48 MB
     * @param nanos a clock that never jumps
     */
    DiskRoom(Optional<Volume> volume, Optional<Long> wanted, LongSupplier nanos) {
        this.volume = volume;
        this.wanted = wanted;
        this.nanos = nanos;
        this.last = look(nanos.getAsLong(), false);
    }

    static DiskRoom of(Path folder, Optional<Long> wanted) {
        java.io.File there = folder.toFile();
        return new DiskRoom(
                Optional.of(new Volume() {
                    @Override
                    public long free() {
                        return there.getUsableSpace();
                    }

                    @Override
                    public long whole() {
                        return there.getTotalSpace();
                    }
                }),
                wanted,
                System::nanoTime);
    }

    /** Of a database elsewhere: whoever runs it looks at its disk. */
    public static DiskRoom elsewhere() {
        return new DiskRoom(Optional.empty(), Optional.empty(), System::nanoTime);
    }

    /** Whether nothing more is to be accepted. */
    public boolean isShort() {
        return now().isShort();
    }

    /** Bytes that are free; empty of a database elsewhere. */
    public Optional<Long> free() {
        return volume.map(there -> now().free());
    }

    /** Bytes that are kept free. */
    public long reserve() {
        return now().reserve();
    }

    private Look now() {
        Look known = last;
        long at = nanos.getAsLong();
        if (at - known.at() < LOOK_NANOS) {
            return known;
        }
        Look fresh = look(at, known.isShort());
        last = fresh;
        return fresh;
    }

    private Look look(long at, boolean wasShort) {
        long whole = volume.map(Volume::whole).orElse(0L);
        long free = volume.map(Volume::free).orElse(0L);
        long reserve = wanted.orElse(Math.min(USUAL, Math.max(LEAST, whole / PART)));
        long enough = wasShort ? reserve + reserve / BACK : reserve;
        // A disk of which nothing can be said is not called full: the database will say so itself.
        return new Look(at, free, reserve, whole > 0 && free < enough);
    }
}
