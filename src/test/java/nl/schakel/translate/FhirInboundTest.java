package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Category;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Label;
import nl.schakel.referral.Need;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.hl7.Peeked;
import nl.schakel.translate.json.FhirPeek;
import nl.schakel.translate.json.StrictJson;
import nl.schakel.translate.tree.SourceMessage;
import nl.schakel.validate.Completeness;
import org.junit.jupiter.api.Test;

class FhirInboundTest {
    private static final String BSN = "\"value\": \"999900523\"";

    @Test
    void aHospitalsBundleBecomesAReferral() {
        Envelope envelope =
                FhirMappings.translated(FhirMappings.sample()).referral().envelope();

        assertThat(envelope.event()).isEqualTo(Envelope.Event.REFERRAL);
        assertThat(envelope.messageId()).isEqualTo("urn:uuid:3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c001");
        assertThat(envelope.created()).isEqualTo(Instant.parse("2026-04-10T10:30:00Z"));
        assertThat(envelope.client().bsn().orElseThrow().digits()).isEqualTo("999900523");
        assertThat(envelope.client().localId()).hasValue("ZH-88120");
        assertThat(envelope.senderReference()).hasValue("ZH-2026-0017");
        assertThat(envelope.addressedTo()).containsExactly("oin|00000099000000004000");
        assertThat(envelope.municipality()).hasValue("Eindhoven");
        assertThat(envelope.service()).hasValue("OPVANG");
        assertThat(envelope.needs()).isEqualTo(Set.of(Need.SHELTER, Need.DEBTS));
        assertThat(envelope.exitDate()).hasValue(LocalDate.of(2026, 4, 17));
        assertThat(envelope.labels()).isEmpty();
    }

    @Test
    void itIsCompleteAndEachPieceHasItsCategory() {
        TranslatedReferral translated = FhirMappings.translated(FhirMappings.sample());

        assertThat(new Completeness().check(translated)).isInstanceOf(Step.Next.class);
        assertThat(translated.referral().items())
                .extracting(InformationItem::category)
                .containsExactly(
                        Category.IDENTITY,
                        Category.BSN,
                        Category.HEALTH_POINTER,
                        Category.CONTACT,
                        Category.ADDRESS,
                        Category.REFERRAL,
                        Category.REFERRAL,
                        Category.NETWORK,
                        Category.HEALTH_DETAIL,
                        Category.ZRM,
                        Category.INCOME,
                        Category.DEBTS);
    }

    @Test
    void amountsStayExact() {
        Json.Obj income = item(FhirMappings.sample(), Category.INCOME).resource();

        assertThat(new String(StrictJson.write(income.get("valueQuantity").orElseThrow())))
                .contains("\"value\":1240.50");
    }

    @Test
    void narrativeIsNeverTakenAndIsAccountedFor() {
        TranslatedReferral translated = FhirMappings.translated(FhirMappings.sample());

        assertThat(everything(translated)).doesNotContain("Synthetic TEST client", "xhtml");
        assertThat(translated.losses())
                .anySatisfy(loss -> assertThat(loss).isEqualTo("entry[3].resource.text.div dropped by narrative"));
    }

    @Test
    @Guards(Threat.T41)
    void whatIsNotDeclaredIsLeftOutAndAccountedFor() {
        String extra = FhirMappings.sample()
                .replaceFirst(
                        "\"birthDate\"",
                        "\"photo\": [{\"title\": \"GEHEIM\"}], \"contained\": [{\"resourceType\": \"Organization\"}], \"birthDate\"");

        TranslatedReferral translated = FhirMappings.translated(extra);

        assertThat(everything(translated)).doesNotContain("GEHEIM");
        assertThat(translated.losses()).contains("entry[3].resource.photo[0].title unmapped");
    }

    @Test
    void everyLeafOfTheSampleIsReadOrDroppedByANamedRule() {
        assertThat(FhirMappings.translated(FhirMappings.sample()).losses())
                .filteredOn(loss -> loss.endsWith("unmapped"))
                .isEmpty();
    }

