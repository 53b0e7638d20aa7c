package nl.schakel.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.directory.SampleReferral;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Origin;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Role;
import org.junit.jupiter.api.Test;

/** What a message says of where its client is, and so is looked for in its words. */
class KnownPlacesTest {

    private static KnownPlaces of(Category category, Json.Obj resource, boolean mobiles, String open, String... names) {
        Referral referral = new Referral(
                SampleReferral.sample().referral().envelope(),
                List.of(new InformationItem(
                        category, resource, new Origin(new PartnerId("ggz-noord"), Role.GGZ, "PID-11"), Set.of())));
        return KnownPlaces.of(
                referral, new Surroundings(false, Set.of(names), Optional.of("Toegang Eindhoven")), mobiles, open);
    }

    private static boolean finds(KnownPlaces known, String text) {
        return !new PlaceDetector(known).knownIn(text).isEmpty();
    }

    private static Json.Obj patient(String member, Json value) {
        return Json.object().with("resourceType", "Patient").with(member, value);
    }

    private static Json.Obj address(String member, Json value) {
        return patient("address", Json.array(Json.object().with(member, value)));
    }

    private static Json.Obj telecom(String type, String value) {
        return Json.object()
                .with("resourceType", type)
                .with(
                        "telecom",
                        Json.array(Json.object().with("system", "phone").with("value", value)));
    }

    @Test
    void knowsAnAddressByItsLineItsStreetItsTextAndItsPostcode() {
        KnownPlaces line = of(Category.ADDRESS, address("line", Json.array(Json.text("Lindenhofje 12 a"))), true, "");
        assertThat(finds(line, "Lindenhofje 12 a")).isTrue();
        assertThat(finds(line, "bij het Lindenhofje")).isTrue();
        assertThat(finds(line, "bij de linden")).isFalse();
        assertThat(finds(of(Category.ADDRESS, address("text", Json.text("Kasteel Oost")), true, ""), "kasteel-oost"))
                .isTrue();
        KnownPlaces postcode = of(Category.ADDRESS, address("postalCode", Json.text("5613AB")), true, "");
        assertThat(finds(postcode, "5613 ab")).isTrue();
        assertThat(finds(of(Category.ADDRESS, address("postalCode", Json.text("5613A")), true, ""), "5613A"))
                .isFalse();
    }

    /** As Dutch FHIR writes it: street and number apart, in extensions of the line. */
    @Test
    void knowsAStreetThatStandsInPiecesBesideTheLine() {
        Json.Obj pieces = Json.object()
                .with(
                        "extension",
                        Json.array(
                                Json.object().with("url", "streetName").with("valueString", "Burchtpad"),
                                Json.object().with("url", "houseNumber").with("valueString", "7")));
        KnownPlaces known = of(Category.ADDRESS, address("_line", Json.array(pieces)), true, "");
        assertThat(finds(known, "aan het Burchtpad")).isTrue();
        assertThat(finds(known, "Burchtpad 7")).isTrue();
        Json.Obj split = Json.object()
                .with(
                        "extension",
                        Json.array(
                                Json.object().with("valueString", "Hof"),
                                Json.object().with("valueString", "1234")));
        assertThat(finds(of(Category.ADDRESS, address("_line", Json.array(split)), true, ""), "Hof 1234"))
                .isTrue();
    }

    @Test
    void knowsATownOnlyOfASecretAddressAndNotWhenItIsOpenAnyway() {
        Json.Obj town = address("city", Json.text("Deurne"));
        assertThat(finds(of(Category.SECRET_ADDRESS, town, true, ""), "in Deurne"))
                .isTrue();
        assertThat(finds(of(Category.ADDRESS, town, true, ""), "in Deurne")).isFalse();
        assertThat(finds(of(Category.SECRET_ADDRESS, town, true, "deurne-ontslag"), "in Deurne"))
                .isFalse();
        assertThat(finds(
                        of(Category.SECRET_ADDRESS, address("city", Json.text("Eindhoven")), true, ""), "in Eindhoven"))
                .as("the desk's own name says it")
                .isFalse();
        assertThat(finds(of(Category.SECRET_ADDRESS, address("city", Json.text("Best")), true, ""), "in Best"))
                .isTrue();
        assertThat(finds(of(Category.SECRET_ADDRESS, address("city", Json.text("Ede")), true, ""), "in Ede"))
                .isFalse();
    }

    @Test
    void knowsTelephonesByTheirLastNineDigitsAndMailboxesWhole() {
        KnownPlaces landline = of(Category.CONTACT, telecom("Patient", "+31 40 234 56 78"), true, "");
        assertThat(finds(landline, "bel 040-2345678")).isTrue();
        assertThat(finds(landline, "bel 040-2345679")).isFalse();
        assertThat(finds(of(Category.CONTACT, telecom("Patient", "402345678"), true, ""), "0402345678"))
                .isTrue();
        assertThat(finds(of(Category.CONTACT, telecom("Patient", "2345678"), true, ""), "2345678"))
                .as("too short to be one")
                .isFalse();
        assertThat(finds(
                        of(Category.CONTACT, telecom("Patient", "lisa@burcht.example"), true, ""),
                        "lisa@burcht.example"))
                .isTrue();
    }

