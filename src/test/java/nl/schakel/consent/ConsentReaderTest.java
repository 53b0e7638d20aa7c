package nl.schakel.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import nl.schakel.consent.Provision.Effect;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a FHIR consent becomes, and what it may then open. */
class ConsentReaderTest {
    private static final String OIN = "http://fhir.nl/fhir/NamingSystem/oin";
    private static final ConsentReader READER = new ConsentReader(id ->
            id.equals(OIN + "|00000099000000005000") ? Optional.of(new PartnerId("opvang-demo")) : Optional.empty());
    private static final ConsentReader.Arrival ARRIVAL = new ConsentReader.Arrival(
            "c-1",
            new PartnerId("ggz-noord"),
            Consent.Channel.MESSAGE,
            Instant.parse("2026-04-10T10:00:00Z"),
            Optional.of(SampleConsent.EVIDENCE));

    private static Json.Obj coding(String system, String code) {
        return Json.object().with("system", system).with("code", code);
    }

    private static Json.Obj concept(String system, String code) {
        return Json.object().with("coding", Json.array(coding(system, code)));
    }

    private static Json.Obj actor(String system, String value) {
        return Json.object()
                .with("role", concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"))
                .with(
                        "reference",
                        Json.object()
                                .with(
                                        "identifier",
                                        Json.object().with("system", system).with("value", value)));
    }

    /** A yes to the shelter about self-sufficiency, for a transition. */
    private static Json.Obj rule(String type) {
        return Json.object()
                .with("type", type)
                .with("period", Json.object().with("start", "2026-04-10").with("end", "2026-10-10"))
                .with("actor", Json.array(actor(OIN, "00000099000000005000")))
                .with("purpose", Json.array(coding(ProvisionReader.PURPOSE, "TRANSITION")))
                .with("class", Json.array(coding(ProvisionReader.CATEGORY, "zrm")));
    }

    private static Json.Obj consent(Json.Obj rule) {
        return Json.object()
                .with("resourceType", "Consent")
                .with("status", "active")
                .with("scope", concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"))
                .with("category", Json.array(concept("http://loinc.org", "59284-0")))
                .with("dateTime", "2026-04-10")
                .with("policyRule", concept("http://terminology.hl7.org/CodeSystem/v3-ActCode", "OPTIN"))
                .with("provision", rule);
    }

    private static Consent read(Json.Obj tree) {
        return READER.read(tree, ARRIVAL).fold(consent -> consent, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    private static boolean opens(Json.Obj tree, Category category) {
        return Asked.question().said(OnFile.recorded(read(tree))).word(category).permitted();
    }

    @Test
    void readsAYesWithReceiverPurposeCategoryAndWholeDays() {
        Consent consent = read(consent(rule("permit")));
        assertThat(consent.status()).isEqualTo(Consent.Status.ACTIVE);
        assertThat(consent.givers()).containsExactly(Giver.CLIENT);
        assertThat(consent.recording().at()).isEqualTo("2026-04-09T22:00:00Z");
        assertThat(consent.provision())
                .isEqualTo(Provision.of(
                        Effect.PERMIT,
                        Set.of(new Actor.Organisation(new PartnerId("opvang-demo"))),
                        Set.of(Purpose.TRANSITION),
                        Set.of(Category.ZRM),
                        new Period(
                                Optional.of(Instant.parse("2026-04-09T22:00:00Z")),
                                Optional.of(Instant.parse("2026-10-10T22:00:00Z")))));
        assertThat(opens(consent(rule("permit")), Category.ZRM)).isTrue();
        assertThat(opens(consent(rule("permit")), Category.NETWORK)).isFalse();
    }

    @Test
    void readsAKindOfOrganisationAndACodedCategory() {
        Json.Obj rule = rule("permit")
                .without("class")
                .with("actor", Json.array(actor(ProvisionReader.KIND, "MO")))
                .with("code", Json.array(concept(ProvisionReader.CATEGORY, "zrm")));
        assertThat(read(consent(rule)).provision().actors()).containsExactly(new Actor.Kind(Role.MO));
        assertThat(opens(consent(rule), Category.ZRM)).isTrue();
    }

    /** Each change restricts, or could; none of them may leave the yes standing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "securityLabel",
                "data",
                "_type",
                "modifierExtension",
                "extension",
                "code",
                "somethingNew",
                "action",
                "dataPeriod",
                "provision"
            })
    void aYesWithWhatIsNotUnderstoodOpensNothing(String element) {
        Json.Obj rule = rule("permit").with(element, Json.array(Json.object().with("text", "iets")));
        assertThat(opens(consent(rule), Category.ZRM)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"implicitRules", "modifierExtension", "policy", "contained", "sourceWhatever"})
    void aFormWithWhatIsNotUnderstoodOpensNothing(String element) {
        assertThat(opens(consent(rule("permit")).with(element, Json.array()), Category.ZRM))
                .isFalse();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "dateTime, gisteren",
        "dateTime, 2027-01-01",
        "status, proposed",
        "status, draft",
        "status, rejected",
        "status, inactive",
        "status, entered-in-error"
    })
    void aYesThatIsNotGivenNowOpensNothing(String element, String value) {
        assertThat(opens(consent(rule("permit")).with(element, value), Category.ZRM))
                .isFalse();
    }

    /** Not one of these may make a no smaller. */
    @ParameterizedTest
    @ValueSource(strings = {"class", "purpose", "actor", "period", "dataPeriod", "code", "securityLabel", "data"})
    void aNoWithWhatIsNotUnderstoodIsAsWideAsItCanBe(String element) {
        Json.Obj rule = Json.object()
                .with("type", "deny")
                .with(element, Json.array(Json.object().with("text", "schulden")));
        assertThat(opens(consent(rule), Category.CONTACT)).isFalse();
        assertThat(Asked.question().word(Category.CONTACT).permitted()).isTrue();
    }

    @Test
    void aNoThatNamesOneUnknownAmongKnownIsAboutAll() {
        Json.Obj rule = Json.object()
                .with("type", "deny")
                .with("actor", Json.array(actor(ProvisionReader.KIND, "VT"), actor(OIN, "00000000000000000000")));
        assertThat(opens(consent(rule), Category.CONTACT)).isFalse();
        Json.Obj known = rule.with("actor", Json.array(actor(ProvisionReader.KIND, "VT")));
        assertThat(opens(consent(known), Category.CONTACT)).isTrue();
    }

    @Test
    void aYesLosesTheUnknownReceiverAndKeepsTheKnownOne() {
        Json.Obj mixed = rule("permit")
                .with("actor", Json.array(actor(OIN, "00000000000000000000"), actor(OIN, "00000099000000005000")));
        assertThat(opens(consent(mixed), Category.ZRM)).isTrue();
        Json.Obj unknown = rule("permit").with("actor", Json.array(actor(OIN, "00000000000000000000")));
        assertThat(opens(consent(unknown), Category.ZRM)).isFalse();
    }

    @Test
    void takesNoOtherRoleForAReceiver() {
        Json.Obj custodian = actor(OIN, "00000099000000005000")
                .with("role", concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "CST"));
        assertThat(opens(consent(rule("permit").with("actor", Json.array(custodian))), Category.ZRM))
                .isFalse();
    }

    @Test
    void hearsANoWithinAYesAndAYesWithinANo() {
        Json.Obj yes = rule("permit")
                .with(
                        "class",
                        Json.array(
                                coding(ProvisionReader.CATEGORY, "zrm"), coding(ProvisionReader.CATEGORY, "network")));
        Json.Obj butNot = Json.object()
                .with("type", "deny")
                .with("class", Json.array(coding(ProvisionReader.CATEGORY, "network")));
        Json.Obj withException = consent(yes.with("provision", Json.array(butNot)));
        assertThat(opens(withException, Category.ZRM)).isTrue();
        assertThat(opens(withException, Category.NETWORK)).isFalse();
        Json.Obj no = consent(Json.object().with("type", "deny").with("provision", Json.array(rule("permit"))));
        assertThat(opens(no, Category.ZRM)).isTrue();
        assertThat(opens(no, Category.CONTACT)).isFalse();
    }

    @Test
    void takesARuleWithinARuleThatDoesNotSayItsTypeForANo() {
        Json.Obj silent = Json.object().with("class", Json.array(coding(ProvisionReader.CATEGORY, "zrm")));
        for (Json within : List.of(silent, silent.with("type", "allow"), Json.text("x"))) {
            assertThat(opens(consent(rule("permit").with("provision", Json.array(within))), Category.ZRM))
                    .isFalse();
        }
    }

    @ParameterizedTest(name = "{0}, type {1}: {2}")
    @CsvSource({
        "OPTIN, permit, true",
        "OPTIN, '', true",
        "OPTIN, deny, false",
        "OPTIN, maybe, false",
        "OPTOUT, permit, false",
        "OPTOUT, '', false",
        "EMRGONLY, permit, false",
        "none, permit, true",
        "none, '', false"
    })
    void letsTheFormAsAWholeSayYesOrNoWhereTheRuleDoesNot(String policy, String type, boolean opens) {
        Json.Obj rule = type.isEmpty() ? rule("permit").without("type") : rule(type);
        Json.Obj tree = policy.equals("none")
                ? consent(rule).without("policyRule")
                : consent(rule).with("policyRule", concept("http://terminology.hl7.org/CodeSystem/v3-ActCode", policy));
        assertThat(opens(tree, Category.ZRM)).isEqualTo(opens);
    }

    @Test
    void deniesEverythingWithoutAnyRule() {
        Json.Obj bare = consent(rule("permit")).without("provision").without("policyRule");
        assertThat(opens(bare, Category.CONTACT)).isFalse();
        assertThat(opens(bare.with("provision", "nee"), Category.CONTACT)).isFalse();
    }

    @Test
    void countsADisclosureAmongTheActionsAndNothingElse() {
        UnaryOperator<String> system = code -> "http://terminology.hl7.org/CodeSystem/consentaction";
        Json.Obj disclose = rule("permit").with("action", Json.array(concept(system.apply(""), "disclose")));
        Json.Obj correct = rule("permit").with("action", Json.array(concept(system.apply(""), "correct")));
        assertThat(opens(consent(disclose), Category.ZRM)).isTrue();
        assertThat(opens(consent(correct), Category.ZRM)).isFalse();
    }

    @Test
    void readsWhoSpoke() {
        Json.Obj mentor = Json.object()
                .with("type", "RelatedPerson")
                .with(
                        "identifier",
                        Json.object()
                                .with("system", "https://schakel.nl/fhir/NamingSystem/giver")
                                .with("value", "mentor"));
        Json.Obj tree = consent(rule("permit"));
        assertThat(read(tree.with("performer", Json.array(mentor))).givers()).containsExactly(Giver.MENTOR);
        assertThat(read(tree.with("performer", Json.array(Json.object().with("type", "Patient"))))
                        .givers())
                .containsExactly(Giver.CLIENT);
        assertThat(read(tree.with("performer", Json.array(Json.object().with("display", "zus"))))
                        .givers())
                .containsExactly(Giver.UNKNOWN);
        assertThat(read(tree.with("performer", Json.array(Json.text("x")))).givers())
                .containsExactly(Giver.UNKNOWN);
        assertThat(read(tree.with("performer", Json.array())).givers()).isEmpty();
    }

    @Test
    void hashesTheTextThatCameAlong() {
        Json.Obj tree = consent(rule("permit"));
        Json.Obj text = Json.object().with("contentType", "text/plain").with("data", "aWsgZ2EgYWtrb29yZA==");
        assertThat(read(tree.with("sourceAttachment", text)).evidence())
                .contains(Hash.of("ik ga akkoord".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        for (String nothing : List.of("", "%%%")) {
            assertThat(read(tree.with("sourceAttachment", text.with("data", nothing)))
                            .evidence())
                    .contains(SampleConsent.EVIDENCE);
        }
    }

    @Test
    void takesAFormThatWasFoundWrongForNoYes() {
        Json.Obj checked = Json.object().with("verified", new Json.Bool(true));
        Json.Obj tree = consent(rule("permit"));
        assertThat(opens(tree.with("verification", Json.array(checked)), Category.ZRM))
                .isTrue();
        assertThat(opens(
                        tree.with("verification", Json.array(checked.with("verified", new Json.Bool(false)))),
                        Category.ZRM))
                .isFalse();
    }

    @Test
    void dropsWithdrawnConsentsFromTheMomentTheyCame() {
        Consent withdrawn = read(consent(rule("permit")).with("status", "inactive"));
        assertThat(withdrawn.withdrawnAt()).contains(ARRIVAL.receivedAt());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"status, Consent.status", "scope, Consent.scope"})
    void refusesAFormOfWhichNotEvenTheStatusCanBeTold(String without, String place) {
        READER.read(consent(rule("permit")).without(without), ARRIVAL)
                .fold(
                        consent -> {
                            throw new AssertionError("read");
                        },
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ProblemCode.CONSENT_UNRELIABLE);
                            assertThat(problem.place()).contains(place);
                            return problem;
                        });
    }

    @Test
    void givesUpOnRulesThatGoTooDeep() {
        Json.Obj deep = rule("permit");
        for (int i = 0; i < 60; i++) {
            deep = rule("permit").with("provision", Json.array(deep));
        }
        assertThat(opens(consent(deep), Category.CONTACT)).isTrue();
        assertThat(opens(consent(deep), Category.ZRM)).isFalse();
    }
}
