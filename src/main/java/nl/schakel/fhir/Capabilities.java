package nl.schakel.fhir;

import java.time.Instant;
import nl.schakel.referral.Json;

/** The CapabilityStatement: only what is really there. */
final class Capabilities {
    private static final String PROCESS_MESSAGE =
            "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message";
    private static final String SECURITY_SERVICE = "http://terminology.hl7.org/CodeSystem/restful-security-service";

    private Capabilities() {}

    static Json.Obj statement(String name, String baseUrl, Instant at) {
        return Json.object()
                .with("resourceType", "CapabilityStatement")
                .with("status", "active")
                .with("date", at.toString())
                .with("kind", "instance")
                .with("software", Json.object().with("name", "Schakel"))
                .with("implementation", Json.object().with("description", name).with("url", baseUrl))
                .with("fhirVersion", "4.0.1")
                .with("format", Json.array(Json.text("application/fhir+json"), Json.text("application/fhir+xml")))
                .with("rest", Json.array(rest()))
                .with("document", Json.array(document()));
    }

    private static Json.Obj rest() {
        return Json.object()
                .with("mode", "server")
                .with("security", security())
                .with("resource", Json.array(task(), consent(), subscription()))
                .with("interaction", Json.array(interaction("transaction")))
                .with(
                        "operation",
                        Json.array(Json.object().with("name", "process-message").with("definition", PROCESS_MESSAGE)));
    }

    private static Json.Obj security() {
        Json.Obj certificates = Json.object().with("system", SECURITY_SERVICE).with("code", "Certificates");
        return Json.object()
                .with("service", Json.array(Json.object().with("coding", Json.array(certificates))))
                .with(
                        "description",
                        "Mutual TLS; every body is signed with a detached JWS over its exact bytes by another key.");
    }

    private static Json.Obj task() {
        return Json.object()
                .with("type", "Task")
                .with("interaction", Json.array(interaction("read"), interaction("update"), interaction("create")))
                .with("versioning", "versioned-update")
                .with("updateCreate", new Json.Bool(false));
    }

    private static Json.Obj consent() {
        return Json.object().with("type", "Consent").with("interaction", Json.array(interaction("create")));
    }

    /** Each partner has one and makes none; its own is found by {@code Subscription/$status} or {@code $events}. */
    private static Json.Obj subscription() {
        Json.Obj topic = Json.object()
                .with(
                        "url",
                        Notifications.GUIDE + "StructureDefinition/capabilitystatement-subscriptiontopic-canonical")
                .with("valueCanonical", Notifications.TOPIC);
        return Json.object()
                .with("extension", Json.array(topic))
                .with("type", "Subscription")
                .with(
                        "supportedProfile",
                        Json.array(Json.text(Notifications.GUIDE + "StructureDefinition/backport-subscription")))
                .with("interaction", Json.array(interaction("read")))
                .with("operation", Json.array(backported("status"), backported("events"), backported("resend")));
    }

    private static Json.Obj backported(String name) {
        return Json.object()
                .with("name", name)
                .with("definition", Notifications.GUIDE + "OperationDefinition/backport-subscription-" + name);
    }

    /** A document Bundle is posted to the base address, like a transaction. */
    private static Json.Obj document() {
        return Json.object()
                .with("mode", "consumer")
                .with("documentation", "A referral: a Bundle of type document, its Composition first.")
                .with("profile", "http://hl7.org/fhir/StructureDefinition/Bundle");
    }

    private static Json.Obj interaction(String code) {
        return Json.object().with("code", code);
    }
}
