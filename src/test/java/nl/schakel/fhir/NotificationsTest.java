package nl.schakel.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.fhir.SubscriptionView.Event;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.validate.BaseProfileValidator;
import nl.schakel.validate.Finding;
import org.junit.jupiter.api.Test;

/** Each is valid FHIR R4, and has what the profiles of the Subscriptions R5 Backport guide want, by their names. */
class NotificationsTest {
    private static final BaseProfileValidator VALIDATOR = new BaseProfileValidator();
    private static final Instant AT = Instant.parse("2026-04-10T11:00:00Z");
    private static final UUID ID = new UUID(7, 8);
    private static final String PROFILES = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";
    private static final String BASE = "https://localhost:8443/fhir";
    private static final ReferralReference REFERENCE = new ReferralReference(2026, 41);

    private final Notifications notifications = new Notifications(BASE);
    private final SubscriptionView view =
            new SubscriptionView(new UUID(1, 2), "active", Optional.empty(), 12, Optional.of(Duration.ofMinutes(15)));

    private static Event event(long number, Optional<UUID> task, Optional<ReferralReference> reference) {
        return new Event(number, AT, "held", task, reference, reference.map(known -> "m-1"));
    }

    @Test
    void aPageOfEventsIsANotificationBundleOfTheGuide() throws IOException {
        JsonNode bundle = tree(notifications.events(
                view,
                new Notifications.Page(
                        List.of(
                                event(3, Optional.of(new UUID(5, 6)), Optional.of(REFERENCE)),
                                event(4, Optional.empty(), Optional.of(REFERENCE)),
                                event(5, Optional.empty(), Optional.empty())),
                        BASE + "/x",
                        Optional.of(BASE + "/y"),
                        true,
                        false),
                ID,
                AT));

        assertThat(bundle.at("/type").asText()).isEqualTo("history");
        assertThat(bundle.at("/meta/profile/0").asText()).isEqualTo(PROFILES + "backport-subscription-notification-r4");
        assertThat(bundle.at("/link").findValuesAsText("relation")).containsExactly("self", "next");
        JsonNode entry = bundle.at("/entry/0");
        assertThat(entry.at("/request/method").asText()).isEqualTo("GET");
        assertThat(entry.at("/request/url").asText()).isEqualTo(BASE + "/Subscription/" + view.id() + "/$status");
        assertThat(entry.at("/response").has("outcome")).isFalse();
        JsonNode status = entry.at("/resource");
        assertThat(status.at("/resourceType").asText()).isEqualTo("Parameters");
        assertThat(status.at("/meta/profile/0").asText()).isEqualTo(PROFILES + "backport-subscription-status-r4");
        assertThat(one(status, "subscription").at("/valueReference/reference").asText())
                .isEqualTo(BASE + "/Subscription/" + view.id());
        assertThat(one(status, "topic").at("/valueCanonical").asText()).isEqualTo(Notifications.TOPIC);
        assertThat(one(status, "status").at("/valueCode").asText()).isEqualTo("active");
        assertThat(one(status, "type").at("/valueCode").asText()).isEqualTo("query-event");
        assertThat(one(status, "events-since-subscription-start")
                        .at("/valueString")
                        .asText())
                .isEqualTo("12");
        List<JsonNode> events = all(status, "notification-event");
        assertThat(events).hasSize(3);
        assertThat(part(events.get(0), "event-number").at("/valueString").asText())
                .isEqualTo("3");
        assertThat(part(events.get(0), "timestamp").at("/valueInstant").asText())
                .isEqualTo(AT.toString());
        assertThat(part(events.get(0), "focus").at("/valueReference/reference").asText())
                .isEqualTo(BASE + "/Task/" + new UUID(5, 6));
        assertThat(part(events.get(0), "delivery-state").at("/valueCode").asText())
                .isEqualTo("held");
        assertThat(part(events.get(0), "message-id").at("/valueString").asText())
                .isEqualTo("m-1");
        JsonNode told = part(events.get(1), "focus").at("/valueReference");
        assertThat(told.has("reference")).as("a Task it may not read").isFalse();
        assertThat(told.at("/identifier/value").asText()).isEqualTo(REFERENCE.text());
        assertThat(events.get(2).findValuesAsText("name")).doesNotContain("focus", "message-id");
    }

