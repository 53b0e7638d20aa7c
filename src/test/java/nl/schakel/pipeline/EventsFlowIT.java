package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import nl.schakel.fhir.Notifications;
import nl.schakel.journal.Events;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Pauses;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkHandler;
import nl.schakel.journal.WorkItem;
import nl.schakel.journal.WorkList;
import nl.schakel.journal.WorkList.Said;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.pipeline.ReadingDesk.Answer;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Seals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a partner hears of its events, what it does not, and what it may have tried again. */
class EventsFlowIT extends FlowCase {
    private static final PartnerId SHELTER = Flow.SHELTER;
    private static final PartnerId WARD = Flow.WARD;
    private static final String BASE = "https://localhost/fhir";
    private static final String OWN = "Subscription/" + OwnEvents.id(SHELTER);

    private EventReads reads;

    @BeforeEach
    void sit() throws SQLException {
        flow.forgetWork();
        flow.execute("truncate schakel.event, schakel.subscription, schakel.pause, schakel.hold");
        Conflicts conflicts = new Conflicts(flow.directory);
        OwnEvents own = new OwnEvents(
                new Events(flow.pool),
                flow.journal,
                new Pauses(flow.pool),
                new WorkList(flow.pool),
                flow.clients,
                conflicts,
                flow.directory);
        reads = new EventReads(own, new Notifications(BASE), BASE, () -> {}, Clock.systemUTC());
    }

    @Test
    void aReceiverListsWhatWasSentToItByNumberWithATaskThatItMayRead() throws IOException {
        ReferralReference reference = flow.referral("EV1");
        List<Delivered> sent = flow.work();
        Delivered delivery = sent.stream()
                .filter(d -> d.is(WorkItem.Kind.DELIVER, SHELTER))
                .findFirst()
                .orElseThrow();
        List<JsonNode> events = events(body(ask("$events", "", SHELTER)));
        assertThat(events).isNotEmpty();
        JsonNode first = events.get(0);
        assertThat(part(first, "event-number").at("/valueString").asText()).isEqualTo("1");
        assertThat(part(first, "delivery-state").at("/valueCode").asText()).isEqualTo("delivered");
        assertThat(part(first, "message-id").at("/valueString").asText())
                .isEqualTo(delivery.outgoing().messageId());
        assertThat(part(first, "focus").at("/valueReference/identifier/value").asText())
                .isEqualTo(reference.text());
        String focus = part(first, "focus").at("/valueReference/reference").asText();
        assertThat(focus).startsWith(BASE + "/Task/");
        UUID task = UUID.fromString(focus.substring((BASE + "/Task/").length()));
        assertThat(flow.tasks.task(task, SHELTER)).as("it may read it").isPresent();
        assertThat(text(ask(OWN + "/$events", "", SHELTER))).contains(focus);
    }

    /** Nothing was decided yet: that there is something says nothing of whom. */
    @Test
    void whatWasNotReleasedYetIsANumberAndNoMore() throws IOException {
        ReferralReference reference = flow.referral("EV2");
        flow.routedTo(SHELTER);
        String waiting = text(ask("$events", "", SHELTER));
        assertThat(waiting)
                .contains("\"waiting\"", "event-number")
                .doesNotContain(reference.text(), "/Task/", "message-id");
    }

    @Test
    void aSenderHearsOfItsWordsByItsReferralAndOfNoTaskThatIsNotItsOwn() throws IOException {
        ReferralReference reference = flow.referral("EV3");
        WorkItem delivery = flow.routedTo(SHELTER);
        flow.journal.prepare(delivery, parking(ProblemCode.ATTEMPTS_EXHAUSTED));
        new WorkList(flow.pool).skip(delivery.id(), new Said("anna", "why"));
        flow.work();
        List<JsonNode> events = events(body(ask("$events", "", WARD)));
        assertThat(events).isNotEmpty().allSatisfy(event -> {
            JsonNode focus = part(event, "focus").at("/valueReference");
            assertThat(focus.has("reference")).isFalse();
            assertThat(focus.at("/identifier/value").asText()).isEqualTo(reference.text());
        });
    }

