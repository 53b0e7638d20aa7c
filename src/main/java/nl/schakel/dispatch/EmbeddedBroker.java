package nl.schakel.dispatch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** Artemis in this process. What it cannot read at start it puts aside, and begins with nothing. */
final class EmbeddedBroker {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
    /** Activation runs inside start; this is for its last steps only. */
    private static final int ACTIVATION_SECONDS = 2;
    /** Brokers of one process are told apart by this number alone; tests run several. */
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Path folder;
    private final int number = NUMBERS.incrementAndGet();
    private final FileChannel lockFile;
    private volatile EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    private volatile @Nullable Queue queue;
    private boolean closed;

    private EmbeddedBroker(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    static EmbeddedBroker start(Path folder) {
        EmbeddedBroker broker = new EmbeddedBroker(folder, lock(folder));
        try {
            broker.up();
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    String url() {
        return "vm://" + number;
    }

    /** Starts again after a failure at run time, such as a full disk. */
    synchronized void ensureUp() {
        if (closed) {
            throw new BrokerUnavailable("The broker is closed");
        }
        if (!server.getActiveMQServer().isActive()) {
            log.warn("The broker stopped by itself and is started again");
            stop();
            up();
        }
    }

    /** Artemis refuses what goes over its limit with a stack trace per message, so we stop well before it. */
    boolean hasRoom() {
        Queue known = queue;
        return known == null || known.getMessageCount() < BrokerPlan.MOST_IDS / 2;
    }

    /** For tests: the broker falls over. */
    synchronized void fail() {
        stop();
    }

    EmbeddedActiveMQ server() {
        return server;
    }

    synchronized void close() {
        closed = true;
        stop();
        try {
            lockFile.close();
        } catch (IOException e) {
            log.debug("The lock on the broker's folder ends with the process");
        }
    }

    private void up() {
        if (!activated()) {
            stop();
            putAside();
            if (!activated()) {
                throw new BrokerUnavailable("The broker does not start in an empty folder; is the disk full?");
            }
        }
    }

    /** Artemis' start returns normally even when the broker did not come up, so both are asked. */
    private boolean activated() {
        try {
            server = new EmbeddedActiveMQ().setConfiguration(BrokerPlan.of(files(), number));
            server.start();
            return server.getActiveMQServer().waitForActivation(ACTIVATION_SECONDS, TimeUnit.SECONDS) && findsQueue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailable("The start of the broker was interrupted", e);
        } catch (Exception e) {
            log.debug("The broker did not start: {}", e.getClass().getSimpleName());
            return false;
        }
    }

    private boolean findsQueue() {
        queue = server.getActiveMQServer().locateQueue(Broker.QUEUE);
        return queue != null;
    }

    private void stop() {
        queue = null;
        try {
            server.stop();
        } catch (Exception e) {
            log.debug("The broker did not stop in order: {}", e.getClass().getSimpleName());
        }
    }

    /** Keeps one unreadable copy for whoever wants to know why; more would fill the disk. */
    private void putAside() {
        Path aside = folder.resolve("unreadable");
        log.warn("The broker's files cannot be read and are put aside; the journal emits open work again");
        try {
            FileSystemUtils.deleteRecursively(aside);
            if (Files.exists(files())) {
                Files.move(files(), aside, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The broker's folder cannot be written", e);
        }
    }

    private Path files() {
        return folder.resolve("files");
    }

    /** Another process on the same folder would take its journal from under it. */
    private static FileChannel lock(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new BrokerUnavailable("Another process uses the broker's folder");
            }
            return channel;
        } catch (IOException e) {
            throw new BrokerUnavailable("The broker's folder cannot be written", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
