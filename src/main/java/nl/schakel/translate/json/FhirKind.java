package nl.schakel.translate.json;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/**
 * What kind of message a resource is: {@code Task}, {@code Task+ServiceRequest} when the request is contained, {@code
 * Bundle/transaction}, {@code Bundle/document}, or {@code Bundle/message referral-request} with the event of the header,
 * which stands first (FHIR R4 section 2.4). An event that is not known must not pass for one that is.
 *
 * @param name as mapping files name it
 * @param place where the kind stands
 */
public record FhirKind(String name, String place) {
    private static final String TASK = "Task";
    /** What a task may carry: R4's request, or STU3's. */
    private static final Set<String> REQUESTS = Set.of("ServiceRequest", "ReferralRequest");

    private static final Set<String> WRITES = Set.of("POST", "PUT");

    public static Step<FhirKind> of(Json.Obj resource) {
        Optional<String> type = resource.text("resourceType");
        if (type.isEmpty()) {
            return Step.stopped(Problem.at(ProblemCode.REQUIRED_MISSING, "resourceType"));
        }
        if (!"Bundle".equals(type.get())) {
            return Step.next(new FhirKind(
                    asked(resource).map(request -> TASK + '+' + request).orElse(type.get()), "resourceType"));
        }
        return switch (resource.text("type").orElse("")) {
            case "message" ->
                Step.next(new FhirKind("Bundle/message " + event(resource), "entry[0].resource.eventCoding.code"));
            case "transaction" -> transaction(resource);
            case "document" -> document(resource);
            default -> Step.next(new FhirKind("Bundle/" + resource.text("type").orElse(""), "type"));
        };
    }

    /** The request that a task carries; one without it answers. */
    static Optional<String> asked(Json.Obj resource) {
        return resource.text("resourceType")
                .filter(TASK::equals)
                .flatMap(task -> resource.list("contained").stream()
                        .flatMap(contained -> contained.asObject().stream())
                        .flatMap(contained -> contained.text("resourceType").stream())
                        .filter(REQUESTS::contains)
                        .findFirst());
    }

    /** A transaction may hand something over; what it would delete or fetch is not done here, so it is refused whole. */
    private static Step<FhirKind> transaction(Json.Obj bundle) {
        List<Json> entries = bundle.list("entry");
        for (int i = 0; i < entries.size(); i++) {
            String method = entries.get(i)
                    .asObject()
                    .flatMap(entry -> entry.object("request"))
                    .flatMap(request -> request.text("method"))
                    .orElse("");
            if (!WRITES.contains(method)) {
                return Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, "entry[" + i + "].request.method")
                        .expected("POST or PUT"));
            }
        }
        return Step.next(new FhirKind("Bundle/transaction", "type"));
    }

    private static Step<FhirKind> document(Json.Obj bundle) {
        boolean composed = resources(bundle)
                .findFirst()
                .flatMap(first -> first.text("resourceType"))
                .filter("Composition"::equals)
                .isPresent();
        return composed
                ? Step.next(new FhirKind("Bundle/document", "type"))
                : Step.stopped(Problem.at(ProblemCode.REQUIRED_MISSING, "entry[0].resource")
                        .expected("a Composition as the first resource of a document"));
    }

    /** The resources of a Bundle's entries, in order. */
    public static java.util.stream.Stream<Json.Obj> resources(Json.Obj bundle) {
        return bundle.list("entry").stream()
                .flatMap(entry -> entry.asObject().stream())
                .flatMap(entry -> entry.object("resource").stream());
    }

    /** The header of a message Bundle: its first resource. */
    public static Optional<Json.Obj> header(Json.Obj bundle) {
        return resources(bundle)
                .findFirst()
                .filter(first -> first.text("resourceType")
                        .filter("MessageHeader"::equals)
                        .isPresent());
    }

    private static String event(Json.Obj bundle) {
        return header(bundle)
                .flatMap(header -> header.object("eventCoding"))
                .flatMap(coding -> coding.text("code"))
                .orElse("");
    }
}
