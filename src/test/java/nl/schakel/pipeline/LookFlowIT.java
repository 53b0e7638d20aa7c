package nl.schakel.pipeline;

import static nl.schakel.pipeline.Flow.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.pipeline.LookDesk.Say;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.Test;

/** A person looks at what may lead to a protected client, on a real PostgreSQL. */
class LookFlowIT extends FlowCase {
    private static final String FORM = "zrm-netwerk-opvang";
    private static final String ADDRESS = "Dorpsstraat&Dorpsstraat&12^^Geldrop^^5660AA^NL^H";
    private static final String FLAG = "\rPD1||||||||||||Y|20260402\rPV1|1|N\r";
    /** Looks like a telephone number, and says nothing of where the client is. */
    private static final String SISTER = "Els 040-2123456";

    @Test
    void whatIsReleasedGoesAndTheTraceSaysByWhomAndWhy() throws IOException {
        ReferralReference reference = parked("L1", SISTER);
        Json.Obj item = waiting(reference);
        assertThat(item.text("category")).contains("network");
        assertThat(item.utf8())
                .asString()
                .contains("characters", "a telephone number")
                .doesNotContain("2123456", "Els");

        assertThat(say(reference, item, true, "no-place")).isInstanceOf(Step.Next.class);
        Delivered release = toShelter(flow.work());
        assertThat(release.text()).contains("040-2123456").doesNotContain("5660AA", "Dorpsstraat");
        assertThat(flow.trace(reference))
                .contains("look opvang-demo released item " + item.text("item").orElseThrow() + " of network: no-place,"
                        + " by operator anna")
                .doesNotContain("heb gebeld");
        assertThat(Flow.value(flow.looking.list(reference)).utf8()).asString().contains("heb gebeld", "\"waiting\":[]");
        assertThat(code(say(reference, item, false, "place")))
                .as("one word, for ever")
                .isEqualTo(ProblemCode.NOT_FOUND);
    }

    @Test
    void theRestGoesWithoutWhatIsKeptBack() throws IOException {
        ReferralReference reference = parked("L2", SISTER);
        assertThat(say(reference, waiting(reference), false, "in-doubt")).isInstanceOf(Step.Next.class);
        Delivered release = toShelter(flow.work());
        assertThat(release.text()).contains("zrm-2017").doesNotContain("040-2123456", "RelatedPerson");
        assertThat(flow.trace(reference)).contains("look opvang-demo kept-back", "network (not released)");
    }

    @Test
    void whatIsKnownOfTheWhereaboutsNobodyReleases() throws IOException {
        ReferralReference reference = parked("L3", "Els 5660AA");
        Json.Obj item = waiting(reference);
        assertThat(item.get("releasable")).contains(new Json.Bool(false));
        assertThat(code(say(reference, item, true, "no-place"))).isEqualTo(ProblemCode.TRANSITION_ILLEGAL);
        assertThat(flow.work()).noneMatch(d -> d.is(WorkItem.Kind.DELIVER, SHELTER));
        assertThat(say(reference, item, false, "place")).isInstanceOf(Step.Next.class);
        assertThat(toShelter(flow.work()).text()).doesNotContain("5660AA");
    }

    @Test
    void aWordThatWasChangedInTheDatabaseCountsForNothing() throws IOException, SQLException {
        ReferralReference reference = parked("L4", SISTER);
        say(reference, waiting(reference), false, "in-doubt");
        flow.execute("update schakel.look set released = true where number = " + reference.number());
        assertThat(flow.work()).noneMatch(d -> d.is(WorkItem.Kind.DELIVER, SHELTER));
        assertThat(Flow.value(flow.looking.list(reference)).list("waiting")).hasSize(1);
    }

    @Test
    void aWordIsForOneReceiverAndNeedsItsReason() throws IOException {
        ReferralReference reference = parked("L5", SISTER);
        Json.Obj item = waiting(reference);
        assertThat(code(say(reference, item, true, "place"))).isEqualTo(ProblemCode.VALUE_INVALID);
        assertThat(code(say(reference, item, false, "no-place"))).isEqualTo(ProblemCode.VALUE_INVALID);
        String name = item.text("item").orElseThrow();
        for (String other : List.of("schuldhulp-demo", "pi-demo")) {
            assertThat(code(flow.looking.say(
                            reference,
                            new Say(
                                    new PartnerId(other),
                                    List.of(name),
                                    true,
                                    "no-place",
                                    Optional.empty(),
                                    Optional.empty()),
                            "anna")))
                    .isEqualTo(ProblemCode.NOT_FOUND);
        }
        assertThat(code(flow.looking.list(new ReferralReference(2099, 7)))).isEqualTo(ProblemCode.NOT_FOUND);
    }

    @Test
    void whoClickedWrongSaysSoAndBothWordsStay() throws IOException, SQLException {
        ReferralReference reference = parked("L6", SISTER);
        Json.Obj item = waiting(reference);
        assertThat(code(correct(reference, item, true, "no-place")))
                .as("nothing was said yet")
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(say(reference, item, false, "in-doubt")).isInstanceOf(Step.Next.class);
        assertThat(toShelter(flow.work()).text()).doesNotContain("040-2123456");

        assertThat(correct(reference, item, true, "no-place")).isInstanceOf(Step.Next.class);
        assertThat(toShelter(flow.work()).text()).as("sent after it").contains("040-2123456");
        Json.Obj list = Flow.value(flow.looking.list(reference));
        assertThat(list.list("said")).hasSize(2);
        assertThat(list.utf8())
                .asString()
                .contains("verkeerd geklikt", "heb gebeld", "\"corrected\":true", "\"word\":\"keep-back\"");
        assertThat(flow.trace(reference))
                .contains("look opvang-demo kept-back", "no-place, instead of what was said before, by operator bram")
                .doesNotContain("verkeerd geklikt");

        assertThat(correct(reference, item, false, "place")).isInstanceOf(Step.Next.class);
        assertThat(flow.work())
                .filteredOn(d -> d.is(WorkItem.Kind.TELL, SHELTER))
                .as("what went meanwhile is taken back")
                .singleElement()
                .satisfies(d -> assertThat(d.text()).contains("no-longer-permitted"));

        flow.execute("delete from schakel.look where number = " + reference.number() + " and corrected_by is null");
        assertThat(Flow.value(flow.looking.list(reference)).list("waiting"))
                .as("taking a correction away brings no earlier word back")
                .isNotEmpty();
    }

