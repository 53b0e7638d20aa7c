package nl.schakel.referral;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A refusal as a value: a stable code, the place in the source message, what was seen (masked) and what was expected.
 * The sentences come from the {@linkplain ProblemCode catalogue}.
 *
 * @param place path in the source: {@code PID-3.1}, {@code Bundle.entry[0].resource.id}, {@code line 3, column bsn}
 * @param seen what was found, masked so that it names no person: {@code 9 digits}, {@code REF^I99}
 * @param expected what should stand there
 * @param gaps codes that no table knows, when the message only waits for them
 * @param again how long to wait before the same is tried again, where that is known
 */
public record Problem(
        ProblemCode code,
        Optional<String> place,
        Optional<String> seen,
        Optional<String> expected,
        List<CodeGap> gaps,
        Optional<Duration> again) {

    private static final int NEARLY_A_SECOND = 999_999_999;

    public Problem {
        gaps = List.copyOf(gaps);
    }

    /** The message waits until somebody has added these codes; at least one. */
    public static Problem waitingFor(List<CodeGap> gaps) {
        CodeGap first = gaps.get(0);
        return new Problem(
                ProblemCode.CODE_UNKNOWN,
                Optional.of(first.place()),
                Optional.empty(),
                Optional.of("a code of the table " + first.table()),
                gaps,
                Optional.empty());
    }

    public static Problem of(ProblemCode code) {
        return new Problem(code, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }

    public static Problem at(ProblemCode code, String place) {
        return new Problem(code, Optional.of(place), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }

    public Problem seen(String masked) {
        return new Problem(code, place, Optional.of(masked), expected, gaps, again);
    }

    public Problem expected(String what) {
        return new Problem(code, place, seen, Optional.of(what), gaps, again);
    }

    /** The same problem, whose unknown codes are told by their length alone: of a protected client they may be a place. */
    public Problem withoutCodes() {
        List<CodeGap> masked = gaps.stream()
                .map(gap -> new CodeGap(gap.table(), gap.code().length() + " characters", gap.place()))
                .toList();
        return new Problem(code, place, seen, expected, masked, again);
    }

    /** The same problem with its place said more fully. */
    public Problem placed(String where) {
        return new Problem(code, Optional.of(where), seen, expected, gaps, again);
    }

    /** The same problem, which may be over after this time. */
    public Problem again(Duration wait) {
        return new Problem(code, place, seen, expected, gaps, Optional.of(wait));
    }

    /** After how many whole seconds, at least one, the same may be tried again. */
    public Optional<Long> againSeconds() {
        return again.map(wait -> Math.max(1, wait.plusNanos(NEARLY_A_SECOND).toSeconds()));
    }

    /** One line in English for IT: code, sentence, place, seen, expected, what to do. */
    public String sentence() {
        StringBuilder line = new StringBuilder(code.id()).append(' ').append(code.english());
        place.ifPresent(p -> line.append(" At ").append(p).append('.'));
        seen.ifPresent(s -> line.append(" Seen: ").append(s).append('.'));
        expected.ifPresent(e -> line.append(" Expected: ").append(e).append('.'));
        againSeconds().ifPresent(a -> line.append(" Again after ").append(a).append(" s."));
        return line.append(' ').append(code.remedy()).toString();
    }
}
