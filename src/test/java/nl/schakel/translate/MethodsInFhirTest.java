package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.validate.BaseProfileValidator;
import nl.schakel.validate.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts {@code methods} and {@code methods-entries} of FHIR R4, in two mappings that hold little else. */
class MethodsInFhirTest {
    private static final Set<String> METHOD_RESOURCES =
            Set.of("EpisodeOfCare", "CarePlan", "Goal", "CareTeam", "QuestionnaireResponse");
    private static final String IN = """
            mapping: fhir/methods/in
            title: methods alone
            reads: fhir
            kinds: [Bundle/collection]
            event: NOTE
            purpose: TRANSITION
            client: {one: "entry[Patient]", identifier: id}
            envelope:
              - {from: identifier.value, to: messageId}
              - {from: timestamp, to: created, as: isoMoment}
              - {from: identifier.value, to: localId}
            items:
              - include: methods
            """;
    private static final String OUT = """
            mapping: fhir/methods/out
            title: methods alone
            reads: release
            writes: fhir
            media: application/fhir+json
            rows:
              - {value: Bundle, to: resourceType}
              - {value: "urn:ietf:rfc:3986", to: identifier.system}
              - {from: context.messageId, to: identifier.value, as: "prefixed urn:uuid:"}
              - {value: collection, to: type}
              - {from: context.at, to: timestamp}
              - to: "entry[*]"
                rows:
                  - {from: context.messageId, to: fullUrl, as: urnUuid client}
                  - to: resource
                    rows: [{value: Patient, to: resourceType}, {from: context.messageId, to: id}]
              - include: methods-entries
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void mappings() throws IOException {
        copy("codes");
        copy("fhir/r4/parts");
        Path family = Files.createDirectories(folder.resolve("fhir/methods"));
        Files.move(folder.resolve("fhir/r4/parts"), family.resolve("parts"));
        Files.writeString(family.resolve("in.yaml"), IN);
        Files.writeString(family.resolve("out.yaml"), OUT);
    }

    private void copy(String name) throws IOException {
        Files.createDirectories(folder.resolve(name));
        try (Stream<Path> files = Files.list(FhirMappings.FOLDER.resolve(name))) {
            files.forEach(file -> {
                try {
                    Files.copy(file, folder.resolve(name).resolve(file.getFileName()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void carriesEveryMethodThroughABundleAndBack() throws IOException {
        Translator translator = Translator.load(folder);
        TranslatedReferral intake = intake();

        byte[] bundle = translator
                .toPartner(DeskMappings.released(intake, "fhir/methods/out"), FhirMappings.CONTEXT)
                .fold(document -> document.bytes(), problem -> fail(problem.sentence()));
        TranslatedReferral back = Samples.value(
                translator.toCanonical(DeskMappings.source("fhir/methods", "application/fhir+json", Map.of(), bundle)));

        assertThat(new BaseProfileValidator().findings(bundle)).noneMatch(Finding::isError);
        assertThat(methods(back)).containsExactlyInAnyOrderElementsOf(methods(intake));
    }

    @Test
    void keepsASafetyPlanInTheCategorySafety() throws IOException {
        assertThat(intake().referral().items())
                .filteredOn(item -> new String(item.resource().utf8(), StandardCharsets.UTF_8).contains("ex-partner"))
                .singleElement()
                .satisfies(item -> assertThat(item.category()).isEqualTo(Category.SAFETY));
    }

    private static TranslatedReferral intake() throws IOException {
        Path form = FhirMappings.FOLDER.resolve("toegang-intake/1.0/examples/07-json-methods/input.intake.json");
        return Samples.value(FhirMappings.TRANSLATOR.toCanonical(
                DeskMappings.source("toegang-intake/1.0", "application/json", Map.of(), Files.readAllBytes(form))));
    }

    /** Category and content, whatever the order of members. */
    private static List<String> methods(TranslatedReferral translated) {
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
