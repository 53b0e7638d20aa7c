package nl.schakel.dispatch;

import java.nio.ByteBuffer;
import java.util.Optional;
import nl.schakel.dispatch.Fate.Fault;
import nl.schakel.dispatch.Turns.PowerCut;
import nl.schakel.journal.Acceptance;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.Samples;
import nl.schakel.referral.Envelope.Event;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;

/** Sends the messages of one client one after the other, each until it is answered, and now and then once more. */
final class SimulatedSender implements Runnable {
    static final PartnerId WARD = new PartnerId("ward");
    private static final int THINKS_MILLIS = 3_000;
    /** Longer than any lease and any rest after a sweep. */
    private static final int SECOND_THOUGHTS_MILLIS = 70_000;

    private final SimulatedWorld world;
    private final int client;
    private final int messages;
    private final boolean withdraws;

    SimulatedSender(SimulatedWorld world, int client, int messages, boolean withdraws) {
        this.world = world;
        this.client = client;
        this.messages = messages;
        this.withdraws = withdraws;
    }

    @Override
    public void run() {
        for (int i = 1; i <= messages; i++) {
            untilAnswered(referral(i));
        }
        if (withdraws) {
            if (world.mayBeSlow()) {
                world.turns().sleep("has second thoughts", SECOND_THOUGHTS_MILLIS);
            }
            untilAnswered(message(Event.WITHDRAWAL, messages + 1, ""));
        }
        world.senderIsDone();
    }

    private Samples.Message referral(int place) {
        String trouble = "";
        if (world.strikes(Fault.POISON)) {
            trouble = SimulatedHall.POISON;
        } else if (world.strikes(Fault.DEFECT)) {
            trouble = SimulatedHall.DEFECT;
        }
        return message(Event.REFERRAL, place, trouble);
    }

    private Samples.Message message(Event event, int place, String trouble) {
        return new Samples.Message(
                event,
                WARD,
                "c" + client + "m" + place,
                ByteBuffer.allocate(32).putInt(client).array(),
                Optional.of("RF-" + client),
                Optional.empty(),
                client + " " + place + " " + trouble);
    }

    private void untilAnswered(Samples.Message message) {
        while (!isAnswered(message)) {
            world.turns().sleep("thinks", world.below(THINKS_MILLIS));
        }
        if (world.strikes(Fault.SENT_AGAIN)) {
            isAnswered(message);
            isAnswered(message.content("other"));
        }
    }

    private boolean isAnswered(Samples.Message message) {
        world.turns().holds(message.id() + message.content());
        world.turns().giveWay("sends");
        Optional<SimulatedProcess> door = world.door();
        if (door.isEmpty() || world.strikes(Fault.REQUEST_LOST)) {
            return false;
        }
        try {
            Accepted accepted = door.get().journal.accept(message.toAccept(effectOf(message)));
            door.get().nudge();
            return !world.strikes(Fault.RECEIPT_LOST) && isHeard(message, accepted);
        } catch (JournalUnavailable notNow) {
            return false;
        } catch (PowerCut cut) {
            if (world.turns().isClosing()) {
                throw cut;
            }
            return false;
        }
    }

    private boolean isHeard(Samples.Message message, Accepted accepted) {
        if (accepted instanceof Accepted.Committed committed) {
            world.oracle().acknowledged(message, committed.receipt().answer());
        } else {
            world.oracle()
                    .refused(
                            message, ((Accepted.Refused) accepted).problem().code() == ProblemCode.MESSAGE_ID_CONFLICT);
        }
        return true;
    }

    private Optional<Acceptance.Effect> effectOf(Samples.Message message) {
        return message.event() == Event.WITHDRAWAL
                ? Optional.of((ledger, inbox, about) -> {
                    withdraw(ledger, about.orElseThrow());
                    return Optional.empty();
                })
                : Optional.empty();
    }

    private void withdraw(Ledger ledger, ReferralReference about) {
        Ledger.TransitionRow row = ledger.transition(about);
        ledger.save(new Ledger.TransitionRow(
                about,
                row.sender(),
                row.senderReference(),
                row.request(),
                SimulatedHall.WITHDRAWN,
                row.custodian(),
                row.exitDate(),
                row.version()));
        world.oracle().withdrawn(about);
    }
}
