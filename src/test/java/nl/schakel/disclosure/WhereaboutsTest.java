package nl.schakel.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.referral.Json;
import org.junit.jupiter.api.Test;

@Guards(Threat.T20)
class WhereaboutsTest {
    private static final String CANARY = "KANARIE";

    private final Whereabouts shelter = new Whereabouts(false);

    @Test
    void everyMemberThatAMappingCanWriteIsJudged() throws IOException {
        Set<String> unjudged = new TreeSet<>(CanonicalMembers.all());
        assertThat(unjudged).hasSizeGreaterThan(60);
        unjudged.removeAll(Whereabouts.HARMLESS);
        unjudged.removeAll(Whereabouts.LEADING);
        assertThat(unjudged).isEmpty();
        assertThat(Whereabouts.HARMLESS).doesNotContainAnyElementsOf(Whereabouts.LEADING);
    }

    /** Into every object of every canonical example each member that leads to a place is planted; none comes out. */
    @Test
    void nothingPlantedUnderALeadingMemberComesOutOfAnyExample() throws IOException {
        int planted = 0;
        for (Json.Obj resource : resources()) {
            for (String name : Whereabouts.LEADING) {
                planted++;
                Json.Obj left = shelter.out((Json.Obj) plant(resource, name)).orElse(Json.object());
                assertThat(new String(left.utf8(), java.nio.charset.StandardCharsets.UTF_8))
                        .as(name)
                        .doesNotContain(CANARY);
            }
        }
        System.out.println("WhereaboutsTest planted " + planted + " resources");
        assertThat(planted).isGreaterThan(10_000);
    }

    @Test
    void aMemberThatNobodyJudgedGoesOut() {
        Random random = new Random(Long.getLong("schakel.seed", 17));
        for (int run = 0; run < 2_000; run++) {
            String name = "x" + Integer.toString(random.nextInt(1_000_000), 36);
            Json.Obj odd = Json.object()
                    .with("resourceType", "Patient")
                    .with("gender", "female")
                    .with(name, Json.array(Json.object().with("text", CANARY)));
            assertThat(shelter.out(odd).orElseThrow().members()).containsOnlyKeys("resourceType", "gender");
        }
    }

    @Test
    void identifiersThatNameTheirHouseGoOut() {
        assertThat(shelter.out(patient(
                        "identifier",
                        Json.object()
                                .with("system", "https://schakel.nl/fhir/NamingSystem/client/GGZ-NOORD")
                                .with("value", "P1"))))
                .isEmpty();
        assertThat(shelter.out(patient("identifier", Json.object().with("value", "P1"))))
                .isEmpty();
        assertThat(shelter.out(patient(
                        "identifier",
                        Json.object()
                                .with("system", "http://fhir.nl/fhir/NamingSystem/bsn")
                                .with("value", "999900420"))))
                .isPresent();
    }

    @Test
    void codesOfSomebodysOwnMachineGoOut() {
        assertThat(shelter.out(patient(
                        "maritalStatus",
                        Json.object()
                                .with(
                                        "coding",
                                        Json.array(Json.object()
                                                .with("system", "https://burcht.example/codes")
                                                .with("code", "x"))))))
                .isEmpty();
    }

    @Test
    void observationsOfAPlaceGoOutAndOthersStay() {
        assertThat(shelter.out(observation("sleeping-place"))).isEmpty();
        assertThat(shelter.out(observation("general-practitioner"))).isEmpty();
        assertThat(shelter.out(observation("homeless"))).isPresent();
    }

    @Test
    void onlyMobilesStayAndThoseOfTheClientOnlyForTheDesk() {
        Json.Obj sister = Json.object()
                .with("resourceType", "RelatedPerson")
                .with("gender", "female")
                .with("telecom", Json.array(phone("06 12 34 56 78"), phone("0492-123456"), phone("zus@huis.example")));
        assertThat(texts(shelter.out(sister).orElseThrow()))
                .contains("06 12 34 56 78")
                .doesNotContain("0492-123456", "zus@huis.example");
        Json.Obj client = patient("telecom", phone("+31 6 1234 5678"));
        assertThat(shelter.out(client)).isEmpty();
        assertThat(new Whereabouts(true).out(client)).isPresent();
        assertThat(new Whereabouts(true).out(patient("telecom", phone("040-2345678"))))
                .isEmpty();
    }

    @Test
    void anAttachmentLosesItsNameAndItsAddress() {
        Json.Obj letter = Json.object()
                .with("resourceType", "DocumentReference")
                .with(
                        "content",
                        Json.array(Json.object()
                                .with(
                                        "attachment",
                                        Json.object()
                                                .with("title", CANARY + ".pdf")
                                                .with("url", "https://x/" + CANARY)
                                                .with("contentType", "application/pdf"))));
        assertThat(texts(shelter.out(letter).orElseThrow())).containsOnly("DocumentReference", "application/pdf");
    }

    private static Json.Obj phone(String number) {
        return Json.object().with("system", "phone").with("value", number);
    }

    private static Json.Obj patient(String member, Json.Obj element) {
        return Json.object().with("resourceType", "Patient").with(member, Json.array(element));
    }

    private static Json.Obj observation(String code) {
        return Json.object()
                .with("resourceType", "Observation")
                .with(
                        "code",
                        Json.object()
                                .with(
                                        "coding",
                                        Json.array(Json.object()
                                                .with("system", "https://schakel.nl/fhir/CodeSystem/intake")
                                                .with("code", code))))
                .with("valueString", "x");
    }

    private static Json plant(Json value, String name) {
        if (value instanceof Json.Arr array) {
            return new Json.Arr(
                    array.elements().stream().map(e -> plant(e, name)).toList());
        }
        if (value instanceof Json.Obj object) {
            Json.Obj planted = object;
            for (var member : object.members().entrySet()) {
                planted = planted.with(member.getKey(), plant(member.getValue(), name));
            }
            return planted.with(name, Json.array(Json.object().with("display", CANARY), Json.text(CANARY)));
        }
        return value;
    }

    private static List<String> texts(Json tree) {
        if (tree instanceof Json.Obj object) {
            return object.members().values().stream()
                    .flatMap(v -> texts(v).stream())
                    .toList();
        }
        if (tree instanceof Json.Arr array) {
            return array.elements().stream().flatMap(v -> texts(v).stream()).toList();
        }
        return tree.asText().stream().toList();
    }

    static List<Json.Obj> resources() throws IOException {
        List<Json.Obj> resources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("mappings"))) {
            for (Path file : files.filter(f -> f.endsWith("canonical.json")).toList()) {
                new ObjectMapper()
                        .readTree(Files.readAllBytes(file))
                        .path("items")
                        .forEach(item -> resources.add((Json.Obj) tree(item.path("resource"))));
            }
        }
        return resources;
    }

    private static Json tree(JsonNode node) {
        if (node.isObject()) {
            Json.Obj object = Json.object();
            for (var member : node.properties()) {
                object = object.with(member.getKey(), tree(member.getValue()));
            }
            return object;
        }
        if (node.isArray()) {
            List<Json> elements = new ArrayList<>();
            node.forEach(element -> elements.add(tree(element)));
            return new Json.Arr(elements);
        }
        return node.isNumber()
                ? new Json.Num(node.decimalValue())
                : node.isBoolean() ? new Json.Bool(node.asBoolean()) : new Json.Text(node.asText());
    }
}
