package nl.schakel.proof;

import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.PartnerId;

/**
 * For whom evidence is made, and what may be in it for them. Personal data goes to whom it came from or went to; which other
 * parties take part is told to the sender of the referral alone, who asked them.
 */
record Holder(Optional<PartnerId> partner, PartnerId sender) {
    /** What partners may see of the log; reasons of decisions say more than a partner may know. */
    private static final Set<String> EVENTS = Set.of("accept", "deliver", "tell", "task", "custody");

    boolean isOperator() {
        return partner.isEmpty();
    }

    String name() {
        return partner.map(PartnerId::value).orElse("operator");
    }

    boolean maySee(Leaf leaf) {
        return isOperator()
                || (EVENTS.contains(leaf.event()) && (isIts(leaf.actor()) || (isSender() && !leaf.isAccept())));
    }

    /** Whether a message of this party, or a delivery to it, may be named. */
    boolean maySee(PartnerId party) {
        return isOperator() || isIts(party.value()) || isSender();
    }

    /** Whether its bytes may go along. */
    boolean mayRead(PartnerId party) {
        return isIts(party.value());
    }

    boolean isSender() {
        return partner.filter(sender::equals).isPresent();
    }

    private boolean isIts(String name) {
        return partner.filter(own -> own.value().equals(name)).isPresent();
    }
}
