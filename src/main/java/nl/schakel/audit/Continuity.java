package nl.schakel.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database still holds what was signed. The last checkpoint is kept beside the database, in the home; a database
 * that does not reach it, or has another history, was restored from an old backup. Then nothing may go on as if nothing had
 * happened: partners hold receipts for what is not there any more.
 */
public final class Continuity {
    private static final Logger LOG = LoggerFactory.getLogger(Continuity.class);
    private static final int LINES = 4;

    private final DataSource source;
    private final Optional<Path> witness;
    private final Optional<Break> broken;

    /** Looks once, at the start. */
    Continuity(DataSource source, Optional<Path> witness) {
        this.source = source;
        this.witness = witness.map(path -> path.toAbsolutePath().normalize());
        try {
            broken = look();
        } catch (SQLException | IOException unavailable) {
            throw new UncheckedIOException(new IOException("The last checkpoint cannot be compared", unavailable));
        }
        broken.ifPresent(gap -> LOG.error("reconcile mode: {}", gap.words()));
    }

    /**
     * What was found.
     *
     * @param signed leaves under the last checkpoint that was signed
     * @param at when it was
     * @param here leaves that the database has
     */
    public record Break(long signed, String at, long here) {
        /** Without personal data. */
        public String words() {
            return "a log of " + signed + " leaves was signed at " + at + "; this database has "
                    + (here < signed ? "only " + here : "another history in its " + here);
        }
    }

    /** Empty when all is well; else the gateway is in reconcile mode until it is started again. */
    public Optional<Break> broken() {
        return broken;
    }

    private Optional<Break> look() throws SQLException, IOException {
        if (witness.isEmpty() || !Files.exists(witness.get())) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(witness.get(), StandardCharsets.US_ASCII);
        if (lines.size() != LINES || !lines.get(0).matches("\\d{1,18}")) {
            throw new IOException(witness.get() + " is not a kept checkpoint; move it away to go on without it");
        }
        long signed = Long.parseLong(lines.get(0));
        byte[] root = Base64.getUrlDecoder().decode(lines.get(1));
        long here = new AuditTree(source).head().size();
        boolean same = here >= signed && Arrays.equals(Proofs.root(new TreeView(source), signed), root);
        return same ? Optional.empty() : Optional.of(new Break(signed, lines.get(2), here));
    }

    /** Keeps it; what cannot be kept is said and does not stop the log. */
    void keep(Checkpoint checkpoint) {
        witness.ifPresent(file -> {
            String text = checkpoint.size() + "\n"
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(checkpoint.root()) + "\n"
                    + checkpoint.at() + "\n" + checkpoint.signed() + "\n";
            try {
                write(file, text.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException full) {
                LOG.warn("the last checkpoint cannot be kept in {}", file.getFileName());
            }
        });
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent(), "a file stands in a folder");
        Files.createDirectories(folder);
        Path fresh = folder.resolve("." + file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Somebody took it upon them to go on with this database; what was kept is put beside it, for it is evidence. */
    public void takenUp() throws IOException {
        if (broken.isPresent() && witness.isPresent() && Files.exists(witness.get())) {
            Path lost = witness.get()
                    .resolveSibling(witness.get().getFileName() + ".lost-"
                            + broken.get().signed());
            Files.move(witness.get(), lost, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
