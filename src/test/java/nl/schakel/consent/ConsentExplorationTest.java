package nl.schakel.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.consent.Provision.Effect;
import nl.schakel.referral.Category;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import org.junit.jupiter.api.Test;

/**
 * Every set of up to three consents over 3 parties, 3 purposes, 4 categories and 3 times, against four rows: one that
 * permits, one that asks consent, one for emergencies and one that never releases.
 */
class ConsentExplorationTest {
    private static final List<PartnerId> PARTIES =
            List.of(new PartnerId("opvang-een"), new PartnerId("opvang-twee"), new PartnerId("opvang-drie"));
    private static final List<Purpose> PURPOSES = List.of(Purpose.INTAKE, Purpose.TRANSITION, Purpose.CARE);
    private static final List<Category> CATEGORIES =
            List.of(Category.IDENTITY, Category.ZRM, Category.SAFETY, Category.HEALTH_DETAIL);
    private static final List<String> DECISIONS = List.of("PERMIT", "CONSENT", "BREAK-GLASS", "NEVER");
    private static final Instant START = Instant.parse("2026-04-10T00:00:00Z");
    private static final int CELLS = 3 * 3 * 4 * 3;

    private final LegalBasis basis = basis();
    private final List<OnFile> rules = new ArrayList<>();
    private final List<Question> questions = new ArrayList<>();
    private long decisions;

    private static LegalBasis basis() {
        List<String> rows = new ArrayList<>();
        for (Purpose purpose : PURPOSES) {
            for (int c = 0; c < CATEGORIES.size(); c++) {
                rows.add(String.join(
                        ",",
                        purpose.code(),
                        "",
                        "MO",
                        CATEGORIES.get(c).code(),
                        DECISIONS.get(c),
                        "",
                        "",
                        "Wmo",
                        "Wmo",
                        ""));
            }
        }
        SamplePolicy policy = SamplePolicy.of(rows.toArray(String[]::new));
        CATEGORIES.forEach(category -> policy.holds("GGZ," + category.code()));
        return policy.basis();
    }

    private static int party(int cell) {
        return cell % 3;
    }

    private static int purpose(int cell) {
        return cell / 3 % 3;
    }

    private static int category(int cell) {
        return cell / 9 % 4;
    }

    private static Instant time(int cell) {
        return START.plus(Duration.ofDays(cell / 36));
    }

    /** Rule {@code i} is about cell {@code i / 2}; an even one permits, an odd one denies. */
    private OnFile rule(int i) {
        int cell = i / 2;
        Provision provision = Provision.of(
                i % 2 == 0 ? Effect.PERMIT : Effect.DENY,
                Set.of(new Actor.Organisation(PARTIES.get(party(cell)))),
                Set.of(PURPOSES.get(purpose(cell))),
                Set.of(CATEGORIES.get(category(cell))),
                new Period(Optional.of(time(cell)), Optional.of(time(cell).plus(Duration.ofDays(1)))));
        return SampleConsent.saying(provision).id("r-" + i).onFile();
    }

    private Question question(int cell) {
        Map<Category, Question.Held> held = new EnumMap<>(Category.class);
        held.put(CATEGORIES.get(category(cell)), new Question.Held(Set.of(Role.GGZ), false, Optional.empty()));
        return new Question(
                new Party(new PartnerId("ggz-noord"), Role.GGZ),
                new Party(PARTIES.get(party(cell)), Role.MO),
                PURPOSES.get(purpose(cell)),
                held,
                Set.of(),
                new ClientFile(
                        new Client(Optional.of(Age.of(40)), Set.of(), Client.Capacity.PRESUMED),
                        List.of(),
                        List.of(),
                        Set.of(),
                        false),
                time(cell).plus(Duration.ofHours(12)));
    }

    /** What must come out, said another way: a no on the cell wins; else the row, or the row with a yes on the cell. */
    private static boolean expected(int cell, int... set) {
        boolean yes = false;
        for (int rule : set) {
            if (rule / 2 == cell && rule % 2 == 1) {
                return false;
            }
            yes |= rule / 2 == cell;
        }
        return category(cell) == 0 || (category(cell) == 1 && yes);
    }

    private boolean permitted(int cell, int... set) {
        return word(cell, set).permitted();
    }