    @Test
    void knowsAMobileOfTheClientAloneAndOnlyWhereItMayNotBeRung() {
        assertThat(finds(of(Category.CONTACT, telecom("Patient", "0612345678"), true, ""), "06 12345678"))
                .isTrue();
        assertThat(finds(of(Category.CONTACT, telecom("Patient", "0612345678"), false, ""), "06 12345678"))
                .isFalse();
        assertThat(finds(of(Category.NETWORK, telecom("RelatedPerson", "0612345678"), true, ""), "06 12345678"))
                .isFalse();
        assertThat(finds(of(Category.NETWORK, telecom("RelatedPerson", "0402345678"), false, ""), "0402345678"))
                .isTrue();
    }

    @Test
    void knowsTheNamesOfHousesAndOfWhoTreatsThere() {
        for (String member : List.of("location", "serviceProvider", "managingOrganization")) {
            Json.Obj encounter = Json.object()
                    .with("resourceType", "Encounter")
                    .with(member, Json.array(Json.object().with("display", "Huize Zonnebloem")));
            KnownPlaces known = of(Category.HEALTH_POINTER, encounter, true, "");
            assertThat(finds(known, "in huize zonnebloem")).as(member).isTrue();
            assertThat(finds(known, "een zonnebloem")).as(member).isFalse();
        }
        Json.Obj nested = Json.object()
                .with("resourceType", "Encounter")
                .with(
                        "location",
                        Json.array(Json.object().with("location", Json.object().with("display", "Kamer Vossenhol"))));
        assertThat(finds(of(Category.HEALTH_POINTER, nested, true, ""), "vossenhol kamer vossenhol"))
                .isTrue();
        assertThat(finds(of(Category.IDENTITY, patient("gender", Json.text("f")), true, "", "De Burcht"), "de burcht"))
                .isTrue();
    }

    @Test
    void knowsWordsOfASecretPlaceThatAreAName() {
        Json.Obj place = Json.object().with("resourceType", "Observation").with("valueString", "Boerderij Hoeve");
        assertThat(finds(of(Category.SECRET_ADDRESS, place, true, ""), "boerderij hoeve"))
                .isTrue();
        assertThat(finds(of(Category.HOUSING, place, true, ""), "boerderij hoeve"))
                .isFalse();
        String story =
                "een verhaal dat langer is dan een naam van een huis ooit is, en dus niet letterlijk wordt gezocht";
        Json.Obj long80 = Json.object().with("resourceType", "Observation").with("valueString", story);
        assertThat(finds(of(Category.SECRET_ADDRESS, long80, true, ""), story)).isFalse();
        String exactly = "h".repeat(80);
        assertThat(finds(
                        of(Category.SECRET_ADDRESS, place.with("valueString", exactly), true, ""),
                        "x " + exactly + " x"))
                .isTrue();
    }

    /** Less than eight characters must stand alone; more are no accident. */
    @Test
    void findsShortNamesOnlyAsWholeWords() {
        KnownPlaces town = of(Category.SECRET_ADDRESS, address("city", Json.text("Heeze")), true, "");
        assertThat(finds(town, "Heeze")).isTrue();
        assertThat(finds(town, "in Heeze.")).isTrue();
        assertThat(finds(town, "Heezerweg")).isFalse();
        assertThat(finds(town, "vanHeeze")).isFalse();
        assertThat(finds(town, "12Heeze34")).isTrue();
        KnownPlaces eight = of(Category.SECRET_ADDRESS, address("city", Json.text("Eersel08")), true, "");
        assertThat(finds(eight, "xEersel08x")).isTrue();
        KnownPlaces seven = of(Category.SECRET_ADDRESS, address("city", Json.text("Helmond")), true, "");
        assertThat(finds(seven, "xHelmondx")).isFalse();
    }

    @Test
    void looksForTheBeginningOfWhatIsVeryLong() {
        String text = "Achter de boerderij aan het water, ".repeat(6);
        KnownPlaces known = of(Category.ADDRESS, address("text", Json.text(text)), true, "");
        assertThat(finds(known, "zie: " + text)).isTrue();
        assertThat(finds(known, text.substring(0, 40))).isFalse();
    }

    @Test
    void namesNothingInItsOwnText() {
        assertThat(of(Category.SECRET_ADDRESS, address("city", Json.text("Heeze")), true, ""))
                .hasToString("KnownPlaces[***]");
    }
}
