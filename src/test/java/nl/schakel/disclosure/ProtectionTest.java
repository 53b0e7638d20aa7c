package nl.schakel.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.directory.SampleReferral;
import nl.schakel.disclosure.Protection.Seen;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Label;
import nl.schakel.referral.Origin;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.ConsentedReferral.Ruling;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.referral.evidence.ValidatedReferral;
import org.junit.jupiter.api.Test;

/** What is kept of one protected client's whereabouts from one receiver. */
class ProtectionTest {
    private static final Enclosures READABLE = (bytes, contentType) -> contentType.equals("text/secret")
            ? Optional.empty()
            : Optional.of(new Enclosures.Opened(
                    List.of(new String(bytes, StandardCharsets.UTF_8)), "cleaned".getBytes(StandardCharsets.UTF_8)));

    private static final InformationItem SECRET = item(
            Category.SECRET_ADDRESS,
            Json.object()
                    .with("resourceType", "Patient")
                    .with("address", Json.array(Json.object().with("postalCode", "5613AB"))));

    private static InformationItem item(Category category, Json.Obj resource) {
        return new InformationItem(
                category, resource, new Origin(new PartnerId("ggz-noord"), Role.GGZ, "NTE-3"), Set.of());
    }

    private static InformationItem saying(String words) {
        return item(
                Category.REFERRAL,
                Json.object()
                        .with("resourceType", "ServiceRequest")
                        .with("reasonCode", Json.array(Json.object().with("text", words))));
    }

    private static InformationItem enclosing(String contentType, String data) {
        return item(
                Category.PLAN,
                Json.object()
                        .with("resourceType", "DocumentReference")
                        .with(
                                "content",
                                Json.array(Json.object()
                                        .with(
                                                "attachment",
                                                Json.object()
                                                        .with("contentType", contentType)
                                                        .with("data", data)))));
    }

    private static String base64(String words) {
        return Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Protection> to(Role role, boolean cleared, boolean labelled, Enclosures enclosures) {
        Referral referral = new Referral(
                (labelled ? SampleReferral.sample().labelled(Label.SECRET_ADDRESS) : SampleReferral.sample())
                        .referral()
                        .envelope(),
                List.of(SECRET));
        Map<Category, Ruling> rulings = new EnumMap<>(Category.class);
        rulings.put(Category.SECRET_ADDRESS, new Ruling(cleared, "r", "b"));
        Candidate candidate = Candidate.minted(
                ValidatedReferral.minted(TranslatedReferral.minted(referral, "t", List.of())),
                new PartnerId("opvang-demo"),
                role,
                Purpose.TRANSITION,
                Optional.empty(),
                "circle");
        return Protection.of(
                ConsentedReferral.minted(candidate, rulings, "p", Instant.EPOCH, Json.object()),
                new Surroundings(false, Set.of(), Optional.of("Toegang Eindhoven")),
                enclosures);
    }

    private static Protection shelter() {
        return to(Role.MO, false, true, READABLE).orElseThrow();
    }

    private static Seen look(InformationItem... items) {
        return shelter().look(List.of(items), Looked.BY_NOBODY);
    }

    private static String stopped(InformationItem... items) {
        return look(items).clear().fold(seen -> "goes", problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.SECRET_ADDRESS);
            return problem.place().orElse("");
        });
    }

    @Test
    void isForTheProtectedAloneAndNotForWhoIsCleared() {
        assertThat(to(Role.MO, false, true, READABLE)).isPresent();
        assertThat(to(Role.MO, true, true, READABLE)).isEmpty();
        assertThat(to(Role.MO, false, false, READABLE)).isEmpty();
    }

    @Test
    void keepsContactForTheDeskAndGivesOthersAWayThroughIt() {
        Protection desk = to(Role.TOEG, false, true, READABLE).orElseThrow();
        assertThat(desk.withholds(Category.CONTACT)).isFalse();
        assertThat(desk.contactRoute()).isEmpty();
        assertThat(shelter().withholds(Category.CONTACT)).isTrue();
        assertThat(new String(shelter().contactRoute().orElseThrow().utf8(), StandardCharsets.UTF_8))
                .contains("via Toegang Eindhoven");
        assertThat(desk.withholds(Category.ADDRESS)).isTrue();
        assertThat(desk.withholds(Category.SECRET_ADDRESS)).isTrue();
        assertThat(shelter().withholds(Category.PLAN)).isFalse();
    }

    @Test
    void letsOrdinaryWordsGoUnchanged() {
        InformationItem words = saying("wil een eigen kamer");
        assertThat(look(words).clear().fold(Seen::going, problem -> List.of())).containsExactly(words);
    }

    @Test
    void stopsAndSaysWhereAndNeverWhat() {
        assertThat(stopped(saying("nu op 5613 AB 12")))
                .isEqualTo(
                        "NTE-3 = referral.reasonCode[0].text, characters 7 to 13 (what is known of where the client is)");
        assertThat(stopped(saying("belt op 0492-531234"))).contains("characters 9 to 19 (a telephone number)");
    }

    @Test
    void saysHowManyMoreThereAre() {
        InformationItem place = saying("Kerkstraat 1 en Dorpsweg 4 en Molenlaan 2 en Markt");
        assertThat(stopped(place, place)).contains("; ").endsWith(" and 1 more");
        assertThat(stopped(place)).doesNotContain("more");
    }

    /** A place cut over two items is found when they are read as one. */
    @Test
    void findsAPlaceCutOverItems() {
        assertThat(stopped(saying("zij zit op 56"), saying("13 AB en belt")))
                .isEqualTo("several items together (what is known of where the client is)");
        assertThat(stopped(saying("zij zit op 57"), saying("13 AB en belt"))).isEqualTo("goes");
    }

    @Test
    void readsWhatIsEnclosedAndSendsItWithoutItsMaking() {
        Seen seen = look(enclosing("text/plain", base64("wil een eigen kamer")));
        assertThat(seen.marked()).isEmpty();
        assertThat(new String(seen.going().get(0).resource().utf8(), StandardCharsets.UTF_8))
                .contains(base64("cleaned"))
                .contains("text/plain");
        assertThat(stopped(enclosing("text/plain", base64("ligt op Kerkstraat 12"))))
                .contains("plan.content[0].attachment.data")
                .contains("(a street)");
    }

    @Test
    void stopsWhatIsEnclosedAndCannotBeRead() {
        assertThat(stopped(enclosing("text/secret", base64("x"))))
                .isEqualTo("NTE-3 = plan.content[0].attachment.data (something enclosed that cannot be read)");
        assertThat(stopped(enclosing("text/plain", "A"))).contains("cannot be read");
    }

    /** Data that is no attachment is read as words. */
    @Test
    void readsOtherDataAsWords() {
        InformationItem data =
                item(Category.PLAN, Json.object().with("resourceType", "Basic").with("data", "op Kerkstraat 12"));
        assertThat(stopped(data)).contains("plan.data, characters").contains("(a street)");
    }

    @Test
    void looksALastTimeAtBytesAndAtWhatCanBeOpenedInThem() {
        assertThat(shelter().isIn("nu op 5613AB".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(shelter().isIn("nu op 5614AB".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        Enclosures inside = (bytes, contentType) -> Optional.of(new Enclosures.Opened(List.of("5613 ab"), bytes));
        byte[] closed = {1, 2, 3};
        assertThat(to(Role.MO, false, true, inside).orElseThrow().isIn(closed)).isTrue();
        assertThat(shelter().isIn(closed)).isFalse();
    }
}
