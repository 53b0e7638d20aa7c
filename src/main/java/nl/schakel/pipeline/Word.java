package nl.schakel.pipeline;

import java.util.Optional;
import java.util.UUID;
import nl.schakel.transition.Transition;

/**
 * What a work item of kind TELL says, as the journal keeps it: {@code <task id> <status> <reason or ->}; codes only.
 */
record Word(UUID taskId, String status, Optional<String> reason) {
    private static final String NONE = "-";

    static Word of(Transition.Tell tell) {
        return new Word(tell.taskId(), tell.status(), tell.reason());
    }

    static Word read(String subject) {
        String[] parts = subject.split(" ", 3);
        return new Word(
                UUID.fromString(parts[0]), parts[1], parts[2].equals(NONE) ? Optional.empty() : Optional.of(parts[2]));
    }

    String subject() {
        return taskId + " " + status + " " + reason.orElse(NONE);
    }
}