    /** What was made under the earlier word waits for the shelter, which cannot be called. */
    @Test
    void aWordThatIsTakenBackStopsTheBytesThatWait() throws IOException, SQLException {
        ReferralReference reference = parked("L18", SISTER);
        Json.Obj item = waiting(reference);
        say(reference, item, true, "no-place");
        flow.unreached(SHELTER);
        flow.leaveAlone(SHELTER);
        assertThat(correct(reference, item, false, "place")).isInstanceOf(Step.Next.class);
        assertThat(flow.reached(SHELTER))
                .singleElement()
                .satisfies(d -> assertThat(d.text()).doesNotContain("040-2123456"));
    }

    @Test
    void whatIsReleasedAfterTheBytesWereMadeFollowsThem() throws IOException, SQLException {
        ReferralReference reference = parked("L19", SISTER);
        Json.Obj item = waiting(reference);
        say(reference, item, false, "in-doubt");
        flow.unreached(SHELTER);
        flow.leaveAlone(SHELTER);
        assertThat(correct(reference, item, true, "no-place")).isInstanceOf(Step.Next.class);
        List<Delivered> sent = flow.reached(SHELTER);
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1).text()).contains("040-2123456");
    }

    @Test
    void aWordThatSomebodyChangedCanBeSaidAnew() throws IOException, SQLException {
        ReferralReference reference = parked("L7", SISTER);
        Json.Obj item = waiting(reference);
        say(reference, item, false, "in-doubt");
        flow.execute("update schakel.look set released = true where number = " + reference.number());
        assertThat(say(reference, item, false, "place")).isInstanceOf(Step.Next.class);
        assertThat(toShelter(flow.work()).text()).doesNotContain("040-2123456");
    }

    @Test
    void allItemsOfAReceiverAreSaidAtOnceOrNone() throws IOException {
        ReferralReference reference = parked("L8", SISTER);
        List<String> items = items(reference);
        assertThat(code(flow.looking.say(reference, keepBack(List.of(items.get(0), "nothing")), "anna")))
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(items(reference)).as("none of them").isEqualTo(items);
        assertThat(code(flow.looking.say(reference, keepBack(List.of()), "anna")))
                .isEqualTo(ProblemCode.REQUIRED_MISSING);
        assertThat(flow.looking.say(reference, keepBack(items), "anna")).isInstanceOf(Step.Next.class);
        assertThat(items(reference)).isEmpty();
        assertThat(toShelter(flow.work()).text()).doesNotContain("040-2123456");
    }

    private static Say keepBack(List<String> items) {
        return new Say(SHELTER, items, false, "place", Optional.empty(), Optional.empty());
    }

    private static List<String> items(ReferralReference reference) {
        return Flow.value(flow.looking.list(reference)).list("waiting").stream()
                .flatMap(one -> one.asObject().stream())
                .filter(one -> one.text("receiver").equals(Optional.of(SHELTER.value())))
                .map(one -> one.text("item").orElseThrow())
                .toList();
    }

    private static Step<Json.Obj> correct(ReferralReference reference, Json.Obj item, boolean release, String why) {
        return flow.looking.say(
                reference,
                new Say(
                        SHELTER,
                        List.of(item.text("item").orElseThrow()),
                        release,
                        why,
                        Optional.empty(),
                        Optional.of("verkeerd geklikt")),
                "bram");
    }

    private static ReferralReference parked(String client, String sister) throws IOException {
        flow.consent(client, FORM, "AKKOORD");
        flow.update(client, FLAG);
        ReferralReference reference = flow.referralWithSister(client, ADDRESS, sister);
        assertThat(flow.work()).noneMatch(d -> d.is(WorkItem.Kind.DELIVER, SHELTER));
        assertThat(flow.trace(reference)).contains("SCH-5008");
        return reference;
    }

    /** The one item that waits for the shelter. */
    private static Json.Obj waiting(ReferralReference reference) {
        List<Json> all = Flow.value(flow.looking.list(reference)).list("waiting");
        return all.stream()
                .flatMap(one -> one.asObject().stream())
                .filter(one -> one.text("receiver").equals(Optional.of(SHELTER.value())))
                .findFirst()
                .orElseThrow();
    }

    private static Step<Json.Obj> say(ReferralReference reference, Json.Obj item, boolean release, String why) {
        return flow.looking.say(
                reference,
                new Say(
                        SHELTER,
                        List.of(item.text("item").orElseThrow()),
                        release,
                        why,
                        Optional.of("Ik heb gebeld met de afdeling."),
                        Optional.empty()),
                "anna");
    }

    private static Delivered toShelter(List<Delivered> all) {
        List<Delivered> found =
                all.stream().filter(d -> d.is(WorkItem.Kind.DELIVER, SHELTER)).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static ProblemCode code(Step<?> step) {
        return step.fold(
                value -> {
                    throw new AssertionError("It was allowed");
                },
                Problem::code);
    }
}
