package nl.schakel.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import nl.schakel.referral.ReferralReference;

/** Prepares the answers a receiver could give, so that somebody at a terminal only has to choose one and send it. */
final class ReadyAnswers {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final List<String> KEPT = List.of("id", "identifier", "groupIdentifier", "intent", "code");
    /** Refusal codes are the gateway's own; FHIR has none for a shelter that is full. */
    private static final String REASONS = "https://schakel.nl/fhir/CodeSystem/afwijsreden";

    /** FHIR has no word for who has the client; this one is the gateway's. */
    private static final String CUSTODY = "https://schakel.nl/fhir/CodeSystem/custody";

    private final Path folder;

    ReadyAnswers(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes {@code <reference>-accept.json}, {@code <reference>-reject.json} and, for after an acceptance,
     * {@code <reference>-take-over.json} and {@code <reference>-give-back.json} for each task that is asked, and
     * {@code <reference>-acknowledge.json} for a notice; a further notice gets a number.
     */
    void prepare(JsonNode bundle) throws IOException {
        for (JsonNode task : tasks(bundle)) {
            Optional<ReferralReference> reference = reference(task);
            if (reference.isPresent() && "requested".equals(task.path("status").textValue())) {
                write(reference.get(), task);
            }
        }
    }

    private void write(ReferralReference reference, JsonNode task) throws IOException {
        if (task.has("partOf")) {
            acknowledge(reference, task, 1);
            return;
        }
        Path accept = folder.resolve(reference.text() + "-accept.json");
        if (!Files.exists(accept)) {
            DurableFile.write(folder.resolve(reference.text() + "-reject.json"), rejected(task));
            DurableFile.write(
                    folder.resolve(reference.text() + "-take-over.json"), custody(task, "custody-taken-over"));
            DurableFile.write(folder.resolve(reference.text() + "-give-back.json"), custody(task, "custody-returned"));
            DurableFile.write(accept, JSON.writeValueAsBytes(answer(task, "accepted")));
        }
    }

    /** A notice that is told again has its answer already. */
    private void acknowledge(ReferralReference reference, JsonNode task, int number) throws IOException {
        Path file = folder.resolve(reference.text() + "-acknowledge" + (number == 1 ? "" : "-" + number) + ".json");
        if (!Files.exists(file)) {
            DurableFile.write(file, JSON.writeValueAsBytes(answer(task, "completed")));
        } else if (!JSON.readTree(file.toFile()).path("id").equals(task.path("id"))) {
            acknowledge(reference, task, number + 1);
        }
    }

    private static byte[] rejected(JsonNode task) throws IOException {
        ObjectNode answer = answer(task, "rejected");
        ObjectNode reason = answer.putObject("statusReason");
        reason.putArray("coding").addObject().put("system", REASONS).put("code", "geen-plek");
        reason.put("text", "Geen plek beschikbaar");
        return JSON.writeValueAsBytes(answer);
    }

    private static byte[] custody(JsonNode task, String word) throws IOException {
        ObjectNode answer = answer(task, "in-progress");
        answer.putObject("businessStatus")
                .putArray("coding")
                .addObject()
                .put("system", CUSTODY)
                .put("code", word);
        return JSON.writeValueAsBytes(answer);
    }

    private static ObjectNode answer(JsonNode task, String status) {
        ObjectNode answer = JSON.createObjectNode().put("resourceType", "Task");
        KEPT.stream().filter(task::has).forEach(name -> answer.set(name, task.get(name)));
        answer.put("status", status);
        return answer;
    }

    private static List<JsonNode> tasks(JsonNode bundle) {
        List<JsonNode> tasks = new ArrayList<>();
        bundle.path("entry").forEach(entry -> {
            JsonNode resource = entry.path("resource");
            if ("Task".equals(resource.path("resourceType").textValue())) {
                tasks.add(resource);
            }
        });
        return tasks;
    }

    private static Optional<ReferralReference> reference(JsonNode task) {
        return Stream.concat(
                        Stream.of(task.path("groupIdentifier")),
                        StreamSupport.stream(task.path("identifier").spliterator(), false))
                .map(identifier -> identifier.path("value").asText(""))
                .flatMap(value -> ReferralReference.parse(value).stream())
                .findFirst();
    }
}
