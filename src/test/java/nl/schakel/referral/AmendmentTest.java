package nl.schakel.referral;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AmendmentTest {
    private static final Envelope ENVELOPE = new Envelope(
            Envelope.Event.UPDATE,
            new PartnerId("ward"),
            Role.GGZ,
            "M1",
            Instant.EPOCH,
            new ClientIdentity(Optional.empty(), Optional.of("77120"), Optional.empty()),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Purpose.TRANSITION,
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of());
    private static final Origin WARD = new Origin(new PartnerId("ward"), Role.GGZ, "PID");

    @Test
    void whatALaterMessageSaysTakesTheEarlierPlaceAndSilenceKeeps() {
        InformationItem before =
                item(Category.IDENTITY, patient().with("gender", "male").with("birthDate", "1984-05-17"));
        InformationItem later = item(Category.IDENTITY, patient().with("gender", "female"));
        assertThat(Amendment.of(List.of(before), List.of(later)))
                .extracting(InformationItem::resource)
                .containsExactly(patient().with("gender", "female").with("birthDate", "1984-05-17"));
    }

    @Test
    void oneCategoryNeverTakesThePlaceOfAnother() {
        InformationItem address = item(Category.ADDRESS, patient().with("address", "a"));
        InformationItem contact = item(Category.CONTACT, patient().with("telecom", "t"));
        assertThat(Amendment.of(List.of(address), List.of(contact))).containsExactly(address, contact);
    }

    @Test
    void aFindingIsKnownByItsCodeAndALetterIsAdded() {
        InformationItem first = observation("04", "1");
        InformationItem other = observation("01", "2");
        InformationItem newer = observation("04", "3");
        assertThat(Amendment.of(List.of(first, other), List.of(newer))).containsExactly(newer, other);
        InformationItem letter = item(Category.HEALTH_DETAIL, Json.object().with("resourceType", "DocumentReference"));
        assertThat(Amendment.of(List.of(first), List.of(letter, letter))).containsExactly(first, letter);
    }

    @Test
    void personsBesideTheClientAreToldAsAWhole() {
        InformationItem sister = item(Category.NETWORK, person("Els"));
        InformationItem coach = item(Category.NETWORK, person("Bo"));
        assertThat(Amendment.of(List.of(sister), List.of(coach))).containsExactly(coach);
        assertThat(Amendment.of(List.of(sister), List.of())).containsExactly(sister);
    }

    @Test
    void aConsentIsNoPartOfIt() {
        InformationItem consent = item(Category.REFERRAL, Json.object().with("resourceType", "Consent"));
        assertThat(Amendment.of(List.of(), List.of(consent))).isEmpty();
    }

    @Test
    void whatIsDeletedIsTakenAwayAndItsPlaceIsRemembered() {
        InformationItem before =
                item(Category.CONTACT, patient().with("telecom", Json.array(phone("home"), phone("work"))));
        Deletion work = new Deletion(
                "PID-14",
                Category.CONTACT,
                "Patient",
                List.of(new Deletion.Member("telecom", true, Map.of("use", new Json.Text("work")), List.of())),
                true);
        Referral after = referral(List.of(before)).amendedBy(deleting(work));
        assertThat(after.items())
                .extracting(InformationItem::resource)
                .containsExactly(patient().with("telecom", Json.array(phone("home"))));
        assertThat(after.deletions().all()).containsExactly(work);
        assertThat(after.deletions().former()).containsExactly(before);
        assertThat(after.amendedBy(deleting(work))).as("the same again").isEqualTo(after);
    }

    @Test
    void aPieceOfWhichNothingIsLeftIsNoPiece() {
        InformationItem identity = item(Category.IDENTITY, patient().with("gender", "male"));
        InformationItem address = item(
                Category.SECRET_ADDRESS,
                patient().with("address", Json.array(Json.object().with("city", "Geldrop"))));
        Deletion deletion =
                deletion("PID-11", Category.ADDRESS, Deletion.Member.each("address"), Deletion.Member.single("city"));
        Referral after = referral(List.of(identity, address)).amendedBy(deleting(deletion));
        assertThat(after.items()).as("whether it is protected or not").containsExactly(identity);
        assertThat(after.categories()).contains(Category.SECRET_ADDRESS);
    }

    @Test
    void whatWasNeverKnownIsNotDeleted() {
        InformationItem known = item(Category.IDENTITY, patient().with("birthDate", "1984-05-17"));
        Referral after = referral(List.of(known))
                .amendedBy(deleting(deletion("PID-8", Category.IDENTITY, Deletion.Member.single("gender"))));
        assertThat(after.items()).containsExactly(known);
        assertThat(after.deletions()).isEqualTo(Deletions.NONE);
    }

    @Test
    void whatAReferralCannotBeWithoutStaysAndHalfOfANumberChangesNothing() {
        InformationItem known = item(Category.HEALTH_POINTER, patient().with("identifier", number("77120", "ZH-ZUID")));
        InformationItem half = item(
                Category.HEALTH_POINTER,
                patient().with("identifier", Json.array(Json.object().with("value", "77120"))));
        Deletion authority = deletion(
                "PID-3.4",
                Category.HEALTH_POINTER,
                Deletion.Member.each("identifier"),
                Deletion.Member.single("system"));
        Referral later = new Referral(ENVELOPE, List.of(half), Deletions.said(List.of(authority), List.of("PD1-12")));
        assertThat(later.deletions().kept()).hasSize(2).anyMatch(kept -> kept.startsWith("PD1-12: "));
        Referral after = referral(List.of(known)).amendedBy(later);
        assertThat(after.items()).containsExactly(known);
        assertThat(after.deletions().all()).isEmpty();
    }

    @Test
    void allPersonsAreDeletedTogetherAndAFindingNeverWithoutItsCode() {
        InformationItem sister = item(Category.NETWORK, person("Els"));
        InformationItem score = observation("04", "1");
        Deletion persons =
                Deletion.ofAll("NK1", Category.NETWORK, "RelatedPerson").orElseThrow();
        assertThat(referral(List.of(sister, score)).amendedBy(deleting(persons)).items())
                .containsExactly(score);
        assertThat(Deletion.ofAll("OBX", Category.ZRM, "Observation")).isEmpty();
    }

    private static Deletion deletion(String place, Category category, Deletion.Member... path) {
        return new Deletion(place, category, "Patient", List.of(path), true);
    }

    private static Referral deleting(Deletion deletion) {
        return new Referral(ENVELOPE, List.of(), Deletions.said(List.of(deletion), List.of()));
    }

    private static Referral referral(List<InformationItem> items) {
        return new Referral(ENVELOPE, items);
    }

    private static Json phone(String use) {
        return Json.object().with("system", "phone").with("use", use);
    }

    private static Json number(String value, String system) {
        return Json.array(Json.object().with("value", value).with("system", system));
    }

    private static Json.Obj patient() {
        return Json.object().with("resourceType", "Patient");
    }

    private static Json.Obj person(String name) {
        return Json.object().with("resourceType", "RelatedPerson").with("name", name);
    }

    private static InformationItem observation(String code, String value) {
        Json.Obj coding = Json.object().with("system", "zrm").with("code", code);
        return item(
                Category.ZRM,
                Json.object()
                        .with("resourceType", "Observation")
                        .with("code", Json.object().with("coding", Json.array(coding)))
                        .with("valueString", value));
    }

    private static InformationItem item(Category category, Json.Obj tree) {
        return new InformationItem(category, tree, WARD, Set.of());
    }
}
