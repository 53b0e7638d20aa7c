package nl.schakel.referral;

import java.util.function.Function;

/** What a room answers the hall: the value, or the reason why it goes no further. A refusal is never an exception. */
public sealed interface Step<T> {

    /** It goes on. */
    record Next<T>(T value) implements Step<T> {}

    /** It stops here, for this reason. */
    record Stopped<T>(Problem problem) implements Step<T> {}

    static <T> Step<T> next(T value) {
        return new Next<>(value);
    }

    static <T> Step<T> stopped(Problem problem) {
        return new Stopped<>(problem);
    }

    default <N> Step<N> then(Function<T, Step<N>> following) {
        return fold(following, Step::stopped);
    }

    default <N> Step<N> map(Function<T, N> change) {
        return then(value -> Step.next(change.apply(value)));
    }

    default <R> R fold(Function<T, R> next, Function<Problem, R> stopped) {
        if (this instanceof Next<T> step) {
            return next.apply(step.value());
        }
        return stopped.apply(((Stopped<T>) this).problem());
    }
}
