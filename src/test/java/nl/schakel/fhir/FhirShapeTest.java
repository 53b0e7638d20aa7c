package nl.schakel.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Problem;
import nl.schakel.translate.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirShapeTest {

    /** What HAPI's definitions refuse, or read as something else than stands there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"birthDate\":[\"1991-09-03\"]; .birthDate; an array; a text",
                "\"birthDate\":null; .birthDate; null; a text",
                "\"birthDate\":19910903; .birthDate; a number; a text",
                "\"birthDate\":{\"a\":1}; .birthDate; an object; a text",
                "\"identifier\":[{\"value\":999900420}]; .identifier[0].value; a number; a text",
                "\"identifier\":{\"value\":\"1\"}; .identifier; an object; an array, each of it an object",
                "\"identifier\":[\"1\"]; .identifier[0]; a text; an object",
                "\"name\":[{\"given\":\"F\"}]; .name[0].given; a text; an array, each of it a text",
                "\"name\":[{\"given\":[null]}]; .name[0].given[0]; null; a text",
                "\"gender\":[\"female\",\"male\"]; .gender; an array; a text",
                "\"active\":\"true\"; .active; a text; true or false",
                "\"active\":1; .active; a number; true or false",
                "\"multipleBirthInteger\":\"2\"; .multipleBirthInteger; a text; a number",
                "\"maritalStatus\":[{\"text\":\"x\"}]; .maritalStatus; an array; an object",
                "\"maritalStatus\":\"x\"; .maritalStatus; a text; an object",
                "\"contact\":[{\"name\":[{\"text\":\"x\"}]}]; .contact[0].name; an array; an object",
                "\"extension\":[1]; .extension[0]; a number; an object",
                "\"extension\":[{\"url\":\"u\",\"valueBoolean\":\"true\"}]; .extension[0].valueBoolean; a text; true or false",
                "\"_birthDate\":\"x\"; ._birthDate; a text; an object",
                "\"_birthDate\":[{\"id\":\"x\"}]; ._birthDate; an array; an object",
                "\"_birthDate\":{\"value\":\"x\"}; ._birthDate.value; an element that R4 does not have here; "
                        + "the elements of R4 alone, and extensions",
                "\"name\":[{\"_given\":{\"id\":\"x\"}}]; .name[0]._given; an object; an array of objects and null",
                "\"name\":[{\"_period\":{\"id\":\"x\"}}]; .name[0]._period; an element that R4 does not have here; "
                        + "the elements of R4 alone, and extensions",
                "\"contained\":{\"resourceType\":\"Basic\"}; .contained; an object; an array, each of it a resource",
                "\"contained\":[{\"id\":\"x\"}]; .contained[0].resourceType; no resource of R4; "
                        + "the name of a resource of R4",
                "\"contained\":[{\"resourceType\":\"Kanarie\"}]; .contained[0].resourceType; no resource of R4; "
                        + "the name of a resource of R4",
                "\"BirthDate\":\"1991-09-03\"; .?; an element that R4 does not have here; birthDate",
                "\"Kanarie\":\"x\"; .?; an element that R4 does not have here; "
                        + "the elements of R4 alone, and extensions",
                "\"status\":\"x\"; .status; an element that R4 does not have here; "
                        + "the elements of R4 alone, and extensions",
                "\"maritalStatus\":{\"resourceType\":\"Basic\"}; .maritalStatus.resourceType; "
                        + "an element that R4 does not have here; the elements of R4 alone, and extensions",
                "\"extension\":[{\"url\":\"u\",\"valueString\":\"a\",\"extension\":[{\"url\":\"v\"}]}]; .extension[0]; "
                        + "a value and extensions; one of both"
            })
    @Guards({Threat.T08, Threat.T12})
    void refusesWhatIsNoR4WithItsPlace(String member, String place, String seen, String expected) {
        Problem problem = fault("{\"resourceType\":\"Patient\"," + member + "}").orElseThrow();

        assertThat(problem.code().id()).isEqualTo("SCH-1006");
        assertThat(problem.place()).hasValue("Patient" + place);
        assertThat(problem.seen()).hasValue(seen);
        assertThat(problem.expected()).hasValue(expected);
        assertThat(problem.sentence())
                .doesNotContain("Kanarie")
                .doesNotContain("9999")
                .doesNotContain("1991");
    }

    /** The same elements as they should be. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"birthDate\":\"1991-09-03\"",
                "\"birthDate\":\"1991-09-03\",\"_birthDate\":{\"id\":\"b\",\"extension\":[{\"url\":\"u\",\"valueCode\":\"c\"}]}",
                "\"_birthDate\":{\"extension\":[{\"url\":\"u\",\"valueCode\":\"c\"}]}",
                "\"identifier\":[{\"value\":\"999900420\"}]",
                "\"identifier\":[]",
                "\"name\":[{\"given\":[\"F\",\"G\"]}]",
                "\"name\":[{\"given\":[null,\"G\"],\"_given\":[{\"id\":\"x\"},null]}]",
                "\"active\":false",
                "\"multipleBirthInteger\":2",
                "\"multipleBirthBoolean\":true",
                "\"maritalStatus\":{\"coding\":[{\"code\":\"M\"}]}",
                "\"contact\":[{\"name\":{\"text\":\"x\"},\"telecom\":[{\"rank\":1}]}]",
                "\"text\":{\"status\":\"generated\",\"div\":\"<div/>\"}",
                "\"contained\":[{\"resourceType\":\"Organization\",\"id\":\"a\",\"name\":\"x\"}]",
                "\"modifierExtension\":[{\"url\":\"u\",\"valueReference\":{\"reference\":\"#a\"}}]",
                "\"extension\":[{\"url\":\"u\",\"extension\":[{\"url\":\"v\",\"valueDecimal\":1.50}]}]"
            })
    void takesWhatIsR4(String member) {
        assertThat(fault("{\"resourceType\":\"Patient\"," + member + "}")).isEmpty();
    }

    @Test
    void namesThePlaceWithinABundle() {
        String json = "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Basic\"}},"
                + "{\"resource\":{\"resourceType\":\"Patient\",\"birthDate\":[\"1991-09-03\"]}}]}";

        assertThat(fault(json).flatMap(Problem::place)).hasValue("Bundle.entry[1].resource.birthDate");
    }

    /** Groups of a questionnaire hold groups, as HAPI's definitions hold themselves. */
    @Test
    void followsAGroupWithinAGroup() {
        String groups =
                "{\"resourceType\":\"QuestionnaireResponse\",\"item\":[{\"item\":[{\"item\":[{\"linkId\":%s}]}]}]}";

        assertThat(fault(groups.formatted("\"a\""))).isEmpty();
        assertThat(fault(groups.formatted("1")).flatMap(Problem::place))
                .hasValue("QuestionnaireResponse.item[0].item[0].item[0].linkId");
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("mappings/fhir/r4"))) {
            return files
                    .filter(file -> file.getFileName().toString().matches("(input|output).*\\.json"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void takesEveryExampleOfR4(Path example) throws IOException {
        assertThat(fault(Files.readString(example))).isEmpty();
    }

    private static Optional<Problem> fault(String json) {
        return StrictJson.readObject(json.getBytes(StandardCharsets.UTF_8))
                .fold(FhirShape::fault, problem -> Optional.of(problem));
    }
}
