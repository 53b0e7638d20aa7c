package nl.schakel.transition;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The words of FHIR R4 Task.status, and which of them a receiver may say after which. */
enum TaskStatus {
    DRAFT("draft"),
    REQUESTED("requested"),
    RECEIVED("received"),
    ACCEPTED("accepted"),
    REJECTED("rejected"),
    READY("ready"),
    CANCELLED("cancelled"),
    IN_PROGRESS("in-progress"),
    ON_HOLD("on-hold"),
    FAILED("failed"),
    COMPLETED("completed"),
    ENTERED_IN_ERROR("entered-in-error");

    private static final Set<TaskStatus> OPEN = EnumSet.of(REQUESTED, RECEIVED, ACCEPTED, IN_PROGRESS);

    private final String code;

    TaskStatus(String code) {
        this.code = code;
    }

    static Optional<TaskStatus> of(String code) {
        return Arrays.stream(values()).filter(s -> s.code.equals(code)).findFirst();
    }

    String code() {
        return code;
    }

    /** Whether somebody still works on it or may start to. */
    boolean isOpen() {
        return OPEN.contains(this);
    }

    /** What its receiver may say next. A no stays possible as long as nothing is finished, also while on hold. */
    Set<TaskStatus> answers() {
        return switch (this) {
            case REQUESTED -> EnumSet.of(RECEIVED, ACCEPTED, REJECTED);
            case RECEIVED -> EnumSet.of(ACCEPTED, REJECTED);
            case ACCEPTED -> EnumSet.of(IN_PROGRESS, REJECTED);
            case IN_PROGRESS -> EnumSet.of(COMPLETED, FAILED);
            case ON_HOLD -> EnumSet.of(REJECTED);
            default -> EnumSet.noneOf(TaskStatus.class);
        };
    }

    /** A no without its reason helps nobody. */
    boolean needsReason() {
        return this == REJECTED || this == FAILED;
    }
}
