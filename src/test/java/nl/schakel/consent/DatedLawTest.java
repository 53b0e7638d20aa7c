package nl.schakel.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nl.schakel.referral.Category;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * From 1 July 2021 a prison may send the detention and re-integration plan to the municipality on the basis of art. 18a
 * Pbw (Wet straffen en beschermen, Stb. 2020, 224); before, the prisoner's consent was needed.
 */
class DatedLawTest {

    private static Asked prison(String at) {
        return Asked.question()
                .from(Role.PI)
                .to("gemeente-demo", Role.GEM)
                .purpose(Purpose.REINTEGRATION)
                .at(at);
    }

    @Test
    void decidesTheSameMessageByTheLawOfItsDay() {
        Word before = prison("2021-06-30T12:00:00Z").word(Category.PLAN);
        assertThat(before.permitted()).isFalse();
        assertThat(before.refusal()).contains(ProblemCode.CONSENT_MISSING);
        assertThat(before.spoken())
                .containsExactly(
                        new Spoken(
                                "row:REINTEGRATION,PI>GEM,plan@..2021-06-30",
                                Spoken.Effect.ASKS,
                                List.of("AVG-6-1-a", "AVG-9-2-a"),
                                java.util.Optional.empty(),
                                java.util.Optional.empty(),
                                false,
                                "CONSENT: consent per basic condition, revocable (before art. 18a Pbw)"),
                        Spoken.says("note", Spoken.Effect.EXPLAINS, "one of the five basic conditions"));
        Word after = prison("2021-07-02T12:00:00Z").word(Category.PLAN);
        assertThat(after.permitted()).isTrue();
        assertThat(after.spoken().get(0).laws()).containsExactly("Pbw-18a");
        assertThat(after.told().rule()).isEqualTo("REINTEGRATION,PI>GEM,plan@2021-07-01..");
        assertThat(after.told().basis()).contains("Pbw 18a");
    }

    /** Midnight in Amsterdam, not in Greenwich. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"2021-06-30T21:59:59.999Z, false", "2021-06-30T22:00:00Z, true"})
    void changesWithTheLocalDay(String at, boolean permitted) {
        for (Category category : List.of(Category.PLAN, Category.INCOME, Category.HOUSING)) {
            assertThat(prison(at).word(category).permitted()).isEqualTo(permitted);
        }
    }

    @Test
    void changesNothingForOtherSendersOrForHealth() {
        assertThat(prison("2021-07-02T12:00:00Z")
                        .from(Role.MO)
                        .word(Category.PLAN)
                        .refusal())
                .contains(ProblemCode.CONSENT_MISSING);
        assertThat(prison("2021-07-02T12:00:00Z").word(Category.NETWORK).refusal())
                .contains(ProblemCode.CONSENT_MISSING);
        assertThat(prison("2021-07-02T12:00:00Z").word(Category.HEALTH_POINTER).permitted())
                .isFalse();
        assertThat(prison("2021-07-02T12:00:00Z").word(Category.HEALTH_DETAIL).permitted())
                .isFalse();
    }

    @Test
    void stillHearsTheClientsNo() {
        OnFile no =
                SampleConsent.no(Role.GEM, Purpose.REINTEGRATION, Category.PLAN).onFile();
        assertThat(prison("2026-04-10T12:00:00Z").said(no).word(Category.PLAN).refusal())
                .contains(ProblemCode.CONSENT_REFUSED);
    }
}
