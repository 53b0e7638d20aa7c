package nl.schakel.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nl.schakel.fhir.FhirShape;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.translate.json.StrictJson;

/**
 * A change of a Task's status as a patch: JSON Patch (RFC 6902) or FHIR Patch (a Parameters resource). Only status,
 * statusReason and businessStatus may be set; it is read as the whole Task that it makes of the one the gateway gave.
 */
final class TaskPatch {
    static final String JSON_PATCH = "application/json-patch+json";
    private static final String SYSTEM = "https://schakel.nl/fhir/NamingSystem/referral";
    private static final Set<String> MEMBERS = Set.of("status", "statusReason", "businessStatus");
    private static final Set<String> WORDS = Set.of("add", "replace");

    private TaskPatch() {}

    static boolean is(Inbound inbound) {
        return "PATCH".equals(inbound.headers().get("Method"));
    }

    /** The Task after the patch, with nothing in it but what the patch sets. */
    static Step<byte[]> task(Inbound inbound) {
        Optional<UUID> id = TaskVersion.task(inbound.operation());
        if (id.isEmpty()) {
            return Step.stopped(Problem.at(ProblemCode.NOT_FOUND, "Task.id"));
        }
        Json.Obj bare = Json.object()
                .with("resourceType", "Task")
                .with("id", id.get().toString())
                .with("intent", "order");
        return StrictJson.read(inbound.bytes())
                .then(patch -> inbound.mediaType().equals(JSON_PATCH) ? jsonPatch(patch, bare) : fhirPatch(patch, bare))
                .then(TaskPatch::saysSomething)
                .map(StrictJson::write);
    }

    /** The Task knows which referral it is of; a patch does not say it. */
    static byte[] of(ReferralReference reference, byte[] task) {
        Json.Obj identifier = Json.object().with("system", SYSTEM).with("value", reference.text());
        return StrictJson.readObject(task)
                .fold(json -> StrictJson.write(json.with("identifier", Json.array(identifier))), problem -> {
                    throw new IllegalStateException("the task was written here");
                });
    }

    private static Step<Json.Obj> saysSomething(Json.Obj task) {
        return task.text("status").isPresent()
                ? Step.next(task)
                : Step.stopped(Problem.at(ProblemCode.REQUIRED_MISSING, "Task.status")
                        .expected("an operation that sets the status"));
    }

    private static Step<Json.Obj> jsonPatch(Json patch, Json.Obj bare) {
        if (!(patch instanceof Json.Arr operations)) {
            return broken("patch", "an array of operations");
        }
        Step<Json.Obj> task = Step.next(bare);
        for (int i = 0; i < operations.elements().size(); i++) {
            String place = "patch[" + i + "]";
            Optional<Json.Obj> operation = operations.elements().get(i).asObject();
            task = task.then(before -> operation
                    .map(said -> set(
                            before,
                            place,
                            said.text("op").orElse(""),
                            said.text("path")
                                    .filter(path -> path.startsWith("/"))
                                    .map(path -> path.substring(1)),
                            Optional.ofNullable(said.members().get("value"))))
                    .orElseGet(() -> broken(place, "an operation")));
        }
        return task;
    }

    private static Step<Json.Obj> fhirPatch(Json patch, Json.Obj bare) {
        Optional<Json.Obj> parameters = patch.asObject()
                .filter(resource -> resource.text("resourceType")
                        .filter("Parameters"::equals)
                        .isPresent());
        if (parameters.isEmpty()) {
            return broken("Parameters", "a Parameters resource, or " + JSON_PATCH);
        }
        Optional<Problem> misfit = FhirShape.fault(parameters.get());
        if (misfit.isPresent()) {
            return Step.stopped(misfit.get());
        }
        Step<Json.Obj> task = Step.next(bare);
        List<Json> operations = parameters.get().list("parameter");
        for (int i = 0; i < operations.size(); i++) {
            String place = "Parameters.parameter[" + i + "]";
            List<Json> parts =
                    operations.get(i).asObject().map(o -> o.list("part")).orElse(List.of());
            task = task.then(before -> set(
                    before,
                    place,
                    part(parts, "type").flatMap(Json::asText).orElse(""),
                    path(parts),
                    part(parts, "value")));
        }
        return task;
    }

    /** {@code Task.status} to replace; or {@code Task} and a name to add. */
    private static Optional<String> path(List<Json> parts) {
        Optional<String> path = part(parts, "path").flatMap(Json::asText);
        return path.filter("Task"::equals).isPresent()
                ? part(parts, "name").flatMap(Json::asText)
                : path.map(whole -> whole.replaceFirst("^Task\\.", ""));
    }

    private static Optional<Json> part(List<Json> parts, String name) {
        return parts.stream()
                .flatMap(part -> part.asObject().stream())
                .filter(part -> part.text("name").filter(name::equals).isPresent())
                .flatMap(part -> part.members().entrySet().stream())
                .filter(member -> member.getKey().startsWith("value"))
                .map(java.util.Map.Entry::getValue)
                .findFirst();
    }

    private static Step<Json.Obj> set(
            Json.Obj task, String place, String word, Optional<String> member, Optional<Json> value) {
        if (!WORDS.contains(word) || member.filter(MEMBERS::contains).isEmpty() || value.isEmpty()) {
            return broken(place, "add or replace of status, statusReason or businessStatus, with a value");
        }
        return Step.next(task.with(member.get(), value.get()));
    }

    private static Step<Json.Obj> broken(String place, String expected) {
        return Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, place).expected(expected));
    }
}
