package nl.schakel.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nl.schakel.referral.Category;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may say yes for whom. */
class EntitlementTest {

    private static Set<Giver> givers(String codes) {
        return Arrays.stream(codes.split(" "))
                .filter(code -> !code.isEmpty())
                .map(code -> Giver.of(code).orElseThrow())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest(name = "{0} to {1}, {2}, by {3}, has {4}, {5}: {6}")
    @CsvSource({
        "11, 11, PRESUMED, client, parent, zrm, false",
        "11, 11, PRESUMED, client parent, parent, zrm, true",
        "11, 11, PRESUMED, parent, parent, zrm, true",
        "11, 11, PRESUMED, guardian, guardian, zrm, true",
        "11, 11, PRESUMED, parent, '', zrm, false",
        "11, 11, PRESUMED, parent, guardian, zrm, false",
        "0, 0, PRESUMED, mentor, mentor, zrm, false",
        "12, 12, PRESUMED, client, parent, zrm, false",
        "12, 12, PRESUMED, parent, parent, zrm, false",
        "12, 12, PRESUMED, client parent, parent, zrm, true",
        "15, 15, PRESUMED, client guardian, guardian, zrm, true",
        "15, 15, PRESUMED, client, parent, zrm, false",
        "15, 15, UNABLE, client parent, parent, zrm, false",
        "16, 16, PRESUMED, client, '', zrm, true",
        "16, 16, PRESUMED, parent, parent, zrm, false",
        "17, 17, PRESUMED, parent, parent, zrm, false",
        "17, 17, UNABLE, parent, parent, zrm, true",
        "17, 17, UNABLE, client, parent, zrm, false",
        "18, 18, UNABLE, parent, parent, zrm, false",
        "18, 18, PRESUMED, client, '', zrm, true",
        "18, 18, UNABLE, mentor, mentor, zrm, true",
        "17, 18, UNABLE, parent mentor, parent mentor, zrm, true",
        "40, 40, PRESUMED, '', mentor, zrm, false",
        "40, 40, PRESUMED, mentor, mentor, zrm, false",
        "40, 40, UNABLE, mentor, mentor, zrm, true",
        "40, 40, UNABLE, curator, curator, health-detail, true",
        "40, 40, UNABLE, proxy, proxy, zrm, true",
        "40, 40, UNABLE, mentor, '', zrm, false",
        "40, 40, UNABLE, client, mentor, zrm, false",
        "40, 40, UNABLE, relative, relative, zrm, false",
        "40, 40, UNABLE, unknown, unknown, zrm, false",
        "40, 40, UNABLE, bewindvoerder, bewindvoerder, health-detail, false",
        "40, 40, UNABLE, bewindvoerder, bewindvoerder, zrm, false",
        "40, 40, PRESUMED, bewindvoerder, bewindvoerder, debts, true",
        "40, 40, PRESUMED, bewindvoerder, bewindvoerder, income, true",
        "40, 40, PRESUMED, bewindvoerder, '', income, false",
        "11, 12, PRESUMED, parent, parent, zrm, false",
        "11, 12, PRESUMED, client parent, parent, zrm, true",
        "15, 16, PRESUMED, client, parent, zrm, false",
        "15, 16, PRESUMED, client parent, parent, zrm, true",
        "17, 18, PRESUMED, client, '', zrm, true",
        "17, 18, UNABLE, parent, parent, zrm, false",
        "0, 150, PRESUMED, client, '', zrm, false",
        "0, 150, PRESUMED, client parent, parent, zrm, true"
    })
    void letsSpeakWhoMaySpeak(
            int youngest,
            int oldest,
            Client.Capacity capacity,
            String givers,
            String representatives,
            String category,
            boolean counts) {
        Client client = new Client(Optional.of(new Age(youngest, oldest)), givers(representatives), capacity);
        assertThat(Entitlement.flaw(
                                givers(givers), client, Category.of(category).orElseThrow())
                        .isEmpty())
                .isEqualTo(counts);
    }

    @Test
    void asksForEveryAgeItCouldBeWhenNoneIsKnown() {
        assertThat(Entitlement.flaw(EnumSet.of(Giver.CLIENT), Client.ORDINARY, Category.ZRM))
                .isPresent();
    }

    @ParameterizedTest(name = "at {0}: {1}")
    @CsvSource({
        "11, for a child under 12 a parent or guardian speaks",
        "12, from 12 to 15 both the child and a parent or guardian speak",
        "15, from 12 to 15 both the child and a parent or guardian speak",
        "16, from 16 the client speaks",
        "17, from 16 the client speaks",
        "18, neither the client nor who may speak for them"
    })
    void saysWhatHoldsAtEachAge(int age, String why) {
        Client client = new Client(Optional.of(Age.of(age)), Set.of(), Client.Capacity.PRESUMED);
        assertThat(Entitlement.flaw(EnumSet.of(Giver.MENTOR), client, Category.ZRM))
                .contains(why);
    }

    @Test
    void saysWhyAYesDoesNotCount() {
        Client child = new Client(Optional.of(Age.of(14)), Set.of(Giver.PARENT), Client.Capacity.PRESUMED);
        OnFile yes =
                SampleConsent.yes(Role.MO, Purpose.TRANSITION, Category.ZRM).onFile();
        Word word = Asked.question().client(child).said(yes).word(Category.ZRM);
        assertThat(word.refusal()).contains(nl.schakel.referral.ProblemCode.CONSENT_INSUFFICIENT);
        assertThat(word.spoken())
                .contains(Spoken.says(
                                "consent:c-1",
                                Spoken.Effect.IGNORED,
                                "from 12 to 15 both the child and a parent or guardian speak")
                        .ofConsent(yes.sha256()));
    }

    /** A no counts whoever of them said it. */
    @Test
    void hearsEverybodysNo() {
        for (Giver giver : Giver.values()) {
            OnFile no = SampleConsent.no(Role.MO, Purpose.TRANSITION, Category.CONTACT)
                    .by(giver)
                    .onFile();
            assertThat(Asked.question().said(no).word(Category.CONTACT).permitted())
                    .isFalse();
        }
    }

    @ParameterizedTest(name = "born {0}: {1} to {2}")
    @CsvSource({
        "2010-04-10, 16, 16",
        "2010-04-11, 15, 15",
        "2010-04, 15, 16",
        "2010, 15, 16",
        "2026, 0, 0",
        "2026-04, 0, 0",
        "2026-04-10, 0, 0",
        "2026-04-11, 0, 150",
        "2027, 0, 150",
        "ooit, 0, 150",
        "onbekend!!, 0, 150",
        "'', 0, 150"
    })
    void countsTheAgeAsFarAsTheBirthDateGoes(String born, int youngest, int oldest) {
        assertThat(Age.at(born, LocalDate.parse("2026-04-10"))).isEqualTo(new Age(youngest, oldest));
    }
}
