package nl.schakel.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.schakel.referral.CodeGap;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.translate.tree.JsonBuilder;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Node;
import nl.schakel.translate.tree.TargetPath;
import org.jspecify.annotations.Nullable;

/**
 * One run of a mapping over one message: the first refusal, what made the ids of this output stable, and, when somebody
 * asked, a recorder of what each row did.
 */
final class Run {
    private final String seed;
    private final List<CodeGap> gaps = new ArrayList<>();
    private final @Nullable Recorder recorder;
    private final List<String> shifts = new ArrayList<>();
    private final @Nullable Deleting deleting;
    private final boolean writes;
    private @Nullable Rule at;
    private @Nullable Problem refusal;
    private @Nullable Node first;

    private Run(String seed, @Nullable Recorder recorder, boolean deletes, boolean writes) {
        this.seed = seed;
        this.recorder = recorder;
        this.deleting = deletes ? new Deleting() : null;
        this.writes = writes;
    }

    /**
     * A run over a message, explained or not.
     *
     * @param deletes whether the message takes anything away
     */
    static Run in(boolean deletes, Optional<Recorder> recorder) {
        return new Run("", recorder.orElse(null), deletes, false);
    }

    /**
     * A run that writes a message.
     *
     * @param seed what ids minted in this run hang on; the same seed gives the same ids
     * @param deletes whether the message has to take anything away
     */
    static Run out(String seed, boolean deletes, Optional<Recorder> recorder) {
        return new Run(seed, recorder.orElse(null), deletes, true);
    }

    String seed() {
        return seed;
    }

    /** From here this rule acts; answers the rule around it, for {@link #leave}. */
    @Nullable Rule enter(Rule rule) {
        Rule around = at;
        at = rule;
        return around;
    }

    void leave(@Nullable Rule around) {
        if (recorder != null && at != null) {
            recorder.settle(at);
        }
        at = around;
    }

    /** Whether rows have to look for what is taken away; nearly no message has any of it. */
    boolean deletes() {
        return deleting != null;
    }

    /** Rows follow that make an element of their own here. */
    void inside(TargetPath to, Known known) {
        if (deleting != null) {
            deleting.enter(to, known);
        }
    }

    void outside() {
        if (deleting != null) {
            deleting.leave();
        }
    }

    /**
     * The source of this target is taken away by its sender.
     *
     * @param alone whether no other row writes there
     * @return whether that makes something: on the way out the deletion itself is written
     */
    boolean deleted(Leaf from, JsonBuilder into, TargetPath to, Known known, boolean alone) {
        from.read();
        if (deleting != null) {
            deleting.add(at, from, into, to, known, alone);
        }
        return writes;
    }

    /** What was taken away since the last time. */
    List<Deleting.Found> takenAway() {
        return deleting == null ? List.of() : deleting.taken();
    }

    /** Writes each deletion where no value came to stand. */
    void writeDeletions() {
        for (Deleting.Found found : takenAway()) {
            if (!found.to().holds(found.into())) {
                found.to().put(found.into(), Leaf.DELETION);
                if (recorder != null && found.rule() != null) {
                    recorder.wrote(
                            found.rule(),
                            found.into(),
                            found.to().placed(found.into()),
                            Leaf.DELETION,
                            List.of(found.from()));
                }
            }
        }
    }

    /** A value of this leaf went to the target. */
    void wrote(JsonBuilder target, TargetPath to, Json value, Leaf from) {
        if (recorder != null && at != null) {
            recorder.wrote(at, target, to.placed(target), value, List.of(from));
        }
    }

    /** A value made of these leaves went to the target; of none, when it is a constant. */
    void wrote(JsonBuilder target, TargetPath to, Json value, List<Leaf> from) {
        if (recorder != null && at != null) {
            recorder.wrote(at, target, to.placed(target), value, from);
        }
    }

    /** Everything below this place went to the target as it stands. */
    void copied(JsonBuilder target, TargetPath to, Node from) {
        if (recorder != null && at != null) {
            recorder.copied(at, target, to.placed(target), from);
        }
    }

    /** What was written, finished; an account looks at the builder once more. */
    Json.Obj built(JsonBuilder target) {
        return recorder == null ? target.finish() : target.build();
    }

    /** A new item begins: what is read next is its origin. */
    void begin() {
        first = null;
    }

    void reads(Node place) {
        if (first == null) {
            first = place;
        }
    }

    /** Path of the first place read since {@link #begin()}. */
    String begunAt() {
        return first == null ? "" : first.path();
    }

    /** No table knows this code: the message must wait for somebody to add it. */
    void lacks(CodeGap gap) {
        gaps.add(gap);
    }

    /** A code table gave a target that means more or less than the code did. */
    void shifts(Leaf from, Equivalence how, String table) {
        shifts.add(from.path() + ' ' + how.code() + " by " + table);
        if (recorder != null && at != null) {
            recorder.shifted(at, from, how);
        }
    }

    /** Paths only, never values: {@code PID-8 wider by gender}. */
    List<String> shifts() {
        return shifts;
    }

    List<CodeGap> gaps() {
        return gaps;
    }

    /** Only the first refusal counts: it is the place a person looks at first. */
    void refuse(Problem problem) {
        if (refusal == null) {
            refusal = problem;
        }
    }

    Optional<Problem> refusal() {
        return Optional.ofNullable(refusal);
    }
}
