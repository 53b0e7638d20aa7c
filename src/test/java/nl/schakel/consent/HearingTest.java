package nl.schakel.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import org.junit.jupiter.api.Test;

/** Which consents on file speak of a question at all, and what those say that count for nothing. */
class HearingTest {
    private static final Instant LATER = Instant.parse("2026-04-05T08:00:00Z");
    private static final Provision OF_ZRM =
            SampleConsent.rule(Provision.Effect.PERMIT, Role.MO, Purpose.TRANSITION, Category.ZRM);
    private static final Provision NO_ZRM =
            SampleConsent.rule(Provision.Effect.DENY, Role.MO, Purpose.TRANSITION, Category.ZRM);

    private static SampleConsent yes(Category... categories) {
        return SampleConsent.yes(Role.MO, Purpose.TRANSITION, categories);
    }

    /** What was said of ZRM scores by the consents alone. */
    private static List<String> said(OnFile... consents) {
        return said(Asked.question().said(consents), Category.ZRM);
    }

    private static List<String> said(Asked asked, Category category) {
        return asked.word(category).spoken().stream()
                .filter(spoken -> spoken.rule().startsWith("consent:"))
                .map(spoken -> spoken.effect() + " " + spoken.words())
                .toList();
    }

    @Test
    void hearsNothingInWhatIsAboutSomethingElse() {
        assertThat(said(yes(Category.CONTACT).onFile())).isEmpty();
        assertThat(said(SampleConsent.yes(Role.SHV, Purpose.TRANSITION, Category.ZRM)
                        .onFile()))
                .isEmpty();
        assertThat(said(SampleConsent.yes(Role.MO, Purpose.DEBT, Category.ZRM).onFile()))
                .isEmpty();
        assertThat(said(yes(Category.ZRM).onFile())).containsExactly("PERMITS the client agrees");
    }

    @Test
    void tellsWhatIsPresumedFromWhatWasSaidWhereTheRowAsksNeither() {
        assertThat(ofIdentity("ggz-zuid", Role.GGZ, toCare().presumed().onFile()))
                .containsExactly("EXPLAINS presumed: the client knows of the referral");
        assertThat(ofIdentity("ggz-zuid", Role.GGZ, toCare().onFile()))
                .containsExactly("EXPLAINS the client agrees; the row does not ask it");
        assertThat(ofIdentity(
                        "opvang-demo",
                        Role.MO,
                        yes(Category.IDENTITY).presumed().onFile()))
                .containsExactly("EXPLAINS the client agrees; the row does not ask it");
    }

    private static SampleConsent toCare() {
        return SampleConsent.yes(Role.GGZ, Purpose.TRANSITION, Category.IDENTITY);
    }

    private static List<String> ofIdentity(String receiver, Role role, OnFile consent) {
        return said(Asked.question().to(receiver, role).said(consent), Category.IDENTITY);
    }

    @Test
    void aYesOfAnotherNumberPermitsNothingAndANoOfItForbids() {
        OnFile no = SampleConsent.no(Role.MO, Purpose.TRANSITION, Category.ZRM).onFile();
        assertThat(said(yes(Category.ZRM).onFile().ofAnotherNumber()))
                .containsExactly("IGNORED given under another number, before the two were one client's");
        assertThat(said(no.ofAnotherNumber())).isEqualTo(said(no));
        assertThat(yes(Category.ZRM).onFile().ofAnotherNumber())
                .isNotEqualTo(yes(Category.ZRM).onFile());
    }

    @Test
    void saysThatAYesIsNotWithinItsPeriod() {
        Instant before = Instant.parse("2026-04-02T00:00:00Z");
        assertThat(said(yes(Category.ZRM).during(SampleConsent.GIVEN, before).onFile()))
                .containsExactly("IGNORED not within its period");
        assertThat(said(yes(Category.CONTACT)
                        .during(SampleConsent.GIVEN, before)
                        .onFile()))
                .isEmpty();
        OnFile no = SampleConsent.no(Role.MO, Purpose.TRANSITION, Category.ZRM)
                .during(SampleConsent.GIVEN, before)
                .onFile();
        assertThat(said(no)).isEmpty();
    }

