package nl.schakel.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.directory.SampleReferral;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Label;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.ConsentedReferral.Ruling;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.referral.evidence.ValidatedReferral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decisions of the policy table as it is in the repository. */
class ConsentDeskTest {
    private static final Instant NOW = Instant.parse("2026-04-10T11:00:00Z");
    private static final LegalBasis BASIS = SamplePolicy.ofRepository();
    private final ConsentDesk desk = new ConsentDesk(BASIS);

    @ParameterizedTest(name = "{0} sends to {1} for {2}: {3}")
    @CsvSource({
        "GGZ, MO, TRANSITION, identity bsn contact address referral housing plan",
        "ZH, MO, TRANSITION, identity bsn contact address referral housing plan",
        "GGZ, SHV, DEBT, identity bsn contact address income debts",
        "GGZ, TOEG, INTAKE, identity contact address referral housing",
        "GGZ, GGZ, TRANSITION, identity bsn contact address referral plan health-detail legal-status safety",
        "MO, GGZ, TRANSITION, identity bsn contact address referral plan",
        "MO, MO, TRANSITION, identity bsn contact address referral housing plan",
        "SHV, MO, TRANSITION, identity bsn contact address referral plan",
        "CRED, SHV, DEBT, identity address debts",
        "GGZ, VRIJW, TRANSITION, ''",
        "GGZ, CORP, TRANSITION, ''",
        "GGZ, VO, SAFETY, ''",
        "GGZ, CLIENT, CLIENT-ACCESS, ''",
        "GGZ, MO, ASSIGN, ''",
        "CLIENT, MO, TRANSITION, ''"
    })
    void permitsWithoutConsentExactly(Role sender, Role receiver, String purpose, String permitted) {
        ConsentedReferral decided = decide(
                SampleReferral.sample().from("sender-demo", sender).referral(),
                receiver,
                Purpose.of(purpose).orElseThrow(),
                List.of());
        assertThat(permitted(decided)).isEqualTo(words(permitted));
        assertThat(decided.rulings()).hasSize(Category.values().length);
        assertThat(decided.policy()).isEqualTo(BASIS.id()).startsWith("default-policy@");
    }

    @Test
    void namesRuleAndBasisOfEveryWord() {
        Map<Category, Ruling> rulings =
                decideSample(Role.MO, Purpose.TRANSITION).rulings();
        assertThat(rulings.get(Category.IDENTITY))
                .isEqualTo(new Ruling(
                        true,
                        "TRANSITION,MO,identity",
                        "Wmo 2015 ch. 5 (5.1.1-5.1.2); after the client is told: the sender answers for that"));
        assertThat(rulings.get(Category.ZRM))
                .isEqualTo(new Ruling(false, "TRANSITION,MO,zrm", "This release needs a consent that is not there."));
        assertThat(rulings.get(Category.HEALTH_DETAIL))
                .isEqualTo(new Ruling(false, "TRANSITION,MO,health-detail", "NEVER: data minimisation"));
        assertThat(decideSample(Role.SHV, Purpose.DEBT).rulings().get(Category.REFERRAL))
                .isEqualTo(new Ruling(false, "default-deny", "not released; what is not listed is never"));
        assertThat(decideSample(Role.TOEG, Purpose.INTAKE).rulings().get(Category.BSN))
                .isEqualTo(new Ruling(
                        false, "INTAKE,TOEG,bsn", "mask until accepted: withheld from the desk until it has accepted"));
    }

    @Test
    void saysThatARowForEmergenciesNeedsOne() {
        Ruling ruling = decideSample(Role.MO, Purpose.SAFETY).rulings().get(Category.SAFETY);
        assertThat(ruling).isEqualTo(new Ruling(false, "SAFETY,MO,safety", "This is released in an emergency alone."));
    }

    @Test
    void releasesToDebtReliefForATransitionOnlyWithARequestOrSignal() {
        SampleReferral with = SampleReferral.sample().needs(Need.DEBTS);
        SampleReferral without = SampleReferral.sample().needs(Need.SHELTER);
        assertThat(permitted(decide(with.referral(), Role.SHV, Purpose.TRANSITION, List.of())))
                .contains(Category.BSN);
        assertThat(permitted(decide(without.referral(), Role.SHV, Purpose.TRANSITION, List.of())))
                .doesNotContain(Category.BSN);
    }

    @Test
    void releasesWithAConsentThatCovers() {
        Ruling ruling = decideSample(Role.MO, Purpose.TRANSITION, given(Category.ZRM, Role.MO, Purpose.TRANSITION))
                .rulings()
                .get(Category.ZRM);
        assertThat(ruling.permitted()).isTrue();
        assertThat(ruling.rule()).isEqualTo("TRANSITION,MO,zrm");
        assertThat(ruling.basis()).startsWith("consent:c-1; AVG 6(1)(a)");
    }

