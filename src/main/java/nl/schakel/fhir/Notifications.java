package nl.schakel.fhir;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.fhir.SubscriptionView.Event;
import nl.schakel.referral.Json;
import nl.schakel.referral.ProblemCode;

/**
 * What a partner is told of its events, as {@code application/fhir+json}: FHIR R4 in the profiles of the Subscriptions R5
 * Backport guide (version 1.1.0; a Bundle of type history whose first entry is Parameters in place of a SubscriptionStatus).
 */
public final class Notifications {
    /** What every partner is subscribed to: what the gateway has for it. */
    public static final String TOPIC = "https://schakel.nl/fhir/SubscriptionTopic/delivery";

    static final String GUIDE = "http://hl7.org/fhir/uv/subscriptions-backport/";
    private static final String PROFILE = GUIDE + "StructureDefinition/";

    private final String endpoint;

    /** @param endpoint address of the FHIR door, without a trailing slash */
    public Notifications(String endpoint) {
        this.endpoint = endpoint;
    }

    /** How many events a page may have, which of them, and how much of each is said. */
    public record Page(
            List<Event> events, String self, Optional<String> next, boolean focused, boolean contentRefused) {
        public Page {
            events = List.copyOf(events);
        }
    }

    /** The answer to {@code GET Subscription/{id}}. */
    public byte[] subscription(SubscriptionView view) {
        Json.Obj payload = Json.object()
                .with(
                        "extension",
                        Json.array(extension("backport-payload-content", "valueCode", Json.text("id-only"))));
        Json.Obj channel = view.heartbeat()
                .map(every -> Json.object()
                        .with(
                                "extension",
                                Json.array(extension(
                                        "backport-heartbeat-period",
                                        "valueUnsignedInt",
                                        Json.number(every.toSeconds())))))
                .orElseGet(Json::object)
                .with("type", "message")
                .with("payload", "application/fhir+json")
                .with("_payload", payload);
        return Json.object()
                .with("resourceType", "Subscription")
                .with("id", view.id().toString())
                .with("meta", profiled("backport-subscription"))
                .with("status", view.status())
                .with("reason", "Every partner has it: what the gateway has for it")
                .with("criteria", TOPIC)
                .with("channel", channel)
                .utf8();
    }

    /** The answer to {@code $status}: a search set of this one, or of none. */
    public byte[] status(Optional<SubscriptionView> view, UUID id, Instant at) {
        Json.Obj bundle = Json.object()
                .with("resourceType", "Bundle")
                .with("id", id.toString())
                .with("type", "searchset")
                .with("timestamp", at.toString())
                .with("total", Json.number(view.isPresent() ? 1 : 0));
        return view.map(own -> bundle.with(
                        "entry",
                        Json.array(entry(id, status(own, "query-status", List.of(), true))
                                .with("search", Json.object().with("mode", "match")))))
                .orElse(bundle)
                .utf8();
    }

    /** The answer to {@code $events}. */
    public byte[] events(SubscriptionView view, Page page, UUID id, Instant at) {
        List<Json> links = new ArrayList<>();
        links.add(link("self", page.self()));
        page.next().ifPresent(next -> links.add(link("next", next)));
        Json.Obj response = Json.object().with("status", "200");
        Json.Obj status = entry(id, status(view, "query-event", page.events(), page.focused()))
                .with("request", asked(view))
                .with("response", page.contentRefused() ? response.with("outcome", idsAlone()) : response);
        return history(id, at)
                .with("link", new Json.Arr(links))
                .with("entry", Json.array(status))
                .utf8();
    }

    /** What a partner gets when there was nothing for it for a while. */
    public byte[] heartbeat(SubscriptionView view, UUID id, Instant at) {
        Json.Obj status = entry(id, status(view, "heartbeat", List.of(), true))
                .with("request", asked(view))
                .with("response", Json.object().with("status", "200"));
        return history(id, at).with("entry", Json.array(status)).utf8();
    }

