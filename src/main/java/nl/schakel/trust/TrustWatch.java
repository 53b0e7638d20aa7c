package nl.schakel.trust;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes into use, in the background, what changed about whom we believe and what we prove ourselves with: revocations,
 * the register of keys, our own keys. No request waits for it, and no change needs a restart.
 */
final class TrustWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrustWatch.class);

    private final TrustAnchors anchors;
    private final GatewayKeys own;
    private final KeyRegister register;
    private final Optional<RevocationWatch> revocations;
    private final Duration interval;
    private final Runnable afterwards;
    private final CountDownLatch ended = new CountDownLatch(1);
    private RegisteredKeys keys = RegisteredKeys.NONE;
    private Status told = Status.UNASKED;

    /** @param afterwards done after every round, such as measuring */
    TrustWatch(
            TrustAnchors anchors,
            GatewayKeys own,
            KeyRegister register,
            Optional<RevocationWatch> revocations,
            Duration interval,
            Runnable afterwards) {
        this.anchors = anchors;
        this.own = own;
        this.register = register;
        this.revocations = revocations;
        this.interval = interval;
        this.afterwards = afterwards;
    }

    /**
     * Looks once now, and then every so often.
     *
     * @throws KeyMaterialInvalid when the register cannot be read at the start
     */
    void start() {
        keys = register.read(ourselves());
        // Whoever is registered is asked about before the first message comes.
        register.entries().forEach(entry -> anchors.diagnose(entry.chain(), entry.usage(), anchors.now()));
        look();
        Thread thread = new Thread(this::watch, "trust-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** What we sign is proven later by what was known of our own certificates. */
    private void meetOurselves() {
        anchors.diagnose(own.seal().chain(), Usage.SEAL, anchors.now());
        anchors.diagnose(own.checkpoint().chain(), Usage.CHECKPOINT, anchors.now());
    }

    private Optional<String> ourselves() {
        return Optional.of(own.tls().organisation().id());
    }

    private void watch() {
        try {
            while (!ended.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                round();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        try {
            look();
        } catch (RuntimeException defect) {
            // The thread must outlive a defect: without it nobody would hear of a revocation any more.
            LOG.error("trust watch failed type={}", defect.getClass().getName());
        }
    }

    void look() {
        usable("register", () -> keys = register.read(ourselves()));
        usable("own keys", own::renew);
        meetOurselves();
        Status now = revocations
                .map(watch -> watch.look(keys))
                .orElseGet(() -> new Status(Status.UNASKED.lists(), Status.UNASKED.answers(), false, keys));
        if (!now.equals(told)) {
            anchors.renew(now);
            told = now;
        }
        afterwards.run();
    }

    /** Files in the middle of a change are read again next time; what was in use stays. */
    private static void usable(String what, Runnable reading) {
        try {
            reading.run();
        } catch (KeyMaterialInvalid | UncheckedIOException half) {
            LOG.warn("cannot be used, the earlier ones stay what={} why={}", what, half.getMessage());
        }
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
