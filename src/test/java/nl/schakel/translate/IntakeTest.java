package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Category;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Json;
import nl.schakel.referral.Label;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.json.StrictJson;
import nl.schakel.translate.letter.LetterText;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {
    private static final String FAMILY = "toegang-intake/1.0";
    private static final Path EXAMPLES = FhirMappings.FOLDER.resolve(FAMILY).resolve("examples");
    private static final int GENERATED = 400;

    @ParameterizedTest
    @ValueSource(strings = {"formulier-json", "formulier-csv", "brief"})
    void letsNothingOfASecretAddressIntoAnyOutput(String mapping) throws IOException {
        Json.Obj form = intake().with("geheim_adres", "ja")
                .with("straat", "Schuilstraat")
                .with("huisnummer", "77")
                .with("postcode", "9999ZZ")
                .with("plaats", "Verweg")
                .with("slaapplek_vannacht", "bij tante Schuil");

        byte[] bytes = DeskMappings.bytes(translated(form), FAMILY + "/" + mapping, Category.SECRET_ADDRESS);
        String text =
                "brief".equals(mapping) ? LetterText.of(bytes) : new String(bytes, Charset.forName("windows-1252"));

        assertThat(text)
                .doesNotContain("Schuil", "77", "9999ZZ", "Verweg", "tante")
                .contains("geheim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ja", "onbekend"})
    void putsTheLabelOnAMessageWhoseAddressIsOrMayBeSecret(String word) {
        Envelope envelope =
                translated(intake().with("geheim_adres", word)).referral().envelope();

        assertThat(envelope.labels()).containsExactly(Label.SECRET_ADDRESS);
        assertThat(translated(intake().with("geheim_adres", "nee"))
                        .referral()
                        .envelope()
                        .labels())
                .isEmpty();
    }

    @Test
    void neverCallsABriefadresAPlaceWhereSomebodySleeps() {
        TranslatedReferral translated = translated(intake().with("adres_soort", "briefadres"));

        String canonical = new String(CanonicalTree.of(translated).utf8(), StandardCharsets.UTF_8);
        assertThat(canonical).contains("\"type\":\"postal\"").doesNotContain("physical");
    }

    @Test
    void takesAClientWithoutBsnAndMakesUpNone() {
        Envelope envelope = translated(intake().without("bsn")).referral().envelope();

        assertThat(envelope.client().bsn()).isEmpty();
        assertThat(envelope.client().localId()).hasValue("T-1");
    }

    @Test
    void keepsTheLeadingZeroOfABsn() {
        assertThat(translated(intake().with("bsn", "012345672"))
                        .referral()
                        .envelope()
                        .client()
                        .bsn()
                        .map(bsn -> bsn.digits()))
                .hasValue("012345672");
    }

    @Test
    @Guards(Threat.T40)
    void refusesAMemberThatPassesForWhatTheDoorKnows() {
        Json.Obj form = intake().with("$facts", Json.object().with("messageId", "stolen"));

        assertThat(refused(form).code()).isEqualTo(ProblemCode.VALUE_INVALID);
    }

    @Test
    void namesRowAndColumnOfAWrongValue() throws IOException {
        String csv =
                Files.readString(EXAMPLES.resolve("03-csv-prison/input.csv")).replace("03-02-1997", "31-02-1997");

        Problem problem = Samples.problem(FhirMappings.TRANSLATOR.toCanonical(
                DeskMappings.source(FAMILY, "text/csv", Map.of("row", "12"), csv.getBytes(StandardCharsets.UTF_8))));

        assertThat(problem.code()).isEqualTo(ProblemCode.DATE_INVALID);
        assertThat(problem.place()).hasValue("row 12, column geboortedatum");
        assertThat(problem.seen()).hasValue("10 characters");
    }

    @Test
    void givesAFormBackAsItCameThroughJsonAndThroughCsv() {
        long seed = 20261122L;
        Random random = new Random(seed);
        for (int i = 0; i < GENERATED; i++) {
            Json.Obj form = generated(random);
            TranslatedReferral fromJson = translated(form);
            assertThat(read(DeskMappings.bytes(fromJson, FAMILY + "/formulier-json")))
                    .as("seed %d, form %d", seed, i)
                    .isEqualTo(members(form));

            byte[] csv = DeskMappings.bytes(fromJson, FAMILY + "/formulier-csv");
            TranslatedReferral fromCsv = Samples.value(
                    FhirMappings.TRANSLATOR.toCanonical(DeskMappings.source(FAMILY, "text/csv", Map.of(), csv)));
            assertThat(DeskMappings.bytes(fromCsv, FAMILY + "/formulier-csv"))
                    .as("seed %d, form %d", seed, i)
                    .isEqualTo(csv);
            assertThat(fromCsv.losses()).noneMatch(loss -> loss.endsWith("unmapped"));
        }
    }

    @Test
    void givesEveryMethodBackAsItCame() throws IOException {
        Json.Obj form = example("07-json-methods");

        Json.Obj back =
                Samples.value(StrictJson.readObject(DeskMappings.bytes(translated(form), FAMILY + "/formulier-json")));

        assertThat(sorted(back.object("methoden").orElseThrow()))
                .isEqualTo(sorted(form.object("methoden").orElseThrow()));
    }

    @Test
    void refusesAWordAboutSafetyThatNoRowUnderstands() {
        Json.Obj form = intake().with(
                        "methoden",
                        Json.object().with("multifocus", Json.object().with("mag_niet_weten", "ex-partner")));

        Problem problem = refused(form);

        assertThat(problem.code()).isEqualTo(ProblemCode.SAFETY_NOT_UNDERSTOOD);
        assertThat(problem.place()).hasValue("methoden.multifocus.mag_niet_weten");
        assertThat(problem.toString()).doesNotContain("ex-partner");
    }

    @Test
    void refusesAWordAboutSecrecyThatNobodyKnows() {
        assertThat(refused(intake().with("geheim_adres", "misschien")))
                .isEqualTo(Problem.at(ProblemCode.SAFETY_NOT_UNDERSTOOD, "geheim_adres"));
    }

    @Test
    void tellsAVolunteerHowToReachSomebodyAndTheChosenGoalsAlone() throws IOException {
        byte[] bytes = DeskMappings.bytes(translated(example("07-json-methods")), FAMILY + "/netwerkcoach");

        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .contains("Johan", "06-12345678", "Elke week mijn zus zien", "meedoen in de buurttuin")
                .doesNotContain(
                        "999900420", "Schulden", "10000", "GGZ", "ZRM", "Meer", "1984", "Stadhuisplein", "zus Els");
    }

    private static Json.Obj example(String name) throws IOException {
        return Samples.value(
                StrictJson.readObject(Files.readAllBytes(EXAMPLES.resolve(name).resolve("input.intake.json"))));
    }

    private static Json sorted(Json value) {
        if (value instanceof Json.Obj object) {
            Map<String, Json> members = new TreeMap<>();
            object.members().forEach((name, member) -> members.put(name, sorted(member)));
            return new Json.Obj(members);
        }
        return value instanceof Json.Arr array
                ? new Json.Arr(array.elements().stream().map(IntakeTest::sorted).toList())
                : value;
    }

    @Test
    void writesTheSameLetterForTheSameReferralWithoutAnyMetadata() throws IOException {
        byte[] first = DeskMappings.bytes(translated(intake()), FAMILY + "/brief");
        byte[] second = DeskMappings.bytes(translated(intake()), FAMILY + "/brief");

        assertThat(first).isEqualTo(second);
        try (PDDocument letter = Loader.loadPDF(first)) {
            assertThat(letter.getDocumentInformation().getMetadataKeys()).isEmpty();
            assertThat(letter.getDocumentCatalog().getMetadata()).isNull();
        }
    }

    @Test
    void breaksLongLinesAndPagesOfALetterAndKeepsDiacritics() throws IOException {
        String much = "Škoda in Łódź, Çelik en Ñandú ".repeat(200);
        byte[] bytes = DeskMappings.bytes(translated(intake().with("hulpvraag", much + "einde")), FAMILY + "/brief");

        String text = LetterText.of(bytes);
        assertThat(text.replaceAll("\\s+", " "))
                .contains("Škoda in Łódź, Çelik en Ñandú Škoda")
                .contains("einde");
        assertThat(text).contains("pagina 2");
    }

    /** U+202E makes a viewer show "exe.txt" where "txt.exe" stands. */
    @Test
    void letsNobodyReadAnotherWordInALetterThanStandsThere() {
        byte[] bytes = DeskMappings.bytes(
                translated(intake().with("hulpvraag", "bed \u202Etxt.exe\u202C")), FAMILY + "/brief");

        assertThat(LetterText.of(bytes)).contains("bed txt.exe").doesNotContain("\u202E", "\u202C");
    }

    @Test
    void refusesALetterItCannotSpellAndACsvFileToo() {
        TranslatedReferral translated = translated(intake().with("achternaam", "王"));

        Problem letter = Samples.problem(FhirMappings.TRANSLATOR.toPartner(
                DeskMappings.released(translated, FAMILY + "/brief"), FhirMappings.CONTEXT));
        Problem csv = Samples.problem(FhirMappings.TRANSLATOR.toPartner(
                DeskMappings.released(translated, FAMILY + "/formulier-csv"), FhirMappings.CONTEXT));

        assertThat(letter.place()).hasValueSatisfying(place -> assertThat(place).startsWith("letter"));
        assertThat(csv.place()).hasValue("row 2, column achternaam");
    }

    private static Json.Obj intake() {
        return Json.object()
                .with("intake_id", "T-1")
                .with("ontvangen", "2026-04-17T10:42:00+02:00")
                .with("bsn", "999900420")
                .with("achternaam", "Meer")
                .with("geheim_adres", "nee");
    }

    private static Json.Obj generated(Random random) {
        Json.Obj form = intake().with("kanaal", "koppeling").with("geheim_adres", "nee");
        List<List<String>> fields = List.of(
                List.of("aanmelder_organisatie", "GGZ Noord", "zelf"),
                List.of("aanmelder_naam", "A. de Groot"),
                List.of("aanmelder_tel", "+31 40 1234567", "040-1234567"),
                List.of("aanmelder_email", "a@b.example"),
                List.of("client_bekend_met_aanmelding", "ja", "nee"),
                List.of("geen_bsn_reden", "ongedocumenteerd"),
                List.of("voorvoegsel", "van der", "d'"),
                List.of("voornamen", "Joëlle", "Anna Maria", "=cmd()"),
                List.of("geboortedatum", "17-05-1984", "00-05-1984", "00-00-1990"),
                List.of("geslacht", "man", "vrouw", "anders", "onbekend"),
                List.of("nationaliteit", "Nederlandse"),
                List.of("verblijfsstatus", "geen"),
                List.of("taal", "so", "nl"),
                List.of("tolk_nodig", "ja"),
                List.of("telefoon", "+31612345678", "06-12345678"),
                List.of("veilig_te_bellen", "nee", "alleen overdag"),
                List.of("adres_soort", "briefadres", "woonadres", "geen", "tijdelijk", "onbekend"),
                List.of("straat", "Stadhuisplein", "'s-Gravenstraat"),
                List.of("huisnummer", "1", "12-a"),
                List.of("postcode", "5611 EM"),
                List.of("plaats", "Eindhoven", "'s-Hertogenbosch"),
                List.of("slaapplek_vannacht", "buiten", "auto; soms\nbij een vriend"),
                List.of("reden_dakloos", "detentie", "- huur \"opgezegd\""),
                List.of("datum_dakloos", "01-03-2026", "00-03-2026"),
                List.of("gezinssamenstelling", "eenouder"),
                List.of("aantal_kinderen", "0", "3"),
                List.of("huiselijk_geweld", "ja", "nee"),
                List.of("veiligheidsrisico", "hoog"),
                List.of("inkomen_soort", "WIA", "geen"),
                List.of("inkomen_netto_maand", "1.284,50", "950", "12,5"),
                List.of("schulden_indicatie", "10000-25000", "onbekend"),
                List.of("bewindvoerder", "ja, B. Wind"),
                List.of("id_bewijs", "verlopen"),
                List.of("zorgverzekering", "CZ"),
                List.of("huisarts", "dr. Ümit"),
                List.of("behandelaar_ggz", "GGZ Noord"),
                List.of("middelengebruik", "alcohol"),
                List.of("medicatie", "ja, via GGZ"),
                List.of("justitie", "VI-toezicht"),
                List.of("regiobinding_gemeente", "Helmond"),
                List.of("netwerk", "zus Els 06-87654321", "@vriend"),
                List.of("hulpvraag", "onderdak", "€ en bed"),
                List.of("toestemming_delen_met", "opvang;schuldhulp;CTI"),
                List.of("toestemming_datum", "10-04-2026"),
                List.of("urgentie", "direct", "voor 30-04"));
        for (List<String> field : fields) {
            int choice = random.nextInt(field.size());
            form = choice == 0 ? form : form.with(field.get(0), field.get(choice));
        }
        return form.get("aanmelder_organisatie").isPresent() ? form : form.with("aanmelder_organisatie", "Wijkteam");
    }

    private static Map<String, String> members(Json.Obj form) {
        Map<String, String> members = new TreeMap<>();
        form.members().forEach((name, value) -> members.put(name, value.asText().orElse("no text")));
        return members;
    }

    private static Map<String, String> read(byte[] json) {
        return members(Samples.value(StrictJson.readObject(json)));
    }

    private static TranslatedReferral translated(Json.Obj form) {
        return Samples.value(FhirMappings.TRANSLATOR.toCanonical(
                DeskMappings.source(FAMILY, "application/json", Map.of(), form.utf8())));
    }

    private static Problem refused(Json.Obj form) {
        return Samples.problem(FhirMappings.TRANSLATOR.toCanonical(
                DeskMappings.source(FAMILY, "application/json", Map.of(), form.utf8())));
    }
}
