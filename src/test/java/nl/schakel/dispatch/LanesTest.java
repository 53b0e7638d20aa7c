package nl.schakel.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.Journal;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.PartnerId;
import org.junit.jupiter.api.Test;

@Guards(Threat.T24)
class LanesTest {
    private static final Duration NOW = Duration.ZERO;

    private long nanos = 1;
    private final Lanes lanes = lanes(8, 2);

    private Lanes lanes(int workers, int perPartner) {
        return lanes(workers, perPartner, CallLimits.NONE);
    }

    private Lanes lanes(int workers, int perPartner, CallLimits limits) {
        return new Lanes(
                new DispatchSettings(
                        workers,
                        perPartner,
                        4,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        BrokerAddress.INSIDE),
                limits,
                () -> nanos);
    }

    /** Taken and prepared. */
    private Optional<WorkItem> taken() throws InterruptedException {
        return taken(lanes);
    }

    private static Optional<WorkItem> taken(Lanes lanes) throws InterruptedException {
        Optional<WorkItem> item = lanes.take(NOW);
        item.ifPresent(any -> lanes.prepared());
        return item;
    }

    @Test
    void noMoreArePreparedAtOnceThanTheProcessorsBear() throws Exception {
        lanes.place(items("quick", 2));
        lanes.place(items("other", 2));

        assertThat(lanes.take(NOW)).isPresent();
        assertThat(lanes.take(NOW)).isPresent();
        assertThat(lanes.take(NOW)).as("two of eight workers prepare").isEmpty();

        lanes.prepared();
        assertThat(lanes.take(NOW)).as("those that call partners do not count").isPresent();
        assertThat(lanes.take(NOW)).isEmpty();
    }

    @Test
    void aPartnerThatGetsMoreThanItsShareLeavesPlacesWhereOthersPrepare() throws Exception {
        Lanes wide = answeredOnce(24);
        List<WorkItem> preparing = new ArrayList<>();
        for (Optional<WorkItem> next = wide.take(NOW); next.isPresent(); next = wide.take(NOW)) {
            preparing.add(next.get());
        }
        assertThat(preparing).as("of six places").hasSize(4);
        wide.place(items("second", 3));

        assertThat(wide.take(NOW)).hasValueSatisfying(this::isForSecond);
        assertThat(wide.take(NOW)).hasValueSatisfying(this::isForSecond);
        assertThat(wide.take(NOW)).as("six prepare").isEmpty();
    }

    /** A partner had its share of the workers, a sixth, and answered one of them. */
    private Lanes answeredOnce(int workers) throws InterruptedException {
        Lanes wide = lanes(workers, 0);
        wide.place(items("prompt", workers));
        List<WorkItem> running = begun(wide);
        assertThat(running).as("nothing was answered yet").hasSize(workers / 6);
        wide.finished(running.get(0), Ended.ANSWERED);
        return wide;
    }

    private void isForSecond(WorkItem item) {
        assertThat(item.destination()).contains(new PartnerId("second"));
    }

    @Test
    void aPartnerGetsItsShareOfTheWorkersAndNoMore() throws Exception {
        lanes.place(items("slow", 5));

        assertThat(taken()).isPresent();
        assertThat(taken()).isPresent();
        assertThat(taken()).isEmpty();
    }

    @Test
    void aWorkerThatComesFreeTakesTheNextOfThatPartner() throws Exception {
        lanes.place(items("slow", 3));
        WorkItem first = taken().orElseThrow();
        taken().orElseThrow();

        lanes.finished(first, Ended.ANSWERED);

        assertThat(taken()).isPresent();
    }

    @Test
    void allPartnersTogetherLeaveWorkersForWorkThatCallsNobody() throws Exception {
        for (int i = 0; i < 10; i++) {
            lanes.place(items("partner-" + i, 2));
        }
        for (int i = 0; i < 6; i++) {
            assertThat(taken()).isPresent();
        }
        assertThat(taken()).isEmpty();

        lanes.place(items("", 1));

        assertThat(taken())
                .hasValueSatisfying(item -> assertThat(item.destination()).isEmpty());
    }

