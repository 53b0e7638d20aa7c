package nl.schakel.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads, one commit; nobody returns before what it wrote is written, and nobody suffers for another. */
@Timeout(30)
class SharedCommitTest {
    private final List<List<Integer>> commits = Collections.synchronizedList(new ArrayList<>());

    @Test
    void aloneEachWriteIsACommit() {
        SharedCommit<Integer> commit = new SharedCommit<>(commits::add, failure -> true);

        commit.write(1);
        commit.write(2);

        assertThat(commits).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void whatGathersWhileOneWritesIsWrittenTogether() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        SharedCommit<Integer> commit = new SharedCommit<>(
                values -> {
                    commits.add(values);
                    writing.countDown();
                    await(goOn);
                },
                failure -> true);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            all.add(threads.submit(() -> commit.write(0)));
            await(writing);
            CountDownLatch begun = new CountDownLatch(7);
            List<Thread> waiting = Collections.synchronizedList(new ArrayList<>());
            for (int i = 1; i <= 7; i++) {
                int value = i;
                all.add(threads.submit(() -> {
                    waiting.add(Thread.currentThread());
                    begun.countDown();
                    commit.write(value);
                }));
            }
            await(begun);
            while (!waiting.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            for (Future<?> one : all) {
                one.get(10, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(commits).hasSize(2);
        assertThat(commits.get(1))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 7).boxed().toList());
    }

    @Test
    void aFailureReachesItsOwnWriterAndTheNextOneGoesOn() {
        SharedCommit<Integer> commit = new SharedCommit<>(
                values -> {
                    if (values.contains(13)) {
                        throw new IllegalStateException("not 13");
                    }
                    commits.add(values);
                },
                failure -> true);

        assertThatThrownBy(() -> commit.write(13)).hasMessage("not 13");
        commit.write(14);

        assertThat(commits).containsExactly(List.of(14));
    }

    @Test
    void oneThatCannotBeWrittenDoesNotTakeTheOthersWithIt() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        SharedCommit<Integer> commit = new SharedCommit<>(
                values -> {
                    writing.countDown();
                    await(goOn);
                    if (values.contains(13)) {
                        throw new IllegalStateException("not 13");
                    }
                    commits.add(values);
                },
                failure -> true);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Future<?> first = threads.submit(() -> commit.write(0));
            await(writing);
            Future<?> bad = threads.submit(() -> commit.write(13));
            Future<?> good = threads.submit(() -> commit.write(14));
            goOn.countDown();
            first.get(10, TimeUnit.SECONDS);
            good.get(10, TimeUnit.SECONDS);

            assertThatThrownBy(() -> bad.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("not 13");
        } finally {
            threads.shutdownNow();
        }
        assertThat(commits.stream().flatMap(List::stream)).containsExactlyInAnyOrder(0, 14);
    }

    @Test
    void whenNothingCanBeWrittenNobodyIsTriedAlone() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<Integer> tries = Collections.synchronizedList(new ArrayList<>());
        SharedCommit<Integer> commit = new SharedCommit<>(
                values -> {
                    tries.add(values.size());
                    writing.countDown();
                    await(goOn);
                    throw new IllegalStateException("away");
                },
                failure -> false);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Future<?> first = threads.submit(() -> commit.write(0));
            await(writing);
            List<Thread> waiting = Collections.synchronizedList(new ArrayList<>());
            List<Future<?>> others = new ArrayList<>();
            for (int i = 1; i <= 2; i++) {
                int value = i;
                others.add(threads.submit(() -> {
                    waiting.add(Thread.currentThread());
                    commit.write(value);
                }));
            }
            while (waiting.size() < 2
                    || !waiting.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            others.add(first);
            for (Future<?> one : others) {
                assertThatThrownBy(() -> one.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("away");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(tries).containsExactly(1, 2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
