package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.fhir.FhirAnswers;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One after another every field of a message about a protected client holds a place. What is refused is answered, traced and
 * logged without it; what goes on reaches no receiver with it.
 */
@Guards(Threat.T20)
class TaintTest {
    private static final String PLACE = "Kerklaan 7 5751AA";
    private static final List<PartnerId> EVERY_FORMAT = List.of(
            new PartnerId("toegang-eindhoven"),
            new PartnerId("schuldhulp-demo"),
            new PartnerId("ggz-zuid"),
            new PartnerId("wijkteam"));
    private static final List<String> TOLD = List.of("kerklaan", "5751aa");

    @TempDir
    static Path folder;

    private static Rehearsal house;

    private final List<String> told = new ArrayList<>();
    private String planted = "";
    private int refused;
    private int released;
    private int stopped;

    @BeforeAll
    static void opens() {
        house = OpenHouse.in(folder);
    }

    @Test
    void noFieldOfAWardsMessageComesBackOrGoesOn() throws IOException {
        String[] segments = Files.readString(
                        Path.of("mappings/hl7v2-nl/2.5/examples/05-secret-address/input.hl7"),
                        StandardCharsets.ISO_8859_1)
                .split("[\\r\\n]+");
        int tried = 0;
        for (int s = 0; s < segments.length; s++) {
            String[] fields = segments[s].split("\\|", -1);
            for (int f = s == 0 ? 2 : 1; f < fields.length + 2; f++) {
                tried++;
                String[] changed = segments.clone();
                changed[s] = with(fields, f);
                send(
                        "ggz-noord",
                        "application/hl7-v2",
                        String.join("\r", changed) + "\r",
                        segments[s].substring(0, 3) + "-" + f);
            }
        }
        report("HL7 v2", tried);
    }

    private static String with(String[] fields, int at) {
        String[] longer = java.util.Arrays.copyOf(fields, Math.max(fields.length, at + 1));
        for (int i = fields.length; i < longer.length; i++) {
            longer[i] = "";
        }
        longer[at] = PLACE;
        return String.join("|", longer);
    }

    @Test
    void noMemberOfAHospitalsMessageComesBackOrGoesOn() throws IOException {
        ObjectMapper json = new ObjectMapper();
        byte[] whole = PlantedLeaks.bundle(bundle -> {});
        int leaves = leaves(json.readTree(whole));
        for (int i = 0; i < leaves; i++) {
            ObjectNode bundle = (ObjectNode) json.readTree(whole);
            String at = plant(bundle, new int[] {i}, "");
            send("ziekenhuis-demo", "application/fhir+json", json.writeValueAsString(bundle), at);
        }
        report("FHIR", leaves);
    }

    private static int leaves(JsonNode node) {
        int count = node.isTextual() ? 1 : 0;
        for (JsonNode child : node) {
            count += leaves(child);
        }
        return count;
    }

    private static String plant(JsonNode node, int[] left, String path) {
        if (node instanceof ObjectNode object) {
            for (var member : List.copyOf(object.properties())) {
                if (member.getValue().isTextual() && left[0]-- == 0) {
                    object.put(member.getKey(), PLACE);
                    return path + "." + member.getKey();
                }
                String found = plant(member.getValue(), left, path + "." + member.getKey());
                if (!found.isEmpty()) {
                    return found;
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isTextual() && left[0]-- == 0) {
                    array.set(i, PLACE);
                    return path + "[" + i + "]";
                }
                String found = plant(array.get(i), left, path + "[" + i + "]");
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }

    private void send(String sender, String mediaType, String message, String where) {
        byte[] bytes =
                message.getBytes(mediaType.endsWith("hl7-v2") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        planted = where;
        house.read(new PartnerId(sender), mediaType, bytes).fold(this::releases, problem -> {
            refused++;
            return answered(bytes, problem);
        });
    }

    private boolean releases(Rehearsal.Read read) {
        for (PartnerId receiver : EVERY_FORMAT) {
            house.release(read, receiver)
                    .fold(
                            r -> {
                                released++;
                                return heard(
                                        new String(r.explained().result().bytes(), StandardCharsets.ISO_8859_1),
                                        receiver.value());
                            },
                            problem -> {
                                stopped++;
                                return heard(problem.sentence(), "trace of " + receiver);
                            });
        }
        return true;
    }

    /** What each door would answer, and what is traced. */
    private boolean answered(byte[] bytes, Problem problem) {
        heard(problem.sentence(), "trace");
        heard(new String(new MllpDoor(Clock.systemUTC()).refused(bytes, problem), StandardCharsets.ISO_8859_1), "ACK");
        return heard(
                new String(
                        new FhirAnswers("Schakel", "https://localhost/fhir").operationOutcome(problem),
                        StandardCharsets.UTF_8),
                "OperationOutcome");
    }

    private boolean heard(String text, String who) {
        String small = text.toLowerCase(Locale.ROOT);
        if (TOLD.stream().anyMatch(small::contains)) {
            told.add(who + " after " + planted);
        }
        return true;
    }

    private void report(String channel, int tried) {
        System.out.printf(
                "TaintTest %s: %d fields, %d refused, %d releases clean, %d releases stopped, %d told%n",
                channel, tried, refused, released, stopped, told.size());
        assertThat(told).isEmpty();
        assertThat(refused).isPositive();
        assertThat(released + stopped).isPositive();
    }
}