    @Test
    void aPartnerThatAnswersAtOnceGetsMoreThanItsShareAndLeavesTwoSharesToOthers() throws Exception {
        Lanes wide = answeredOnce(12);

        assertThat(begun(wide)).as("9 may call, 4 of them are kept").hasSize(4);

        wide.place(items("second", 3));
        wide.place(items("third", 3));
        assertThat(begun(wide))
                .extracting(item -> item.destination().orElseThrow().value())
                .containsExactlyInAnyOrder("second", "second", "third", "third");
    }

    @Test
    void aPartnerThatAnswersLateOrNotAtAllGetsNoMoreThanItsShare() throws Exception {
        Lanes wide = lanes(12, 0);
        wide.place(items("late", 12));
        List<WorkItem> running = begun(wide);
        nanos += Lane.STILL_NANOS + 1;

        wide.finished(running.get(0), Ended.ANSWERED);
        wide.finished(running.get(1), Ended.ANSWERED);

        assertThat(begun(wide)).hasSize(2);
    }

    @Test
    void aPartnerForWhomAnOperatorSaysHowManyGetsNoMore() throws Exception {
        Lanes limited = lanes(12, 2);
        limited.place(items("prompt", 12));
        limited.finished(begun(limited).get(0), Ended.ANSWERED);

        assertThat(begun(limited)).hasSize(1);
    }

    @Test
    void aPartnerThatBearsFewCallsGetsNoMoreAtOnceHoweverSoonItAnswers() throws Exception {
        Lanes limited = lanes(24, 0, partner -> partner.value().equals("old") ? Optional.of(1) : Optional.empty());
        limited.place(items("old", 4));
        limited.place(items("young", 6));

        List<WorkItem> running = begun(limited);
        assertThat(names(running)).containsOnlyOnce("old").contains("young", "young", "young", "young");

        WorkItem old =
                running.stream().filter(item -> isFor(item, "old")).findFirst().orElseThrow();
        limited.finished(old, Ended.ANSWERED);
        assertThat(names(begun(limited))).containsExactly("old");
    }

    @Test
    void aPartnerThatBearsManyCallsGetsThemWhileItAnswersAtOnce() throws Exception {
        Lanes limited = lanes(24, 0, partner -> Optional.of(6));
        limited.place(items("quick", 12));
        List<WorkItem> running = begun(limited);
        assertThat(running).as("a sixth of the workers").hasSize(4);

        limited.finished(running.get(0), Ended.ANSWERED);

        assertThat(begun(limited)).as("six in all").hasSize(3);
    }

    private static boolean isFor(WorkItem item, String partner) {
        return item.destination().orElseThrow().value().equals(partner);
    }

    private static List<String> names(List<WorkItem> items) {
        return items.stream()
                .map(item -> item.destination().orElseThrow().value())
                .toList();
    }

    @Test
    void aPartnerThatAnsweredAtOnceAndThenFallsSilentGetsNoMore() throws Exception {
        Lanes wide = lanes(12, 0);
        wide.place(items("prompt", 3));
        List<WorkItem> running = begun(wide);
        wide.finished(running.get(0), Ended.ANSWERED);
        assertThat(begun(wide)).hasSize(1);
        nanos += Lane.STILL_NANOS + 1;

        wide.place(items("prompt", 2));

        assertThat(begun(wide)).isEmpty();
    }

    @Test
    void lanesTakeTurns() throws Exception {
        lanes.place(items("one", 2));
        lanes.place(items("two", 2));

        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            taken.add(taken().orElseThrow().destination().orElseThrow().value());
        }

        assertThat(taken.subList(0, 2)).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void aSilentPartnerGetsOneWorkerUntilItAnswers() throws Exception {
        lanes.place(items("silent", 6));
        lanes.finished(taken().orElseThrow(), Ended.SILENT);

        WorkItem probe = taken().orElseThrow();
        assertThat(taken()).isEmpty();
        lanes.finished(probe, Ended.ANSWERED);

        assertThat(taken()).isPresent();
        assertThat(taken()).isPresent();
    }

    @Test
    void aLaneThatStandsStillGivesBackWhatItCannotTakeAndRemembersIt() throws Exception {
        lanes.place(items("slow", 2));
        taken();
        taken();
        nanos += Lane.STILL_NANOS + 1;

        List<WorkItem> more = items("slow", 5);
        lanes.place(more);

        assertThat(lanes.unbegun()).containsExactlyElementsOf(more.subList(2, 5));
        assertThat(lanes.keeps(more.get(4).id())).isTrue();
        assertThat(lanes.keeps(more.get(0).id())).isFalse();
    }

