package nl.schakel.fhir;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ReferralReference;

/**
 * Everything Schakel says on the FHIR door in its own name, as {@code application/fhir+json} in UTF-8. Made of plain
 * trees, because it stands on the way of every message; tests hold it against the HAPI validator.
 */
public final class FhirAnswers {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final String UUID_URN = "urn:uuid:";

    private final String gatewayName;
    private final String endpoint;

    /**
     * @param gatewayName name shown to partners
     * @param endpoint address of the FHIR door, such as {@code https://localhost:8443/fhir}
     */
    public FhirAnswers(String gatewayName, String endpoint) {
        this.gatewayName = gatewayName;
        this.endpoint = endpoint;
    }

    /** The refusal of a message or a request. */
    public byte[] operationOutcome(Problem problem) {
        return Outcomes.problem(problem).utf8();
    }

    /**
     * The answer to every kind of message: a message Bundle that says ok, with the signed receipt.
     *
     * @param reference absent for a message beside which no referral runs, such as a consent that came first
     */
    public byte[] accepted(Optional<ReferralReference> reference, String messageId, Instant at, String receiptJws) {
        String header = named(messageId, "response");
        String outcome = named(messageId, "outcome");
        return Json.object()
                .with("resourceType", "Bundle")
                .with("id", named(messageId, "bundle"))
                .with("type", "message")
                .with("timestamp", at.toString())
                .with(
                        "entry",
                        Json.array(
                                entry(header, responseHeader(header, outcome, reference, messageId, receiptJws)),
                                entry(
                                        outcome,
                                        Outcomes.accepted(reference.map(ReferralReference::text))
                                                .with("id", outcome))))
                .utf8();
    }

    /** What this door can do. */
    public byte[] capabilityStatement(String baseUrl, Instant at) {
        return Capabilities.statement(gatewayName, baseUrl, at).utf8();
    }

    /** A task as {@code GET /fhir/Task/{id}} shows it. */
    public byte[] task(TaskView view) {
        Json.Obj task = Json.object()
                .with("resourceType", "Task")
                .with("id", view.id().toString())
                .with(
                        "meta",
                        Json.object()
                                .with("versionId", Long.toString(view.version()))
                                .with("lastUpdated", view.changed().toString()))
                .with("identifier", Json.array(identifier(view.reference())))
                .with("status", view.status());
        Json.Obj reasoned = view.reason()
                .map(reason -> task.with("statusReason", concept(reasons(view), reason)))
                .orElse(task);
        Json.Obj held = view.custody()
                .map(said -> reasoned.with("businessStatus", concept(Canonicals.CUSTODY, said.code())))
                .orElse(reasoned);
        return view.notice()
                .map(notice -> noticed(held, notice))
                .orElse(held)
                .with("intent", "order")
                .with("code", concept(Canonicals.SNOMED, Canonicals.REFERRAL_CODE))
                .with("lastModified", view.changed().toString())
                .utf8();
    }

    /** As the message told it that came first. */
    private Json.Obj noticed(Json.Obj task, TaskView.Notice notice) {
        List<Json> inputs = new ArrayList<>();
        for (String category : notice.categories()) {
            inputs.add(Json.object()
                    .with("type", concept(Canonicals.TASK_INPUT, "withdrawn-category"))
                    .with("valueCode", category));
        }
        return task.with("partOf", Json.array(Json.object().with("reference", endpoint + "/Task/" + notice.partOf())))
                .with("input", new Json.Arr(inputs));
    }

    /** The weak ETag of a version: {@code W/"3"}. */
    public String etag(long version) {
        return "W/\"" + version + "\"";
    }

    private Json.Obj responseHeader(
            String id, String outcome, Optional<ReferralReference> reference, String messageId, String receiptJws) {
        List<Json> extensions = new ArrayList<>();
        reference.ifPresent(known ->
                extensions.add(extension(Canonicals.REFERENCE_EXTENSION).with("valueIdentifier", identifier(known))));
        extensions.add(extension(Canonicals.MESSAGE_ID_EXTENSION).with("valueString", messageId));
        extensions.add(extension(Canonicals.RECEIPT_EXTENSION).with("valueString", receiptJws));
        return Json.object()
                .with("resourceType", "MessageHeader")
                .with("id", id)
                .with("extension", new Json.Arr(extensions))
                .with(
                        "eventCoding",
                        Json.object().with("system", Canonicals.MESSAGE_EVENT).with("code", "referral-request"))
                .with("source", Json.object().with("name", gatewayName).with("endpoint", endpoint))
                .with(
                        "response",
                        Json.object()
                                .with("identifier", responseTo(messageId))
                                .with("code", "ok")
                                .with("details", Json.object().with("reference", UUID_URN + outcome)));
    }

    /** FHIR wants an {@code id} here; a message id of another form travels whole in the extension. */
    private static String responseTo(String messageId) {
        String bare = messageId.startsWith(UUID_URN) ? messageId.substring(UUID_URN.length()) : messageId;
        return ID.matcher(bare).matches() ? bare : named(messageId, "message");
    }

    private static Json.Obj entry(String id, Json.Obj resource) {
        return Json.object().with("fullUrl", UUID_URN + id).with("resource", resource);
    }

    private static Json.Obj identifier(ReferralReference reference) {
        return Json.object().with("system", Canonicals.REFERENCE).with("value", reference.text());
    }

    private static Json.Obj concept(String system, String code) {
        return Json.object()
                .with("coding", Json.array(Json.object().with("system", system).with("code", code)));
    }

    private static String reasons(TaskView view) {
        if (view.notice().isPresent()) {
            return Canonicals.NOTICE;
        }
        return "on-hold".equals(view.status()) ? Canonicals.HOLD_REASON : Canonicals.REFUSAL_REASON;
    }

    private static Json.Obj extension(String url) {
        return Json.object().with("url", url);
    }

    /** The same message id gives the same ids, so that a repeated answer is the same answer. */
    private static String named(String messageId, String part) {
        return UUID.nameUUIDFromBytes((messageId + "/" + part).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
