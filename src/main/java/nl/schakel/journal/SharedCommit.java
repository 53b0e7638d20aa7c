package nl.schakel.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes together what many threads want written at the same time: while one writes, the others gather, and the next one
 * writes for all of them. Alone, a thread waits for nobody; under load a commit is shared.
 */
final class SharedCommit<T> {
    private final Consumer<List<T>> write;
    private final ReentrantLock turn = new ReentrantLock();
    private List<Wish<T>> gathered = new ArrayList<>();

    /** @param write all of them or none; what it throws is thrown to those it concerns */
    SharedCommit(Consumer<List<T>> write) {
        this.write = write;
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
        if (!written(wishes) && wishes.size() > 1) {
            wishes.forEach(wish -> written(List.of(wish)));
        }
    }

    private boolean written(List<Wish<T>> wishes) {
        try {
            write.accept(wishes.stream().map(wish -> wish.value).toList());
            wishes.forEach(wish -> {
                wish.written = true;
                wish.failure = null;
            });
            return true;
        } catch (RuntimeException failure) {
            wishes.forEach(wish -> wish.failure = failure);
            return false;
        }
    }
}
