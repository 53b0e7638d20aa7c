package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.dialogue.ZgwSchemas;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.csv.CsvSplitter;
import nl.schakel.translate.json.StrictJson;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes out to prisons, case systems and the BRP, and the files of the reference set row by row. */
class DeskOutboundTest {
    private static final String ZAAK = "https://zaken.example/api/v1/zaken/1";

    @Test
    void answersThePrisonWithItsOwnNumberAndNobodysName() {
        String csv =
                text(DeskMappings.status("detentie-einde/1.0/antwoord", "rejected", Optional.of("geen-plek"), "D-2"));

        assertThat(csv)
                .isEqualTo(
                        "melding_id;kenmerk;status;status_omschrijving;reden;reden_omschrijving;tijdstip\r\n"
                                + "D-2;V-2026-00001-7;rejected;Afgewezen;geen-plek;Geen plek beschikbaar;2026-04-10T22:30:00Z\r\n");
    }

    @Test
    void keepsASpreadsheetFromRunningANumberThatAPrisonSent() {
        assertThat(text(DeskMappings.status("detentie-einde/1.0/antwoord", "received", Optional.empty(), "=1+1")))
                .contains("\r\n'=1+1;");
    }

    @ParameterizedTest
    @CsvSource({"requested,1", "accepted,4", "rejected,7", "cancelled,9"})
    void setsTheStatusOfACase(String status, String type) {
        Json.Obj body = json(DeskMappings.status("zgw/1.5/status", status, Optional.empty(), ZAAK));

        Json.Obj there = body.object("bijZaak").orElseThrow();
        assertThat(there.text("url")).hasValue(ZAAK);
        assertThat(there.text("identificatie")).hasValue("V-2026-00001-7");
        Json.Obj set = body.object("status").orElseThrow();
        assertThat(set.text("statustype")).hasValue("https://catalogi.example/api/v1/statustypen/" + type);
        assertThat(set.text("datumStatusGezet")).hasValue("2026-04-10T22:30:00Z");
    }

    @Test
    void sendsTheBsnAloneAsTheRoleOfAClientWhoHasOne() throws IOException {
        TranslatedReferral translated = intake("01-json-briefadres");

        assertThat(new String(DeskMappings.bytes(translated, "zgw/1.5/rol"), StandardCharsets.UTF_8))
                .contains("\"inpBsn\":\"999900420\"")
                .doesNotContain("Meer", "1984");
        assertThat(new String(DeskMappings.bytes(translated, "zgw/1.5/rol", Category.BSN), StandardCharsets.UTF_8))
                .contains("\"geslachtsnaam\":\"Meer\"")
                .doesNotContain("999900420");
    }

    @Test
    void putsCaseStatusClientAndLetterIntoOneMessageAsTheApisWantThem() throws IOException {
        TranslatedReferral translated = intake("01-json-briefadres");
        Json.Obj message = json(DeskMappings.bytes(translated, "zgw/1.5/overdracht"));

        Json.Obj zaak = message.object("zaak").orElseThrow();
        assertThat(zaak.text("identificatie")).hasValue("V-2026-00001-7");
        assertThat(new String(zaak.utf8(), StandardCharsets.UTF_8)).doesNotContain("999900420", "Meer");
        Json.Obj document = message.object("document").orElseThrow();
        byte[] pdf = Base64.getDecoder().decode(document.text("inhoud").orElseThrow());
        try (PDDocument letter = Loader.loadPDF(pdf)) {
            assertThat(new PDFTextStripper().getText(letter)).contains("V-2026-00001-7", "Meer");
        }
        assertThat(ZgwSchemas.fault("zaken", zaak.utf8())).isEmpty();
        assertThat(ZgwSchemas.fault("enkelvoudiginformatieobjecten", document.utf8()))
                .isEmpty();
        String there = "https://zaken.example/api/v1/zaken/1";
        for (String part : new String[] {"status", "rol"}) {
            byte[] body = message.object(part).orElseThrow().with("zaak", there).utf8();
            assertThat(ZgwSchemas.fault(part.equals("rol") ? "rollen" : "statussen", body))
                    .isEmpty();
        }
    }

    @Test
    void saysOfACaseWithASecretAddressThatItIsMostSecretAndNothingMore() throws IOException {
        Json.Obj body = json(
                DeskMappings.bytes(intake("02-json-violence-secret-address"), "zgw/1.5/zaak", Category.SECRET_ADDRESS));

        assertThat(body.text("vertrouwelijkheidaanduiding")).hasValue("zeer_geheim");
        assertThat(new String(body.utf8(), StandardCharsets.UTF_8)).doesNotContain("Koning", "Lisa", "999900924");
    }