    @Test
    void aBsnWithLeadingZeroIsKept() {
        String zero = FhirMappings.sample().replace(BSN, "\"value\": \"099990003\"");

        assertThat(FhirMappings.translated(zero)
                        .referral()
                        .envelope()
                        .client()
                        .bsn()
                        .orElseThrow()
                        .digits())
                .isEqualTo("099990003");
    }

    @Test
    @Guards(Threat.T42)
    void refusesABsnThatFailsTheProofAtItsPlaceWithoutSayingIt() {
        var problem = FhirMappings.refused(FhirMappings.sample().replace(BSN, "\"value\": \"999900524\""));

        assertThat(problem.code()).isEqualTo(ProblemCode.BSN_INVALID);
        assertThat(problem.place()).hasValue("entry[3].resource.identifier[0].value");
        assertThat(problem.sentence()).doesNotContain("999900524");
    }

    @Test
    @Guards(Threat.T41)
    void refusesTwoClientsAndNone() {
        String second = FhirMappings.sample()
                .replaceFirst(
                        "(\\{\\s*\"fullUrl\": \"[^\"]*0002\")", "{\"resource\": {\"resourceType\": \"Patient\"}}, $1");
        String none = FhirMappings.sample().replace("\"resourceType\": \"Patient\"", "\"resourceType\": \"Person\"");

        assertThat(FhirMappings.refused(second).code()).isEqualTo(ProblemCode.ONE_CLIENT_ONLY);
        assertThat(FhirMappings.refused(none).code()).isEqualTo(ProblemCode.CLIENT_IDENTIFIER_MISSING);
    }

    @Test
    @Guards(Threat.T42)
    void aSecondBsnIsASecondClient() {
        String second = FhirMappings.sample()
                .replace(
                        "\"identifier\": [\n          {\n            \"system\": \"http://fhir.nl/fhir/NamingSystem/bsn\"",
                        "\"identifier\": [{\"system\": \"http://fhir.nl/fhir/NamingSystem/bsn\", \"value\": \"999900511\"},"
                                + " {\"system\": \"http://fhir.nl/fhir/NamingSystem/bsn\"");

        ProblemCode code =
                new Completeness().check(FhirMappings.translated(second)).fold(v -> ProblemCode.DEFECT, p -> p.code());

        assertThat(code).isEqualTo(ProblemCode.ONE_CLIENT_ONLY);
    }

    @Test
    void aMissingBirthDateIsNamedInTheSendersOwnBundle() {
        String without = FhirMappings.sample().replace("\"birthDate\": \"1991-09-03\",", "");

        String place = new Completeness()
                .check(FhirMappings.translated(without))
                .fold(v -> "", p -> p.place().orElse(""));

        assertThat(place).isEqualTo("entry[3].resource.birthDate");
    }

    @Test
    @Guards(Threat.T40)
    void aSenderRaisesTheAddressLabelInEitherPlaceAndCannotLowerIt() {
        String tag = "{\"system\": \"https://schakel.nl/fhir/CodeSystem/label\", \"code\": \"secret-address\"}";

        for (String place : List.of("security", "tag")) {
            String marked = marked(place, tag);
            TranslatedReferral translated = FhirMappings.translated(marked);
            assertThat(translated.referral().envelope().labels()).containsExactly(Label.SECRET_ADDRESS);
            assertThat(translated.referral().categories())
                    .contains(Category.SECRET_ADDRESS)
                    .doesNotContain(Category.ADDRESS);
            assertThat(item(marked, Category.SECRET_ADDRESS).labels()).containsExactly(Label.SECRET_ADDRESS);
        }
        String lowered = marked(
                "security",
                "{\"system\": \"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\", \"code\": \"U\"}, " + tag);
        assertThat(FhirMappings.translated(lowered).referral().envelope().labels())
                .containsExactly(Label.SECRET_ADDRESS);
    }

