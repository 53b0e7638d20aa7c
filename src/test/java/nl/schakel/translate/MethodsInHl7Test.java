package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import nl.schakel.referral.evidence.TranslatedReferral;
import org.junit.jupiter.api.Test;

/** Methods of support on the intake form, through REF^I12 and back: the same, in the same categories. */
class MethodsInHl7Test {
    /** What only the form asks has no table in HL7 v2 and no method either. */
    private static final String FORM = "https://schakel.nl/fhir/CodeSystem/(intake|finance)";

    @Test
    void carriesEveryMethodOfTheFormThroughHl7AndBack() throws IOException {
        TranslatedReferral intake = MethodsInFhirTest.intake();

        byte[] written = DeskMappings.bytes(intake, "hl7v2-nl/2.5/ref-i12-out");
        TranslatedReferral back = Samples.value(FhirMappings.TRANSLATOR.toCanonical(
                ExampleFolder.message("hl7v2-nl/2.5", "application/hl7-v2", written)));

        List<String> methods = MethodsInFhirTest.methods(intake).stream()
                .filter(method -> !method.matches(".*" + FORM + ".*"))
                .toList();
        assertThat(methods).hasSizeGreaterThan(15);
        assertThat(MethodsInFhirTest.methods(back)).containsAll(methods);
    }

    @Test
    void readsWhatStandsBelowAnOrderForThatOrderAlone() {
        String head = Samples.referral().split("\rDG1")[0];
        TranslatedReferral read = Samples.value(FhirMappings.TRANSLATOR.toCanonical(Samples.ward(String.join(
                "\r",
                head,
                "OBX|1|CE|phase^^99METHOD-ITEM||2",
                "OBR|1|||cti^^99METHOD",
                "OBX|1|TX|goal^^99METHOD-ITEM||Weer werken",
                "OBR|2|||krachtwerk^^99METHOD",
                "OBX|1|CE|task^^99METHOD-ITEM||4",
                "PV1|1|I",
                "OBX|1|CE|focus^^99METHOD-ITEM||work\r"))));

        assertThat(MethodsInFhirTest.methods(read))
                .hasSize(2)
                .anyMatch(goal -> goal.contains("\"cti\"") && goal.contains("Weer werken"))
                .anyMatch(plan -> plan.contains("\"krachtwerk\"") && plan.contains("krachtwerk-task"));
        assertThat(read.losses()).contains("OBX-5 unmapped", "OBX(4)-5 unmapped");
    }
}
