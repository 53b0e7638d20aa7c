package nl.schakel.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import nl.schakel.referral.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectionTest {
    private static final Json.Obj PATIENT = Json.object()
            .with("resourceType", "Patient")
            .with("birthDate", "1984")
            .with(
                    "telecom",
                    Json.array(
                            Json.object()
                                    .with("system", "phone")
                                    .with("value", "1")
                                    .with("use", "home"),
                            Json.object().with("system", "email").with("value", "2"),
                            Json.object().with("system", "fax").with("value", "3")));
    private static final Json.Obj GOAL = Json.object()
            .with("resourceType", "Goal")
            .with(
                    "category",
                    Json.array(Json.object()
                            .with("coding", Json.array(Json.object().with("code", "netwerkcoach")))))
            .with("description", Json.object().with("text", "wandelen").with("div", "<p/>"));

    static Projection only(String... paths) {
        return new Projection(false, paths(paths));
    }

    private static Projection allAnd(String... paths) {
        return new Projection(true, paths(paths));
    }

    private static List<NeededPath> paths(String... paths) {
        return Arrays.stream(paths)
                .map(path -> NeededPath.of(path).orElseThrow())
                .toList();
    }

    @Test
    void keepsTheElementsThatASelectorPicks() {
        assertThat(only("Patient.telecom[system=phone|email].value").of(PATIENT))
                .contains(Json.object()
                        .with("resourceType", "Patient")
                        .with(
                                "telecom",
                                Json.array(
                                        Json.object().with("value", "1"),
                                        Json.object().with("value", "2"))));
        assertThat(only("Patient.telecom[system=pager]").of(PATIENT)).isEmpty();
    }

    @Test
    void joinsWhatSeveralPathsPickOfOneElement() {
        assertThat(only("Patient.telecom[system=phone].value", "Patient.telecom[use=home].use")
                        .of(PATIENT))
                .contains(Json.object()
                        .with("resourceType", "Patient")
                        .with(
                                "telecom",
                                Json.array(Json.object().with("value", "1").with("use", "home"))));
    }

    @Test
    void picksWholeResources() {
        String chosen = "Goal[category.coding.code=netwerkcoach].description.text";
        assertThat(only(chosen).of(GOAL)).isPresent();
        assertThat(only(chosen.replace("netwerkcoach", "cti")).of(GOAL)).isEmpty();
        assertThat(only(chosen).of(GOAL.with("resourceType", "CarePlan"))).isEmpty();
    }

    @Test
    void keepsFreeTextOnlyWhereAPathNamesIt() {
        assertThat(allAnd().of(GOAL).orElseThrow().members()).doesNotContainKey("description");
        assertThat(allAnd("Goal.description.text").of(GOAL).orElseThrow().object("description"))
                .contains(Json.object().with("text", "wandelen"));
        assertThat(only("Goal.description").of(GOAL).orElseThrow().object("description"))
                .contains(Json.object().with("text", "wandelen"));
    }

    @Test
    void keepsAnEmptyListOrObjectThatIsNeededWhole() {
        Json.Obj odd = Json.object()
                .with("resourceType", "Task")
                .with("input", Json.array())
                .with("code", Json.object());
        assertThat(allAnd().of(odd)).contains(odd);
        assertThat(only("Task.status").of(odd)).isEmpty();
    }

    /** The order of purposes stands on this comparison. */
    @ParameterizedTest(name = "{0} covers {1}: {2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "*; *; true",
                "*; Patient.name; true",
                "*; Goal.description.text; false",
                "* Goal.description.text; Goal.description.text; true",
                "Patient.name; *; false",
                "Patient.name; Patient.name.family; true",
                "Patient.name.family; Patient.name; false",
                "Patient.name; Person.name; false",
                "Goal.target; Goal.target.note; false",
                "Patient.telecom; Patient.telecom[system=phone]; true",
                "Patient.telecom[system=phone]; Patient.telecom; false",
                "Patient.telecom[system=phone|email]; Patient.telecom[system=phone].value; true",
                "Patient.telecom[system=phone]; Patient.telecom[system=phone|email]; false",
                "Patient.telecom[system=phone]; Patient.telecom[use=phone]; false",
                "Goal[a=b].c; Goal[a=b].c.d; true",
                "Goal[a=b].c; Goal.c; false"
            })
    void comparesWhateverTheResource(String one, String other, boolean covers) {
        assertThat(parse(one).covers(parse(other))).isEqualTo(covers);
    }

    private static Projection parse(String words) {
        List<String> all = List.of(words.split(" "));
        return new Projection(
                all.contains("*"),
                paths(all.stream().filter(word -> !word.equals("*")).toArray(String[]::new)));
    }

    @ParameterizedTest
    @CsvSource({"''", "Patient", "patient.name", "Patient.Name", "Patient.name[", "Patient.name[a]", "Patient.name[=b]"
    })
    void refusesWhatIsNoPath(String text) {
        assertThat(NeededPath.of(text)).isEmpty();
    }
}
