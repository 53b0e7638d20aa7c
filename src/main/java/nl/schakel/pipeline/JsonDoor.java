package nl.schakel.pipeline;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Json;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.translate.json.StrictJson;

/** JSON that is no FHIR: named by the request's id, answered with JSON, or with a problem document (RFC 9457). */
final class JsonDoor implements Door {
    private static final String JSON = "application/json";
    /** By its first known member a document says which it is. */
    private static final Map<String, String> KINDS =
            Map.of("leveringen", "levering", "kanaal", "notificatie", "zaaktype", "zaak");
    /** What each address takes; a message that is read again stands at none. */
    private static final Map<String, String> ADDRESSES =
            Map.of("in/ddas", "levering", "in/notificaties", "notificatie", "", "");

    @Override
    public Step<Named> name(Inbound inbound) {
        if (!inbound.mediaType().equals(JSON)) {
            return Step.stopped(Problem.at(ProblemCode.MEDIA_TYPE_UNSUPPORTED, "Content-Type")
                    .expected(JSON));
        }
        return StrictJson.readObject(inbound.bytes()).then(document -> named(inbound, document));
    }

    private static Step<Named> named(Inbound inbound, Json.Obj document) {
        String kind = kind(document);
        String taken = ADDRESSES.getOrDefault(inbound.operation(), "");
        if (kind.isEmpty() || !(taken.isEmpty() || taken.equals(kind))) {
            return Step.stopped(Problem.at(ProblemCode.MESSAGE_TYPE_UNKNOWN, "members")
                    .expected(taken.isEmpty() ? "levering or notificatie" : taken));
        }
        return Optional.ofNullable(inbound.headers().get(FhirDoor.REQUEST_ID))
                .filter(id -> !id.isBlank() && id.length() <= Limits.MESSAGE_ID_CHARACTERS)
                .map(id -> Step.next(new Named(id, Optional.empty(), kind, JSON, inbound.bytes())))
                .orElseGet(() -> Step.stopped(Problem.at(ProblemCode.MESSAGE_ID_MISSING, FhirDoor.REQUEST_ID)
                        .expected("the header, of 1 to " + Limits.MESSAGE_ID_CHARACTERS + " characters")));
    }

    private static String kind(Json.Obj document) {
        return document.members().keySet().stream()
                .filter(KINDS::containsKey)
                .findFirst()
                .map(KINDS::get)
                .orElse("");
    }

    /** A case system tries an address with a notification of the channel {@code test}: it is answered and no message. */
    @Override
    public boolean isOnlyATry(Named named) {
        return named.kind().equals("notificatie")
                && StrictJson.readObject(named.readable())
                        .fold(document -> document.text("kanaal"), problem -> Optional.empty())
                        .filter("test"::equals)
                        .isPresent();
    }

    @Override
    public byte[] accepted(
            Inbound inbound,
            UUID inboxId,
            Envelope envelope,
            Optional<ReferralReference> reference,
            Instant at,
            String receiptJws) {
        Json.Obj answer = Json.object().with("received", envelope.messageId()).with("at", at.toString());
        Json.Obj known = reference.map(r -> answer.with("reference", r.text())).orElse(answer);
        return StrictJson.write(known.with("receipt", receiptJws));
    }

    @Override
    public byte[] refused(byte[] original, Problem problem) {
        ProblemCode code = problem.code();
        Json.Obj document = Json.object()
                .with("type", "/docs/errors#" + code.id())
                .with("title", code.english())
                .with("titel", code.dutch())
                .with("status", Json.number(code.httpStatus()))
                .with("code", code.id())
                .with("detail", problem.sentence());
        return StrictJson.write(
                problem.place().map(place -> document.with("place", place)).orElse(document));
    }

    @Override
    public Optional<String> etag(Inbound inbound, byte[] answer) {
        return Optional.empty();
    }
}
