package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.json.FhirKind;
import nl.schakel.translate.json.StrictJson;
import nl.schakel.validate.BaseProfileValidator;
import nl.schakel.validate.Finding;
import org.junit.jupiter.api.Test;

class FhirOutboundTest {
    private static final BaseProfileValidator VALIDATOR = new BaseProfileValidator();

    private final TranslatedReferral translated = FhirMappings.translated(FhirMappings.sample());

    @Test
    void aShelterGetsAValidBundleWithWhatMayGo() {
        String bundle = FhirMappings.outbound(FhirMappings.toShelter(translated, FhirMappings.shelter()));

        assertThat(errors(bundle)).isEmpty();
        assertThat(types(bundle))
                .containsExactly(
                        "MessageHeader",
                        "Task",
                        "ServiceRequest",
                        "Patient",
                        "Encounter",
                        "RelatedPerson",
                        "Observation",
                        "Observation",
                        "Observation");
        assertThat(bundle)
                .contains("999900523", "Teststraat", "1240.50", "ZRM2017-04", FhirMappings.REFERENCE.text())
                .contains("\"valueUnsignedInt\":2")
                .doesNotContain("S82.1", "Fractuur", "ZH-88120", "xhtml");
    }

    @Test
    void everythingThatCouldGoIsValidToo() {
        String bundle = FhirMappings.outbound(FhirMappings.toShelter(translated, EnumSet.allOf(Category.class)));

        assertThat(errors(bundle)).isEmpty();
        assertThat(bundle).contains("S82.1", "medical-origin").doesNotContain("withheld-items");
    }

    @Test
    void theLeastThatCanGoIsValidAndNamesNobody() {
        String bundle = FhirMappings.outbound(FhirMappings.toShelter(translated, Set.of(Category.ZRM)));

        assertThat(errors(bundle)).isEmpty();
        assertThat(types(bundle)).containsExactly("MessageHeader", "Task", "ServiceRequest", "Patient", "Observation");
        assertThat(bundle)
                .doesNotContain(
                        "999900523", "Fatima", "Berg", "1991", "06-00000523", "Ziekenhuis", "OPVANG", "2026-04-17");
    }

    @Test
    void theReferrerIsNamedOnlyWithTheCategoryReferral() {
        Set<Category> without = FhirMappings.shelter();
        without.remove(Category.REFERRAL);

        assertThat(FhirMappings.outbound(FhirMappings.toShelter(translated, FhirMappings.shelter())))
                .contains("\"requester\"");
        assertThat(FhirMappings.outbound(FhirMappings.toShelter(translated, without)))
                .doesNotContain("requester", "transferpunt", "00000099000000002000");
    }

    @Test
    void theSameReferralGivesTheSameBytes() {
        assertThat(FhirMappings.outbound(FhirMappings.toShelter(translated, FhirMappings.shelter())))
                .isEqualTo(FhirMappings.outbound(FhirMappings.toShelter(
                        FhirMappings.translated(FhirMappings.sample()), FhirMappings.shelter())));
    }

    @Test
    void aProtectedClientIsMarkedAndTheAddressStaysBehind() {
        String marked = FhirMappings.sample()
                .replaceFirst(
                        "\"resourceType\": \"Patient\"",
                        "\"resourceType\": \"Patient\", \"meta\": {\"tag\": [{\"system\":"
                                + " \"https://schakel.nl/fhir/CodeSystem/label\", \"code\": \"secret-address\"}]}");

        String bundle =
                FhirMappings.outbound(FhirMappings.toShelter(FhirMappings.translated(marked), FhirMappings.shelter()));

        assertThat(errors(bundle)).isEmpty();
        assertThat(bundle).contains("secret-address").doesNotContain("Teststraat", "5611EM");
    }

    @Test
    void debtReliefGetsARegistrationWithoutMedicalDataOrSender() {
        String json = FhirMappings.outbound(FhirMappings.toDebtRelief(translated, FhirMappings.debtRelief()));

        assertThat(json)
                .contains("\"Burgerservicenummer\":\"999900523\"")
                .contains("\"Geboortedatum\":\"1991-09-03\"", "\"Geslachtsaanduiding\":\"Vrouw\"")
                .contains("\"Postcode\":\"5611EM\",\"Huisnummer\":\"12\",\"Huisnummertoevoeging\":\"a\"")
                .contains("\"gemeentecode\":\"GM0772\"")
                .contains("\"bedrag\":6200,", "\"schuldsoort\":\"Zorg\"", "Zorgverzekeraar X")
                .contains("\"bedragPerMaand\":1240.50", "06-00000523", "\"achternaam\":\"Berg\"")
                .contains("\"startdatum\":\"2026-04-11\",\"crisisinterventie\":false")
                .doesNotContain("ZRM", "S82", "Ziekenhuis", "ziekenhuis", "requester", "ZH-", "Amina", "OPVANG");
    }

