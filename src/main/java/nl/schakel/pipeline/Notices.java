package nl.schakel.pipeline;

import java.util.Optional;
import java.util.UUID;

/** How the work item of a notice names it: {@code notice <id>}. */
final class Notices {
    static final String NO_LONGER_PERMITTED = "no-longer-permitted";
    private static final String SUBJECT = "notice ";

    private Notices() {}

    static String subject(UUID id) {
        return SUBJECT + id;
    }

    static Optional<UUID> id(String subject) {
        return subject.startsWith(SUBJECT)
                ? Optional.of(UUID.fromString(subject.substring(SUBJECT.length())))
                : Optional.empty();
    }
}
