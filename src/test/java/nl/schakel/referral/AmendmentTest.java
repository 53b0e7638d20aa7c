package nl.schakel.referral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AmendmentTest {
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
