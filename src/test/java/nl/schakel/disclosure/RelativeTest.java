package nl.schakel.disclosure;

import static nl.schakel.disclosure.SampleDisclosure.item;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nl.schakel.directory.SampleReferral;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Referral;
import org.junit.jupiter.api.Test;

/** By what a relative is known in another's referral, and whose whereabouts are one place with theirs. */
class RelativeTest {
    private static final String BSN = "http://fhir.nl/fhir/NamingSystem/bsn";

    private static final Relative MOTHER = Relative.of(
            List.of(about(named("Elsbeth", "van der Meer")
                    .with(
                            "identifier",
                            Json.array(Json.object().with("system", BSN).with("value", "999900420")))
                    .with("birthDate", "1984-05-17")
                    .with(
                            "telecom",
                            Json.array(
                                    Json.object().with("value", "06-12345678"),
                                    Json.object().with("value", "Els@Example.nl"))))),
            false);

    @Test
    void isMeantByWhatNobodyElseHas() {
        assertThat(meant(Json.object()
                        .with(
                                "identifier",
                                Json.array(Json.object().with("system", BSN).with("value", "9999.00.420")))))
                .isTrue();
        assertThat(meant(Json.object()
                        .with(
                                "identifier",
                                Json.array(Json.object().with("system", "other").with("value", "999900420")))))
                .isFalse();
        assertThat(meant(telecom("+31 6 1234 5678"))).isTrue();
        assertThat(meant(telecom("06-12345679"))).isFalse();
        assertThat(meant(telecom("5678"))).as("too short to be somebody's").isFalse();
        assertThat(meant(telecom(" els@example.nl "))).isTrue();
        assertThat(meant(telecom("piet@example.nl"))).isFalse();
        assertThat(meant(Json.object().with("birthDate", "1984-05-17"))).isTrue();
        assertThat(meant(Json.object().with("birthDate", "1984-05-18"))).isFalse();
        assertThat(Relative.of(List.of(about(Json.object().with("birthDate", "1984"))), false)
                        .isMeantBy(Json.object().with("birthDate", "1984")))
                .as("a year is many people's")
                .isFalse();
    }

    @Test
    void isMeantByAGivenNameOrByTheFamilyNameAlone() {
        assertThat(meant(named("ELSBETH", "Jansen"))).isTrue();
        assertThat(meant(text("tante Elsbeth"))).isTrue();
        assertThat(meant(named("Piet", "van der Meer")))
                .as("somebody else of that name")
                .isFalse();
        assertThat(meant(Json.object().with("name", Json.array(Json.object().with("family", "Meer")))))
                .isTrue();
        assertThat(meant(Json.object().with("name", Json.array(Json.object().with("family", "Jansen")))))
                .isFalse();
        assertThat(meant(named("E", "Jansen"))).as("one letter is no name").isFalse();
        Relative spoken = Relative.of(List.of(about(text("Fatima"))), false);
        assertThat(spoken.isMeantBy(named("Fatima", "X"))).isTrue();
        Relative other = Relative.of(
                List.of(new Referral(
                        SampleReferral.sample().referral().envelope(),
                        List.of(item(Category.NETWORK, named("Fatima", "X").with("resourceType", "RelatedPerson"))))),
                false);
        assertThat(other.isMeantBy(named("Fatima", "X")))
                .as("only what is said of the client themselves")
                .isFalse();
    }

