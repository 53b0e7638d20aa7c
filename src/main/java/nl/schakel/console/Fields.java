package nl.schakel.console;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import org.jspecify.annotations.Nullable;

/** The fields of a question, or which of them is missing or has the wrong form. */
final class Fields {
    private Fields() {}

    static Step<String> given(String name, @Nullable String value) {
        return value == null || value.isBlank()
                ? Step.stopped(Problem.at(ProblemCode.REQUIRED_MISSING, name))
                : Step.next(value);
    }

    static Step<Instant> moment(String name, String value) {
        try {
            return Step.next(Instant.parse(value));
        } catch (DateTimeParseException otherForm) {
            return Step.stopped(
                    Problem.at(ProblemCode.VALUE_INVALID, name).expected("a moment such as 2026-12-01T10:00:00Z"));
        }
    }

    static Step<PartnerId> partner(String name, @Nullable String value) {
        return given(name, value)
                .then(id -> PartnerId.isWellFormed(id)
                        ? Step.next(new PartnerId(id))
                        : Step.stopped(
                                Problem.at(ProblemCode.VALUE_INVALID, name).expected("a partner's id")));
    }
}
