package nl.schakel.watch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import nl.schakel.journal.Alerts;
import nl.schakel.journal.Alerts.Alert;
import nl.schakel.journal.JournalUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes its round every so often. What cannot be looked at has neither begun nor ended: then nothing is said. */
final class Watch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    private final Rounds rounds;
    private final Alerts alerts;
    private final Hook hook;
    private final Eraser eraser;
    private final Gauges gauges;
    private final Duration every;
    private final CountDownLatch ended = new CountDownLatch(1);

    Watch(Rounds rounds, Alerts alerts, Hook hook, Eraser eraser, Gauges gauges, Duration every) {
        this.rounds = rounds;
        this.alerts = alerts;
        this.hook = hook;
        this.eraser = eraser;
        this.gauges = gauges;
        this.every = every;
    }

    Watch started() {
        Thread thread = new Thread(this::watch, "watch");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    /** The first round comes after one interval: a start has better things to do. */
    private void watch() {
        try {
            guarded(rounds::begin);
            while (!ended.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                guarded(this::round);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    // A round that fails must not be the last one.
    @SuppressWarnings("CatchThrowable")
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (JournalUnavailable away) {
            log.debug("The journal is away; readiness says so");
        } catch (RuntimeException | Error defect) {
            log.error("A round of the watch failed: {}", defect.getClass().getName());
        }
    }

    void round() {
        Alerts.Change change = alerts.are(rounds.look());
        change.ended().forEach(alert -> log.info("alert ended {}", words(alert)));
        change.begun()
                .forEach(alert -> log.warn(
                        "alert began {}: {}", words(alert), alert.condition().words()));
        gauges.measure();
        hook.tell();
        eraser.round();
    }

    private static String words(Alert alert) {
        return "kind=" + alert.condition().kind() + " subject="
                + alert.condition().subject();
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
