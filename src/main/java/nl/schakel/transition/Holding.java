package nl.schakel.transition;

import java.util.Optional;

/**
 * Puts a task on hold and takes it up again. The reason's code says what the task was before ({@code
 * mappings/codes/hold-reasons.csv}), so that nothing beside the task has to be remembered.
 */
final class Holding {
    private static final String REASON = "discharge-cancelled-while-";

    private Holding() {}

    static Transition.TaskState hold(Transition.TaskState task) {
        return task.with(TaskStatus.ON_HOLD.code(), Optional.of(REASON + task.status()));
    }

    /** As it was; as requested when the code does not say. */
    static Transition.TaskState resume(Transition.TaskState task) {
        TaskStatus before = task.reason()
                .filter(r -> r.startsWith(REASON))
                .flatMap(r -> TaskStatus.of(r.substring(REASON.length())))
                .filter(TaskStatus::isOpen)
                .orElse(TaskStatus.REQUESTED);
        return task.with(before.code(), Optional.empty());
    }
}
