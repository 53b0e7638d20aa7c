package nl.schakel.translate.json;

import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/**
 * What kind of message a resource is: {@code Task}, or {@code Bundle/message referral-request} with the event of the
 * header, which stands first (FHIR R4 section 2.4). An event that is not known must not pass for one that is.
 *
 * @param name as mapping files name it
 * @param place where the kind stands
 */
public record FhirKind(String name, String place) {

    public static Step<FhirKind> of(Json.Obj resource) {
        Optional<String> type = resource.text("resourceType");
        if (type.isEmpty()) {
            return Step.stopped(Problem.at(ProblemCode.REQUIRED_MISSING, "resourceType"));
        }
        if (!"Bundle".equals(type.get())) {
            return Step.next(new FhirKind(type.get(), "resourceType"));
        }
        String bundle = resource.text("type").orElse("");
        return "message".equals(bundle)
                ? Step.next(new FhirKind("Bundle/message " + event(resource), "entry[0].resource.eventCoding.code"))
                : Step.next(new FhirKind("Bundle/" + bundle, "type"));
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
