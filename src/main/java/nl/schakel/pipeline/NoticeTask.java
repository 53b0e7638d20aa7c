package nl.schakel.pipeline;

import java.util.List;
import java.util.Optional;
import nl.schakel.fhir.TaskView;
import nl.schakel.journal.Dossier.NoticeRow;
import nl.schakel.referral.Category;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/** A notice as its receiver sees it: a FHIR Task of its own, asked and then taken further until it is completed. */
final class NoticeTask {
    /** As it is first told. */
    static final long VERSION = 1;

    static final String REQUESTED = "requested";
    static final String COMPLETED = "completed";
    /** In the order in which they may be said; each of the last three acknowledges it. */
    private static final List<String> WORDS = List.of(REQUESTED, "received", "accepted", COMPLETED);

    private NoticeTask() {}

    /** Why this word cannot follow on what was said before; a receiver cannot refuse to hear. */
    static Optional<Problem> refusal(NoticeRow notice, long based, String word) {
        if (notice.version() != based) {
            return Optional.of(Problem.at(ProblemCode.VERSION_CONFLICT, "If-Match")
                    .seen("version " + based)
                    .expected("version " + notice.version()));
        }
        int said = WORDS.indexOf(notice.status());
        return WORDS.indexOf(word) > said
                ? Optional.empty()
                : Optional.of(Problem.at(ProblemCode.TRANSITION_ILLEGAL, "Task.status")
                        .seen(notice.status() + " then another word")
                        .expected(
                                notice.status().equals(COMPLETED)
                                        ? "nothing more: it is completed"
                                        : String.join(", ", WORDS.subList(said + 1, WORDS.size()))));
    }

    static TaskView view(NoticeRow notice) {
        return new TaskView(
                notice.id(),
                notice.version(),
                notice.status(),
                Optional.of(notice.kind()),
                notice.reference(),
                notice.acknowledgedAt().orElse(notice.madeAt()),
                Optional.empty(),
                Optional.of(new TaskView.Notice(
                        notice.taskId(),
                        notice.categories().stream()
                                .map(Category::code)
                                .sorted()
                                .toList())));
    }
}
