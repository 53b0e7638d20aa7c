package nl.schakel.journeys;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Files of one batch in a partner's folder: all put there at once, and looked after until each is settled or left alone. */
final class HostileFiles {
    /** A file must lie still for two seconds, and each second somebody looks. */
    private static final Duration LYING_STILL = Duration.ofSeconds(3);

    private final HostileDoors doors;
    private final String partner;
    private final Map<HostileCase, Path> lying = new LinkedHashMap<>();
    private final Map<HostileCase, byte[]> contents = new LinkedHashMap<>();
    private final Instant begin = Instant.now();

    HostileFiles(HostileDoors doors, String partner) {
        this.doors = doors;
        this.partner = partner;
    }

    void put(HostileCase one, HostileMessage message) throws IOException {
        Path in = doors.drop(partner).resolve("in");
        byte[] bytes = message.bytes();
        String ending = partner.equals("pi-demo") ? ".csv" : ".json";
        Path file = in.resolve(message.said("name")
                .orElse(UUID.randomUUID() + message.said("ending").orElse(ending)));
        Path outside = Files.createDirectories(doors.drop("outside")).resolve(UUID.randomUUID() + ".csv");
        if (message.says("link")) {
            Files.createSymbolicLink(file, Files.write(outside, bytes));
        } else if (message.says("folder")) {
            Files.write(Files.createDirectory(file).resolve("inside.csv"), bytes);
        } else {
            Files.move(Files.write(outside, bytes), file, StandardCopyOption.ATOMIC_MOVE);
        }
        if (message.says("old")) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        }
        lying.put(one, file);
        contents.put(one, bytes);
    }

    /** @param patience for a whole batch, beyond the time that a file must lie still */
    Map<HostileCase, HostileAnswer> answers(Duration patience) throws IOException {
        List<HostileCase> waited = lying.keySet().stream()
                .filter(one -> !one.expected().equals("left"))
                .toList();
        try {
            await().atMost(LYING_STILL.plus(patience))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() ->
                            waited.stream().allMatch(one -> Files.exists(doors.receipt(partner, contents.get(one)))));
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            // Those without a receipt are told by name below.
        }
        Map<HostileCase, HostileAnswer> answers = new LinkedHashMap<>();
        for (HostileCase one : lying.keySet()) {
            answers.put(one, answer(one));
        }
        return answers;
    }

    private HostileAnswer answer(HostileCase one) throws IOException {
        Path receipt = doors.receipt(partner, contents.get(one));
        if (Files.exists(receipt)) {
            return HostileAnswer.ofReceipt(Files.readAllBytes(receipt), millis(receipt));
        }
        boolean there = Files.exists(lying.get(one), LinkOption.NOFOLLOW_LINKS);
        return new HostileAnswer(List.of(there ? "left" : "gone"), "", 0);
    }

    /** Files are taken one after another: the time of one begins when that before it had its receipt. */
    private long millis(Path receipt) throws IOException {
        long end = Files.getLastModifiedTime(receipt).toMillis();
        long start = begin.plus(LYING_STILL).toEpochMilli();
        for (byte[] other : contents.values()) {
            Path before = doors.receipt(partner, other);
            long at = Files.exists(before) ? Files.getLastModifiedTime(before).toMillis() : 0;
            start = at < end ? Math.max(start, at) : start;
        }
        return Math.max(0, end - start);
    }

    /** What nobody took would be looked at again and again. */
    void clear() throws IOException {
        for (Path file : lying.values()) {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(file.resolve("inside.csv"));
            }
            Files.deleteIfExists(file);
        }
    }
}
