package nl.schakel.dispatch;

import java.time.Duration;

/** The time that the threads of one dispatcher keep: a clock, how long they wait, and when it is over. */
interface Pace {
    /** A clock that only goes forward. */
    long nanos();

    boolean isOver();

    /** Waits so long, or until it is over; true when it is. */
    boolean pause(Duration most) throws InterruptedException;

    /** How long to wait for what another thread may bring, of {@code most} that is wanted. */
    Duration patience(Duration most);
}
