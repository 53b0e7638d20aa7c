package nl.schakel.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import nl.schakel.journal.Clients;
import nl.schakel.journal.Dossier.OpeningRow;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of every emergency opening that no second person looked at in time: once in the trace of its referral and in the
 * log, and by work that waits for a person until somebody has looked. It is shut by then, for the decision itself counts
 * the hours; the gauge and the list go on showing it.
 */
final class OverdueOpenings implements AutoCloseable {
    static final String OUTCOME = "overdue";

    private static final Logger LOG = LoggerFactory.getLogger(OverdueOpenings.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Clients clients;
    private final CountDownLatch ended = new CountDownLatch(1);

    OverdueOpenings(Clients clients) {
        this.clients = clients;
    }

    static OverdueOpenings watch(Clients clients) {
        OverdueOpenings overdue = new OverdueOpenings(clients);
        Thread thread = new Thread(overdue::rounds, "overdue-openings");
        thread.setDaemon(true);
        thread.start();
        return overdue;
    }

    private void rounds() {
        try {
            while (!ended.await(EVERY.toSeconds(), TimeUnit.SECONDS)) {
                round();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        try {
            tell();
        } catch (JournalUnavailable unavailable) {
            LOG.warn("journal unavailable; overdue openings are told later");
        }
    }

    /** How many were told now. */
    int tell() {
        int told = 0;
        for (OpeningRow opening : clients.untoldOverdue()) {
            clients.with(opening.reference(), ledger -> {
                ledger.trace(
                        opening.reference(),
                        BreakGlass.STAGE,
                        Optional.of(opening.receiver()),
                        OUTCOME,
                        "opening " + opening.id() + " is shut: no second person looked within 24 hours");
                ledger.dossier()
                        .awaitReview(
                                opening,
                                Problem.at(ProblemCode.SECOND_PERSON_NEEDED, "opening " + opening.id())
                                        .expected("a look within 24 hours: schakel review")
                                        .sentence());
                return opening;
            });
            LOG.warn(
                    "break-glass overdue opening={} reference={}",
                    opening.id(),
                    opening.reference().text());
            told++;
        }
        return told;
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
