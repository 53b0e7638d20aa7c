package nl.schakel.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import nl.schakel.directory.SampleReferral;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Label;
import nl.schakel.referral.Origin;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceDetectorTest {
    private static final Json.Obj ADDRESS = Json.object()
            .with("line", Json.array(Json.text("Lindenhofje 12 a")))
            .with("city", "Geldrop")
            .with("postalCode", "5613AB");

    private final PlaceDetector detector = new PlaceDetector(known());

    static KnownPlaces known() {
        Json.Obj patient = Json.object()
                .with("resourceType", "Patient")
                .with("address", Json.array(ADDRESS))
                .with(
                        "telecom",
                        Json.array(Json.object().with("system", "phone").with("value", "+31 40 234 56 78")));
        Referral referral = new Referral(
                SampleReferral.sample().referral().envelope(),
                List.of(new InformationItem(
                        Category.SECRET_ADDRESS,
                        patient,
                        new Origin(new PartnerId("ggz-noord"), Role.GGZ, "PID-11"),
                        Set.of(Label.SECRET_ADDRESS))));
        return KnownPlaces.of(
                referral,
                new Surroundings(false, Set.of("Huize De Burcht"), java.util.Optional.of("Toegang Eindhoven")),
                true,
                "eindhoven-ontslag");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "woont op 5613AB",
                "5613 ab",
                "5 6 1 3 A B",
                "5-6-1-3-a-b",
                "vijf zes een drie a b",
                "Vijf, zes, één, drie A B",
                "zesenvijftig dertien a b",
                "５６１３ＡＢ",
                "5\u200b6\u200b1\u200b3\u200bA\u200bB",
                "56\u00ad13\u00a0AB",
                "5613 \u0410\u0412",
                "٥٦١٣ AB",
                "56<b>13</b> A<i>B</i>",
                "&#53;&#54;13 &#x41;B",
                "&amp;#53;613AB",
                "5613%20AB",
                "\\u0035613AB",
                "=35613=41B",
                "\\X35\\613AB",
                "NTYxM0FCIDEy",
                "in bijlage TGluZGVuaG9mamUtMTItYS5wZGY=",
                "353631334142353631334142",
                "L i n d e n h o f j e 12",
                "Lindenhofje",
                "LINDENHOFJE",
                "l1ndenh0fje",
                "Líndenhofjé",
                "in Geldrop",
                "bel 0402345678",
                "bel 040 - 23 45 678",
                "tel. 0031 40 2345678",
                "huize de burcht",
                "de Huize-De-Burcht.pdf"
            })
    void findsWhatIsKnownInEveryWriting(String text) {
        assertThat(detector.knownIn(text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "woont nu op 1011 XZ 4",
                "1011xz 4",
                "een nul een een x z",
                "1 0 1 1 X Z",
                "1011 anton zaandam",
                "aan de Keizersgracht",
                "Dorpsweg 4",
                "Dorpsweg vier",
                "in de kerkstraat 14",
                "Prins Hendrikkade nummer 141",
                "zij is bereikbaar op 06 12345678",
                "(0492) 53 12 34",
                "+31(0)20-6241111",
                "nul zes een twee drie vier vijf zes zeven acht",
                "51.4416, 5.4697",
                "51°26'30\"N",
                "geo:51.44,5.46",
                "RD 161234, 383210",
                "///appel.peer.banaan",
                "mail naar huis@blijf.example",
                "huis (at) blijf.nl",
                "https://maps.example/x",
                "kijk op www.opvang",
                "server pc12.burcht.local",
                "10.20.30.40",
                "de kinderen gaan naar basisschool De Regenboog",
                "school: Het Kompas",
                "verblijft bij haar zus in Deurne",
                "zit tijdelijk in Helmond",
                "ondergedoken bij de familie Jansen",
                "vrouwenopvang De Burcht",
                "schuiladres is Tilburg"
            })
    void findsPlacesThatNobodyToldOf(String text) {
        assertThat(new PlaceDetector(noneKnown()).marks(text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Client stemt in met overdracht aan opvang en CTI-werker; medische details alleen aan GGZ-wijkteam",
                "veilige plek vannacht",
                "Opname van 1 maart 2026 tot 17 april 2026, ontslag om 14.00 uur.",
                "Sinds 2024 BW, daarvoor in 2019 MO.",
                "Schulden van 12.500 euro bij 9 schuldeisers; afspraak op 10-04-2026 om 09:30.",
                "Heeft 2 kinderen van 4 en 7 jaar, samen een kamer van 12 m2.",
                "Slaapt nu op straat, wil een eigen kamer.",
                "Is onderweg 2 keer uitgevallen; pad 3 van de module gevolgd.",
                "Zit in de WSNP sinds 2025 en krijgt een uitkering Participatiewet.",
                "BSN 999900420, polis 1234567890, zaak 2026-0412-17",
                "Medicatie: 2 dd 500 mg, 1 x 20 ml voor de nacht.",
                "Verblijft vaak buiten en zit bij slecht weer in de bibliotheek.",
                "ZRM domein 04 score 1 van 5, meting 2026-04-09",
                "V-2026-00041-7",
                "Bel de meldkamer 0800-2000 of 113.",
                "DSM-5 F20.0, SNOMED 3457005, LOINC 57133-1",
                "Wil graag weer naar school en werk zoeken.",
                "het bedrag is 1240.50 EUR per maand, 5% per jaar"
            })
    void leavesOrdinaryWordsAlone(String text) {
        assertThat(detector.marks(text)).isEmpty();
    }

    @Test
    void marksThePlaceAndNotTheText() {
        Mark mark = detector.marks("ze woont op &#53;613AB nu").get(0);
        assertThat(mark.from()).isEqualTo(12);
        assertThat(mark.until()).isEqualTo(22);
        assertThat(mark.toString()).doesNotContain("613");
    }

    @Test
    void findsWhatIsEncodedTwice() {
        String once = Base64.getEncoder().encodeToString("adres 5613AB 12".getBytes(StandardCharsets.UTF_8));
        String twice = Base64.getEncoder().encodeToString(once.getBytes(StandardCharsets.UTF_8));
        assertThat(detector.marks(twice)).isNotEmpty();
    }

    /** As mail breaks it: the postcode stands across the end of a line. */
    @Test
    void findsWhatIsEncodedOverSeveralLines() {
        String letter = "Collega's, hierbij de gegevens van de client die bij 5613AB 12 woont, met groet en dank.";
        String lines = Base64.getMimeEncoder().encodeToString(letter.getBytes(StandardCharsets.UTF_8));
        assertThat(letter.indexOf("5613AB")).isBetween(52, 56);
        assertThat(detector.knownIn("Bijlage\r\n\r\n" + lines)).isNotEmpty();
    }

    static KnownPlaces noneKnown() {
        return KnownPlaces.of(
                new Referral(SampleReferral.sample().referral().envelope(), List.of()), Surroundings.NONE, true, "");
    }
}
