package nl.schakel.journal;

import static nl.schakel.journal.Samples.DEBTS;
import static nl.schakel.journal.Samples.SHELTER;
import static nl.schakel.journal.Samples.WARD;
import static nl.schakel.journal.Samples.delivered;
import static nl.schakel.journal.Samples.handler;
import static nl.schakel.journal.Samples.outgoing;
import static nl.schakel.journal.Samples.referral;
import static nl.schakel.journal.Samples.routingTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.DeliveryTerms.DeliveryClass;
import nl.schakel.referral.Envelope.Event;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every journal means, seen through its door alone: the one in PostgreSQL, and the one in memory on which deliveries are
 * simulated.
 */
abstract class JournalContract {
    protected Journal journal;

    /** Nothing waits any more; before each case and where a case begins anew. */
    abstract void empty();

    /** A journal over what there is. */
    abstract Journal open(PartnerTerms terms);

    /** As if so much time had passed. */
    abstract void pass(Duration time);

    /** What proves how this item ended. */
    abstract Optional<String> evidence(WorkItem item);

    abstract boolean keepsBytes(WorkItem item);

    @BeforeEach
    void openEmpty() {
        empty();
        journal = open(Samples.patient());
    }

    @Test
    @Guards(Threat.T02)
    void givesTheStoredReceiptForTheSameBytes() {
        var message = referral();
        var first = committed(message);
        var second = committed(message);
        assertThat(second.receipt().answer()).isEqualTo(first.receipt().answer());
        assertThat(second.receipt().jws()).isEqualTo(first.receipt().jws());
        assertThat(second.reference()).isEqualTo(first.reference());
        assertThat(first.repeated()).isFalse();
        assertThat(second.repeated()).isTrue();
        assertThat(unsent()).hasSize(1);
    }

    @Test
    @Guards(Threat.T02)
    void refusesTheSameIdForAnotherClientAsWell() {
        var message = referral();
        committed(message);
        var other = new Samples.Message(
                Event.REFERRAL, WARD, message.id(), Samples.stream(), Optional.empty(), Optional.empty(), "other");
        assertThat(refusal(other)).isEqualTo(ProblemCode.MESSAGE_ID_CONFLICT);
    }

    @Test
    void takesTheSameIdOfAnotherSender() {
        var message = referral();
        committed(message);
        var other = new Samples.Message(
                Event.REFERRAL,
                SHELTER,
                message.id(),
                message.stream(),
                Optional.empty(),
                Optional.empty(),
                message.content());
        assertThat(committed(other).repeated()).isFalse();
    }

    @Test
    void findsTheAnswerOfAMessageByItsIdAndBytesAlone() {
        var message = referral();
        var acceptance = message.toAccept();
        byte[] other = {1};
        assertThat(journal.earlier(message.sender(), message.id(), acceptance.bytes()))
                .isEmpty();
        Accepted.Committed first = committed(message);

        Accepted.Committed again = journal.earlier(message.sender(), message.id(), acceptance.bytes())
                .orElseThrow();

        assertThat(again.repeated()).isTrue();
        assertThat(again.reference()).isEqualTo(first.reference());
        assertThat(again.receipt().answer()).isEqualTo(first.receipt().answer());
        assertThat(journal.earlier(message.sender(), message.id(), other)).isEmpty();
        assertThat(journal.earlier(Samples.SHELTER, message.id(), acceptance.bytes()))
                .isEmpty();
    }

    @Test
    void givesReferralsOfDifferentClientsDifferentReferences() {
        assertThat(referenceOf(referral())).isNotEqualTo(referenceOf(referral()));
    }

    @Test
    void takesTheSameNumberOfTheSenderAsAnUpdate() {
        var message = referral().number("RF-1");
        var reference = referenceOf(message);
        assertThat(referenceOf(message.next())).isEqualTo(reference);
        assertThat(referenceOf(message.number("RF-2"))).isNotEqualTo(reference);
        assertThat(referenceOf(message.from(SHELTER))).isNotEqualTo(reference);
    }

