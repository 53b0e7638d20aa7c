package nl.schakel.channel;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The folders of one partner, while somebody looks into them. It writes to {@code in} and reads {@code out}; {@code taken}
 * and {@code refused} stand beside them and are ours, so that nobody can put a link in the place of one.
 *
 * @param in where the partner puts files
 * @param out where it finds receipts and answers
 * @param taken what is being worked on, under our own names
 * @param refused what a person of the partner must look at
 * @param lostBefore a seal in {@code taken} that is older and has no file lost it, and is not just being put there
 * @param end gives back what was needed to look
 */
record DropPlaces(
        DropFolder in, DropFolder out, DropFolder taken, DropFolder refused, Instant lostBefore, Closeable end)
        implements Closeable {

    /** Comes to the folders of one partner. */
    interface Way {
        /** The folders; empty when this is not the time to look. */
        Optional<DropPlaces> open() throws IOException;
    }

    @Override
    public void close() throws IOException {
        end.close();
    }
}
