package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no FHIR message may hold, beside a good one that stays as it is. */
@Guards({Threat.T41, Threat.T42})
class FhirContentsTest {
    private static final String REQUEST = "\"resourceType\": \"ServiceRequest\"";
    private static final String CLIENT = "urn:uuid:6f1c2a10-0000-4000-8000-000000000004";

    private static Problem refused(String old, String now) {
        return FhirMappings.refused(FhirMappings.sample().replaceFirst(old, now));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"modifierExtension\": [{\"url\": \"http://example.org/not\"}],; SCH-2020; entry[2].resource.modifierExtension",
                "\"implicitRules\": \"http://example.org/rules\",; SCH-2020; entry[2].resource.implicitRules",
                "\"contained\": [{\"resourceType\": \"Patient\"}],; SCH-2006; entry[2].resource.contained[0]",
                "\"contained\": [{\"resourceType\": \"Bundle\"}],; SCH-2007; entry[2].resource.contained[0]",
                "\"valueString\": \"a\", \"valueInteger\": 1,; SCH-2007; entry[2].resource.valueInteger",
                "\"x\": {\"y\": [{\"modifierExtension\": []}]},; SCH-2020; entry[2].resource.x.y[0].modifierExtension"
            })
    void refusesAModifierAndAHiddenClient(String member, String code, String place) {
        Problem problem = refused(REQUEST, member + REQUEST);
        assertThat(problem.code().id()).isEqualTo(code);
        assertThat(problem.place()).hasValue(place);
    }

    @Test
    void refusesTwoEntriesUnderOneName() {
        Problem problem = refused("000000000005\"", "000000000006\"");
        assertThat(problem.code()).isEqualTo(ProblemCode.VALUE_INVALID);
        assertThat(problem.place()).hasValue("entry[5].fullUrl");
    }

    @ParameterizedTest
    @CsvSource({"MessageHeader", "Task"})
    void refusesASecondOneOfWhatAMessageHasOnce(String type) {
        Problem problem = refused("\"resourceType\": \"Encounter\"", "\"resourceType\": \"" + type + "\"");
        assertThat(problem.code()).isEqualTo(ProblemCode.VALUE_INVALID);
        assertThat(problem.place()).hasValue("entry[4].resource");
    }

    @Test
    void refusesARequestOfATransactionInAMessage() {
        Problem problem = refused(
                "\"resource\": \\{\\s*\"resourceType\": \"Task\"",
                "\"request\": {\"method\": \"DELETE\"}, \"resource\": {\"resourceType\": \"Task\"");
        assertThat(problem.code()).isEqualTo(ProblemCode.VALUE_INVALID);
        assertThat(problem.place()).hasValue("entry[1]");
    }

    @ParameterizedTest
    @CsvSource({
        "for, urn:uuid:00000000-0000-4000-8000-000000000000",
        "for, http://127.0.0.1:9/Patient/1",
        "for, Patient/1",
        "subject, urn:uuid:6f1c2a10-0000-4000-8000-000000000003"
    })
    void refusesWhatIsSaidOfSomebodyElse(String member, String whom) {
        Problem problem = refused(
                "\"" + member + "\": \\{\\s*\"reference\": \"" + CLIENT,
                "\"" + member + "\": {\"reference\": \"" + whom);
        assertThat(problem.code()).isEqualTo(ProblemCode.ONE_CLIENT_ONLY);
        assertThat(problem.place().orElseThrow()).endsWith(".resource." + member);
    }

    @Test
    void readsAReferenceThatIsRelativeOrNamesTheVersion() {
        String moved = FhirMappings.sample().replace(CLIENT, "https://example.org/fhir/Patient/c1");
        assertThat(FhirMappings.translated(moved).losses()).isNotNull();
        for (String reference : new String[] {"Patient/c1", "https://example.org/fhir/Patient/c1/_history/2"}) {
            String relative = moved.replace(
                    "\"reference\": \"https://example.org/fhir/Patient/c1\"", "\"reference\": \"" + reference + "\"");
            assertThat(FhirMappings.translated(relative).referral().items()).isNotEmpty();
        }
    }
}
