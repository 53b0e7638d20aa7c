package nl.schakel.pipeline;

import java.util.Set;

/** A notice as its receiver sees it: a FHIR Task with one version, asked and then finished. */
final class NoticeTask {
    static final long VERSION = 1;
    static final String REQUESTED = "requested";
    /** FHIR Task status by which a notice is acknowledged. */
    private static final Set<String> ACKNOWLEDGED = Set.of("received", "accepted", "completed");

    private NoticeTask() {}

    static boolean acknowledges(String status) {
        return ACKNOWLEDGED.contains(status);
    }
}
