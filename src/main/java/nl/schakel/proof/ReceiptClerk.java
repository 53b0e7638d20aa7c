package nl.schakel.proof;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.audit.AuditProofs;
import nl.schakel.audit.Rounds;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.journal.LaterReceipts;
import nl.schakel.journal.LaterReceipts.Message;
import nl.schakel.journal.LaterReceipts.Milestone;
import nl.schakel.seal.CheckpointWord;
import nl.schakel.seal.LaterStage;
import nl.schakel.seal.LatestCheckpoint;
import nl.schakel.seal.ReceiptFacts;
import nl.schakel.seal.ReceiptWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the receipts of later stages, after a checkpoint was signed over the leaves they follow from. Never on the way of a
 * message; when the database does not answer it waits and goes on where it was.
 */
final class ReceiptClerk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptClerk.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Pattern CODE = Pattern.compile("^SCH-\\d{4}(?= |$)");

    /** What a leaf's event and outcome come to; what is not here is no stage. */
    private static final Map<String, String> STAGES = Map.ofEntries(
            Map.entry("deliver delivered", "outcome"),
            Map.entry("deliver parked", "outcome"),
            Map.entry("deliver refused", "outcome"),
            Map.entry("route parked", "outcome"),
            Map.entry("task cancelled", "outcome"),
            Map.entry("task received", "seen"),
            Map.entry("task accepted", "answered"),
            Map.entry("task rejected", "answered"),
            // Who says at once that it has begun says too that it accepted.
            Map.entry("task in-progress", "answered"),
            Map.entry("task completed", "answered"),
            Map.entry("task failed", "answered"),
            Map.entry("custody taken-over", "custody"),
            Map.entry("custody returned", "custody"));

    private final LaterReceipts receipts;
    private final AuditProofs proofs;
    private final LatestCheckpoint checkpoints;
    private final ReceiptWriter writer;
    private final Rounds rounds;

    ReceiptClerk(LaterReceipts receipts, AuditProofs proofs, LatestCheckpoint checkpoints, ReceiptWriter writer) {
        this.receipts = receipts;
        this.proofs = proofs;
        this.checkpoints = checkpoints;
        this.writer = writer;
        this.rounds = new Rounds("receipt-clerk", this::round);
    }

    void start() {
        rounds.start();
    }

    private Duration round() {
        try {
            return step() == 0 ? PAUSE : Duration.ZERO;
        } catch (JournalUnavailable | UncheckedIOException unavailable) {
            LOG.debug("receipts wait for the database", unavailable);
            return PAUSE;
        }
    }

    /** Reads one batch of leaves; 0 when all that is signed was read. */
    int step() {
        Optional<CheckpointWord> latest = checkpoints.latest();
        if (latest.isEmpty()) {
            return 0;
        }
        AuditProofs.Paths paths = proofs.paths();
        return receipts.advance(latest.get().size(), milestone -> receipt(milestone, latest.get(), paths));
    }

    /** The stage that a leaf stands for; most stand for none. */
    static Optional<String> stage(String event, String outcome) {
        return Optional.ofNullable(STAGES.get(event + " " + outcome));
    }

    private Optional<LaterReceipts.Made> receipt(Milestone milestone, CheckpointWord under, AuditProofs.Paths paths) {
        return stage(milestone.event(), milestone.outcome())
                .map(stage -> new LaterReceipts.Made(stage, words(stage, milestone, under, paths)));
    }

    private String words(String stage, Milestone milestone, CheckpointWord under, AuditProofs.Paths paths) {
        Message message = milestone.message();
        Matcher code = CODE.matcher(milestone.reason());
        Map<Long, LaterStage.Place> places = new LinkedHashMap<>();
        places.put(message.position(), place("accept", message.position(), message.leaf(), under, paths));
        places.put(
                milestone.position(), place(milestone.event(), milestone.position(), milestone.leaf(), under, paths));
        return writer.later(
                new ReceiptFacts(
                        message.inboxId(),
                        message.sender(),
                        message.messageId(),
                        message.bytesSha256(),
                        message.sealSha256(),
                        message.reference(),
                        message.acceptedAt(),
                        message.leaf()),
                new LaterStage(
                        stage,
                        milestone.outcome().equals("cancelled") ? "withdrawn" : milestone.outcome(),
                        code.find() ? Optional.of(code.group()) : Optional.empty(),
                        milestone.partner(),
                        milestone.at(),
                        List.copyOf(places.values()),
                        under));
    }

    private static LaterStage.Place place(
            String event, long position, byte[] leaf, CheckpointWord under, AuditProofs.Paths paths) {
        return new LaterStage.Place(event, position, leaf, paths.of(position, under.size()));
    }

    @Override
    public void close() {
        rounds.close();
    }
}