    @Test
    void whoHidesHidesWhoeverMayBeThere() {
        Relative hidden = Relative.of(List.of(living("Kerkstraat 12", "5701AA")), true);
        Relative there = Relative.of(List.of(living("Kerkstraat 12", "5701AA")), false);
        Relative elsewhere = Relative.of(List.of(living("Molenweg 3", "5611BB")), false);
        Relative unknown = Relative.of(List.of(about(named("Anna", "Bos"))), false);
        assertThat(Relative.hidden(List.of(hidden, there, elsewhere, unknown)))
                .containsExactly(hidden, there, unknown, elsewhere);
        assertThat(Relative.hidden(List.of(hidden, there, elsewhere))).containsExactly(hidden, there);
        assertThat(Relative.hidden(List.of(there, elsewhere))).isEmpty();
        assertThat(Relative.anyHides(List.of(there, hidden))).isTrue();
        assertThat(Relative.anyHides(List.of(there, elsewhere))).isFalse();

        assertThat(Relative.guard(living("Kerkstraat 12", "5701AA"), List.of(hidden)))
                .isTrue();
        assertThat(Relative.guard(living("Molenweg 3", "5611BB"), List.of(hidden)))
                .isFalse();
        assertThat(Relative.guard(about(named("Lisa", "Bos")), List.of(hidden)))
                .as("nobody knows where they are")
                .isTrue();
        assertThat(Relative.guard(living("Kerkstraat 12", "5701AA"), List.of(there)))
                .as("nobody hides")
                .isFalse();
    }

    @Test
    void oneAddressIsMetByItsLineItsPostcodeOrItsParts() {
        KnownPlaces home = KnownPlaces.meeting(List.of(living("Kerkstraat 12", "5701AA")));
        assertThat(home.hasAddress()).isTrue();
        assertThat(home.meets(KnownPlaces.meeting(List.of(living("Kerkstraat 12", "9999ZZ")))))
                .isTrue();
        assertThat(home.meets(KnownPlaces.meeting(List.of(living("Molenweg 3", "5701AA")))))
                .isTrue();
        assertThat(home.meets(KnownPlaces.meeting(List.of(living("Kerkstraat 14", "9999ZZ")))))
                .as("another house of the street")
                .isFalse();
        KnownPlaces lineAlone = KnownPlaces.meeting(
                List.of(address(Json.object().with("line", Json.array(Json.text("Kerkstraat 12"))))));
        assertThat(lineAlone.hasAddress()).isTrue();
        KnownPlaces codeAlone =
                KnownPlaces.meeting(List.of(address(Json.object().with("postalCode", "5701AA"))));
        assertThat(codeAlone.hasAddress()).isTrue();
        assertThat(KnownPlaces.meeting(List.of(address(Json.object().with("city", "Helmond"))))
                        .hasAddress())
                .isFalse();
        InformationItem sister = item(
                Category.NETWORK,
                Json.object()
                        .with("resourceType", "RelatedPerson")
                        .with("address", Json.array(Json.object().with("postalCode", "5701AA"))));
        Referral withSister = new Referral(SampleReferral.sample().referral().envelope(), List.of(sister));
        assertThat(home.meets(KnownPlaces.meeting(List.of(withSister))))
                .as("where a sister lives is not where the client is")
                .isFalse();
        assertThat(home.meets(KnownPlaces.ofRelative(List.of(withSister))))
                .as("but it leads to them")
                .isTrue();
        assertThat(MOTHER.places()).isNotNull();
        assertThat(MOTHER).hasToString("Relative[***]");
    }

    private static boolean meant(Json.Obj person) {
        return MOTHER.isMeantBy(person);
    }

    private static Json.Obj telecom(String value) {
        return Json.object().with("telecom", Json.array(Json.object().with("value", value)));
    }

    private static Json.Obj text(String name) {
        return Json.object().with("name", Json.array(Json.object().with("text", name)));
    }

    private static Json.Obj named(String given, String family) {
        return Json.object()
                .with(
                        "name",
                        Json.array(Json.object().with("family", family).with("given", Json.array(Json.text(given)))));
    }

    private static Referral living(String line, String code) {
        return address(Json.object().with("line", Json.array(Json.text(line))).with("postalCode", code));
    }

    private static Referral address(Json.Obj address) {
        return new Referral(
                SampleReferral.sample().referral().envelope(),
                List.of(item(
                        Category.ADDRESS,
                        Json.object().with("resourceType", "Patient").with("address", Json.array(address)))));
    }

    private static Referral about(Json.Obj patient) {
        return new Referral(
                SampleReferral.sample().referral().envelope(),
                List.of(item(Category.IDENTITY, patient.with("resourceType", "Patient"))));
    }
}
