package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nl.schakel.journal.Dossier.NoticeRow;
import nl.schakel.referral.Category;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeTaskTest {
    private static final Instant AT = Instant.parse("2026-04-10T11:00:00Z");
    private static final NoticeRow TOLD = new NoticeRow(
            new UUID(1, 1),
            new ReferralReference(2026, 41),
            new UUID(1, 2),
            new PartnerId("opvang-demo"),
            Notices.NO_LONGER_PERMITTED,
            Set.of(Category.ZRM),
            false,
            AT,
            NoticeTask.REQUESTED,
            NoticeTask.VERSION,
            Optional.empty(),
            Optional.empty());

    @ParameterizedTest
    @ValueSource(strings = {"received", "accepted", "completed"})
    void takesEachWordThatAcknowledges(String word) {
        assertThat(NoticeTask.refusal(TOLD, 1, word)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"requested", "rejected", "cancelled", "draft"})
    void refusesEveryOtherWord(String word) {
        assertThat(NoticeTask.refusal(TOLD, 1, word)).hasValueSatisfying(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.TRANSITION_ILLEGAL);
            assertThat(problem.expected()).contains("received, accepted, completed");
        });
    }

    @Test
    void refusesWhatWasBasedOnAnotherVersion() {
        assertThat(NoticeTask.refusal(TOLD, 2, "completed")).map(Problem::code).contains(ProblemCode.VERSION_CONFLICT);
    }

    @Test
    void goesFurtherAndNeverBack() {
        NoticeRow received = TOLD.answered("received", AT.plusSeconds(1), "opvang-demo");
        NoticeRow completed = received.answered("completed", AT.plusSeconds(9), "operator:anna");

        assertThat(NoticeTask.refusal(received, 2, "completed")).isEmpty();
        assertThat(NoticeTask.refusal(received, 2, "received"))
                .map(Problem::code)
                .contains(ProblemCode.TRANSITION_ILLEGAL);
        assertThat(NoticeTask.refusal(completed, 3, "accepted"))
                .map(Problem::code)
                .contains(ProblemCode.TRANSITION_ILLEGAL);
        assertThat(completed.acknowledgedAt()).as("the first word counts").contains(AT.plusSeconds(1));
        assertThat(completed.acknowledgedBy()).contains("opvang-demo");
    }
}
