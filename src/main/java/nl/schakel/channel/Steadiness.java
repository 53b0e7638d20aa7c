package nl.schakel.channel;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

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
    record Whole(String name, Optional<String> seal, Look look) {}

    /** @param sealWait how long to wait for a seal, where one must come */
    Steadiness(Duration quiet, Optional<Duration> sealWait, LongSupplier nanos) {
        this.quiet = quiet;
        this.sealWait = sealWait;
        this.nanos = nanos;
    }

    /** The files that are whole by now, the oldest first. */
    List<Whole> whole(DropFolder folder) throws IOException {
        Map<String, Look> lying = folder.list(name -> isMeant(name) || name.endsWith(SEAL), 2 * DoorLimits.FILES_SEEN);
        Map<String, Seen> now = new HashMap<>();
        List<Whole> whole = new ArrayList<>();
        for (Map.Entry<String, Look> one : lying.entrySet()) {
            if (now.size() < DoorLimits.FILES_SEEN
                    && isMeant(one.getKey())
                    && one.getValue().plain()) {
                Optional<Look> seal =
                        Optional.ofNullable(lying.get(one.getKey() + SEAL)).filter(Look::plain);
                look(one.getKey(), one.getValue(), seal, now).ifPresent(whole::add);
            }
        }
        seen = now;
        return whole.stream()
                .sorted(Comparator.comparing((Whole file) -> file.look().modified())
                        .thenComparing(Whole::name))
                .toList();
    }

    private static boolean isMeant(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        return !name.startsWith(".")
                && !name.startsWith("~")
                && !name.endsWith(SEAL)
                && UNFINISHED.stream().noneMatch(name::endsWith);
    }

    private Optional<Whole> look(String name, Look look, Optional<Look> seal, Map<String, Seen> now) {
        Optional<Seen> same = Optional.ofNullable(seen.get(name)).filter(before -> before.looks(look, seal));
        now.put(name, same.orElseGet(() -> new Seen(look, seal, nanos.getAsLong())));
        return same.filter(this::isLongEnough).map(whole -> new Whole(name, seal.map(s -> name + SEAL), look));
    }

    private boolean isLongEnough(Seen file) {
        Duration needed = file.seal().isEmpty() ? sealWait.orElse(quiet) : quiet;
        return nanos.getAsLong() - file.since() >= needed.toNanos();
    }
}
