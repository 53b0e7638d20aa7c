package nl.schakel.disclosure;

import static nl.schakel.disclosure.SampleDisclosure.item;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.directory.SampleReferral;
import nl.schakel.referral.Category;
import nl.schakel.referral.Deletion;
import nl.schakel.referral.Deletion.Member;
import nl.schakel.referral.Deletions;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Label;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.MinimisedReferral;
import nl.schakel.referral.evidence.OutboundDocument;
import org.junit.jupiter.api.Test;

/** What goes whole or not at all, what is said of others, what was taken away, and what waits for a person. */
class DisclosureEdgesTest {
    private static final InformationItem NAMED = item(
            Category.IDENTITY,
            Json.object()
                    .with("resourceType", "Patient")
                    .with("name", Json.array(Json.object().with("family", "TEST"))));
    private static final Json.Obj SEALED = Json.object()
            .with("resourceType", "DocumentReference")
            .with(
                    "content",
                    Json.array(Json.object()
                            .with(
                                    "attachment",
                                    Json.object()
                                            .with("contentType", "application/jose")
                                            .with("data", Base64.getEncoder().encodeToString(new byte[] {1})))));

    private final Disclosure disclosure = SampleDisclosure.tables();

    @Test
    void aSealedPartGoesWholeToTheOneWhoCanOpenItAndToNobodyElse() {
        InformationItem part = item(Category.PLAN, SEALED);
        MinimisedReferral opener = minimised(Role.MO, openable(SEALED), NAMED, part);
        assertThat(opener.items()).contains(part);
        assertThat(opener.withheldItems()).isZero();
        assertThat(opener.withheld()).doesNotContainKey(Category.PLAN);

        MinimisedReferral other = minimised(Role.MO, Surroundings.NONE, NAMED, part);
        assertThat(other.items()).doesNotContain(part);
        assertThat(other.withheldItems()).isEqualTo(1);
        assertThat(other.withheld()).containsEntry(Category.PLAN, "a part that is sealed for another receiver");

        InformationItem contact = item(Category.CONTACT, SEALED);
        InformationItem reach = item(
                Category.IDENTITY,
                Json.object()
                        .with("resourceType", "Patient")
                        .with("name", Json.array(Json.object().with("given", Json.array(Json.text("Lisa"))))));
        assertThat(minimised(Role.VRIJW, openable(SEALED), reach, contact).items())
                .as("a volunteer opens nothing")
                .doesNotContain(contact);
        assertThat(minimised(Role.SHV, openable(SEALED), NAMED, item(Category.ZRM, SEALED))
                        .withheld())
                .as("not needed, whoever can open it")
                .containsEntry(Category.ZRM, "not needed by SHV for TRANSITION");
    }

    @Test
    void ofAProtectedClientNobodyWhoIsNotClearedGetsASealedPart() {
        InformationItem part = item(Category.PLAN, SEALED);
        MinimisedReferral left = minimise(hidden(Role.MO, NAMED, part), openable(SEALED));
        assertThat(left.items()).doesNotContain(part);
        assertThat(left.withheld()).containsEntry(Category.PLAN, "not released");
    }

    @Test
    void whatIsSaidOfARelativeStaysOutAndWhatIsSaidOfOthersDoesNot() {
        Relative mother = Relative.of(
                List.of(new Referral(
                        SampleReferral.sample().referral().envelope(),
                        List.of(item(Category.IDENTITY, person("Patient", "Els"))))),
                false);
        Surroundings family = new Surroundings(false, Set.of(), Optional.empty(), List.of(mother), Set.of());
        InformationItem els = item(Category.NETWORK, person("RelatedPerson", "Els"));
        InformationItem piet = item(Category.NETWORK, person("RelatedPerson", "Piet"));
        MinimisedReferral left = minimised(Role.CTI, family, NAMED, els, piet);
        assertThat(left.items()).contains(piet).doesNotContain(els);
        assertThat(left.withheld()).containsEntry(Category.NETWORK, "not released");
        assertThat(minimised(Role.CTI, Surroundings.NONE, NAMED, els).items()).contains(els);
        InformationItem client = item(Category.IDENTITY, person("Patient", "Els"));
        assertThat(minimised(Role.CTI, family, client).items())
                .as("the client is no relative, whatever they are called")
                .contains(client);
    }

