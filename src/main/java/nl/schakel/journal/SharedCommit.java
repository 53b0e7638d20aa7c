package nl.schakel.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes together what many threads want written at the same time: while one writes, the others gather, and the next one
 * writes for all of them. Alone, a thread waits for nobody; under load a commit is shared.
 */
final class SharedCommit<T> {
    private final Consumer<List<T>> write;
    private final Predicate<RuntimeException> causedByAValue;
    private final ReentrantLock turn = new ReentrantLock();
    private List<Wish<T>> gathered = new ArrayList<>();

    /**
     * @param write all of them or none; what it throws is thrown to those it concerns
     * @param causedByAValue whether one of the values is to blame for a failure, so that the others can be written
     *     without it; when the database is away, all have to wait and trying each alone would only take longer
     */
    SharedCommit(Consumer<List<T>> write, Predicate<RuntimeException> causedByAValue) {
        this.write = write;
        this.causedByAValue = causedByAValue;
    }

    /** Something to write, by one thread; its fate is set by whoever writes it. */
    private static final class Wish<T> {
        private final T value;
        private boolean written;
        private @Nullable RuntimeException failure;

        Wish(T value) {
            this.value = value;
        }
    }

    /** Returns after the commit. */
    void write(T value) {
        Wish<T> mine = new Wish<>(value);
        gather(mine);
        turn.lock();
        try {
            if (!mine.written && mine.failure == null) {
                writeAll(takeGathered());
            }
        } finally {
            turn.unlock();
        }
        if (mine.failure != null) {
            throw mine.failure;
        }
    }

    private synchronized void gather(Wish<T> wish) {
        gathered.add(wish);
    }

    private synchronized List<Wish<T>> takeGathered() {
        List<Wish<T>> all = gathered;
        gathered = new ArrayList<>();
        return all;
    }

    /** One that cannot be written must not take the others with it. */
    private void writeAll(List<Wish<T>> wishes) {
        try {
            write.accept(wishes.stream().map(wish -> wish.value).toList());
            wishes.forEach(wish -> wish.written = true);
        } catch (RuntimeException failure) {
            if (wishes.size() > 1 && causedByAValue.test(failure)) {
                wishes.forEach(wish -> writeAll(List.of(wish)));
            } else {
                wishes.forEach(wish -> wish.failure = failure);
            }
        }
    }
}