    @Test
    void refusesAConsentForSomethingElse() {
        assertThat(permitted(decideSample(
                        Role.MO,
                        Purpose.TRANSITION,
                        given(Category.NETWORK, Role.MO, Purpose.TRANSITION),
                        given(Category.ZRM, Role.SHV, Purpose.TRANSITION),
                        given(Category.ZRM, Role.MO, Purpose.INTAKE))))
                .contains(Category.NETWORK)
                .doesNotContain(Category.ZRM);
    }

    @ParameterizedTest(name = "from {0} h until {1} h, {2}: {3}")
    @CsvSource({
        "-1, 1, ACTIVE, true",
        "0, 1, ACTIVE, true",
        "-1, 0, ACTIVE, false",
        "1, 2, ACTIVE, false",
        "-1, 1, INACTIVE, false",
        "-1, 1, REJECTED, false",
        "-1, 1, DRAFT, false",
        "-1, 1, PROPOSED, false",
        "-1, 1, ENTERED_IN_ERROR, false"
    })
    void countsAConsentOnlyWithinItsTimeAndStatus(long from, long until, Consent.Status status, boolean counts) {
        OnFile consent = SampleConsent.yes(Role.MO, Purpose.TRANSITION, Category.ZRM)
                .during(NOW.plus(Duration.ofHours(from)), NOW.plus(Duration.ofHours(until)))
                .status(status)
                .onFile();
        assertThat(permitted(decideSample(Role.MO, Purpose.TRANSITION, consent)).contains(Category.ZRM))
                .isEqualTo(counts);
    }

    @ParameterizedTest(name = "given {0}: {1}")
    @CsvSource({
        "2026-04-10T11:00:00Z, true",
        "2026-04-10T11:00:00.001Z, false",
        "2025-04-10T11:00:00.001Z, true",
        "2025-04-10T11:00:00Z, false"
    })
    void countsAConsentForTwelveMonthsFromItsDay(Instant given, boolean counts) {
        OnFile consent = SampleConsent.yes(Role.MO, Purpose.TRANSITION, Category.ZRM)
                .at(given)
                .onFile();
        assertThat(permitted(decideSample(Role.MO, Purpose.TRANSITION, consent)).contains(Category.ZRM))
                .isEqualTo(counts);
    }

    @Test
    void neverOpensWithConsentWhatTheTableNeverAllows() {
        OnFile[] all = Stream.of(Category.values())
                .map(c -> given(c, Role.MO, Purpose.TRANSITION))
                .toArray(OnFile[]::new);
        assertThat(permitted(decideSample(Role.MO, Purpose.TRANSITION, all)))
                .doesNotContain(Category.HEALTH_DETAIL, Category.SPECIAL, Category.SECRET_ADDRESS, Category.JUSTICE);
    }

    @Test
    void letsTheClientsNoWinFromTheTableToo() {
        OnFile no = SampleConsent.no(Role.MO, Purpose.TRANSITION, Category.CONTACT)
                .id("n")
                .onFile();
        Ruling ruling = decideSample(Role.MO, Purpose.TRANSITION, no).rulings().get(Category.CONTACT);
        assertThat(ruling).isEqualTo(new Ruling(false, "consent:n", "the client refuses this"));
    }

    @Test
    void withholdsEvenWithConsentWhatItsNoteRestricts() {
        Ruling ruling = decideSample(Role.MO, Purpose.DEBT, given(Category.PLAN, Role.MO, Purpose.DEBT))
                .rulings()
                .get(Category.PLAN);
        assertThat(ruling.permitted()).isFalse();
        assertThat(ruling.basis()).startsWith("phase of the debt plan only");
    }

    /** What they get of these is cut down further by the room of disclosure, which has a test of both together. */
    @Test
    void releasesToAVolunteerWithConsentContactAndGoalsAndNeverTheRest() {
        OnFile[] all = Stream.of(Category.values())
                .map(category -> given(category, Role.VRIJW, Purpose.TRANSITION))
                .toArray(OnFile[]::new);
        assertThat(permitted(decideSample(Role.VRIJW, Purpose.TRANSITION, all)))
                .containsExactlyInAnyOrder(Category.IDENTITY, Category.CONTACT, Category.PLAN);
        assertThat(permitted(decideSample(
                        Role.VRIJW, Purpose.TRANSITION, given(Category.PLAN, Role.VRIJW, Purpose.TRANSITION))))
                .containsExactly(Category.PLAN);
        assertThat(permitted(decideSample(Role.VRIJW, Purpose.INTAKE, all))).isEmpty();
    }

