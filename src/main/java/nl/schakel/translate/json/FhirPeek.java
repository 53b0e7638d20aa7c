package nl.schakel.translate.json;

import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.Step;
import nl.schakel.translate.hl7.Peeked;

/** Looks at the outside of a FHIR message, which was read strictly, for identity and idempotency. */
public final class FhirPeek {
    private static final String OIN = "http://fhir.nl/fhir/NamingSystem/oin";
    private static final String PROCESS_MESSAGE = "$process-message";

    private FhirPeek() {}

    /**
     * Message id, OIN of the sender (in {@code sendingFacility}), seal and kind: {@code $process-message} for a message
     * Bundle, else the resource type. A resource on its own, such as a Task, has no message id: the door's header gives
     * it.
     */
    public static Step<Peeked> fhir(Json.Obj resource) {
        return FhirKind.of(resource).map(kind -> peeked(resource, kind));
    }

    private static Peeked peeked(Json.Obj resource, FhirKind kind) {
        if (!kind.name().startsWith("Bundle/message")) {
            return new Peeked(
                    bundleId(resource, kind), Optional.empty(), Optional.of(kind.name()), FhirSeal.in(resource));
        }
        Optional<Json.Obj> header = FhirKind.header(resource);
        return new Peeked(
                first(List.of(
                        resource.object("identifier").flatMap(id -> id.text("value")),
                        header.flatMap(h -> h.text("id")),
                        resource.text("id"))),
                header.flatMap(FhirPeek::sender),
                Optional.of(PROCESS_MESSAGE),
                FhirSeal.in(resource));
    }

    /** A document has an identifier, and any other Bundle may have one. */
    private static Optional<String> bundleId(Json.Obj resource, FhirKind kind) {
        return kind.name().startsWith("Bundle/")
                ? first(List.of(resource.object("identifier").flatMap(id -> id.text("value"))))
                : Optional.empty();
    }

    private static Optional<String> sender(Json.Obj header) {
        return header.object("sender")
                .flatMap(sender -> sender.object("identifier"))
                .filter(identifier ->
                        identifier.text("system").filter(OIN::equals).isPresent())
                .flatMap(identifier -> identifier.text("value"));
    }

    private static Optional<String> first(List<Optional<String>> candidates) {
        return candidates.stream()
                .flatMap(Optional::stream)
                .filter(text -> !text.isBlank())
                .findFirst();
    }
}