    @Test
    void contentEmptySaysThatThereWasSomethingAndNoMore() throws IOException {
        JsonNode bundle = tree(notifications.events(
                view,
                new Notifications.Page(
                        List.of(event(3, Optional.of(new UUID(5, 6)), Optional.of(REFERENCE))),
                        BASE + "/x",
                        Optional.empty(),
                        false,
                        false),
                ID,
                AT));

        assertThat(bundle.findValuesAsText("name"))
                .contains("event-number", "timestamp")
                .doesNotContain("focus", "topic", "message-id");
    }

    @Test
    void whoAsksForWholeResourcesGetsReferencesAndIsToldSo() throws IOException {
        JsonNode bundle = tree(notifications.events(
                view, new Notifications.Page(List.of(), BASE + "/x", Optional.empty(), true, true), ID, AT));

        assertThat(bundle.at("/entry/0/response/outcome/issue/0/severity").asText())
                .isEqualTo("information");
        assertThat(bundle.at("/entry/0/response/outcome/issue/0/details/text").asText())
                .contains("id-only");
        assertThat(bundle.at("/entry")).hasSize(1);
    }

    @Test
    void aHeartbeatCountsTheEventsAndNamesNone() throws IOException {
        JsonNode bundle = tree(notifications.heartbeat(view, ID, AT));

        JsonNode status = bundle.at("/entry/0/resource");
        assertThat(one(status, "type").at("/valueCode").asText()).isEqualTo("heartbeat");
        assertThat(one(status, "events-since-subscription-start")
                        .at("/valueString")
                        .asText())
                .isEqualTo("12");
        assertThat(all(status, "notification-event")).isEmpty();
    }

    @Test
    void theStatusIsASearchSetWithTheErrorThereIs() throws IOException {
        SubscriptionView away = new SubscriptionView(
                view.id(), "error", Optional.of(ProblemCode.PARTNER_UNREACHABLE), 12, Optional.empty());
        JsonNode bundle = tree(notifications.status(Optional.of(away), ID, AT));

        assertThat(bundle.at("/type").asText()).isEqualTo("searchset");
        assertThat(bundle.at("/total").asInt()).isEqualTo(1);
        JsonNode status = bundle.at("/entry/0/resource");
        assertThat(one(status, "type").at("/valueCode").asText()).isEqualTo("query-status");
        assertThat(one(status, "error")
                        .at("/valueCodeableConcept/coding/0/code")
                        .asText())
                .isEqualTo("SCH-6001");
        assertThat(tree(notifications.status(Optional.empty(), ID, AT))
                        .at("/total")
                        .asInt())
                .isZero();
    }

    @Test
    void theSubscriptionIsOfTheGuideAndSaysNothingOfWhoseItIs() throws IOException {
        JsonNode own = tree(notifications.subscription(view));

        assertThat(own.at("/meta/profile/0").asText()).isEqualTo(PROFILES + "backport-subscription");
        assertThat(own.at("/criteria").asText()).isEqualTo(Notifications.TOPIC);
        assertThat(own.at("/channel/_payload/extension/0/valueCode").asText()).isEqualTo("id-only");
        assertThat(own.at("/channel/extension/0/valueUnsignedInt").asInt()).isEqualTo(900);
        assertThat(own.toString()).doesNotContain("opvang", "zorg", "care");
    }

    @Test
    void whatWasAskedForAgainIsAnOutcome() throws IOException {
        assertThat(tree(notifications.resent(2, 3)).at("/issue/0/details/text").asText())
                .startsWith("2 messages")
                .contains("3 were left");
    }

    private static JsonNode tree(byte[] resource) throws IOException {
        assertThat(VALIDATOR.findings(resource).stream()
                        .filter(Finding::isError)
                        .map(finding -> finding.place() + ": " + finding.text())
                        // The guide's profiles are no part of FHIR itself; that this says what they want is looked at
                        // here.
                        .filter(text -> !text.contains("subscriptions-backport")))
                .isEmpty();
        return new ObjectMapper().readTree(resource);
    }

    private static List<JsonNode> all(JsonNode parameters, String name) {
        return java.util.stream.StreamSupport.stream(
                        parameters.path("parameter").spliterator(), false)
                .filter(one -> one.path("name").asText().equals(name))
                .toList();
    }

    private static JsonNode one(JsonNode parameters, String name) {
        assertThat(all(parameters, name)).hasSize(1);
        return all(parameters, name).get(0);
    }

    private static JsonNode part(JsonNode event, String name) {
        return java.util.stream.StreamSupport.stream(event.path("part").spliterator(), false)
                .filter(one -> one.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