    @Test
    void whereAProtectedClientSleepsIsKeptAsTheAddressIs() {
        String tag = "{\"system\": \"https://schakel.nl/fhir/CodeSystem/label\", \"code\": \"secret-address\"}";
        String finding =
                ", {\"resource\": {\"resourceType\": \"Observation\", \"status\": \"final\", \"code\": {\"coding\":"
                        + " [{\"system\": \"https://schakel.nl/fhir/CodeSystem/intake\", \"code\": \"sleeping-place\"}]},"
                        + " \"valueString\": \"GEHEIM\"}}]}";
        String open = FhirMappings.sample();

        for (String place : List.of("security", "tag")) {
            String marked = marked(place, tag);
            assertThat(sleepingPlace(marked.substring(0, marked.lastIndexOf(']')) + finding))
                    .isEqualTo(Category.SECRET_ADDRESS);
        }
        assertThat(sleepingPlace(open.substring(0, open.lastIndexOf(']')) + finding))
                .isEqualTo(Category.HOUSING);
    }

    private static Category sleepingPlace(String json) {
        return FhirMappings.translated(json).referral().items().stream()
                .filter(item -> item.resource()
                        .text("valueString")
                        .filter("GEHEIM"::equals)
                        .isPresent())
                .map(InformationItem::category)
                .reduce((one, other) -> fail("twice"))
                .orElseThrow();
    }

    @Test
    void aCodeOfTheRequestInAnotherSystemIsNotTaken() {
        String diagnosed = FhirMappings.sample()
                .replace(
                        "https://schakel.nl/fhir/CodeSystem/referral-reason\",\n                \"code\": \"O\"",
                        "http://hl7.org/fhir/sid/icd-10\",\n                \"code\": \"F20.0\"");

        assertThat(diagnosed).isNotEqualTo(FhirMappings.sample());
        assertThat(everything(FhirMappings.translated(diagnosed))).doesNotContain("F20.0");
    }

    @Test
    @Guards(Threat.T41)
    void refusesAnotherEventAndAnotherKindOfBundle() {
        String other = FhirMappings.sample().replace("\"code\": \"referral-request\"", "\"code\": \"referral-cancel\"");
        String collection = FhirMappings.sample().replace("\"type\": \"message\"", "\"type\": \"collection\"");

        assertThat(FhirMappings.refused(other).code()).isEqualTo(ProblemCode.MESSAGE_TYPE_UNKNOWN);
        assertThat(FhirMappings.refused(other).place()).hasValue("entry[0].resource.eventCoding.code");
        assertThat(FhirMappings.refused(collection).code()).isEqualTo(ProblemCode.MESSAGE_TYPE_UNKNOWN);
        assertThat(FhirMappings.refused("{}").code()).isEqualTo(ProblemCode.REQUIRED_MISSING);
        assertThat(FhirMappings.refused("[]").code()).isEqualTo(ProblemCode.SYNTAX_BROKEN);
    }

    @Test
    void refusesAnUnknownNeedAndABrokenDate() {
        assertThat(FhirMappings.refused(FhirMappings.sample().replace("\"shelter\"", "\"gold\""))
                        .code())
                .isEqualTo(ProblemCode.CODE_UNKNOWN);
        assertThat(FhirMappings.refused(FhirMappings.sample().replace("1991-09-03", "1991-02-30"))
                        .code())
                .isEqualTo(ProblemCode.DATE_INVALID);
    }

    @Test
    void aTaskIsTheAnswerOfAReceiver() {
        Envelope envelope = answer("accepted", "").referral().envelope();

        assertThat(envelope.event()).isEqualTo(Envelope.Event.ANSWER);
        assertThat(envelope.messageId()).isEqualTo("req-1");
        assertThat(envelope.about()).hasValue(FhirMappings.REFERENCE);
        assertThat(envelope.answer())
                .hasValueSatisfying(a -> assertThat(a.status()).isEqualTo("accepted"));
    }

    @Test
    void aRejectionCarriesItsCodedReasonAndNeedsOne() {
        TranslatedReferral rejected = answer(
                "rejected",
                ",\"statusReason\":{\"coding\":[{\"system\":\"https://schakel.nl/fhir/CodeSystem/afwijsreden\","
                        + "\"code\":\"geen-plek\"}],\"text\":\"vrije tekst\"}");

        assertThat(rejected.referral().envelope().answer().orElseThrow().reason())
                .hasValue("geen-plek");
        assertThat(everything(rejected)).doesNotContain("vrije tekst");
        assertThat(new Completeness().check(rejected)).isInstanceOf(Step.Next.class);
        assertThat(new Completeness().check(answer("rejected", ""))).isInstanceOf(Step.Stopped.class);
    }

