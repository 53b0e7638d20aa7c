package nl.schakel.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.SealedContent;
import nl.schakel.referral.Step;

/**
 * A FHIR Bundle into which sealed parts go (ADR 0025).
 *
 * @param messageId to which its parts are bound
 */
record SealedBundle(Json.Obj bundle, String messageId) {
    private static final Map<String, String> TYPES = Map.of(
            "txt",
            "text/plain",
            "pdf",
            "application/pdf",
            "json",
            "application/json",
            "jpg",
            "image/jpeg",
            "png",
            "image/png");

    /** @return or stopped when it is no Bundle, or has no id of its own */
    static Step<SealedBundle> of(Json.Obj json, String place) {
        if (!json.text("resourceType").equals(Optional.of("Bundle"))) {
            return Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, place).expected("a FHIR Bundle"));
        }
        return json.object("identifier")
                .flatMap(identifier -> identifier.text("value"))
                .map(id -> Step.next(new SealedBundle(json, id)))
                .orElseGet(
                        () -> Step.stopped(Problem.at(ProblemCode.MESSAGE_ID_MISSING, place + ", identifier.value")));
    }

    /** By the ending of a file's name. */
    static String mediaType(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    /** A name that tells nothing. */
    String nextName() {
        return "part-" + (sealed(bundle).count() + 1);
    }

    /** The Bundle with one part more. */
    Json.Obj with(String jwe, String category) {
        Json.Obj part = SealedContent.of(jwe, category);
        Json.Obj about = client().map(url -> part.with("subject", Json.object().with("reference", url)))
                .orElse(part);
        Json.Obj entry = Json.object()
                .with("fullUrl", "urn:uuid:" + UUID.nameUUIDFromBytes(jwe.getBytes(StandardCharsets.US_ASCII)))
                .with("resource", about);
        Json.Obj whole = bundle.text("type").equals(Optional.of("transaction"))
                ? entry.with("request", Json.object().with("method", "POST").with("url", "DocumentReference"))
                : entry;
        return bundle.with("entry", new Json.Arr(bundle.list("entry")).plus(whole));
    }

    private Optional<String> client() {
        return bundle.list("entry").stream()
                .flatMap(entry -> entry.asObject().stream())
                .filter(entry -> entry.object("resource")
                        .flatMap(resource -> resource.text("resourceType"))
                        .equals(Optional.of("Patient")))
                .flatMap(entry -> entry.text("fullUrl").stream())
                .findFirst();
    }

    /** Every resource in a message that says it is sealed, wherever it stands. */
    static Stream<Json.Obj> sealed(Json json) {
        if (json instanceof Json.Arr array) {
            return array.elements().stream().flatMap(SealedBundle::sealed);
        }
        if (!(json instanceof Json.Obj object)) {
            return Stream.empty();
        }
        List<Json.Obj> below =
                object.members().values().stream().flatMap(SealedBundle::sealed).toList();
        return SealedContent.is(object) ? Stream.of(object) : below.stream();
    }
}
