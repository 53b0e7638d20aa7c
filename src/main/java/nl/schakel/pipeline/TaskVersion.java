package nl.schakel.pipeline;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.fhir.TaskView;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;

/** The task a request changes, and the version that its sender last read: {@code PUT Task/<id>} with {@code If-Match}. */
record TaskVersion(UUID task, long version) {
    private static final Pattern TASK = Pattern.compile("Task/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

    /** Empty when the request names no task or no version. */
    static Optional<TaskVersion> of(Inbound inbound) {
        return task(inbound.operation())
                .flatMap(task -> inbound.ifMatch()
                        .map(ETAG::matcher)
                        .filter(Matcher::matches)
                        .map(etag -> new TaskVersion(task, Long.parseLong(etag.group(1)))));
    }

    /** The id in a path {@code Task/<id>}. */
    static Optional<UUID> task(String path) {
        Matcher matcher = TASK.matcher(path);
        return matcher.matches() ? Optional.of(UUID.fromString(matcher.group(1))) : Optional.empty();
    }

    /** The resource, unless it says to be another than that which its address names (R4 section 3.1.0.4). */
    static Step<Json.Obj> sameId(String path, Json.Obj resource) {
        return task(path)
                .flatMap(named -> resource.text("id").filter(own -> !own.equals(named.toString())))
                .<Step<Json.Obj>>map(other -> Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, "Task.id")
                        .seen("another id")
                        .expected("the id of the address")))
                .orElseGet(() -> Step.next(resource));
    }

    /** The task as it stands once this answer is accepted. */
    TaskView after(Envelope envelope, ReferralReference reference, Instant at) {
        Envelope.Answer answer = envelope.answer().orElseThrow();
        return new TaskView(task, version + 1, answer.status(), answer.reason(), reference, at).with(answer.custody());
    }
}
