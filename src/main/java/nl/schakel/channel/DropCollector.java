package nl.schakel.channel;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import nl.schakel.pipeline.FileDesk;
import nl.schakel.pipeline.Inbound;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects from one partner's folder: takes what is whole, hands it in, puts a receipt in {@code out}. A file leaves
 * {@code taken} only when every message of it is committed or refused and the receipt is on the disk. One look at a time.
 */
final class DropCollector implements Collecting.Collector {
    private static final Logger LOG = LoggerFactory.getLogger(DropCollector.class);
    private static final String RECEIPT = "ontvangst-";

    private final String door;
    private final PartnerId owner;
    private final DropPlaces.Way way;
    private final Steadiness steadiness;
    private final FileDesk desk;
    private final Hindrance hindrance;

    /** @param door by which the messages come in */
    DropCollector(String door, PartnerId owner, DropPlaces.Way way, Steadiness steadiness, FileDesk desk) {
        this.door = door;
        this.owner = owner;
        this.way = way;
        this.steadiness = steadiness;
        this.desk = desk;
        this.hindrance = new Hindrance(door, owner);
    }

    /** Of the route that an exchange goes by. */
    static DropCollector of(Exchange exchange, String door, DropPlaces.Way way, FileDesk desk) {
        Optional<Duration> sealWait =
                exchange.getProperty("sealed", Boolean.class) ? Optional.of(DoorLimits.SEAL_WAIT) : Optional.empty();
        return new DropCollector(
                door,
                new PartnerId(exchange.getProperty("partner", String.class)),
                way,
                new Steadiness(DoorLimits.QUIET, sealWait, System::nanoTime),
                desk);
    }

    /** What was left of an earlier look comes first, then what is whole by now. */
    @Override
    public synchronized void look(BooleanSupplier closing) {
        try {
            Optional<DropPlaces> open = way.open();
            if (open.isPresent()) {
                try (DropPlaces places = open.get()) {
                    if (settleAll(new TakenFiles(places), closing)) {
                        hindrance.over();
                    }
                }
            }
        } catch (NotReached trouble) {
            Problem problem = trouble.problem();
            hindrance.by(problem.code().id()
                    + problem.seen().map(seen -> " (" + seen + ")").orElse(""));
        } catch (IOException trouble) {
            hindrance.by(Optional.ofNullable(trouble.getCause())
                    .filter(cause -> trouble instanceof NeverSent)
                    .orElse(trouble)
                    .getClass()
                    .getSimpleName());
        } catch (RuntimeException defect) {
            hindrance.by(defect);
        }
    }

    private boolean settleAll(TakenFiles taken, BooleanSupplier closing) throws IOException {
        for (String left : taken.unsettled()) {
            if (closing.getAsBoolean() || !settle(taken, left, closing)) {
                return false;
            }
        }
        List<Steadiness.Whole> whole = steadiness.whole(taken.places().in());
        for (Steadiness.Whole file : whole.subList(0, Math.min(whole.size(), DoorLimits.FILES_PER_LOOK))) {
            if (closing.getAsBoolean()) {
                return false;
            }
            Optional<String> ours = taken.take(file);
            if (ours.isPresent() && !settle(taken, ours.get(), closing)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the way is free for the next file. */
    private boolean settle(TakenFiles taken, String ours, BooleanSupplier closing) throws IOException {
        Optional<Look> before = taken.look(ours);
        if (before.isEmpty()) {
            // Another gateway was faster.
            return true;
        }
        if (!before.get().plain()) {
            LOG.warn("door={} partner={} something that is no plain file lies among the taken ones", door, owner);
            return true;
        }
        Optional<FileDesk.Outcome> outcome = handIn(taken, ours, before.get(), closing);
        if (outcome.isPresent() && outcome.get() instanceof FileDesk.Later later) {
            hindrance.by(later.problem().code().id());
            return false;
        }
        if (outcome.isPresent() && taken.look(ours).equals(before)) {
            settled(taken, ours, (FileDesk.Settled) outcome.get());
        }
        // Else its sender still writes to it; what is whole by then is read at the next look.
        return true;
    }

    /** Empty when there is less of it than there should be. */
    private Optional<FileDesk.Outcome> handIn(TakenFiles taken, String ours, Look look, BooleanSupplier closing)
            throws IOException {
        FileKind kind = FileKind.of(ours);
        Optional<String> seal = taken.sealOf(ours);
        Optional<byte[]> read = taken.read(ours, kind.limit());
        if (read.filter(bytes -> bytes.length >= Math.min(look.size(), kind.limit()))
                .isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = read.get();
        Inbound file = kind.collected(door, owner, bytes, seal);
        Optional<Problem> unread = kind.unread(bytes);
        return Optional.of(unread.isPresent() ? desk.refuse(file, unread.get()) : desk.receive(file, closing));
    }

    private void settled(TakenFiles taken, String ours, FileDesk.Settled settled) throws IOException {
        DropFolder out = taken.places().out();
        if (FileKind.of(ours) == FileKind.CSV) {
            out.place(RECEIPT + settled.id() + ".csv", settled.sheet());
        }
        out.place(RECEIPT + settled.id() + ".json", settled.receipt());
        if (settled.refused() == 0) {
            taken.finish(ours);
        } else {
            taken.setAside(ours, settled.id());
        }
        LOG.info(
                "door={} partner={} file={} taken={} refused={}",
                door,
                owner,
                settled.id(),
                settled.taken(),
                settled.refused());
    }
}
