package nl.schakel.pipeline;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.fhir.FhirAnswers;
import nl.schakel.fhir.FhirShape;
import nl.schakel.fhir.FhirXml;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.translate.hl7.Peeked;
import nl.schakel.translate.json.FhirPeek;
import nl.schakel.translate.json.StrictJson;

/** FHIR: named by the Bundle's identifier or the request's id, answered with a message Bundle or an OperationOutcome. */
final class FhirDoor implements Door {
    /** The header in which a request names itself; also how a stored message is named again. */
    static final String REQUEST_ID = "X-Request-ID";

    private static final String JSON = "application/fhir+json";

    private final FhirAnswers answers;

    FhirDoor(FhirAnswers answers) {
        this.answers = answers;
    }

    @Override
    public Step<Named> name(Inbound inbound) {
        return json(inbound)
                .then(json -> StrictJson.readObject(json)
                        .then(resource -> TaskVersion.sameId(inbound.operation(), resource))
                        .then(resource -> FhirPeek.fhir(resource)
                                .then(peeked -> named(inbound, json, peeked, FhirShape.fault(resource)))));
    }

    private static Step<byte[]> json(Inbound inbound) {
        if (TaskPatch.is(inbound)) {
            return patched(inbound);
        }
        return switch (inbound.mediaType()) {
            case "application/fhir+json", "application/json" -> Step.next(inbound.bytes());
            case "application/fhir+xml", "application/xml" -> FhirXml.toJson(inbound.bytes());
            default ->
                Step.stopped(Problem.at(ProblemCode.MEDIA_TYPE_UNSUPPORTED, "Content-Type")
                        .expected("application/fhir+json or application/fhir+xml"));
        };
    }

    private static Step<byte[]> patched(Inbound inbound) {
        return switch (inbound.mediaType()) {
            case TaskPatch.JSON_PATCH, JSON -> TaskPatch.task(inbound);
            default ->
                Step.stopped(Problem.at(ProblemCode.MEDIA_TYPE_UNSUPPORTED, "Content-Type")
                        .expected(TaskPatch.JSON_PATCH + " or " + JSON));
        };
    }

    private static Step<Named> named(Inbound inbound, byte[] json, Peeked peeked, Optional<Problem> misfit) {
        Optional<String> id = peeked.messageId()
                .or(() -> Optional.ofNullable(inbound.headers().get(REQUEST_ID)))
                .or(() -> inbound.ifMatch().map(etag -> inbound.operation() + "@" + etag));
        return id.filter(text -> text.length() <= Limits.MESSAGE_ID_CHARACTERS)
                .map(text -> Step.next(new Named(
                        text,
                        peeked.sendingFacility(),
                        peeked.messageType().orElse(""),
                        JSON,
                        json,
                        peeked.seal(),
                        misfit)))
                .orElseGet(() -> Step.stopped(Problem.at(ProblemCode.MESSAGE_ID_MISSING, "Bundle.identifier")
                        .expected("Bundle.identifier.value, or the header " + REQUEST_ID + ", of 1 to "
                                + Limits.MESSAGE_ID_CHARACTERS + " characters")));
    }

    @Override
    public byte[] accepted(
            Inbound inbound,
            UUID inboxId,
            Envelope envelope,
            Optional<ReferralReference> reference,
            Instant at,
            String receiptJws) {
        return TaskVersion.of(inbound)
                .map(version -> answers.task(version.after(envelope, reference.orElseThrow(), at)))
                .orElseGet(() -> answers.accepted(reference, envelope.messageId(), at, receiptJws));
    }

    @Override
    public byte[] refused(byte[] original, Problem problem) {
        return answers.operationOutcome(problem);
    }

    /** Read from the answer itself: a repeated answer names the version it made at its first time. */
    @Override
    public Optional<String> etag(Inbound inbound, byte[] answer) {
        return TaskVersion.task(inbound.operation())
                .flatMap(task -> StrictJson.readObject(answer)
                        .fold(
                                shown -> shown.object("meta").flatMap(meta -> meta.text("versionId")),
                                p -> Optional.empty()))
                .map(version -> answers.etag(Long.parseLong(version)));
    }
}