    @Test
    @Guards(Threat.T07)
    void letsOnlySenderAndReceiversSpeakAboutAReferral() {
        var message = referral();
        var reference = referenceOf(message);
        var answer = message.event(Event.ANSWER).about(reference);
        assertThat(refusal(answer.from(SHELTER))).isEqualTo(ProblemCode.NOT_FOUND);
        UUID task = UUID.randomUUID();
        work(item -> handler((i, ledger) -> {
            ledger.save(task(task, reference, "requested"));
            return new Prepared.Done("routed");
        }));
        assertThat(committed(answer.from(SHELTER)).reference()).contains(reference);
        assertThat(committed(answer).reference()).contains(reference);
        assertThat(refusal(answer.from(DEBTS))).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(refusal(answer.about(new ReferralReference(2020, 99_999)))).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(refusal(message.event(Event.ANSWER))).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(journal.task(task, SHELTER)).isPresent();
        assertThat(journal.task(task, DEBTS)).isEmpty();
    }

    @Test
    void keepsTheOrderPerClientAndDestination() {
        var message = referral();
        committed(message.number("1"));
        committed(message.number("2"));
        committed(referral());
        List<WorkItem> heads = journal.claim(unsent());
        assertThat(heads).as("the second of the client waits").hasSize(2);
        settleAll(heads);
        assertThat(journal.claim(unsent())).as("woken by the first").hasSize(1);
    }

    @Test
    void givesEachDestinationAQueueOfItsOwn() {
        var message = referral();
        committed(message.number("1"));
        work(item -> routingTo(SHELTER, DEBTS, SHELTER));
        List<WorkItem> heads = journal.claim(unsent());
        assertThat(heads)
                .extracting(WorkItem::destination)
                .containsExactlyInAnyOrder(Optional.of(SHELTER), Optional.of(DEBTS));
    }

    @Test
    void letsAParkedHeadBlockOnlyItsOwnQueue() {
        var message = referral();
        var reference = referenceOf(message.number("1"));
        work(item -> routingTo(SHELTER, DEBTS, SHELTER));
        for (WorkItem item : journal.claim(unsent())) {
            journal.prepare(item, routingTo());
            boolean parks = item.destination().equals(Optional.of(SHELTER));
            journal.settle(item, parks ? refused() : delivered());
        }
        journal.sweep();
        assertThat(journal.claim(unsent())).isEmpty();
        assertThat(journal.backlog()).isEqualTo(new Journal.Backlog(1, 0, 1));
        assertThat(journal.overview(reference).orElseThrow().work())
                .extracting(Journal.Waiting::state)
                .containsExactly("PARKED", "OPEN");
        referenceOf(message.number("2"));
        work(item -> routingTo(DEBTS));
        assertThat(journal.claim(unsent())).extracting(WorkItem::destination).containsExactly(Optional.of(DEBTS));
    }

    @Test
    void leavesOutWhatIsHeldUnknownOrFinal() {
        committed(referral());
        List<UUID> ids = unsent();
        List<WorkItem> held = journal.claim(ids);
        assertThat(held).hasSize(1);
        assertThat(journal.claim(ids)).isEmpty();
        settleAll(held);
        assertThat(journal.claim(ids)).isEmpty();
        assertThat(journal.claim(List.of(UUID.randomUUID()))).isEmpty();
        assertThat(journal.claim(List.of())).isEmpty();
    }