    @Test
    void protectsTheAddressWithoutSayingWhy() {
        for (Role role : Role.values()) {
            for (Purpose purpose : Purpose.values()) {
                Referral labelled =
                        SampleReferral.sample().labelled(Label.SECRET_ADDRESS).referral();
                Ruling ruling =
                        decide(labelled, role, purpose, List.of()).rulings().get(Category.ADDRESS);
                Ruling plain = decide(SampleReferral.sample().referral(), role, purpose, List.of())
                        .rulings()
                        .get(Category.ADDRESS);
                assertThat(ruling).isEqualTo(plain.permitted() ? Word.NOT_RELEASED : plain);
            }
        }
    }

    @Test
    void protectsTheAddressWhenOneItemAloneIsLabelled() {
        Referral plain = SampleReferral.sample().referral();
        List<InformationItem> items = new ArrayList<>(plain.items());
        InformationItem last = items.remove(items.size() - 1);
        items.add(new InformationItem(last.category(), last.resource(), last.origin(), Set.of(Label.SECRET_ADDRESS)));
        assertThat(permitted(decide(new Referral(plain.envelope(), items), Role.MO, Purpose.TRANSITION, List.of())))
                .doesNotContain(Category.ADDRESS)
                .contains(Category.IDENTITY);
    }

    @Test
    void refusesWhatTheSenderWasNeverEntitledToHold() {
        Ruling ruling = decide(
                        SampleReferral.sample().from("opvang-demo", Role.MO).referral(),
                        Role.GGZ,
                        Purpose.TRANSITION,
                        List.of())
                .rulings()
                .get(Category.HEALTH_DETAIL);
        assertThat(ruling).isEqualTo(new Ruling(false, "no-laundering", "MO is not entitled to hold health-detail"));
    }

    @Test
    void refusesThatANonCareSenderPassesOnMedicalOrigin() {
        Referral plain = SampleReferral.sample()
                .from("opvang-demo", Role.MO)
                .holding(EnumSet.of(Category.IDENTITY, Category.HEALTH_POINTER))
                .referral();
        InformationItem item = plain.items().get(1);
        InformationItem medical =
                new InformationItem(item.category(), item.resource(), item.origin(), Set.of(Label.MEDICAL_ORIGIN));
        OnFile consent = given(Category.HEALTH_POINTER, Role.MO, Purpose.TRANSITION);
        assertThat(permitted(decide(plain, Role.MO, Purpose.TRANSITION, List.of(consent))))
                .contains(Category.HEALTH_POINTER);
        assertThat(permitted(decide(
                        new Referral(plain.envelope(), List.of(plain.items().get(0), medical)),
                        Role.MO,
                        Purpose.TRANSITION,
                        List.of(consent))))
                .doesNotContain(Category.HEALTH_POINTER)
                .contains(Category.IDENTITY);
    }

    @Test
    void permitsNothingWithATableAlone() {
        LegalBasis bare =
                SamplePolicy.of("INTAKE,,MO,identity,PERMIT,,,Wmo,Wmo,").basis();
        Candidate candidate = candidate(SampleReferral.sample().referral(), Role.MO, Purpose.INTAKE);
        assertThat(new ConsentDesk(bare)
                        .decide(candidate, ClientFile.EMPTY, NOW)
                        .fold(ConsentDeskTest::permitted, problem -> Set.of(Category.SPECIAL)))
                .isEmpty();
    }

    private ConsentedReferral decideSample(Role receiver, Purpose purpose, OnFile... consents) {
        return decide(SampleReferral.sample().referral(), receiver, purpose, List.of(consents));
    }

    private ConsentedReferral decide(Referral referral, Role receiver, Purpose purpose, List<OnFile> consents) {
        return desk.decide(candidate(referral, receiver, purpose), ClientFile.EMPTY.with(consents), NOW)
                .fold(decided -> decided, problem -> {
                    throw new AssertionError(problem.sentence());
                });
    }

    private static Candidate candidate(Referral referral, Role receiver, Purpose purpose) {
        ValidatedReferral validated =
                ValidatedReferral.minted(TranslatedReferral.minted(referral, "test/1@0", List.of()));
        return Candidate.minted(validated, new PartnerId("receiver-demo"), receiver, purpose, Optional.empty(), "test");
    }

    private static OnFile given(Category category, Role receiver, Purpose purpose) {
        return SampleConsent.yes(receiver, purpose, category).onFile();
    }

    private static Set<Category> permitted(ConsentedReferral decided) {
        return decided.rulings().entrySet().stream()
                .filter(e -> e.getValue().permitted())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Set<Category> words(String codes) {
        return Stream.of(codes.split(" "))
                .filter(c -> !c.isEmpty())
                .map(c -> Category.of(c).orElseThrow())
                .collect(Collectors.toSet());
    }
}
