package nl.schakel.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import org.junit.jupiter.api.Test;

/** What a decision says inside, and what outside. */
class DecisionTest {
    private static final Instant LATER = Instant.parse("2026-04-05T08:00:00Z");

    private static OnFile yes() {
        return SampleConsent.yes(Role.MO, Purpose.TRANSITION, Category.ZRM).onFile();
    }

    private static String text(Json.Obj json) {
        return new String(json.utf8(), StandardCharsets.UTF_8);
    }

    /** A receiver on the conflict list gets what a receiver of whom nothing is listed gets: the same bytes. */
    @Test
    void hidesTheConflictListBehindAnOrdinaryRefusal() {
        Decision blocked = Asked.decided(
                Asked.question().conflict("opvang-demo").said(yes()).about(Category.CONTACT, Category.ZRM));
        Word word = Asked.question().conflict("opvang-demo").word(Category.CONTACT);
        Word ordinary = new ConsentDesk(SamplePolicy.of().holds("GGZ,contact").basis())
                .decide(Asked.question().about(Category.CONTACT))
                .words()
                .get(Category.CONTACT);
        assertThat(word.outward().utf8()).isEqualTo(ordinary.outward().utf8());
        assertThat(text(blocked.outward())).doesNotContain("conflict").doesNotContain("c-1");
        assertThat(text(blocked.audit())).contains("\"rule\":\"conflict-list\"").contains("\"hidden\":true");
        assertThat(blocked.words().values()).noneMatch(Word::permitted);
        assertThat(Asked.question()
                        .conflict("opvang-twee")
                        .word(Category.CONTACT)
                        .permitted())
                .isTrue();
    }

    @Test
    void explainsTheNeutralAnswerAsItExplainsAnOrdinaryOne() {
        Question blocked = Asked.question().conflict("opvang-demo").about(Category.CONTACT);
        Question open = Asked.question().about(Category.CONTACT);
        LegalBasis without = SamplePolicy.of().holds("GGZ,contact").basis();
        Json.Obj ordinary = new ConsentDesk(without).decide(open).explanation(Category.CONTACT);
        Json.Obj neutral = Asked.decided(blocked).explanation(Category.CONTACT);
        assertThat(neutral.without("policy").without("policySha256").utf8())
                .isEqualTo(ordinary.without("policy").without("policySha256").utf8());
        assertThat(neutral.list("spoken")).isEmpty();
        assertThat(Asked.decided(open).explanation(Category.CONTACT).list("spoken"))
                .hasSize(2);
        Question asks = Asked.question().conflict("opvang-demo").about(Category.ZRM);
        assertThat(Asked.decided(asks).explanation(Category.ZRM).utf8())
                .isEqualTo(Asked.decided(Asked.question().about(Category.ZRM))
                        .explanation(Category.ZRM)
                        .utf8());
        assertThat(Asked.decided(blocked).permits(Category.CONTACT)).isFalse();
        assertThat(Asked.decided(open).permits(Category.CONTACT)).isTrue();
        assertThat(Asked.decided(open).permits(Category.ZRM)).isFalse();
    }

    @Test
    void hidesAProtectedAddressAndChangesNothingElse() {
        Decision plain = Asked.decided(Asked.question().aboutAll());
        Decision secret = Asked.decided(Asked.question().secretAddress().aboutAll());
        for (Category category : Category.values()) {
            boolean address = category == Category.ADDRESS;
            assertThat(secret.rulings().get(category))
                    .isEqualTo(address ? Word.NOT_RELEASED : plain.rulings().get(category));
        }
        assertThat(text(secret.outward())).doesNotContain("protect");
        assertThat(text(secret.audit())).contains("address-protection");
    }

    /** What is refused anyway looks the same with and without what must stay hidden. */
    @Test
    void looksTheSameWhereItIsRefusedAnyway() {
        Word plain = Asked.question().word(Category.HEALTH_DETAIL);
        Word hidden = Asked.question().conflict("opvang-demo").word(Category.HEALTH_DETAIL);
        assertThat(hidden.outward().utf8()).isEqualTo(plain.outward().utf8());
        assertThat(hidden.spoken()).hasSize(plain.spoken().size() + 1);
    }

    @Test
    void saysWhyAndWhatToDoInTwoLanguages() {
        String outward = text(Asked.question().word(Category.ZRM).outward());
        assertThat(outward)
                .contains("\"code\":\"SCH-5004\"")
                .contains("\"rule\":\"TRANSITION,MO,zrm\"")
                .contains(ProblemCode.CONSENT_MISSING.dutch())
                .contains(ProblemCode.CONSENT_MISSING.remedy())
                .contains(ProblemCode.CONSENT_MISSING.dutchRemedy());
    }