    /** How many were asked for again. */
    public byte[] resent(long again, long others) {
        return Outcomes.said(
                        again + " messages that were held are tried again; law and consent decide as at every attempt. "
                                + others
                                + " were left as they are: waiting comes by itself, delivered and ended are not sent again.",
                        again
                                + " berichten die stilstonden worden opnieuw geprobeerd; wet en toestemming beslissen zoals bij elke"
                                + " poging. " + others
                                + " zijn gebleven zoals ze zijn: wat wacht komt vanzelf, wat bezorgd of beëindigd is wordt niet herhaald.")
                .utf8();
    }

    private static Json.Obj history(UUID id, Instant at) {
        return Json.object()
                .with("resourceType", "Bundle")
                .with("id", id.toString())
                .with("meta", profiled("backport-subscription-notification-r4"))
                .with("type", "history")
                .with("timestamp", at.toString());
    }

    private Json.Obj asked(SubscriptionView view) {
        return Json.object().with("method", "GET").with("url", address(view) + "/$status");
    }

    private String address(SubscriptionView view) {
        return endpoint + "/Subscription/" + view.id();
    }

    private static Json.Obj entry(UUID bundle, Json.Obj status) {
        UUID own = UUID.nameUUIDFromBytes((bundle + "/status").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return Json.object().with("fullUrl", "urn:uuid:" + own).with("resource", status.with("id", own.toString()));
    }

    private Json.Obj status(SubscriptionView view, String type, List<Event> events, boolean focused) {
        List<Json> parameters = new ArrayList<>();
        parameters.add(parameter("subscription", "valueReference", reference(address(view))));
        if (focused) {
            parameters.add(parameter("topic", "valueCanonical", Json.text(TOPIC)));
        }
        parameters.add(parameter("status", "valueCode", Json.text(view.status())));
        parameters.add(parameter("type", "valueCode", Json.text(type)));
        parameters.add(
                parameter("events-since-subscription-start", "valueString", Json.text(Long.toString(view.last()))));
        events.forEach(event -> parameters.add(event(event, focused)));
        view.error().ifPresent(code -> parameters.add(parameter("error", "valueCodeableConcept", concept(code))));
        return Json.object()
                .with("resourceType", "Parameters")
                .with("meta", profiled("backport-subscription-status-r4"))
                .with("parameter", new Json.Arr(parameters));
    }

    private Json.Obj event(Event event, boolean focused) {
        List<Json> parts = new ArrayList<>();
        parts.add(parameter("event-number", "valueString", Json.text(Long.toString(event.number()))));
        parts.add(parameter("timestamp", "valueInstant", Json.text(event.at().toString())));
        if (focused) {
            focus(event).ifPresent(focus -> parts.add(parameter("focus", "valueReference", focus)));
            event.messageId().ifPresent(id -> parts.add(parameter("message-id", "valueString", Json.text(id))));
            parts.add(parameter("delivery-state", "valueCode", Json.text(event.state())));
        }
        return Json.object().with("name", "notification-event").with("part", new Json.Arr(parts));
    }

    private Optional<Json.Obj> focus(Event event) {
        return event.reference()
                .map(known -> event.task()
                        .map(task -> reference(endpoint + "/Task/" + task))
                        .orElseGet(Json::object)
                        .with(
                                "identifier",
                                Json.object()
                                        .with("system", Canonicals.REFERENCE)
                                        .with("value", known.text())));
    }

    private static Json.Obj idsAlone() {
        return Outcomes.said(
                "Content is id-only: what a referral says is released by its delivery alone.",
                "Alleen verwijzingen: wat een verwijzing inhoudt wordt alleen door haar bezorging vrijgegeven.");
    }

    private static Json.Obj concept(ProblemCode code) {
        return Json.object()
                .with(
                        "coding",
                        Json.array(
                                Json.object().with("system", Canonicals.PROBLEM).with("code", code.id())))
                .with("text", code.english());
    }

    private static Json.Obj reference(String address) {
        return Json.object().with("reference", address);
    }

    private static Json.Obj parameter(String name, String type, Json value) {
        return Json.object().with("name", name).with(type, value);
    }

    private static Json.Obj extension(String name, String type, Json value) {
        return Json.object().with("url", PROFILE + name).with(type, value);
    }

    private static Json.Obj profiled(String name) {
        return Json.object().with("profile", Json.array(Json.text(PROFILE + name)));
    }

    private static Json.Obj link(String relation, String url) {
        return Json.object().with("relation", relation).with("url", url);
    }
}
