package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.validate.BaseProfileValidator;
import nl.schakel.validate.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods of support on the intake form, through FHIR R4 in each of its forms and back: the same, in the same categories. */
class MethodsInFhirTest {
    private static final Set<String> METHOD_RESOURCES =
            Set.of("EpisodeOfCare", "CarePlan", "Goal", "CareTeam", "QuestionnaireResponse", "Observation");
    private static final BaseProfileValidator VALIDATOR = new BaseProfileValidator();
    private static final Translator TRANSLATOR = FhirMappings.TRANSLATOR;

    @ParameterizedTest
    @ValueSource(strings = {"message-bundle", "transaction-bundle", "document-bundle", "task-request"})
    void carriesEveryMethodOfTheFormThroughFhirAndBack(String form) throws IOException {
        TranslatedReferral intake = intake();

        byte[] written = TRANSLATOR
                .toPartner(DeskMappings.released(intake, "fhir/r4/" + form), FhirMappings.CONTEXT)
                .fold(document -> document.bytes(), problem -> fail(problem.sentence()));
        TranslatedReferral back = Samples.value(
                TRANSLATOR.toCanonical(ExampleFolder.message("fhir/r4", "application/fhir+json", written)));

        assertThat(VALIDATOR.findings(written).stream()
                        .filter(Finding::isError)
                        .map(finding -> finding.place() + ": " + finding.text()))
                .isEmpty();
        assertThat(methods(intake)).isNotEmpty();
        assertThat(methods(back)).containsExactlyInAnyOrderElementsOf(methods(intake));
    }

    @Test
    void keepsASafetyPlanInTheCategorySafety() throws IOException {
        assertThat(intake().referral().items())
                .filteredOn(item -> new String(item.resource().utf8(), StandardCharsets.UTF_8).contains("ex-partner"))
                .singleElement()
                .satisfies(item -> assertThat(item.category()).isEqualTo(Category.SAFETY));
    }

    static TranslatedReferral intake() throws IOException {
        Path form = FhirMappings.FOLDER.resolve("toegang-intake/1.0/examples/07-json-methods/input.intake.json");
        return Samples.value(TRANSLATOR.toCanonical(
                ExampleFolder.message("toegang-intake/1.0", "application/json", Files.readAllBytes(form))));
    }

    /** Category and content, whatever the order of members. */
    static List<String> methods(TranslatedReferral translated) {
        return translated.referral().items().stream()
                .filter(item -> METHOD_RESOURCES.contains(item.resourceType()))
                .map(item -> item.category() + " " + sorted(item.resource()))
                .toList();
    }

    private static String sorted(Json value) {
        if (value instanceof Json.Obj object) {
            return object.members().entrySet().stream()
                    .map(member -> member.getKey() + ":" + sorted(member.getValue()))
                    .sorted()
                    .toList()
                    .toString();
        }
        return value instanceof Json.Arr array
                ? array.elements().stream()
                        .map(MethodsInFhirTest::sorted)
                        .toList()
                        .toString()
                : new String(value.utf8(), StandardCharsets.UTF_8);
    }
}
