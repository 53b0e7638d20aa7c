package nl.schakel.channel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Tells files that are whole from files that are still being written: they and their seals must have looked the same for
 * a while. Not safe for use by several threads.
 */
final class Steadiness {
    static final String SEAL = ".jws";

    /** Names by which programs say that a file is not finished, or not meant for anybody. */
    private static final List<String> UNFINISHED =
            List.of(".part", ".tmp", ".temp", ".filepart", ".crdownload", ".swp", ".lock", "~");

    private final Duration quiet;
    private final Optional<Duration> sealWait;
    private final LongSupplier nanos;
    private Map<String, Seen> seen = new HashMap<>();

    /** A file and what belongs to it, since when they look like this. */
    private record Seen(Look file, Optional<Look> seal, long since) {
        boolean looks(Look now, Optional<Look> sealNow) {
            return file.equals(now) && seal.equals(sealNow);
        }
    }

    /** A file that can be taken. */
    record Whole(Path file, Optional<Path> seal, Look look) {}

    /** @param sealWait how long to wait for a seal, where one must come */
    Steadiness(Duration quiet, Optional<Duration> sealWait, LongSupplier nanos) {
        this.quiet = quiet;
        this.sealWait = sealWait;
        this.nanos = nanos;
    }

    /** The files that are whole by now, the oldest first. */
    List<Whole> whole(Path folder) throws IOException {
        Map<String, Seen> now = new HashMap<>();
        List<Whole> whole = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Steadiness::isMeant)) {
            for (Path file : files) {
                if (now.size() == DoorLimits.FILES_SEEN) {
                    break;
                }
                look(file, now).ifPresent(whole::add);
            }
        }
        seen = now;
        return whole.stream()
                .sorted(Comparator.comparing((Whole w) -> w.look().modified().toString())
                        .thenComparing(w -> w.file().getFileName().toString()))
                .toList();
    }

    private static boolean isMeant(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".")
                && !name.startsWith("~")
                && !name.endsWith(SEAL)
                && Stream.of(UNFINISHED).flatMap(List::stream).noneMatch(name::endsWith);
    }

    private Optional<Whole> look(Path file, Map<String, Seen> now) throws IOException {
        Optional<Look> look = at(file);
        if (look.isEmpty() || !look.get().plain()) {
            return Optional.empty();
        }
        Path beside = file.resolveSibling(file.getFileName() + SEAL);
        Optional<Look> seal = at(beside).filter(Look::plain);
        String name = file.getFileName().toString();
        Optional<Seen> same = Optional.ofNullable(seen.get(name)).filter(before -> before.looks(look.get(), seal));
        now.put(name, same.orElseGet(() -> new Seen(look.get(), seal, nanos.getAsLong())));
        return same.filter(this::isLongEnough).map(whole -> new Whole(file, seal.map(s -> beside), look.get()));
    }

    private boolean isLongEnough(Seen file) {
        Duration needed = file.seal().isEmpty() ? sealWait.orElse(quiet) : quiet;
        return nanos.getAsLong() - file.since() >= needed.toNanos();
    }

    private static Optional<Look> at(Path file) throws IOException {
        try {
            return Optional.of(Look.at(file));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }
}
