package nl.schakel.translate.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.Account;
import nl.schakel.translate.Explanation;
import nl.schakel.translate.tree.SourceMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for whatever a mapping reads. */
class InboundLawsTest {
    private static final Map<String, int[]> COUNTS = new TreeMap<>();

    static List<String> mappings() {
        return Corpus.mappings();
    }

    @AfterAll
    static void says() {
        System.out.println("InboundLawsTest seed " + Dice.SEED + ", " + Dice.MESSAGES + " messages a mapping");
        COUNTS.forEach((mapping, count) ->
                System.out.println("  " + mapping + ": " + count[0] + " read, " + count[1] + " refused or waiting"));
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void whateverIsReadIsAccountedForAndNothingIsInvented(String mapping) {
        int[] count = COUNTS.computeIfAbsent(mapping, m -> new int[2]);
        for (int i = 0; i < Dice.MESSAGES; i++) {
            Dice dice = Dice.of(mapping, i);
            Corpus.Example example = dice.of(Corpus.examples(mapping));
            SourceMessage source = example.source(Variation.of(example, dice));
            String repeat = Dice.repeat(mapping, i);
            Step<TranslatedReferral> produced = Corpus.TRANSLATOR.toCanonical(source);
            Step<Explanation<TranslatedReferral>> explained = Corpus.TRANSLATOR.explain(source);
            if (produced instanceof Step.Next<TranslatedReferral> next) {
                count[0]++;
                Explanation<TranslatedReferral> account = explained.fold(e -> e, p -> fail(p, repeat));
                law(bytes(account.result()).equals(bytes(next.value())), repeat, "explained is not produced");
                accounted(account, repeat);
                nothingInvented(account, repeat);
            } else {
                count[1]++;
                Problem problem = produced.fold(t -> null, p -> p);
                law(problem.place().isPresent() || !problem.gaps().isEmpty(), repeat, problem.sentence());
                law(
                        explained.fold(e -> "read", Problem::sentence).equals(problem.sentence()),
                        repeat,
                        "explained is refused otherwise than produced");
            }
        }
        assertThat(count[0]).as("most of what is made can be read").isGreaterThan(Dice.MESSAGES / 5);
    }

    private static <T> T fail(Problem problem, String repeat) {
        throw new AssertionError(repeat + ": read, but not explained: " + problem.sentence());
    }

    private static String bytes(TranslatedReferral referral) {
        return referral.referral().items().stream()
                        .map(item -> item.category() + " " + item.labels() + ' ' + text(item.resource()))
                        .collect(Collectors.joining("\n"))
                + referral.losses();
    }

    private static String text(Json json) {
        return new String(json.utf8(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Each leaf once, and each with a fate that says why. */
    private static void accounted(Explanation<?> explanation, String repeat) {
        Set<String> paths = new HashSet<>();
        for (Account.Entry entry : explanation.account().entries()) {
            law(paths.add(entry.path()), repeat, entry.path() + " stands twice");
            law(
                    entry.loss() == Account.Loss.UNMAPPED || !entry.rules().isEmpty(),
                    repeat,
                    entry.path() + " has no rule");
        }
    }

    /** Every value of the canonical form was written by a row that the account names. */
    private static void nothingInvented(Explanation<TranslatedReferral> explanation, String repeat) {
        Set<String> written =
                explanation.fields().stream().map(field -> text(field.value())).collect(Collectors.toSet());
        for (InformationItem item : explanation.result().referral().items()) {
            leaves(item.resource())
                    .forEach(leaf -> law(written.contains(text(leaf)), repeat, "invented in " + item.resourceType()));
        }
    }

    /** Cheaper than an assertion, of which there would be millions. */
    private static void law(boolean holds, String repeat, String otherwise) {
        if (!holds) {
            throw new AssertionError(repeat + ": " + otherwise);
        }
    }

    private static List<Json> leaves(Json json) {
        if (json instanceof Json.Obj object) {
            return object.members().values().stream()
                    .flatMap(m -> leaves(m).stream())
                    .toList();
        }
        if (json instanceof Json.Arr array) {
            return array.elements().stream().flatMap(m -> leaves(m).stream()).toList();
        }
        return List.of(json);
    }
}
