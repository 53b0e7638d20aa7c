package nl.schakel.demo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A desk or a prison that looks into its drop folder: takes out what carries a good seal, sets aside what does not. */
final class DropWatch implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DropWatch.class);
    private static final int PERIOD_MILLIS = 200;
    private static final Set<String> ENDINGS = Set.of("json", "csv");

    private final Path in;
    private final Path received;
    private final SealCheck seals;
    private final Mailbox mailbox;
    private final CountDownLatch stop = new CountDownLatch(1);

    DropWatch(Path in, Path received, SealCheck seals, Mailbox mailbox) {
        this.in = in;
        this.received = received;
        this.seals = seals;
        this.mailbox = mailbox;
    }

    void start() {
        Thread thread = new Thread(this::lookAgainAndAgain, "demo-drop");
        thread.setDaemon(true);
        thread.start();
    }

    private void lookAgainAndAgain() {
        try {
            do {
                lookSafely();
            } while (!stop.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookSafely() {
        try {
            look();
        } catch (IOException trouble) {
            LOG.warn("The drop folder could not be read; it is tried again");
        }
    }

    /** Takes every message whose seal lies beside it; the others wait. */
    void look() throws IOException {
        for (Path file : messages()) {
            Optional<Path> seal = seal(file);
            if (seal.isPresent()) {
                take(file, seal.get());
            } else if (mailbox.holds(stem(file), ending(file), Files.readAllBytes(file))) {
                Files.delete(file);
            }
        }
    }

    private List<Path> messages() throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.filter(DropWatch::isMessage).sorted().toList();
        }
    }

    /** Receipts are for whoever sent the file, and carry no seal beside them. */
    private static boolean isMessage(Path file) {
        return ENDINGS.contains(ending(file))
                && !name(file).startsWith(".")
                && !name(file).startsWith(DropVoice.RECEIPT);
    }

    private static Optional<Path> seal(Path file) {
        return Stream.of(name(file) + ".jws", stem(file) + ".jws")
                .map(file::resolveSibling)
                .filter(Files::exists)
                .findFirst();
    }

    private void take(Path file, Path seal) throws IOException {
        byte[] body = Files.readAllBytes(file);
        byte[] jws = Files.readAllBytes(seal);
        boolean refused = seals.refuse(body, new String(jws, StandardCharsets.US_ASCII).strip())
                .isPresent();
        if (refused || mailbox.keep(stem(file), ending(file), body, Map.of("jws", jws)) == Mailbox.Kept.CONFLICT) {
            setAside(file, body, jws);
        }
        // The seal goes first: while the document lies there, a sender that repeats itself puts nothing new.
        Files.delete(seal);
        Files.delete(file);
    }

    private void setAside(Path file, byte[] body, byte[] jws) throws IOException {
        Path aside = Files.createDirectories(received.resolve("refused"));
        String name = MessageName.of(stem(file));
        DurableFile.write(aside.resolve(name + ".jws"), jws);
        DurableFile.write(aside.resolve(name + '.' + ending(file)), body);
        LOG.warn("A dropped file was set aside: its seal is not good or its id came before with other bytes");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String stem(Path file) {
        return name(file).substring(0, name(file).lastIndexOf('.'));
    }

    private static String ending(Path file) {
        return name(file).substring(name(file).lastIndexOf('.') + 1);
    }

    @Override
    public void close() {
        stop.countDown();
    }
}