    /** To whom nothing about a client may go hears nothing of what it once was sent; its numbers stay. */
    @Test
    void whoMayHearNothingOfTheClientKeepsTheNumberAlone() throws IOException {
        ReferralReference reference = flow.referral("EV4");
        flow.work();
        String before = text(ask("$events", "", SHELTER));
        int events = events(body(ask("$events", "", SHELTER))).size();
        assertThat(before).contains(reference.text());
        assertThat(flow.desk.block(reference, SHELTER, "operator")).isInstanceOf(Step.Next.class);
        flow.work();
        String after = text(ask("$events", "", SHELTER));
        assertThat(events(body(ask("$events", "", SHELTER)))).hasSizeGreaterThanOrEqualTo(events);
        assertThat(after).doesNotContain(reference.text(), "/Task/", "message-id");
    }

    @Test
    void theSameForAPersonAtThePartner() throws IOException {
        ReferralReference reference = flow.referral("EV5");
        flow.work();
        assertThat(text(ask("$events", "", SHELTER))).contains(reference.text());
        String mailbox = flow.directory.partner(SHELTER).orElseThrow().contact();
        assertThat(flow.desk.blockPerson(reference, "mailbox", mailbox, "operator"))
                .isInstanceOf(Step.Next.class);
        assertThat(text(ask("$events", "", SHELTER))).doesNotContain(reference.text(), "/Task/");
        assertThat(text(ask("$events", "", WARD))).doesNotContain("/Task/");
    }

    /** Erasure takes what was said; after five years no event says whom it was about, and each keeps its number. */
    @Test
    void erasureKeepsTheNumbers() throws IOException, SQLException {
        ReferralReference reference = flow.referral("EV6");
        flow.work();
        int before = events(body(ask("$events", "", SHELTER))).size();
        flow.execute("update schakel.transition set erased_at = clock_timestamp(), forgotten_at = clock_timestamp()"
                + " where year = " + reference.year() + " and number = " + reference.number());
        JsonNode after = body(ask("$events", "", SHELTER));
        assertThat(events(after)).hasSize(before);
        assertThat(after.toString()).doesNotContain(reference.text(), "/Task/");
    }