    @Test
    void asksTheBrpForTheFieldsThatAreNeededAndNoOther() throws IOException {
        Json.Obj body = json(DeskMappings.bytes(intake("01-json-briefadres"), "brp/2.7/vraag"));

        assertThat(body.members().keySet()).containsExactly("type", "burgerservicenummer", "fields");
        assertThat(body.list("burgerservicenummer")).containsExactly(new Json.Text("999900420"));
        assertThat(body.list("fields"))
                .extracting(field -> field.asText().orElse(""))
                .contains("burgerservicenummer", "verblijfplaats.functieAdres")
                .noneMatch(field -> field.startsWith("partners")
                        || field.startsWith("ouders")
                        || field.startsWith("kinderen")
                        || field.startsWith("nationaliteiten"))
                .allMatch(field -> field.matches("[a-zA-Z0-9._]{1,200}"));
    }

    @Test
    void doesNotAskTheBrpAboutAClientWithoutBsn() throws IOException {
        Problem problem = Samples.problem(FhirMappings.TRANSLATOR.toPartner(
                DeskMappings.released(intake("04-csv-no-bsn-partial-date"), "brp/2.7/vraag"), FhirMappings.CONTEXT));

        assertThat(problem.code()).isEqualTo(ProblemCode.REQUIRED_MISSING);
    }

    @Test
    void neverMakesAPlaceToSleepOfABriefadresOfTheBrp() throws IOException {
        Path input = FhirMappings.FOLDER.resolve("brp/2.7/examples/01-briefadres/input.brp.json");
        TranslatedReferral translated = Samples.value(FhirMappings.TRANSLATOR.toCanonical(
                DeskMappings.source("brp/2.7", "application/json", DeskMappings.FACTS, Files.readAllBytes(input))));

        assertThat(new String(CanonicalTree.of(translated).utf8(), StandardCharsets.UTF_8))
                .contains("\"type\":\"postal\"")
                .doesNotContain("physical", "sleeping-place");
    }

    private static Optional<Path> reference(String path) {
        return Optional.ofNullable(System.getProperty("schakel.reference"))
                .map(folder -> Path.of(folder).resolve(path))
                .filter(Files::exists);
    }

    static boolean referenceIsThere() {
        return reference("toegang-intake/intakes.csv").isPresent();
    }

    @Test
    @EnabledIf("referenceIsThere")
    void translatesEveryRowOfTheReferenceIntakesWithoutAnUnexplainedLoss() throws IOException {
        assertThat(rows("toegang-intake/intakes.csv", "toegang-intake/1.0")).isEqualTo(4);
    }

    @Test
    @EnabledIf("referenceIsThere")
    void translatesEveryRowOfTheReferenceDetentionsWithoutAnUnexplainedLoss() throws IOException {
        assertThat(rows("detentie-einde/meldingen.csv", "detentie-einde/1.0")).isEqualTo(2);
    }

    @Test
    void cutsOnlyFilesOfAFamilyThatHasRows() {
        assertThat(Samples.problem(FhirMappings.TRANSLATOR.rows(
                                DeskMappings.source("zgw/1.5", "text/csv", Map.of(), new byte[0]), "f-1"))
                        .code())
                .isEqualTo(ProblemCode.MEDIA_TYPE_UNSUPPORTED);
        assertThat(Samples.problem(FhirMappings.TRANSLATOR.rows(
                                DeskMappings.source("hl7v2-nl/2.5", "text/csv", Map.of(), new byte[0]), "f-1"))
                        .code())
                .isEqualTo(ProblemCode.MAPPING_MISSING);
    }

    private static int rows(String file, String family) throws IOException {
        byte[] bytes = Files.readAllBytes(reference(file).orElseThrow());
        List<CsvSplitter.Part> parts = Samples.value(
                FhirMappings.TRANSLATOR.rows(DeskMappings.source(family, "text/csv", Map.of(), bytes), "f-1"));
        for (CsvSplitter.Part part : parts) {
            CsvSplitter.Message row = (CsvSplitter.Message) part;
            TranslatedReferral translated = Samples.value(FhirMappings.TRANSLATOR.toCanonical(DeskMappings.source(
                    family,
                    "text/csv",
                    Map.of(
                            "row", Integer.toString(row.row()),
                            "messageId", row.messageId(),
                            "receivedAt", "2026-04-21T09:00:00Z"),
                    row.bytes())));
            assertThat(translated.losses()).noneMatch(loss -> loss.endsWith("unmapped"));
            assertThat(translated.referral().envelope().messageId()).isEqualTo("f-1#" + row.row());
        }
        return parts.size();
    }

    private static TranslatedReferral intake(String example) throws IOException {
        Path folder = FhirMappings.FOLDER.resolve("toegang-intake/1.0/examples").resolve(example);
        Path json = folder.resolve("input.intake.json");
        boolean isJson = Files.exists(json);
        return Samples.value(FhirMappings.TRANSLATOR.toCanonical(DeskMappings.source(
                "toegang-intake/1.0",
                isJson ? "application/json" : "text/csv",
                Map.of(),
                Files.readAllBytes(isJson ? json : folder.resolve("input.csv")))));
    }

    private static Json.Obj json(byte[] bytes) {
        return Samples.value(StrictJson.readObject(bytes));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, Charset.forName("windows-1252"));
    }
}
