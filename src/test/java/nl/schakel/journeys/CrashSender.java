package nl.schakel.journeys;

import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A sender at one door: each message is sent, the same bytes again and again, until it is accepted. */
final class CrashSender implements Runnable {
    private static final long PAUSE_MILLIS = 100;
    /** Of so many accepted messages one is sent once more, as a sender does that lost the answer. */
    private static final int AGAIN_ONE_IN = 10;
    /** Referrals of a client one after the other, so that there is an order to keep. */
    private static final int IN_A_ROW = 4;

    private final CrashLoad load;
    private final CrashJournal journal;
    private final Random random;
    private final CrashDoor door;
    private final CrashLine line;
    private Optional<CrashLoad.Client> client = Optional.empty();
    private int sent;

    CrashSender(CrashLoad load, CrashJournal journal, Random random, CrashDoor door, CrashLine line) {
        this.load = load;
        this.journal = journal;
        this.random = random;
        this.door = door;
        this.line = line;
    }

    @Override
    public void run() {
        try {
            while (load.mayMake(door)) {
                CrashReferral next = next();
                untilAccepted(next);
                if (random.nextInt(AGAIN_ONE_IN) == 0) {
                    untilAccepted(next);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            line.hangUp();
        }
    }

    private CrashReferral next() {
        if (sent++ % IN_A_ROW == 0) {
            client.ifPresent(before -> load.rest(door, before));
            client = Optional.of(load.client(door));
        }
        CrashLoad.Client one = client.orElseThrow();
        return CrashReferral.of(door, one.number(), one.nextPlace());
    }

    private void untilAccepted(CrashReferral referral) throws InterruptedException {
        while (!accepted(referral)) {
            // A ward does not hammer at a closed door.
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private boolean accepted(CrashReferral referral) {
        try {
            line.connect();
        } catch (IOException closed) {
            line.hangUp();
            return false;
        }
        long at = journal.attempt(referral);
        try {
            CrashAnswer answer = line.exchange(referral.bytes());
            if (answer.accepts()) {
                journal.accepted(referral, at, answer);
                return true;
            }
            journal.refused(referral, answer);
        } catch (IOException silence) {
            journal.unanswered(referral);
            line.hangUp();
        }
        return false;
    }
}