    @Test
    void refusesAnAnswerThatIsNoneAndAReasonNobodyKnows() {
        assertThat(FhirMappings.TRANSLATOR.toCanonical(task("draft", "")))
                .satisfies(step -> assertThat(code(step)).isEqualTo(ProblemCode.CODE_UNKNOWN));
        assertThat(FhirMappings.TRANSLATOR.toCanonical(task(
                        "rejected",
                        ",\"statusReason\":{\"coding\":[{\"system\":\"https://schakel.nl/fhir/CodeSystem/afwijsreden\","
                                + "\"code\":\"zomaar\"}]}")))
                .satisfies(step -> assertThat(code(step)).isEqualTo(ProblemCode.CODE_UNKNOWN));
    }

    /** What was asked may come with its client; who answers brings none. */
    @Test
    void refusesAClientInAnAnswer() {
        String contained = ",\"contained\":[{\"resourceType\":\"%s\",\"id\":\"p\"}]";

        assertThat(FhirMappings.TRANSLATOR
                        .toCanonical(task("accepted", contained.formatted("Patient")))
                        .<Optional<String>>fold(t -> Optional.empty(), p -> p.place()))
                .hasValue("contained[0]");
        assertThat(answer("accepted", contained.formatted("Organization"))
                        .referral()
                        .envelope()
                        .answer())
                .isPresent();
    }

    @Test
    void theOutsideIsReadForIdentity() {
        Peeked bundle = peeked(FhirMappings.sample()).fold(p -> p, p -> null);
        Peeked task = peeked("{\"resourceType\":\"Task\",\"id\":\"1\"}").fold(p -> p, p -> null);

        assertThat(bundle.messageId()).hasValue("urn:uuid:3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c001");
        assertThat(bundle.sendingFacility()).hasValue("00000099000000002000");
        assertThat(bundle.messageType()).hasValue("$process-message");
        assertThat(task.messageType()).hasValue("Task");
        assertThat(task.messageId()).isEmpty();
        assertThat(peeked("{\"a\":1,\"a\":2}")).isInstanceOf(Step.Stopped.class);
    }

    private static Step<Peeked> peeked(String json) {
        return StrictJson.readObject(utf8(json)).then(FhirPeek::fhir);
    }

    private static TranslatedReferral answer(String status, String more) {
        return FhirMappings.TRANSLATOR.toCanonical(task(status, more)).fold(t -> t, p -> {
            throw new AssertionError(p.sentence());
        });
    }

    private static SourceMessage task(String status, String more) {
        String json = "{\"resourceType\":\"Task\",\"id\":\"" + FhirMappings.TASK + "\",\"identifier\":[{\"system\":"
                + "\"https://schakel.nl/fhir/NamingSystem/referral\",\"value\":\"" + FhirMappings.REFERENCE.text()
                + "\"}],\"intent\":\"order\",\"status\":\"" + status + "\"" + more + "}";
        return FhirMappings.source(
                json,
                Map.of(
                        "operation", "Task/" + FhirMappings.TASK,
                        "X-Request-ID", "req-1",
                        "receivedAt", "2026-04-10T11:00:00Z"));
    }

    private static ProblemCode code(Step<TranslatedReferral> step) {
        return step.fold(t -> ProblemCode.DEFECT, p -> p.code());
    }

    private static String marked(String place, String codings) {
        return FhirMappings.sample()
                .replaceFirst(
                        "\"resourceType\": \"Patient\"",
                        "\"resourceType\": \"Patient\", \"meta\": {\"" + place + "\": [" + codings + "]}");
    }

    private static InformationItem item(String json, Category category) {
        return FhirMappings.translated(json).referral().items().stream()
                .filter(i -> i.category() == category)
                .findFirst()
                .orElseThrow();
    }

    private static String everything(TranslatedReferral translated) {
        StringBuilder text = new StringBuilder();
        translated.referral().items().forEach(item -> text.append(new String(StrictJson.write(item.resource()))));
        return text.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
