package nl.schakel.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Break-glass: what it opens, for how long, and what never. */
class EmergencyTest {
    private static final Set<Category> EVERYTHING = EnumSet.allOf(Category.class);

    private static Opening opening(Purpose purpose, Duration ago, Optional<Opening.Review> review) {
        return new Opening(
                "o-1",
                new PartnerId("opvang-demo"),
                purpose,
                EVERYTHING,
                "opener",
                Asked.NOW.minus(ago),
                Optional.of("ab"),
                review);
    }

    private static Opening open(Purpose purpose) {
        return opening(purpose, Duration.ofMinutes(1), Optional.empty());
    }

    private static Word safety(Opening... openings) {
        return Asked.question().purpose(Purpose.SAFETY).opened(openings).word(Category.SAFETY);
    }

    @Test
    void opensARowForEmergenciesAndNamesWhatItRestsOn() {
        assertThat(safety().refusal()).contains(ProblemCode.BREAK_GLASS_NEEDED);
        Word opened = safety(open(Purpose.SAFETY));
        assertThat(opened.permitted()).isTrue();
        assertThat(opened.told().basis()).startsWith("break-glass:o-1; ");
        assertThat(opened.spoken().get(opened.spoken().size() - 1).laws()).containsExactly("AVG-6-1-d", "AVG-9-2-c");
    }

    @Test
    void opensARowThatAsksConsentAndIsMarkedForIt() {
        assertThat(Asked.question().word(Category.SAFETY).refusal()).contains(ProblemCode.CONSENT_MISSING);
        assertThat(Asked.question()
                        .opened(open(Purpose.TRANSITION))
                        .word(Category.SAFETY)
                        .permitted())
                .isTrue();
    }

    /** Over the whole table of the repository, for every receiver and purpose. */
    @Test
    void opensNothingThatTheTableDoesNotMark() {
        int opened = 0;
        for (Role role : Role.values()) {
            for (Purpose purpose : Purpose.values()) {
                Asked asked = Asked.question().to("opvang-demo", role).purpose(purpose);
                Decision shut = Asked.decided(asked.aboutAll());
                Decision open = Asked.decided(asked.opened(open(purpose)).aboutAll());
                for (Category category : Category.values()) {
                    boolean changed = open.rulings().get(category).permitted()
                            && !shut.rulings().get(category).permitted();
                    boolean marked = Asked.Held.BASIS
                            .row(new PolicyRow.Cell(purpose, Optional.of(Role.GGZ), role, category), Asked.NOW)
                            .map(row -> row.isForEmergencies() || row.note().equals("BREAK-GLASS possible"))
                            .orElse(false);
                    assertThat(changed && !marked)
                            .as("%s %s %s", purpose, role, category)
                            .isFalse();
                    opened += changed ? 1 : 0;
                }
            }
        }
        assertThat(opened).isGreaterThan(10);
    }

    @Test
    void neverOpensSecretAddressDebtsOrSpecialEvenWhereATableWould() {
        for (Category category : Set.of(Category.SPECIAL, Category.SECRET_ADDRESS, Category.DEBTS)) {
            LegalBasis basis = SamplePolicy.of("TRANSITION,,MO," + category.code() + ",CONSENT,,,Wmo,Wmo,glass")
                    .note("glass,break-glass-too,may be opened")
                    .holds("GGZ," + category.code())
                    .basis();
            Question asked = Asked.question().opened(open(Purpose.TRANSITION)).about(category);
            assertThat(new ConsentDesk(basis)
                            .decide(asked)
                            .rulings()
                            .get(category)
                            .permitted())
                    .isFalse();
        }
    }

    @ParameterizedTest(name = "{0} minutes after, reviewed {1} approved {2} by {3}: {4}")
    @CsvSource({
        "0, -1, false, '', true",
        "1439, -1, false, '', true",
        "1440, -1, false, '', false",
        "-1, -1, false, '', false",
        "60, 30, false, second, false",
        "60, 60, false, second, false",
        "60, 61, false, second, true",
        "2000, 30, true, second, true",
        "2000, 30, true, opener, false",
        "60, 30, true, opener, false",
        "2000, 2001, true, second, false"
    })
    void staysOpenForADayAndLongerOnlyWithASecondPerson(
            long minutesAfter, long reviewed, boolean approved, String by, boolean open) {
        Instant openedAt = Asked.NOW.minus(Duration.ofMinutes(minutesAfter));
        Optional<Opening.Review> review = reviewed < 0
                ? Optional.empty()
                : Optional.of(new Opening.Review(by, openedAt.plus(Duration.ofMinutes(reviewed)), approved));
        assertThat(safety(opening(Purpose.SAFETY, Duration.ofMinutes(minutesAfter), review))
                        .permitted())
                .isEqualTo(open);
    }

    @Test
    void opensNothingWithoutAReasonOrForAnotherReceiverPurposeOrCategory() {
        Opening good = open(Purpose.SAFETY);
        assertThat(safety(with(good, "opvang-twee", good.categories(), good.reasonSha256()))
                        .permitted())
                .isFalse();
        assertThat(safety(with(good, "opvang-demo", Set.of(Category.HOUSING), good.reasonSha256()))
                        .permitted())
                .isFalse();
        assertThat(safety(with(good, "opvang-demo", good.categories(), Optional.empty()))
                        .permitted())
                .isFalse();
        assertThat(safety(open(Purpose.CARE)).permitted()).isFalse();
    }

    private static Opening with(Opening good, String receiver, Set<Category> categories, Optional<String> reason) {
        return new Opening(
                good.id(),
                new PartnerId(receiver),
                good.purpose(),
                categories,
                good.openedBy(),
                good.openedAt(),
                reason,
                good.review());
    }

    @Test
    void givesWayToTheClientsNo() {
        OnFile no = SampleConsent.no(Role.MO, Purpose.SAFETY, Category.SAFETY).onFile();
        Word word = Asked.question()
                .purpose(Purpose.SAFETY)
                .opened(open(Purpose.SAFETY))
                .said(no)
                .word(Category.SAFETY);
        assertThat(word.refusal()).contains(ProblemCode.CONSENT_REFUSED);
    }

    @Test
    void isNotOpenedByAConsent() {
        OnFile yes = SampleConsent.yes(Role.MO, Purpose.SAFETY, Category.SAFETY).onFile();
        Word word = Asked.question().purpose(Purpose.SAFETY).said(yes).word(Category.SAFETY);
        assertThat(word.refusal()).contains(ProblemCode.BREAK_GLASS_NEEDED);
    }
}