    @Test
    void keepsTheBytesOfTheFirstSuccess() {
        WorkItem first = delivery();
        var stored = journal.prepare(first, handler((i, l) -> new Prepared.Send(outgoing(i, "first"))));
        journal.settle(first, new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE)));
        WorkItem second = journal.claim(List.of(first.id())).get(0);
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.stored()).isPresent();
        var again = journal.prepare(second, handler((i, l) -> new Prepared.Send(outgoing(i, "second"))));
        assertThat(bytes(again)).isEqualTo(bytes(stored)).isEqualTo("first");
    }

    @Test
    void asksTheHandlerAgainBeforeStoredBytesLeave() {
        WorkItem first = delivery();
        journal.prepare(first, routingTo());
        journal.settle(first, new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE)));
        WorkItem second = journal.claim(List.of(first.id())).get(0);
        var withdrawn =
                journal.prepare(second, handler((i, l) -> new Prepared.Park(Problem.of(ProblemCode.CONSENT_MISSING))));
        assertThat(withdrawn).containsInstanceOf(Prepared.Park.class);
        assertThat(journal.backlog().parked()).isEqualTo(1);
    }

    @Test
    @Guards(Threat.T25)
    void parksAnItemThatKilledItsWorkerTooOften() {
        var reference = referenceOf(referral());
        UUID id = unsent().get(0);
        for (int i = 0; i < Limits.POISON_ATTEMPTS; i++) {
            dieOver(journal.claim(List.of(id)).get(0));
        }
        assertThat(journal.claim(List.of(id))).isEmpty();
        assertThat(journal.backlog().parked()).isEqualTo(1);
        assertThat(journal.overview(reference).orElseThrow().work())
                .singleElement()
                .satisfies(parked ->
                        assertThat(parked.reason().orElseThrow()).startsWith(ProblemCode.WORK_POISONOUS.id()));
    }

    @Test
    @Guards(Threat.T25)
    void doesNotBlameAnItemThatOnlyWaitedWhenTheProcessDied() {
        committed(referral());
        UUID id = unsent().get(0);
        for (int i = 0; i < Limits.POISON_ATTEMPTS + 2; i++) {
            assertThat(journal.claim(List.of(id))).hasSize(1);
            endLeases();
        }
        assertThat(journal.prepare(journal.claim(List.of(id)).get(0), routingTo()))
                .isPresent();
        assertThat(journal.backlog()).isEqualTo(new Journal.Backlog(0, 0, 0));
    }

    @Test
    void takesBackWhatWasNotBegunAsIfItHadNotBeenClaimed() {
        committed(referral());
        WorkItem first = claimed();
        journal.giveBack(List.of(first));
        assertThat(unsent()).as("no outbox row").isEmpty();
        WorkItem second = journal.claim(List.of(first.id())).get(0);
        assertThat(second.attempt()).isEqualTo(1);
        journal.giveBack(List.of(first));
        assertThat(journal.claim(List.of(first.id())))
                .as("still held by the second")
                .isEmpty();
        journal.giveBack(List.of());
    }

    @Test
    void letsAnAnswerTakeEffectWithItsAcceptanceOnce() {
        var message = referral();
        var reference = referenceOf(message);
        UUID task = UUID.randomUUID();
        work(item -> handler((i, ledger) -> {
            ledger.save(task(task, reference, "requested"));
            return new Prepared.Done("routed");
        }));
        var answer = message.event(Event.ANSWER).from(SHELTER).about(reference);
        Acceptance.Effect accepts = (ledger, inbox, found) -> {
            var about = found.orElseThrow();
            assertThat(ledger.transition(about).sender()).isEqualTo(WARD);
            ledger.save(task(task, about, "accepted"));
            ledger.enqueue(WorkItem.Kind.TELL, about, inbox, WARD, "accepted");
            ledger.trace(about, "answer", Optional.of(SHELTER), "accepted", "");
            return Optional.empty();
        };
        assertThat(accepted(answer, accepts)).isInstanceOf(Accepted.Committed.class);
        assertThat(accepted(answer, accepts)).isInstanceOf(Accepted.Committed.class);
        var stored = journal.task(task, SHELTER).orElseThrow();
        assertThat(stored.status()).isEqualTo("accepted");
        assertThat(stored.version()).isEqualTo(2);
        assertThat(journal.claim(unsent())).extracting(WorkItem::kind).containsExactly(WorkItem.Kind.TELL);
    }

    @Test
    void doesNotCountAttemptsThatWereHeardOfAsCrashes() {
        WorkItem item = delivery();
        for (int i = 0; i < Limits.POISON_ATTEMPTS + 2; i++) {
            journal.prepare(item, routingTo());
            journal.settle(item, new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE)));
            item = journal.claim(List.of(item.id())).get(0);
        }
        assertThat(item.attempt()).isEqualTo(Limits.POISON_ATTEMPTS + 3);
    }

    @Test
    void waitsLongerAfterEachFailedAttemptAndThenCallsAPerson() {
        journal = open(partner -> new DeliveryTerms(DeliveryClass.A, List.of(), 2));
        WorkItem item = delivery();
        journal.prepare(item, routingTo());
        journal.settle(item, new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE)));
        assertThat(journal.claim(List.of(item.id()))).as("not due yet").isEmpty();
        var waiting =
                journal.overview(item.reference().orElseThrow()).orElseThrow().work();
        assertThat(waiting).extracting(Journal.Waiting::state).containsExactly("OPEN");
        assertThat(waiting.get(0).nextAt()).isPresent();
        pass(DeliveryTerms.RETRY.get(0));
        WorkItem second = journal.claim(List.of(item.id())).get(0);
        journal.settle(second, new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE)));
        assertThat(journal.backlog().parked()).isEqualTo(1);
    }

    @Test
    void parksWhatMayNotBeCalledWithThatReason() {
        journal = open(partner -> new DeliveryTerms(DeliveryClass.A, List.of(), 1));
        WorkItem item = delivery();
        journal.prepare(item, routingTo());
        journal.settle(item, new Sent.NotDelivered(Problem.of(ProblemCode.EGRESS_REFUSED)));
        assertThat(journal.overview(item.reference().orElseThrow())
                        .orElseThrow()
                        .work())
                .singleElement()
                .satisfies(parked -> {
                    assertThat(parked.state()).isEqualTo("PARKED");
                    assertThat(parked.reason().orElseThrow()).startsWith(ProblemCode.EGRESS_REFUSED.id());
                });
    }

    /** Ten times as long as the schedule lasts: what the partner asks for uses up nothing of it. */
    @Test
    void waitsAsLongAsItsReceiverAsksAndCountsNoAttempt() {
        journal = open(partner -> new DeliveryTerms(DeliveryClass.A, List.of(), 2));
        WorkItem item = delivery();
        Problem busy = Problem.of(ProblemCode.PARTNER_UNREACHABLE).again(Duration.ofMinutes(7));
        for (int i = 0; i < 20; i++) {
            journal.prepare(item, routingTo());
            journal.settle(item, new Sent.NotDelivered(busy));
            pass(Duration.ofMinutes(6));
            assertThat(journal.claim(List.of(item.id()))).as("not due yet").isEmpty();
            pass(Duration.ofMinutes(1));
            item = journal.claim(List.of(item.id())).get(0);
            assertThat(item.attempt()).isEqualTo(1);
        }
        journal.settle(item, new Sent.NotDelivered(busy.again(Duration.ofDays(300))));
        pass(Duration.ofHours(1));
        assertThat(journal.claim(List.of(item.id()))).as("at most an hour").hasSize(1);
    }

    @Test
    void repeatsAnUnknownOutcomeOnlyToAReceiverThatBearsIt() {
        for (DeliveryClass deliveryClass : DeliveryClass.values()) {
            empty();
            journal = open(partner -> DeliveryTerms.of(deliveryClass));
            WorkItem item = delivery();
            journal.prepare(item, routingTo());
            journal.settle(item, new Sent.Unknown(Problem.of(ProblemCode.OUTCOME_UNKNOWN)));
            assertThat(journal.backlog().parked()).isEqualTo(deliveryClass == DeliveryClass.A ? 0 : 1);
        }
    }

    @Test
    void treatsACrashDuringTheCallAsAnUnknownOutcome() {
        for (DeliveryClass deliveryClass : DeliveryClass.values()) {
            empty();
            journal = open(partner -> DeliveryTerms.of(deliveryClass));
            WorkItem item = delivery();
            journal.prepare(item, routingTo());
            endLeases();
            assertThat(journal.claim(List.of(item.id()))).hasSize(deliveryClass == DeliveryClass.A ? 1 : 0);
            assertThat(journal.backlog().parked()).isEqualTo(deliveryClass == DeliveryClass.A ? 0 : 1);
        }
    }

    @Test
    void treatsACrashBeforeTheReleaseAsNothingSent() {
        journal = open(partner -> DeliveryTerms.of(DeliveryClass.C));
        WorkItem item = delivery();
        endLeases();
        assertThat(journal.claim(List.of(item.id()))).hasSize(1);
    }

    @Test
    void sendsAgainWhatTheBrokerDidNotTake() {
        committed(referral());
        assertThatThrownBy(() -> journal.relay(10, ids -> {
                    throw new IllegalStateException("broker away");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(relayed()).hasSize(1);
    }

    @Test
    void saysWhomAnItemCallsAndLeavesOutWhatIsNotThere() {
        committed(referral());
        UUID routing = relayed().get(0);
        assertThat(journal.ready(List.of(UUID.randomUUID(), routing)))
                .containsExactly(new Journal.Ready(routing, Optional.empty()));
        journal.prepare(journal.claim(List.of(routing)).get(0), routingTo(SHELTER));
        UUID delivery = relayed().get(0);
        assertThat(journal.ready(List.of(delivery))).containsExactly(new Journal.Ready(delivery, Optional.of(SHELTER)));
    }

    @Test
    void leavesRowsThatAnotherRelayHolds() {
        committed(referral());
        List<Journal.Ready> inner = new ArrayList<>();
        List<Journal.Ready> outer = new ArrayList<>();
        journal.relay(10, ids -> {
            outer.addAll(ids);
            journal.relay(10, inner::addAll);
        });
        assertThat(outer).hasSize(1);
        assertThat(inner).isEmpty();
    }

    @Test
    void sweepsWhatTheBrokerLost() {
        committed(referral());
        assertThat(relayed()).hasSize(1);
        assertThat(journal.sweep()).as("too early").isZero();
        pass(Limits.SWEEP);
        assertThat(journal.sweep()).isEqualTo(1);
        assertThat(journal.sweep()).as("rests after a sweep").isZero();
        assertThat(relayed()).hasSize(1);
    }

    @Test
    @Guards(Threat.T27)
    void sweepsALeaseThatEndedButNotOneThatRuns() {
        committed(referral());
        List<UUID> ids = relayed();
        journal.claim(ids);
        pass(Limits.SWEEP);
        assertThat(journal.sweep()).as("held").isZero();
        endLeases();
        assertThat(journal.sweep()).isEqualTo(1);
        assertThat(journal.claim(relayed())).hasSize(1);
    }

    @Test
    @Guards(Threat.T25)
    void sweepsAsSoonAsASecondLeaseEnds() {
        committed(referral());
        journal.claim(relayed());
        endLeases();
        assertThat(journal.sweep()).isEqualTo(1);
        journal.claim(relayed());
        assertThat(journal.sweep()).as("held").isZero();
        endLeases();
        assertThat(journal.sweep()).as("no rest after a second loss").isEqualTo(1);
    }

    @Test
    @Guards(Threat.T25)
    void sweepsAsSoonAsTheLeaseEndsOfWhatWasSweptBefore() {
        committed(referral());
        relayed();
        pass(Limits.SWEEP);
        assertThat(journal.sweep()).as("the broker lost it").isEqualTo(1);
        journal.claim(relayed());
        endLeases();
        assertThat(journal.sweep()).as("and then its worker died").isEqualTo(1);
    }

    @Test
    void changesNothingForAWorkerWhoseLeaseWasLost() {
        WorkItem slow = delivery();
        endLeases();
        WorkItem quick = journal.claim(List.of(slow.id())).get(0);
        assertThat(quick.fence()).isGreaterThan(slow.fence());
        assertThat(journal.prepare(slow, routingTo())).isEmpty();
        assertThat(journal.prepare(quick, routingTo())).isPresent();
        journal.settle(slow, refused());
        assertThat(journal.backlog()).isEqualTo(new Journal.Backlog(0, 1, 0));
    }

    @Test
    void givesAnItemWhoseDecisionFailedALaterTry() {
        WorkItem item = delivery();
        assertThatThrownBy(() -> journal.prepare(item, handler((i, ledger) -> {
                    throw new IllegalStateException("defect");
                })))
                .hasMessage("defect");
        assertThat(journal.claim(List.of(item.id()))).as("not at once").isEmpty();
        pass(DeliveryTerms.RETRY.get(0));
        assertThat(journal.sweep()).isEqualTo(1);
        assertThat(journal.claim(relayed())).extracting(WorkItem::attempt).containsExactly(2);
    }

    @Test
    void throwsAwayTheBytesOfWhatIsWithdrawn() {
        WorkItem first = delivery();
        journal.prepare(first, routingTo());
        journal.settle(first, new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE)));
        WorkItem second = journal.claim(List.of(first.id())).get(0);
        journal.prepare(second, handler((i, l) -> new Prepared.Withdrawn("withdrawn")));
        assertThat(journal.backlog()).isEqualTo(new Journal.Backlog(0, 0, 0));
        assertThat(journal.claim(List.of(first.id()))).isEmpty();
        assertThat(keepsBytes(first)).isFalse();
        assertThat(evidence(first)).isEmpty();
    }

    /** Whatever the partner may have, we can show. */
    @Test
    void keepsTheBytesOfWhatIsWithdrawnWhenThePartnerMayHaveThem() {
        WorkItem first = delivery();
        journal.prepare(first, routingTo());
        journal.settle(first, new Sent.Unknown(Problem.of(ProblemCode.OUTCOME_UNKNOWN)));
        pass(Duration.ofHours(1));
        WorkItem second = journal.claim(List.of(first.id())).get(0);
        journal.prepare(second, handler((i, l) -> new Prepared.Withdrawn("withdrawn")));
        assertThat(journal.backlog()).isEqualTo(new Journal.Backlog(0, 0, 0));
        assertThat(keepsBytes(first)).isTrue();
        assertThat(evidence(first)).contains("{\"withdrawn\":true}");
    }

    /** A process that died over its call may have made it. */
    @Test
    void keepsTheBytesOfWhatIsWithdrawnAfterADeathOverItsCall() {
        WorkItem first = delivery();
        journal.prepare(first, routingTo());
        endLeases();
        WorkItem second = journal.claim(List.of(first.id())).get(0);
        journal.prepare(second, handler((i, l) -> new Prepared.Withdrawn("withdrawn")));
        assertThat(keepsBytes(first)).isTrue();
        assertThat(evidence(first)).contains("{\"withdrawn\":true}");
    }

    // ------------------------------------------------------------------------------------------------------------

    Accepted.Committed committed(Samples.Message message) {
        return (Accepted.Committed) journal.accept(message.toAccept());
    }

    Accepted accepted(Samples.Message message, Acceptance.Effect effect) {
        return journal.accept(message.toAccept(Optional.of(effect)));
    }

    /** The process dies while it works on this item. */
    void dieOver(WorkItem item) {
        assertThatThrownBy(() -> journal.prepare(item, handler((i, ledger) -> {
                    throw new StackOverflowError();
                })))
                .isInstanceOf(StackOverflowError.class);
        endLeases();
    }

    ProblemCode refusal(Samples.Message message) {
        return ((Accepted.Refused) journal.accept(message.toAccept())).problem().code();
    }

    ReferralReference referenceOf(Samples.Message message) {
        return committed(message).reference().orElseThrow();
    }

    static Ledger.TaskRow task(UUID id, ReferralReference reference, String status) {
        return new Ledger.TaskRow(id, reference, SHELTER, Optional.empty(), status, Optional.empty(), 1);
    }

    WorkItem claimed() {
        return journal.claim(unsent()).get(0);
    }

    /** A delivery to the shelter, claimed. */
    WorkItem delivery() {
        committed(referral());
        work(item -> routingTo(SHELTER));
        return claimed();
    }

    /** Everything that is ready is prepared, and delivered when bytes came of it. */
    void work(java.util.function.Function<WorkItem, WorkHandler> handlers) {
        for (WorkItem item : journal.claim(unsent())) {
            if (journal.prepare(item, handlers.apply(item)).orElseThrow() instanceof Prepared.Send) {
                journal.settle(item, delivered());
            }
        }
    }

    void settleAll(List<WorkItem> items) {
        items.forEach(item -> journal.prepare(item, routingTo()));
    }

    /** What the relay hands on now. */
    List<UUID> relayed() {
        List<Journal.Ready> all = new ArrayList<>();
        journal.relay(1_000, all::addAll);
        return all.stream().map(Journal.Ready::id).toList();
    }

    /** Ids in the outbox, read beside the relay. */
    List<UUID> unsent() {
        return relayed().stream().distinct().toList();
    }

    static Sent refused() {
        return new Sent.Refused(Problem.of(ProblemCode.PARTNER_REFUSED), new byte[] {1});
    }

    static String bytes(Optional<Prepared> prepared) {
        return new String(((Prepared.Send) prepared.orElseThrow()).outgoing().bytes(), StandardCharsets.UTF_8);
    }

    void endLeases() {
        pass(Limits.LEASE.plusSeconds(1));
    }
}
