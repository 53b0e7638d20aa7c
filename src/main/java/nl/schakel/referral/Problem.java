package nl.schakel.referral;

import java.util.Optional;

/**
 * A refusal as a value: a stable code, the place in the source message, what was seen (masked) and what was expected.
 * The sentences come from the {@linkplain ProblemCode catalogue}.
 *
 * @param place path in the source: {@code PID-3.1}, {@code Bundle.entry[0].resource.id}, {@code line 3, column bsn}
 * @param seen what was found, masked so that it names no person: {@code 9 digits}, {@code REF^I99}
 * @param expected what should stand there
 */
public record Problem(ProblemCode code, Optional<String> place, Optional<String> seen, Optional<String> expected) {

    public static Problem of(ProblemCode code) {
        return new Problem(code, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Problem at(ProblemCode code, String place) {
        return new Problem(code, Optional.of(place), Optional.empty(), Optional.empty());
    }

    public Problem seen(String masked) {
        return new Problem(code, place, Optional.of(masked), expected);
    }

    public Problem expected(String what) {
        return new Problem(code, place, seen, Optional.of(what));
    }

    /** One line in English for IT: code, sentence, place, seen, expected, what to do. */
    public String sentence() {
        StringBuilder line = new StringBuilder(code.id()).append(' ').append(code.english());
        place.ifPresent(p -> line.append(" At ").append(p).append('.'));
        seen.ifPresent(s -> line.append(" Seen: ").append(s).append('.'));
        expected.ifPresent(e -> line.append(" Expected: ").append(e).append('.'));
        return line.append(' ').append(code.remedy()).toString();
    }
}