    @Test
    void onlyWhoMightHaveHadItHearsThatSomethingIsTakenAway() {
        Deletion telecom = new Deletion("PID-13", Category.CONTACT, "Patient", List.of(Member.each("telecom")), true);
        Deletion gender = new Deletion("PID-8", Category.CONTACT, "Patient", List.of(Member.single("gender")), true);
        Deletion network = new Deletion("NK1", Category.NETWORK, "RelatedPerson", List.of(), true);
        InformationItem had = item(
                Category.CONTACT,
                Json.object()
                        .with("resourceType", "Patient")
                        .with("telecom", Json.array(Json.object().with("value", "06-12345678"))));
        Referral referral = new Referral(
                SampleReferral.sample().referral().envelope(),
                List.of(NAMED),
                new Deletions(List.of(telecom, gender, network), List.of(), List.of(had)));
        assertThat(minimise(consented(referral, Role.MO, Set.of(Category.values())), Surroundings.NONE)
                        .deletions())
                .as("a gender was never there, nor a person around the client")
                .containsExactly(telecom);
        assertThat(minimise(consented(referral, Role.MO, Set.of(Category.IDENTITY)), Surroundings.NONE)
                        .deletions())
                .isEmpty();
    }

    @Test
    void aPlaceInWordsOfAProtectedClientWaitsForAPersonUnderANameOfItsOwn() {
        InformationItem words = saying(Category.REFERRAL, "zij zit op Kerkstraat 1");
        List<MarkedItem> marked = disclosure.marked(hidden(Role.MO, NAMED, words), Surroundings.NONE, Looked.BY_NOBODY);
        assertThat(marked).singleElement().satisfies(one -> {
            assertThat(one.item()).matches("[0-9a-f]{64}");
            assertThat(one.category()).isEqualTo(Category.REFERRAL);
        });
        assertThat(marked.get(0).item())
                .isEqualTo(MarkedItem.name(words))
                .isNotEqualTo(MarkedItem.name(saying(Category.PLAN, "zij zit op Kerkstraat 1")))
                .isNotEqualTo(MarkedItem.name(saying(Category.REFERRAL, "zij zit op Kerkstraat 2")));
        assertThat(disclosure.marked(
                        consented(referral(NAMED, words), Role.MO, Set.of(Category.values())),
                        Surroundings.NONE,
                        Looked.BY_NOBODY))
                .isEmpty();
    }

    @Test
    void theLastLookStopsWhatTellsTooMuch() {
        OutboundDocument document = OutboundDocument.minted(
                new Delivery(new PartnerId("opvang-demo"), "out", "m", true),
                "id",
                "text/plain",
                new byte[] {1},
                "m@0");
        assertThat(last(document, false)).isEqualTo("goes");
        assertThat(last(document, true)).isEqualTo(ProblemCode.SECRET_ADDRESS.name());
    }

    private static String last(OutboundDocument document, boolean tells) {
        ConsentedReferral consented = consented(referral(NAMED), Role.MO, Set.of(Category.IDENTITY));
        MinimisedReferral from =
                MinimisedReferral.minted(consented, List.of(NAMED), Map.of(), 0, List.of(), bytes -> tells);
        return Disclosure.lastLook(from, document)
                .fold(done -> "goes", problem -> problem.code().name());
    }

    private static Surroundings openable(Json.Obj resource) {
        return new Surroundings(false, Set.of(), Optional.empty(), List.of(), Set.of(resource));
    }

    private MinimisedReferral minimised(Role role, Surroundings around, InformationItem... items) {
        return minimise(consented(referral(items), role, Set.of(Category.values())), around);
    }

    private MinimisedReferral minimise(ConsentedReferral consented, Surroundings around) {
        return disclosure.minimise(consented, around, Looked.BY_NOBODY).fold(left -> left, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    private static Referral referral(InformationItem... items) {
        return new Referral(SampleReferral.sample().referral().envelope(), List.of(items));
    }

    /** Of a protected client, to a receiver who is not cleared. */
    private static ConsentedReferral hidden(Role role, InformationItem... items) {
        Referral referral = new Referral(
                SampleReferral.sample()
                        .labelled(Label.SECRET_ADDRESS)
                        .referral()
                        .envelope(),
                List.of(items));
        Set<Category> permitted = new java.util.HashSet<>(Set.of(Category.values()));
        permitted.remove(Category.SECRET_ADDRESS);
        return consented(referral, role, permitted);
    }

    private static ConsentedReferral consented(Referral referral, Role role, Set<Category> permitted) {
        return SampleDisclosure.consented(referral, role, Purpose.TRANSITION, permitted);
    }

    private static Json.Obj person(String type, String given) {
        return Json.object()
                .with("resourceType", type)
                .with("name", Json.array(Json.object().with("given", Json.array(Json.text(given)))));
    }

    private static InformationItem saying(Category category, String words) {
        return item(
                category,
                Json.object()
                        .with("resourceType", "ServiceRequest")
                        .with("status", "active")
                        .with("reasonCode", Json.array(Json.object().with("text", words))));
    }
}
