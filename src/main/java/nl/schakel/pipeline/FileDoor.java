package nl.schakel.pipeline;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.translate.form.FormReceipt;
import nl.schakel.translate.json.StrictJson;

/**
 * Files, from a folder, a mailbox, a queue or an SFTP server: a form has the id of its content, what has an id of its own (HL7
 * v2, FHIR) keeps it. Each is answered with one line of the file's receipt.
 */
final class FileDoor implements Door {
    private static final String JSON = "application/json";

    private final Door hl7;
    private final Door fhir;

    FileDoor(Door hl7, Door fhir) {
        this.hl7 = hl7;
        this.fhir = fhir;
    }

    @Override
    public Step<Named> name(Inbound inbound) {
        return switch (inbound.mediaType()) {
            case "text/csv", "message/rfc822" -> Step.next(form(inbound));
            case JSON -> isFhir(inbound.bytes()) ? fhir.name(withId(inbound)) : Step.next(form(inbound));
            case "application/fhir+json" -> fhir.name(withId(inbound));
            case "x-application/hl7-v2+er7" -> hl7.name(inbound);
            default ->
                Step.stopped(Problem.of(ProblemCode.MEDIA_TYPE_UNSUPPORTED)
                        .expected("a file that ends in .csv, .json, .eml or .hl7"));
        };
    }

    private static Named form(Inbound inbound) {
        return new Named(
                ContentId.of(inbound.bytes()),
                Optional.empty(),
                inbound.mediaType(),
                inbound.mediaType(),
                inbound.bytes());
    }

    private static boolean isFhir(byte[] bytes) {
        return StrictJson.readObject(bytes)
                .fold(object -> object.text("resourceType").isPresent(), unreadable -> false);
    }

    /** FHIR resources that are no Bundle are named by their request; a file's request is its content. */
    private static Inbound withId(Inbound inbound) {
        Map<String, String> headers = new HashMap<>(inbound.headers());
        headers.putIfAbsent(FhirDoor.REQUEST_ID, ContentId.of(inbound.bytes()));
        return new Inbound(
                inbound.door(),
                inbound.operation(),
                inbound.mediaType(),
                inbound.charset(),
                inbound.bytes(),
                inbound.remoteAddress(),
                inbound.certificates(),
                inbound.seals(),
                inbound.ifMatch(),
                Map.copyOf(headers),
                inbound.owner());
    }

    @Override
    public byte[] accepted(
            Inbound inbound,
            UUID inboxId,
            Envelope envelope,
            Optional<ReferralReference> reference,
            Instant at,
            String receiptJws) {
        return FormReceipt.accepted(envelope.messageId(), reference, at, receiptJws);
    }

    @Override
    public byte[] refused(byte[] original, Problem problem) {
        return FormReceipt.refused(problem);
    }

    @Override
    public Optional<String> etag(Inbound inbound, byte[] answer) {
        return Optional.empty();
    }
}