    @Test
    void hearsARejectionAsANoToWhatWasAskedAndToNothingElse() {
        assertThat(said(yes(Category.ZRM).status(Consent.Status.REJECTED).onFile()))
                .containsExactly("FORBIDS the client was asked and said no");
        assertThat(said(SampleConsent.no(Role.MO, Purpose.TRANSITION, Category.ZRM)
                        .status(Consent.Status.REJECTED)
                        .onFile()))
                .containsExactly("FORBIDS the client was asked and said no");
        OnFile ofSomethingElse =
                yes(Category.DEBTS).status(Consent.Status.REJECTED).onFile();
        assertThat(said(ofSomethingElse)).isEmpty();
        assertThat(Asked.question().said(ofSomethingElse).word(Category.CONTACT).permitted())
                .isTrue();
    }

    @Test
    void takesBackOnlyWhatMayHaveBeenAYesToThis() {
        OnFile older = yes(Category.ZRM).onFile();
        assertThat(said(older, withdrawn(OF_ZRM)))
                .containsExactly("IGNORED given before a yes for the same was taken back", "IGNORED taken back");
        assertThat(said(older, withdrawn(NO_ZRM.except(OF_ZRM)))).hasSize(2).contains("IGNORED taken back");
        assertThat(said(older, withdrawn(NO_ZRM))).containsExactly("PERMITS the client agrees");
        Provision other = SampleConsent.rule(Provision.Effect.PERMIT, Role.MO, Purpose.TRANSITION, Category.CONTACT);
        assertThat(said(older, withdrawn(other))).containsExactly("PERMITS the client agrees");
        assertThat(said(older, withdrawn(NO_ZRM.except(other)))).containsExactly("PERMITS the client agrees");
    }

    private static OnFile withdrawn(Provision rule) {
        return SampleConsent.saying(rule).id("c-2").withdrawn(LATER).onFile();
    }

    @Test
    void saysNothingOfWhatWasEnteredInError() {
        assertThat(said(yes(Category.ZRM)
                        .status(Consent.Status.ENTERED_IN_ERROR)
                        .onFile()))
                .isEmpty();
    }

    @Test
    void countsNoYesThatIsNotGivenYet() {
        assertThat(said(yes(Category.ZRM).status(Consent.Status.DRAFT).onFile()))
                .containsExactly("IGNORED not given yet: draft");
        assertThat(said(yes(Category.ZRM).status(Consent.Status.PROPOSED).onFile()))
                .containsExactly("IGNORED not given yet: proposed");
    }

    /** Where no row allows it the client's word changes nothing, and is kept in the account all the same. */
    @Test
    void keepsTheClientsWordWhereNoRowIs() {
        OnFile no = SampleConsent.no(Role.SHV, Purpose.DEBT, Category.REFERRAL).onFile();
        Word word = Asked.question()
                .to("schuldhulp-demo", Role.SHV)
                .purpose(Purpose.DEBT)
                .said(no)
                .word(Category.REFERRAL);
        assertThat(word.spoken().stream().map(Spoken::rule)).containsExactly("default-deny", "consent:c-1");
        assertThat(word.told()).isEqualTo(Word.NOT_RELEASED);
        assertThat(word.refusal()).contains(ProblemCode.BASIS_NEVER);
    }

    /** Who recorded it must have been entitled as well as who sends it: the gateway launders nothing. */
    @Test
    void passesOnNothingThatItsSourceWasNotEntitledTo() {
        Word word = Asked.question()
                .recordedBy(Role.GGZ, Role.CRED, Role.CORP)
                .said(yes(Category.ZRM).onFile())
                .word(Category.ZRM);
        assertThat(word.refusal()).contains(ProblemCode.SENDER_NOT_ENTITLED);
        assertThat(word.told().basis()).isEqualTo("CORP is not entitled to hold zrm");
        assertThat(Asked.question()
                        .recordedBy(Role.GGZ)
                        .said(yes(Category.ZRM).onFile())
                        .word(Category.ZRM)
                        .permitted())
                .isTrue();
    }

    @Test
    void namesAnOrganisationAndNotAnotherOfItsKind() {
        Provision one = Provision.of(
                Provision.Effect.PERMIT,
                Set.of(new Actor.Organisation(new PartnerId("opvang-demo"))),
                Set.of(Purpose.TRANSITION),
                Set.of(Category.ZRM),
                Period.ALWAYS);
        OnFile named = SampleConsent.saying(one).onFile();
        assertThat(Asked.question().said(named).word(Category.ZRM).permitted()).isTrue();
        assertThat(Asked.question()
                        .to("opvang-twee", Role.MO)
                        .said(named)
                        .word(Category.ZRM)
                        .refusal())
                .isEqualTo(Optional.of(ProblemCode.CONSENT_MISSING));
    }
}
