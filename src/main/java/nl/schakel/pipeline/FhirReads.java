package nl.schakel.pipeline;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import nl.schakel.fhir.FhirAnswers;
import nl.schakel.fhir.TaskView;
import nl.schakel.identity.Doorkeeper;
import nl.schakel.identity.Sender;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/** What partners may read: their own tasks, what there was for them, and what this door can do. */
final class FhirReads implements ReadingDesk {
    private static final String JSON = "application/fhir+json";

    private final Doorkeeper doorkeeper;
    private final OwnTasks tasks;
    private final EventReads events;
    private final FhirAnswers answers;
    private final GatewayName gateway;
    private final Instant started;
    private final TokenDesk tokens;
    private final Admission admission;

    FhirReads(
            Doorkeeper doorkeeper,
            OwnTasks tasks,
            EventReads events,
            FhirAnswers answers,
            GatewayName gateway,
            TokenDesk tokens,
            Admission admission,
            Clock clock) {
        this.doorkeeper = doorkeeper;
        this.tasks = tasks;
        this.events = events;
        this.answers = answers;
        this.gateway = gateway;
        this.tokens = tokens;
        this.admission = admission;
        this.started = clock.instant();
    }

    @Override
    public Answer read(String path, Inbound who) {
        if (path.equals("metadata")) {
            return new Answer(200, JSON, answers.capabilityStatement(gateway.baseUrl(), started), Map.of());
        }
        if (path.equals(TokenDesk.METADATA)) {
            return tokens.metadata();
        }
        Optional<Problem> busy = admission.question(who);
        if (busy.isPresent()) {
            return refused(busy.get());
        }
        if (path.equals(TokenDesk.OPERATION)) {
            return tokens.answer(who);
        }
        try {
            Step<Answer> answer = EventReads.isFor(path)
                    ? doorkeeper.asking(Admission.alone(who)).then(partner -> events.answer(path, who, partner.id()))
                    : doorkeeper.identify(Admission.alone(who)).then(sender -> task(path, sender));
            return answer.fold(a -> a, this::refused);
        } catch (JournalUnavailable unavailable) {
            return refused(Problem.of(ProblemCode.JOURNAL_UNAVAILABLE));
        }
    }

    private Step<Answer> task(String path, Sender sender) {
        Optional<TaskView> own = TaskVersion.task(path)
                .flatMap(id -> tasks.task(id, sender.partner().id()));
        return own.map(task -> Step.next(view(task))).orElseGet(() -> Step.stopped(Problem.of(ProblemCode.NOT_FOUND)));
    }

    private Answer view(TaskView task) {
        return new Answer(200, JSON, answers.task(task), Map.of("ETag", answers.etag(task.version())));
    }

    private static Map<String, String> headers(Problem problem) {
        return problem.code() == ProblemCode.TOKEN_REFUSED
                ? Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                : problem.againSeconds()
                        .map(wait -> Map.of("Retry-After", Long.toString(wait)))
                        .orElseGet(Map::of);
    }

    private Answer refused(Problem problem) {
        return new Answer(problem.code().httpStatus(), JSON, answers.operationOutcome(problem), headers(problem));
    }
}