    @Test
    void aLaneThatMovesTakesWhatComes() throws Exception {
        lanes.place(items("quick", 2));
        taken();
        taken();

        lanes.place(items("quick", 50));

        assertThat(lanes.unbegun()).isEmpty();
    }

    @Test
    void whatWaitedTooLongAfterItsClaimIsGivenBackBeforeItsLeaseEnds() throws Exception {
        List<WorkItem> items = items("slow", 4);
        lanes.place(items);
        WorkItem running = taken().orElseThrow();
        taken();
        assertThat(lanes.unbegun()).isEmpty();

        nanos += Lane.PATIENCE_NANOS + 1;

        assertThat(lanes.unbegun()).containsExactlyElementsOf(items.subList(2, 4));
        assertThat(lanes.again(10)).as("nothing moves yet").isEmpty();
        lanes.finished(running, Ended.ANSWERED);
        assertThat(lanes.again(10))
                .containsExactly(items.get(2).id(), items.get(3).id());
        assertThat(lanes.again(10)).isEmpty();
    }

    @Test
    void anItemThatCouldNotBeginIsGivenBackAndComesAgain() throws Exception {
        lanes.place(items("quick", 1));
        WorkItem item = taken().orElseThrow();

        lanes.notBegun(item);
        lanes.finished(item, Ended.NOT_ASKED);

        assertThat(lanes.unbegun()).containsExactly(item);
        assertThat(lanes.again(10)).containsExactly(item.id());
    }

    /** However much waits for one partner, the intake goes on for the others. */
    @Test
    void aPartnerThatHasEnoughKeepsIdsAndNobodyElseWaits() throws Exception {
        Journal.Ready more = ready("mass");
        assertThat(kept(more)).as("no such lane yet").isFalse();
        lanes.place(items("mass", 7));
        lanes.fetched(new PartnerId("mass"), Optional.empty());
        assertThat(lanes.isAnyFull()).isFalse();
        assertThat(kept(more)).as("two batches are not").isFalse();
        lanes.place(items("mass", 1));

        assertThat(lanes.isAnyFull()).isTrue();
        assertThat(kept(more)).isTrue();
        assertThat(lanes.keeps(more.id())).isTrue();
        assertThat(kept(ready("other"))).isFalse();
        assertThat(kept(new Journal.Ready(UUID.randomUUID(), Optional.empty()))).isFalse();
        assertThat(lanes.awaitRoom(NOW)).isTrue();

        assertThat(lanes.again(10)).as("enough still").isEmpty();
        for (int i = 0; i < 7; i++) {
            assertThat(lanes.isAnyToFill()).isTrue();
            lanes.finished(taken().orElseThrow(), Ended.ANSWERED);
        }
        assertThat(lanes.again(10)).containsExactly(more.id());
        assertThat(lanes.isAnyToFill()).isFalse();
    }

    @Test
    void whatIsClaimedForPartnersIsSharedAmongThoseThatHaveAny() {
        lanes.place(items("mass", 4));
        assertThat(kept(ready("mass"))).isFalse();

        lanes.place(items("other", 1));

        assertThat(kept(ready("mass"))).as("half of it is enough now").isTrue();
        assertThat(kept(ready("other"))).isFalse();
    }

    @Test
    void aPartnerThatDoesNotMoveIsClaimedForNoFurtherThanItsWorkersAndHurriesNobody() throws Exception {
        lanes.place(items("slow", 3));
        taken();
        assertThat(kept(ready("slow"))).isFalse();

        nanos += Lane.STILL_NANOS + 1;

        assertThat(kept(ready("slow"))).isTrue();
        assertThat(lanes.isAnyToFill()).isFalse();
    }

