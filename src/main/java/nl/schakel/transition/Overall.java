package nl.schakel.transition;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the tasks of a referral come to in one word. Parties that were asked for something count before the desk: a desk
 * that accepts has not found a bed.
 */
final class Overall {
    /** The first of these that is there is the word. */
    private static final List<TaskStatus> ORDER = List.of(
            TaskStatus.ON_HOLD,
            TaskStatus.IN_PROGRESS,
            TaskStatus.ACCEPTED,
            TaskStatus.RECEIVED,
            TaskStatus.REQUESTED,
            TaskStatus.COMPLETED,
            TaskStatus.CANCELLED,
            TaskStatus.FAILED,
            TaskStatus.REJECTED);

    private Overall() {}

    static String of(List<Transition.TaskState> tasks) {
        List<Transition.TaskState> parties =
                tasks.stream().filter(t -> t.need().isPresent()).toList();
        return word(parties.isEmpty() ? tasks : parties);
    }

    private static String word(List<Transition.TaskState> tasks) {
        Set<TaskStatus> there = tasks.stream()
                .flatMap(t -> TaskStatus.of(t.status()).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(TaskStatus.class)));
        return ORDER.stream()
                .filter(there::contains)
                .findFirst()
                .orElse(TaskStatus.REQUESTED)
                .code();
    }
}
