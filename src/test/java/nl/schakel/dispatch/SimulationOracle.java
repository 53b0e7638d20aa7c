package nl.schakel.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.MemoryTables;
import nl.schakel.journal.MemoryWork;
import nl.schakel.journal.Samples;
import nl.schakel.referral.ReferralReference;

/** Knows from outside what was promised, by the books of senders and partners, and says which promise was broken first. */
final class SimulationOracle {
    private final MemoryTables tables;
    private final List<SimulatedPartner> partners;
    private final int receivers;
    private final Map<String, byte[]> answers = new HashMap<>();
    private final Set<ReferralReference> withdrawn = new HashSet<>();
    private Optional<String> broken = Optional.empty();

    /** @param receivers of each referral */
    SimulationOracle(MemoryTables tables, List<SimulatedPartner> partners, int receivers) {
        this.tables = tables;
        this.receivers = receivers;
        this.partners = partners;
    }

    /** Which promise was broken, and how. */
    Optional<String> broken() {
        return broken;
    }

    void breaks(String how) {
        broken = broken.or(() -> Optional.of(how));
    }

    /** G1 and G3: what is acknowledged is on the disk, and a repetition has the same answer. */
    void acknowledged(Samples.Message message, byte[] answer) {
        if (!tables.answer(message.sender(), message.id())
                .filter(stored -> Arrays.equals(stored, answer))
                .isPresent()) {
            breaks("G1 acknowledged and not on the disk: " + message.id());
        }
        byte[] before = answers.putIfAbsent(message.id(), answer);
        if (before != null && !Arrays.equals(before, answer)) {
            breaks("G1 another receipt for the same message: " + message.id());
        }
        if (message.content().equals("other")) {
            breaks("G3 the same id with other bytes was taken: " + message.id());
        }
    }

    void refused(Samples.Message message, boolean asConflict) {
        if (!asConflict || !message.content().equals("other")) {
            breaks("G1 refused for no reason: " + message.id());
        }
    }

    void withdrawn(ReferralReference reference) {
        withdrawn.add(reference);
    }

    /** G10: asked at the commit of a release. */
    void released(ReferralReference reference) {
        if (withdrawn.contains(reference)) {
            breaks("G10 released after its withdrawal: " + reference.text());
        }
    }

    /** G3 and G4: nothing takes effect twice, and of one client nothing before what was accepted earlier. */
    void tookEffect(SimulatedPartner partner, String words) {
        int place = place(words);
        for (String other : partner.effects().subList(0, partner.effects().size() - 1)) {
            if (other.equals(words)) {
                breaks("G3 twice in effect: " + words);
            } else if (client(other).equals(client(words)) && place(other) > place) {
                breaks("G4 " + words + " after " + other);
            }
        }
    }

    /** G2, when everything had time to end. */
    void atTheEnd() {
        Map<UUID, List<MemoryWork>> byMessage =
                tables.work().stream().collect(Collectors.groupingBy(MemoryWork::inboxId));
        for (Ledger.InboxMessage message : tables.accepted()) {
            ended(message, byMessage.getOrDefault(message.id(), List.of()));
        }
        List<String> accepted = new ArrayList<>();
        tables.accepted().forEach(message -> accepted.add(message.messageId()));
        answers.keySet().stream()
                .filter(id -> !accepted.contains(id))
                .forEach(id -> breaks("G1 acknowledged and nowhere: " + id));
    }

    private void ended(Ledger.InboxMessage message, List<MemoryWork> work) {
        String words = new String(message.bytes(), StandardCharsets.UTF_8);
        for (MemoryWork row : work) {
            if (row.isLive() && !waitsForAPerson(row)) {
                breaks("G2 neither ended nor parked: " + words + row.state());
            }
            if (row.state() == MemoryWork.State.DONE
                    && row.hasBytes()
                    && !(row.isProven() && isWhereItSays(row, words))) {
                breaks("G2 done and not delivered: " + words);
            }
            if (row.isRoute() && row.state() == MemoryWork.State.DONE && work.size() <= receivers) {
                breaks("G2 routed to nobody: " + words);
            }
        }
        if (work.isEmpty() && withdrawn.isEmpty()) {
            breaks("G2 accepted and nothing came of it: " + words);
        }
    }

    /** Of what was withdrawn the bytes stay because a partner may have them; nobody knows whether it has. */
    private boolean isWhereItSays(MemoryWork row, String words) {
        return row.reason().equals(SimulatedHall.WITHDRAWN) || isAtPartners(words);
    }

    private boolean isAtPartners(String words) {
        return partners.stream().anyMatch(partner -> partner.effects().contains(words));
    }

    /** A parked head holds up its own stream only; what stands behind it is seen to wait. */
    boolean waitsForAPerson(MemoryWork row) {
        return tables.work().stream()
                .anyMatch(ahead -> ahead.state() == MemoryWork.State.PARKED
                        && ahead.seq() < row.seq()
                        && ahead.queue().equals(row.queue()));
    }

    /** What was heard so far, as far as the future asks for it. */
    String essence() {
        return answers.keySet() + " " + withdrawn.size();
    }

    private static String client(String words) {
        return words.substring(0, words.indexOf(' '));
    }

    private static int place(String words) {
        return Integer.parseInt(words.split(" ", -1)[1]);
    }
}