    @Test
    void aBsnKeepsItsLeadingZeroAsText() {
        String zero = FhirMappings.sample().replace("999900523", "099990003");

        assertThat(FhirMappings.outbound(
                        FhirMappings.toDebtRelief(FhirMappings.translated(zero), FhirMappings.debtRelief())))
                .contains("\"Burgerservicenummer\":\"099990003\"");
    }

    @Test
    void aRegistrationWithoutAddressOrAmountsHasNone() {
        String json = FhirMappings.outbound(FhirMappings.toDebtRelief(translated, Set.of(Category.IDENTITY)));

        assertThat(json).doesNotContain("Postcode", "gemeentecode", "schulden\"", "inkomen", "Burgerservicenummer");
        assertThat(json).contains("\"aantalAchtergehouden\":11");
    }

    @Test
    void aStatusWordIsAValidBundleOrASmallJson() {
        String bundle = status("fhir/r4/status-bundle", "on-hold", Optional.empty());
        String held = status("fhir/r4/status-bundle", "on-hold", Optional.of("discharge-cancelled-while-requested"));
        String rejected = status("fhir/r4/status-bundle", "rejected", Optional.of("geen-plek"));
        String taken = status("fhir/r4/status-bundle", "in-progress", Optional.of("custody-taken-over"));
        String back = status("fhir/r4/status-bundle", "on-hold", Optional.of("custody-returned"));
        String word = status("ddas/1.0/status", "on-hold", Optional.empty());

        assertThat(errors(bundle)).isEmpty();
        assertThat(errors(rejected)).isEmpty();
        assertThat(errors(held)).isEmpty();
        assertThat(errors(taken)).isEmpty();
        assertThat(taken)
                .contains("\"businessStatus\"", "CodeSystem/custody", "custody-taken-over")
                .doesNotContain("statusReason", "afwijsreden");
        assertThat(errors(back)).isEmpty();
        assertThat(back).contains("custody-returned").doesNotContain("statusReason", "hold-reason");
        assertThat(held).contains("hold-reason").doesNotContain("afwijsreden");
        assertThat(bundle)
                .contains("referral-status", "\"status\":\"on-hold\"", "2026-04-20")
                .doesNotContain("statusReason");
        assertThat(rejected).contains("geen-plek", "ZH-2026-0017");
        assertThat(word)
                .isEqualTo("{\"kenmerk\":\"" + FhirMappings.REFERENCE.text() + "\",\"taak\":\"" + FhirMappings.TASK
                        + "\",\"status\":\"on-hold\",\"tijdstip\":\"2026-04-10T22:30:00Z\"}");
    }

    private static String status(String mapping, String status, Optional<String> reason) {
        var notice = new StatusNotice(
                "5a0d7c3e-2222-4333-8444-555566667778",
                FhirMappings.REFERENCE,
                FhirMappings.TASK,
                2,
                status,
                reason,
                Optional.of("ZH-2026-0017"),
                Optional.of(LocalDate.of(2026, 4, 20)),
                FhirMappings.AT,
                Optional.empty(),
                "https://localhost:8443/fhir");
        return FhirMappings.TRANSLATOR
                .statusToPartner(new Delivery(new PartnerId("ziekenhuis-demo"), "fhir-out", mapping, true), notice)
                .fold(d -> new String(d.bytes(), StandardCharsets.UTF_8), p -> fail(p.sentence()));
    }

    private static List<String> types(String bundle) {
        Json.Obj read =
                StrictJson.readObject(bundle.getBytes(StandardCharsets.UTF_8)).fold(o -> o, p -> fail(p.sentence()));
        return FhirKind.resources(read)
                .flatMap(r -> r.text("resourceType").stream())
                .toList();
    }

    private static List<String> errors(String bundle) {
        return VALIDATOR.findings(bundle.getBytes(StandardCharsets.UTF_8)).stream()
                .filter(Finding::isError)
                .map(finding -> finding.place() + ": " + finding.text())
                .toList();
    }
}