    @Test
    void nobodySeesAnothersSubscriptionAndCannotTellItFromNone() throws IOException {
        flow.referral("EV7");
        flow.work();
        String foreign = "Subscription/" + OwnEvents.id(WARD);
        String none = "Subscription/" + UUID.randomUUID();
        for (String rest : List.of("", "/$status", "/$events", "/$resend")) {
            assertThat(problem(ask(foreign + rest, "eventsSinceNumber=1", SHELTER)))
                    .isEqualTo(problem(ask(none + rest, "eventsSinceNumber=1", SHELTER)))
                    .isEqualTo(Problem.of(ProblemCode.NOT_FOUND));
        }
        String both = "id=" + OwnEvents.id(WARD);
        assertThat(body(ask("Subscription/$status", both, SHELTER)).at("/total").asInt())
                .isZero();
        assertThat(body(ask("Subscription/$status", both + "&id=" + OwnEvents.id(SHELTER), SHELTER))
                        .at("/total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void theStatusIsOffWhileAPersonPausesItAndErrorWhileItIsNotReached() throws IOException {
        assertThat(status(SHELTER)).isEqualTo("active");
        new Pauses(flow.pool).pause(SHELTER, new Said("anna", "why"));
        assertThat(status(SHELTER)).isEqualTo("off");
        new Pauses(flow.pool).resume(SHELTER, new Said("anna", "why"));
        flow.journal.hold(SHELTER, Journal.Cause.ASKED, Duration.ofMinutes(1));
        assertThat(status(SHELTER)).as("it asked us to wait").isEqualTo("active");
        flow.journal.release(SHELTER);
        flow.journal.hold(SHELTER, Journal.Cause.UNREACHABLE, Duration.ofMinutes(1));
        assertThat(status(SHELTER)).isEqualTo("error");
        assertThat(text(ask(OWN + "/$status", "", SHELTER))).contains("SCH-6001");
        assertThat(body(ask("Subscription/$status", "status=active", SHELTER))
                        .at("/total")
                        .asInt())
                .isZero();
        assertThat(body(ask(OWN, "", SHELTER)).at("/status").asText()).isEqualTo("error");
    }

    @Test
    void pagesLinkToTheNextUntilAllIsSeen() throws IOException, SQLException {
        flow.referral("EV8");
        WorkItem one = flow.routedTo(SHELTER);
        flow.execute(
                "insert into schakel.work (id, kind, year, number, inbox_id, destination, subject, stream, seq, sweep_at)"
                        + " select gen_random_uuid(), w.kind, w.year, w.number, w.inbox_id, w.destination, w.subject, w.stream,"
                        + " w.seq + n, w.sweep_at from schakel.work w, generate_series(1, 249) n where w.id = '"
                        + one.id() + "'");
        List<String> seen = new ArrayList<>();
        String query = "";
        for (int pages = 1; ; pages++) {
            JsonNode page = body(ask(OWN + "/$events", query, SHELTER));
            events(page)
                    .forEach(event -> seen.add(
                            part(event, "event-number").at("/valueString").asText()));
            Optional<String> next = StreamSupport.stream(page.path("link").spliterator(), false)
                    .filter(link -> link.path("relation").asText().equals("next"))
                    .map(link -> link.path("url").asText())
                    .findFirst();
            if (next.isEmpty()) {
                assertThat(pages).isEqualTo(3);
                break;
            }
            assertThat(next.get()).startsWith(BASE + "/" + OWN + "/$events?");
            query = next.get().substring(next.get().indexOf('?') + 1);
        }
        assertThat(seen).hasSize(250).doesNotHaveDuplicates().endsWith("250");
        assertThat(events(body(ask("$events", "eventsSinceNumber=7&eventsUntilNumber=9", SHELTER))))
                .hasSize(3);
        assertThat(events(body(ask("$events", "eventsSinceNumber=251", SHELTER))))
                .isEmpty();
        assertThat(text(ask("$events", "content=full-resource&_count=1", SHELTER)))
                .contains("id-only", "content=full-resource");
        assertThat(text(ask("$events", "content=empty", SHELTER))).doesNotContain("focus", "delivery-state");
    }

    @ParameterizedTest
    @CsvSource({
        "eventsSinceNumber=-1, eventsSinceNumber",
        "eventsSinceNumber=1e3, eventsSinceNumber",
        "eventsSinceNumber=9999999999999999999, eventsSinceNumber",
        "eventsSinceNumber=1&eventsSinceNumber=2, eventsSinceNumber",
        "eventsSinceNumber=%D9%A1, eventsSinceNumber",
        "eventsSinceNumber=1%27%20or%201%3D1--, eventsSinceNumber",
        "eventsSinceNumber=5&eventsUntilNumber=4, eventsUntilNumber",
        "content=everything, content",
        "_count=0, _count",
        "_count=1001, _count",
        "eventSinceNumber=1, eventSinceNumber",
        "999900420=x, query",
        "eventsSinceNumber=%zz, query"
    })
    void aParameterThatIsWrongIsNamedAndNothingOfItRepeated(String query, String place) {
        Problem problem = problem(ask("$events", query, SHELTER));
        assertThat(problem.place()).contains(place);
        assertThat(problem.code().httpStatus()).isBetween(400, 422);
        assertThat(problem.sentence()).doesNotContain("or 1=1", "999900420", "everything.");
    }

    @Test
    void aLongQuestionIsRefusedUnread() {
        assertThat(problem(ask("$events", "content=" + "x".repeat(3_000), SHELTER))
                        .code())
                .isEqualTo(ProblemCode.LIMIT_EXCEEDED);
    }

    /** It goes by the way of every attempt: the same item, decided anew. */
    @Test
    void aReceiverHasTriedAgainWhatUsedUpItsAttempts() throws IOException {
        flow.referral("EV9");
        WorkItem delivery = flow.routedTo(SHELTER);
        flow.journal.prepare(delivery, parking(ProblemCode.ATTEMPTS_EXHAUSTED));
        flow.work();
        assertThat(text(ask("$events", "", SHELTER))).contains("\"held\"");
        assertThat(text(resend("{\"resourceType\":\"Parameters\",\"parameter\":["
                        + "{\"name\":\"eventsSinceNumber\",\"valueString\":\"1\"}]}")))
                .contains("1 messages that were held");
        List<Delivered> after = flow.work();
        assertThat(after)
                .filteredOn(d -> d.is(WorkItem.Kind.DELIVER, SHELTER))
                .singleElement()
                .satisfies(d -> assertThat(d.item().id()).isEqualTo(delivery.id()));
        assertThat(text(ask("$events", "", SHELTER))).contains("\"delivered\"").doesNotContain("\"held\"");
        assertThat(text(resend(""))).as("what is delivered is not sent again").contains("0 messages");
    }

    @Test
    void whatMayNotGoAnyMoreDoesNotGoWhenItIsAskedForAgain() throws IOException {
        ReferralReference reference = flow.referral("EV10");
        WorkItem delivery = flow.routedTo(SHELTER);
        flow.journal.prepare(delivery, parking(ProblemCode.ATTEMPTS_EXHAUSTED));
        flow.work();
        flow.desk.block(reference, SHELTER, "operator");
        resend("");
        assertThat(flow.work()).noneMatch(d -> d.item().destination().equals(Optional.of(SHELTER)));
        assertThat(text(ask("$events", "", SHELTER))).doesNotContain(reference.text(), "/Task/");
    }

    @ParameterizedTest
    @CsvSource({"WORK_POISONOUS", "HELD_BY_PERSON", "SECOND_PERSON_NEEDED", "MAPPING_MISSING", "CERTIFICATE_REFUSED"})
    void whatWaitsForUsIsNotTheReceiversToLetGo(ProblemCode code) throws IOException {
        flow.referral("EV11-" + code);
        WorkItem delivery = flow.routedTo(SHELTER);
        flow.journal.prepare(delivery, parking(code));
        assertThat(text(resend(""))).contains("0 messages", "1 were left");
        assertThat(flow.work()).noneMatch(d -> d.is(WorkItem.Kind.DELIVER, SHELTER));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"resourceType\":\"Parameters\"}; eventsSinceNumber",
                "{\"resourceType\":\"Patient\"}; resourceType",
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"eventsSinceNumber\",\"valueString\":\"1\"},{\"name\":\"eventsUntilNumber\",\"valueString\":\"1001\"}]}; eventsUntilNumber",
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"eventsSinceNumber\",\"valueInteger\":1}]}; eventsSinceNumber",
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"eventsSinceNumber\",\"valueString\":\"1\"},{\"name\":\"work\",\"valueString\":\"x\"}]}; work"
            })
    void aWrongRequestToResendIsRefusedAtItsPlace(String body, String place) {
        assertThat(problem(reads.answer(OWN + "/$resend", inbound("POST", "", body), SHELTER))
                        .place())
                .contains(place);
    }

    @Test
    void brokenJsonIsNoRequest() {
        assertThat(problem(reads.answer(OWN + "/$resend", inbound("POST", "", "{"), SHELTER))
                        .code())
                .isEqualTo(ProblemCode.SYNTAX_BROKEN);
    }

    private Step<Answer> resend(String body) {
        return reads.answer(
                OWN + "/$resend", inbound("POST", body.isEmpty() ? "eventsSinceNumber=1" : "", body), SHELTER);
    }

    private Step<Answer> ask(String path, String query, PartnerId partner) {
        return reads.answer(path, inbound("GET", query, ""), partner);
    }

    private static Inbound inbound(String method, String query, String body) {
        return new Inbound(
                "fhir",
                "",
                "application/fhir+json",
                Optional.empty(),
                body.getBytes(StandardCharsets.UTF_8),
                "127.0.0.1",
                List.of(),
                Seals.NONE,
                Optional.empty(),
                Map.of("Method", method, "Query", query));
    }

    private String status(PartnerId partner) throws IOException {
        JsonNode parameters = body(ask("Subscription/$status", "", partner)).at("/entry/0/resource/parameter");
        return StreamSupport.stream(parameters.spliterator(), false)
                .filter(one -> one.path("name").asText().equals("status"))
                .findFirst()
                .orElseThrow()
                .path("valueCode")
                .asText();
    }

    private static WorkHandler parking(ProblemCode code) {
        return new WorkHandler() {
            @Override
            public Prepared prepare(WorkItem item, Ledger ledger) {
                return new Prepared.Park(Problem.of(code));
            }

            @Override
            public Sent send(WorkItem item, Outgoing outgoing) {
                throw new IllegalStateException("Nothing is sent here");
            }
        };
    }

    private static Problem problem(Step<Answer> step) {
        return step.fold(
                answer -> {
                    throw new AssertionError("It was answered");
                },
                problem -> problem);
    }

    private static JsonNode body(Step<Answer> step) throws IOException {
        return new ObjectMapper().readTree(Flow.value(step).body());
    }

    private static String text(Step<Answer> step) {
        return new String(Flow.value(step).body(), StandardCharsets.UTF_8);
    }

    private static List<JsonNode> events(JsonNode bundle) {
        return StreamSupport.stream(bundle.at("/entry/0/resource/parameter").spliterator(), false)
                .filter(one -> one.path("name").asText().equals("notification-event"))
                .toList();
    }

    private static JsonNode part(JsonNode event, String name) {
        return StreamSupport.stream(event.path("part").spliterator(), false)
                .filter(one -> one.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