    @Test
    void aLaneThatDoesMuchAndRunsLowHasTheJournalAskedForMoreUntilThatIsAll() throws Exception {
        PartnerId mass = new PartnerId("mass");
        Optional<UUID> last = Optional.of(UUID.randomUUID());
        workOff("mass");
        assertThat(lanes.mayHaveMore())
                .as("what waits from an earlier life")
                .contains(new Lanes.Unread(mass, Optional.empty()));
        lanes.fetched(mass, Optional.empty());
        for (int i = 0; i < 31; i++) {
            workOff("mass");
        }
        workOff("");
        assertThat(lanes.mayHaveMore()).as("it is told of each of so few").isEmpty();
        workOff("mass");
        assertThat(lanes.mayHaveMore()).contains(new Lanes.Unread(mass, Optional.empty()));
        assertThat(lanes.isAnyToFill()).isTrue();

        lanes.fetched(mass, last);
        lanes.place(items("mass", 3));
        assertThat(lanes.mayHaveMore()).as("it has enough").isEmpty();
        begun(lanes);
        assertThat(lanes.mayHaveMore()).as("and more than those").contains(new Lanes.Unread(mass, last));
        nanos += Lane.STILL_NANOS + 1;
        assertThat(lanes.mayHaveMore()).as("it stands still").isEmpty();
        nanos -= Lane.STILL_NANOS + 1;
        lanes.fetched(mass, Optional.empty());
        assertThat(lanes.mayHaveMore()).as("that was all").isEmpty();
    }

    @Test
    void lanesTakeTurnsInAskingTheJournal() throws Exception {
        workOff("one");
        workOff("two");
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            asked.add(lanes.mayHaveMore().orElseThrow().partner().value());
        }
        assertThat(asked.subList(0, 2)).containsExactlyInAnyOrder("one", "two");
        assertThat(asked.subList(2, 4)).containsExactlyElementsOf(asked.subList(0, 2));
    }

    @Test
    void whatIsHeldIsReadFromItsBeginningAgain() throws Exception {
        PartnerId mass = new PartnerId("mass");
        workOff("mass");
        lanes.fetched(mass, Optional.of(UUID.randomUUID()));

        lanes.hold(mass);

        assertThat(lanes.mayHaveMore()).isEmpty();
        for (int i = 0; i < 32; i++) {
            workOff("mass");
        }
        assertThat(lanes.mayHaveMore()).contains(new Lanes.Unread(mass, Optional.empty()));
    }

    private void workOff(String partner) throws InterruptedException {
        lanes.place(items(partner, 1));
        lanes.finished(taken().orElseThrow(), Ended.ANSWERED);
    }

    private static Journal.Ready ready(String partner) {
        return new Journal.Ready(UUID.randomUUID(), Optional.of(new PartnerId(partner)));
    }

    private boolean kept(Journal.Ready ready) {
        return lanes.keepWhereFull(List.of(ready)).contains(ready.id());
    }

    @Test
    void thereIsNoRoomWhileMuchMovesThatCallsNobodyAndRoomWhenItStandsStill() throws Exception {
        lanes.place(items("", 20));
        assertThat(lanes.awaitRoom(NOW)).isFalse();

        nanos += Lane.STILL_NANOS + 1;

        assertThat(lanes.awaitRoom(NOW)).isTrue();
    }

    @Test
    void aClosedHouseHandsOutNothingAndGivesBackWhatWaited() throws Exception {
        List<WorkItem> items = items("quick", 3);
        lanes.place(items);

        lanes.close();

        assertThat(lanes.take(Duration.ofNanos(TimeUnit.HOURS.toNanos(1)))).isEmpty();
        assertThat(lanes.awaitRoom(Duration.ofHours(1))).isFalse();
        assertThat(lanes.unbegun()).containsExactlyElementsOf(items);
    }

    /** Whatever may begin now. */
    private static List<WorkItem> begun(Lanes lanes) throws InterruptedException {
        List<WorkItem> begun = new ArrayList<>();
        for (Optional<WorkItem> next = taken(lanes); next.isPresent(); next = taken(lanes)) {
            begun.add(next.get());
        }
        return begun;
    }

    private static List<WorkItem> items(String partner, int count) {
        List<WorkItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(new WorkItem(
                    UUID.randomUUID(),
                    partner.isEmpty() ? WorkItem.Kind.ROUTE : WorkItem.Kind.DELIVER,
                    Optional.empty(),
                    UUID.randomUUID(),
                    partner.isEmpty() ? Optional.empty() : Optional.of(new PartnerId(partner)),
                    "",
                    1,
                    1,
                    Optional.empty()));
        }
        return items;
    }
}