    private Word word(int cell, int... set) {
        decisions++;
        List<OnFile> said = new ArrayList<>(set.length);
        for (int rule : set) {
            said.add(rules.get(rule));
        }
        Question bare = questions.get(cell);
        Question asked = new Question(
                bare.sender(),
                bare.receiver(),
                bare.purpose(),
                bare.held(),
                bare.needs(),
                bare.file().with(said),
                bare.at());
        return new Deliberation(basis, asked, CATEGORIES.get(category(cell))).word();
    }

    @Test
    void neverPermitsUnderANoWhateverTheOrder() {
        for (int cell = 0; cell < CELLS; cell++) {
            rules.add(rule(2 * cell));
            rules.add(rule(2 * cell + 1));
            questions.add(question(cell));
        }
        long sets = upToTwoAgainstEveryQuestion() + threeAgainstWhatTheyName();
        System.out.println("ConsentExplorationTest: " + sets + " rule sets, " + decisions + " decisions");
        assertThat(sets).isEqualTo(1 + 216 + 216 * 215 / 2 + 216L * 215 * 214 / 6);
    }

    private long upToTwoAgainstEveryQuestion() {
        long sets = 0;
        for (int a = -1; a < rules.size(); a++) {
            for (int b = a < 0 ? -1 : a; b < rules.size(); b++) {
                int[] set = a < 0 ? new int[0] : b == a ? new int[] {a} : new int[] {a, b};
                sets++;
                for (int cell = 0; cell < CELLS; cell++) {
                    check(cell, set);
                    checkThatTheSilentChangeNothing(cell, set);
                }
                if (a < 0) {
                    break;
                }
            }
        }
        return sets;
    }

    /**
     * A rule that does not speak of a question changes nothing at all in its answer: that is asked above of every rule
     * beside every other, for every question. So a set of three is asked only what one of the three speaks of.
     */
    private long threeAgainstWhatTheyName() {
        long sets = 0;
        for (int a = 0; a < rules.size(); a++) {
            for (int b = a + 1; b < rules.size(); b++) {
                for (int c = b + 1; c < rules.size(); c++) {
                    sets++;
                    check(a / 2, a, b, c);
                    if (b / 2 != a / 2) {
                        check(b / 2, a, b, c);
                    }
                    if (c / 2 != b / 2) {
                        check(c / 2, a, b, c);
                    }
                }
            }
        }
        return sets;
    }

    private void check(int cell, int... set) {
        boolean expected = expected(cell, set);
        if (permitted(cell, set) != expected) {
            throw new AssertionError("cell " + cell + ", rules " + java.util.Arrays.toString(set));
        }
        if (speakTogether(set)) {
            for (int[] order : orders(set)) {
                if (permitted(cell, order) != expected) {
                    throw new AssertionError("cell " + cell + ", order " + java.util.Arrays.toString(order));
                }
            }
        }
    }

    private void checkThatTheSilentChangeNothing(int cell, int... set) {
        int[] speaking =
                java.util.Arrays.stream(set).filter(rule -> rule / 2 == cell).toArray();
        if (set.length == 2
                && speaking.length < 2
                && !counting(word(cell, set)).equals(counting(word(cell, speaking)))) {
            throw new AssertionError("cell " + cell + ", silent in " + java.util.Arrays.toString(set));
        }
    }

    /** All that counts: a consent of another time is named too, as one that does not. */
    private static List<Spoken> counting(Word word) {
        return word.spoken().stream()
                .filter(spoken -> spoken.effect() != Spoken.Effect.IGNORED)
                .toList();
    }

    /** Two rules on one cell; rules that never speak of the same question cannot come before one another. */
    private static boolean speakTogether(int... set) {
        for (int i = 1; i < set.length; i++) {
            if (set[i] / 2 == set[i - 1] / 2) {
                return true;
            }
        }
        return false;
    }

    private static List<int[]> orders(int... set) {
        return set.length == 2
                ? List.of(new int[] {set[1], set[0]})
                : List.of(
                        new int[] {set[0], set[2], set[1]},
                        new int[] {set[1], set[0], set[2]},
                        new int[] {set[1], set[2], set[0]},
                        new int[] {set[2], set[0], set[1]},
                        new int[] {set[2], set[1], set[0]});
    }
}