    @Test
    void namesEveryRuleThatSpokeWithLawAndHash() {
        Word word = Asked.question().said(yes()).word(Category.ZRM);
        assertThat(word.permitted()).isTrue();
        assertThat(word.refusal()).isEmpty();
        assertThat(word.spoken())
                .containsExactly(
                        Spoken.says(
                                        "row:TRANSITION,MO,zrm",
                                        Spoken.Effect.ASKS,
                                        "CONSENT: AVG 6(1)(a)/9(2)(a) consent; medical source also WGBO 7:457 BW")
                                .onLaws(List.of("AVG-6-1-a", "AVG-9-2-a", "WGBO-457")),
                        Spoken.says("consent:c-1", Spoken.Effect.PERMITS, "the client agrees")
                                .ofConsent(yes().sha256()));
    }

    @Test
    void goesByPolicyVersionHashAndTime() {
        Decision decision = Asked.decided(Asked.question().about(Category.ZRM));
        Json.Obj audit = decision.audit();
        assertThat(audit.text("policy")).contains(Asked.Held.BASIS.id());
        assertThat(audit.text("policySha256")).contains(Asked.Held.BASIS.sha256());
        assertThat(audit.object("question").orElseThrow().text("at")).contains(Asked.NOW.toString());
        assertThat(decision.sha256()).matches("[0-9a-f]{64}");
    }

    /** A withdrawal reaches every older yes for the same, however general; a newer yes counts. */
    @Test
    void doesNotFallBackOnAnOlderYesWhenOneWasTakenBack() {
        OnFile specific = SampleConsent.saying(Provision.of(
                        Provision.Effect.PERMIT,
                        Set.of(new Actor.Organisation(new PartnerId("opvang-demo"))),
                        Set.of(Purpose.TRANSITION),
                        Set.of(Category.ZRM),
                        Period.ALWAYS))
                .id("specific")
                .withdrawn(LATER)
                .onFile();
        assertThat(Asked.question().said(yes(), specific).word(Category.ZRM).refusal())
                .contains(ProblemCode.CONSENT_INSUFFICIENT);
        OnFile newer = SampleConsent.yes(Role.MO, Purpose.TRANSITION, Category.ZRM)
                .id("newer")
                .at(LATER)
                .onFile();
        assertThat(Asked.question()
                        .said(newer, yes(), specific)
                        .word(Category.ZRM)
                        .permitted())
                .isTrue();
        OnFile undated = OnFile.recorded(new Consent(
                "undated",
                Consent.Status.INACTIVE,
                Consent.Kind.EXPLICIT,
                Set.of(Giver.CLIENT),
                new Consent.Recording(new PartnerId("ggz-noord"), Consent.Channel.DESK, LATER),
                Optional.of(SampleConsent.EVIDENCE),
                Optional.empty(),
                SampleConsent.rule(Provision.Effect.PERMIT, Role.MO, Purpose.TRANSITION, Category.ZRM)));
        assertThat(Asked.question().said(newer, undated).word(Category.ZRM).permitted())
                .isFalse();
        assertThat(Asked.question().said(newer, undated).word(Category.CONTACT).permitted())
                .isTrue();
    }

    @Test
    @Guards(Threat.T05)
    void doesNotLetAReceiverGrantToItselfByMessage() {
        OnFile own = SampleConsent.yes(Role.MO, Purpose.TRANSITION, Category.ZRM)
                .recorded("opvang-demo", Consent.Channel.MESSAGE, SampleConsent.GIVEN)
                .onFile();
        assertThat(Asked.question().said(own).word(Category.ZRM).permitted()).isFalse();
        assertThat(Asked.question()
                        .to("opvang-twee", Role.MO)
                        .said(own)
                        .word(Category.ZRM)
                        .permitted())
                .isTrue();
        OnFile atDesk = SampleConsent.yes(Role.MO, Purpose.TRANSITION, Category.ZRM)
                .recorded("opvang-demo", Consent.Channel.DESK, SampleConsent.GIVEN)
                .onFile();
        assertThat(Asked.question().said(atDesk).word(Category.ZRM).permitted()).isTrue();
    }

    @Test
    void countsNoYesWithoutTheTextTheClientSaw() {
        OnFile bare = SampleConsent.yes(Role.MO, Purpose.TRANSITION, Category.ZRM)
                .withoutEvidence()
                .onFile();
        assertThat(Asked.question().said(bare).word(Category.ZRM).refusal()).contains(ProblemCode.CONSENT_INSUFFICIENT);
    }

    @Test
    void countsNoYesThatNamesNobodyNothingOrNoPurpose() {
        Provision whole = SampleConsent.rule(Provision.Effect.PERMIT, Role.MO, Purpose.TRANSITION, Category.ZRM);
        for (Provision vague : List.of(
                Provision.of(Provision.Effect.PERMIT, Set.of(), whole.purposes(), whole.categories(), Period.ALWAYS),
                Provision.of(Provision.Effect.PERMIT, whole.actors(), Set.of(), whole.categories(), Period.ALWAYS),
                Provision.of(Provision.Effect.PERMIT, whole.actors(), whole.purposes(), Set.of(), Period.ALWAYS))) {
            assertThat(Asked.question()
                            .said(SampleConsent.saying(vague).onFile())
                            .word(Category.ZRM)
                            .refusal())
                    .contains(ProblemCode.CONSENT_INSUFFICIENT);
            OnFile within = SampleConsent.saying(vague.except(whole)).onFile();
            assertThat(Asked.question().said(within).word(Category.ZRM).permitted())
                    .isTrue();
        }
    }

