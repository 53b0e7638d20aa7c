package nl.schakel.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nl.schakel.dispatch.Fate.Fault;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;

/** A partner behind a network that loses, doubles and delays; it keeps a book of what took effect. */
final class SimulatedPartner {
    private static final byte[] RECEIPT = {1};
    private static final int CALL_MILLIS = 20_000;

    private final SimulatedWorld world;
    /** Knows what it has by its id, and does nothing twice. */
    private final boolean idempotent;

    private final Set<String> known = new HashSet<>();
    private final List<String> effects = new ArrayList<>();

    SimulatedPartner(SimulatedWorld world, boolean idempotent) {
        this.world = world;
        this.idempotent = idempotent;
    }

    /** What took effect, in its order. */
    List<String> effects() {
        return effects;
    }

    Sent call(Outgoing outgoing) {
        world.turns().giveWay("call " + words(outgoing));
        if (world.strikes(Fault.CALL_SLOW)) {
            world.turns().sleep("slow call", world.below(CALL_MILLIS));
        }
        if (world.strikes(Fault.PARTNER_BUSY)) {
            return new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE));
        }
        if (world.strikes(Fault.CALL_LOST)) {
            return unknown();
        }
        if (world.strikes(Fault.CALL_LATE)) {
            world.later(() -> take(outgoing));
            return unknown();
        }
        if (world.strikes(Fault.ANSWER_NO)) {
            return new Sent.Refused(Problem.of(ProblemCode.PARTNER_REFUSED), RECEIPT);
        }
        take(outgoing);
        if (idempotent && world.strikes(Fault.CALL_TWICE)) {
            take(outgoing);
        }
        world.turns().giveWay("answer " + words(outgoing));
        return world.strikes(Fault.ANSWER_LOST) || world.strikes(Fault.ANSWER_WRONG)
                ? unknown()
                : new Sent.Delivered(RECEIPT);
    }

    private void take(Outgoing outgoing) {
        if (known.add(outgoing.messageId()) || !idempotent) {
            effects.add(words(outgoing));
            world.oracle().tookEffect(this, words(outgoing));
        }
    }

    private static Sent unknown() {
        return new Sent.Unknown(Problem.of(ProblemCode.OUTCOME_UNKNOWN));
    }

    static String words(Outgoing outgoing) {
        return new String(outgoing.bytes(), StandardCharsets.UTF_8);
    }
}
