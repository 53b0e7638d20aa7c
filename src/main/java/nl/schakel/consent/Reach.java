package nl.schakel.consent;

import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Category;

/**
 * What a rule with its exceptions says of one question. An exception speaks before its rule; among exceptions of one
 * rule a no speaks before a yes. What was not understood never widens a yes and never narrows a no.
 */
final class Reach {
    private final Question question;
    private final Category category;
    private final boolean inTime;

    /** The words of a rule. */
    enum Word {
        PERMIT,
        DENY,
        /** It would permit, but nothing names receivers, purposes and categories (AVG 4(11): specific). */
        UNNAMED,
        NOTHING
    }

    /** What the rules around a rule have named already. */
    private record Named(boolean actors, boolean purposes, boolean categories) {
        Named and(Provision rule) {
            return new Named(
                    actors || !rule.actors().isEmpty(),
                    purposes || !rule.purposes().isEmpty(),
                    categories || !rule.categories().isEmpty());
        }

        boolean all() {
            return actors && purposes && categories;
        }
    }

    /** @param inTime whether the rules' own periods count; without, it tells what a rule says at any time */
    Reach(Question question, Category category, boolean inTime) {
        this.question = question;
        this.category = category;
        this.inTime = inTime;
    }

    Word of(Provision rule) {
        return word(rule, new Named(false, false, false));
    }

    /** Whether it may have said yes to this, however its restrictions are read. */
    boolean couldPermit(Provision rule) {
        return speaks(rule)
                && (rule.effect() == Provision.Effect.PERMIT
                        || rule.exceptions().stream().anyMatch(this::couldPermit));
    }

    /** Whether it may be about this at all. */
    boolean couldSpeak(Provision rule) {
        return of(new Provision(
                        Provision.Effect.DENY,
                        rule.actors(),
                        rule.purposes(),
                        rule.categories(),
                        rule.period(),
                        rule.dataPeriod(),
                        rule.notUnderstood(),
                        List.of()))
                == Word.DENY;
    }

    private Word word(Provision rule, Named around) {
        if (!speaks(rule)) {
            return Word.NOTHING;
        }
        Named named = around.and(rule);
        Word exception = exception(rule, named);
        if (rule.effect() == Provision.Effect.DENY) {
            return exception == Word.PERMIT && isUnderstood(rule) ? Word.PERMIT : Word.DENY;
        }
        if (exception == Word.DENY) {
            return Word.DENY;
        }
        if (!isUnderstood(rule)) {
            return Word.NOTHING;
        }
        return exception == Word.PERMIT || named.all() ? Word.PERMIT : Word.UNNAMED;
    }

    private Word exception(Provision rule, Named named) {
        Word spoken = Word.NOTHING;
        for (Provision within : rule.exceptions()) {
            Word word = word(within, named);
            if (word == Word.DENY) {
                return Word.DENY;
            }
            spoken = word == Word.PERMIT ? word : spoken;
        }
        return spoken;
    }

    /** Whether everything that was understood fits the question. */
    private boolean speaks(Provision rule) {
        return namesReceiver(rule)
                && (rule.purposes().isEmpty() || rule.purposes().contains(question.purpose()))
                && (rule.categories().isEmpty() || rule.categories().contains(category))
                && (!inTime || rule.period().contains(question.at()))
                && fitsData(rule);
    }

    private boolean namesReceiver(Provision rule) {
        for (Actor actor : rule.actors()) {
            if (actor.names(question.receiver())) {
                return true;
            }
        }
        return rule.actors().isEmpty();
    }

    /** Data of an unknown time may always lie within a no, and never surely within a yes. */
    private boolean fitsData(Provision rule) {
        if (rule.dataPeriod().isEmpty()) {
            return true;
        }
        Period within = rule.dataPeriod().get();
        Period data = Optional.ofNullable(question.held().get(category))
                .flatMap(Question.Held::from)
                .orElse(Period.ALWAYS);
        return rule.effect() == Provision.Effect.PERMIT ? within.covers(data) : within.meets(data);
    }

    private static boolean isUnderstood(Provision rule) {
        return rule.notUnderstood().isEmpty();
    }
}