    @Test
    void takesAPresumptionForNoConsentAndItsWithdrawalForANo() {
        OnFile presumed = SampleConsent.yes(Role.GGZ, Purpose.TRANSITION, Category.ZRM, Category.REFERRAL)
                .presumed()
                .onFile();
        Asked toCare = Asked.question().to("ggz-zuid", Role.GGZ).said(presumed);
        assertThat(toCare.word(Category.REFERRAL).permitted()).isTrue();
        assertThat(toCare.word(Category.ZRM).permitted()).isFalse();
        OnFile takenBack = SampleConsent.yes(Role.GGZ, Purpose.TRANSITION, Category.REFERRAL)
                .presumed()
                .withdrawn(LATER)
                .onFile();
        assertThat(toCare.said(takenBack).word(Category.REFERRAL).refusal()).contains(ProblemCode.CONSENT_REFUSED);
        assertThat(Asked.question()
                        .said(SampleConsent.yes(Role.MO, Purpose.TRANSITION, Category.CONTACT)
                                .presumed()
                                .withdrawn(LATER)
                                .onFile())
                        .word(Category.CONTACT)
                        .permitted())
                .isTrue();
    }

    @Test
    void countsAYesAboutDataOfATimeOnlyForDataSurelyOfThatTime() {
        Period year = new Period(
                Optional.of(Instant.parse("2026-01-01T00:00:00Z")), Optional.of(Instant.parse("2027-01-01T00:00:00Z")));
        Period day = new Period(
                Optional.of(Instant.parse("2026-02-01T00:00:00Z")), Optional.of(Instant.parse("2026-02-02T00:00:00Z")));
        Period across = new Period(Optional.of(Instant.parse("2025-12-31T00:00:00Z")), day.until());
        OnFile yes = dated(Provision.Effect.PERMIT, year);
        assertThat(Asked.question().said(yes).dataOf(day).word(Category.ZRM).permitted())
                .isTrue();
        assertThat(Asked.question().said(yes).dataOf(year).word(Category.ZRM).permitted())
                .isTrue();
        assertThat(Asked.question().said(yes).dataOf(across).word(Category.ZRM).permitted())
                .isFalse();
        assertThat(Asked.question().said(yes).word(Category.ZRM).permitted()).isFalse();
        OnFile no = dated(Provision.Effect.DENY, day);
        assertThat(Asked.question()
                        .said(yes(), no)
                        .dataOf(across)
                        .word(Category.ZRM)
                        .permitted())
                .isFalse();
        assertThat(Asked.question().said(yes(), no).word(Category.ZRM).permitted())
                .isFalse();
        Period before = new Period(Optional.empty(), day.from());
        assertThat(Asked.question()
                        .said(yes(), no)
                        .dataOf(before)
                        .word(Category.ZRM)
                        .permitted())
                .isTrue();
        Period after = new Period(day.until(), Optional.empty());
        assertThat(Asked.question()
                        .said(yes(), no)
                        .dataOf(after)
                        .word(Category.ZRM)
                        .permitted())
                .isTrue();
    }

    private static OnFile dated(Provision.Effect effect, Period data) {
        Provision rule = SampleConsent.rule(effect, Role.MO, Purpose.TRANSITION, Category.ZRM);
        return SampleConsent.saying(new Provision(
                        effect,
                        rule.actors(),
                        rule.purposes(),
                        rule.categories(),
                        Period.ALWAYS,
                        Optional.of(data),
                        List.of(),
                        List.of()))
                .id("dated")
                .onFile();
    }

    @Test
    void letsWhatCannotBeReliedOnStopEverythingUntilSomebodyLooked() {
        OnFile unreliable = OnFile.stored(
                "c-9", yes() instanceof OnFile.Kept kept ? kept.consent().json() : Json.object(), "00");
        Word word = Asked.question().said(yes(), unreliable).word(Category.CONTACT);
        assertThat(word.refusal()).contains(ProblemCode.CONSENT_UNRELIABLE);
        assertThat(word.told().basis()).isEqualTo("cannot be relied on: tampered");
    }

    @Test
    void refusesToKeepAConsentUnderAnotherHashOrId() {
        Consent consent =
                SampleConsent.yes(Role.MO, Purpose.TRANSITION, Category.ZRM).consent();
        assertThat(OnFile.stored("other", consent.json(), consent.sha256())).isInstanceOf(OnFile.Unreliable.class);
        Json.Obj spaced = consent.json().with("extra", "x");
        assertThat(OnFile.stored("c-1", spaced, Hash.of(spaced))).isInstanceOf(OnFile.Unreliable.class);
        assertThat(OnFile.stored("c-1", Json.object(), Hash.of(Json.object())))
                .isEqualTo(new OnFile.Unreliable("c-1", Hash.of(Json.object()), "id"));
    }
}
