package nl.schakel.channel;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import nl.schakel.pipeline.FileDesk;
import nl.schakel.pipeline.Inbound;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.Seals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects from one partner's folder: takes what is whole, hands it in, puts a receipt in {@code out}. A file leaves
 * {@code taken} only when every message of it is committed or refused and the receipt is on the disk. One look at a time.
 */
final class DropCollector {
    private static final Logger LOG = LoggerFactory.getLogger(DropCollector.class);
    private static final String RECEIPT = "ontvangst-";

    private final PartnerId owner;
    private final DropPlaces places;
    private final TakenFiles taken;
    private final Steadiness steadiness;
    private final FileDesk desk;
    private boolean hindered;

    DropCollector(PartnerId owner, DropPlaces places, Steadiness steadiness, FileDesk desk) {
        this.owner = owner;
        this.places = places;
        this.taken = new TakenFiles(places);
        this.steadiness = steadiness;
        this.desk = desk;
    }

    /**
     * What was left of an earlier look comes first, then what is whole by now; nothing while another gateway that shares
     * the folder looks. Never throws.
     */
    synchronized void look(BooleanSupplier closing) {
        try {
            places.ready();
            try (FileChannel turn = FileChannel.open(places.turn(), CREATE, WRITE, NOFOLLOW_LINKS)) {
                if (isOurs(turn) && settleAll(closing)) {
                    hindered = false;
                }
            }
        } catch (IOException trouble) {
            hindrance(trouble.getClass().getSimpleName());
        } catch (RuntimeException defect) {
            // The outermost door: what an exception says may quote a file's name, so that its kind alone is logged.
            StackTraceElement[] trace = defect.getStackTrace();
            hindrance(defect.getClass().getName() + " at " + (trace.length == 0 ? "unknown" : trace[0]));
        }
    }

    /** Held until the channel is closed, or its process ends. */
    private static boolean isOurs(FileChannel turn) throws IOException {
        try {
            return turn.tryLock() != null;
        } catch (OverlappingFileLockException another) {
            return false;
        }
    }

    private boolean settleAll(BooleanSupplier closing) throws IOException {
        for (Path left : taken.unsettled()) {
            if (closing.getAsBoolean() || !settle(left, closing)) {
                return false;
            }
        }
        List<Steadiness.Whole> whole = steadiness.whole(places.in());
        for (Steadiness.Whole file : whole.subList(0, Math.min(whole.size(), DoorLimits.FILES_PER_LOOK))) {
            if (closing.getAsBoolean()) {
                return false;
            }
            Optional<Path> ours = taken.take(file);
            if (ours.isPresent() && !settle(ours.get(), closing)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the way is free for the next file. */
    private boolean settle(Path ours, BooleanSupplier closing) throws IOException {
        Look before = Look.at(ours);
        if (!before.plain()) {
            LOG.warn("door=file partner={} something that is no plain file lies among the taken ones", owner);
            return true;
        }
        FileDesk.Outcome outcome = handIn(ours, closing);
        if (outcome instanceof FileDesk.Later later) {
            hindrance(later.problem().code().id());
            return false;
        }
        if (!Look.at(ours).equals(before)) {
            // Its sender still writes to it; what is whole by then is read at the next look.
            return true;
        }
        settled(ours, (FileDesk.Settled) outcome);
        return true;
    }

    private FileDesk.Outcome handIn(Path ours, BooleanSupplier closing) throws IOException {
        FileKind kind = FileKind.of(ours.getFileName().toString());
        byte[] bytes = TakenFiles.read(ours, kind.limit());
        Inbound file = inbound(kind, bytes, seal(ours));
        if (bytes.length > kind.limit()) {
            return desk.refuse(file, Problem.of(ProblemCode.TOO_LARGE).expected("at most " + kind.limit() + " bytes"));
        }
        if (bytes.length == 0) {
            return desk.refuse(
                    file,
                    Problem.of(ProblemCode.SYNTAX_BROKEN).seen("an empty file").expected("a message"));
        }
        return desk.receive(file, closing);
    }

    private static Optional<String> seal(Path ours) throws IOException {
        Path seal = TakenFiles.seal(ours);
        return Files.exists(seal, NOFOLLOW_LINKS)
                ? Optional.of(new String(Files.readAllBytes(seal), StandardCharsets.US_ASCII).strip())
                : Optional.empty();
    }

    private Inbound inbound(FileKind kind, byte[] bytes, Optional<String> seal) {
        return new Inbound(
                "file",
                "",
                kind.mediaType(),
                Optional.empty(),
                bytes,
                "127.0.0.1",
                List.of(),
                Seals.beside(seal),
                Optional.empty(),
                Map.of(),
                Optional.of(owner));
    }

    private void settled(Path ours, FileDesk.Settled settled) throws IOException {
        if (FileKind.of(ours.getFileName().toString()) == FileKind.CSV) {
            FileDrop.place(places.out(), RECEIPT + settled.id() + ".csv", settled.sheet());
        }
        FileDrop.place(places.out(), RECEIPT + settled.id() + ".json", settled.receipt());
        if (settled.refused() == 0) {
            taken.finish(ours);
        } else {
            taken.setAside(ours, settled.id());
        }
        LOG.info(
                "door=file partner={} file={} taken={} refused={}",
                owner,
                settled.id(),
                settled.taken(),
                settled.refused());
    }

    /** Said once and not at every look, until things go well again. */
    private void hindrance(String what) {
        if (!hindered) {
            LOG.warn("door=file partner={} hindered by {}; it is tried again", owner, what);
        }
        hindered = true;
    }
}
