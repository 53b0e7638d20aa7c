package nl.schakel.translate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Need;

/** What the envelope rows of a mapping must and may write, as far as that can be told before a message comes. */
final class EnvelopeCheck {
    private static final List<String> ALWAYS = List.of("messageId", "created");
    private static final Map<Envelope.Event, List<String>> BY_EVENT = Map.of(
            Envelope.Event.DISCHARGE, List.of("exitDate"),
            Envelope.Event.ANSWER, List.of("answerStatus"));
    private static final Set<String> CLIENT = Set.of("bsn", "localId");

    private EnvelopeCheck() {}

    static void check(Written envelope, Envelope.Event event) {
        Set<String> targets =
                envelope.list().stream().map(EnvelopeCheck::target).collect(Collectors.toSet());
        for (String needed : needed(event)) {
            if (!targets.contains(needed)) {
                throw envelope.wrong("no row has the target '" + needed + "'");
            }
        }
        if (targets.stream().noneMatch(CLIENT::contains)) {
            throw envelope.wrong("no row has the target 'bsn' or 'localId', so every message would be refused");
        }
    }

    private static List<String> needed(Envelope.Event event) {
        return java.util.stream.Stream.concat(ALWAYS.stream(), BY_EVENT.getOrDefault(event, List.of()).stream())
                .toList();
    }

    private static String target(Written row) {
        Map<String, Written> members = row.members();
        Written to = Written.required(row, members, "to");
        if (!EnvelopeFacts.TARGETS.contains(to.text())) {
            throw to.wrong("'" + to.text() + "' is not one of "
                    + EnvelopeFacts.TARGETS.stream().sorted().toList());
        }
        Optional.ofNullable(members.get("value")).ifPresent(value -> constant(to.text(), value));
        return to.text();
    }

    /** A word that nobody knows would be lost without a sound. */
    private static void constant(String to, Written value) {
        if ("labels[*]".equals(to) && EnvelopeFacts.label(value.text()).isEmpty()) {
            throw value.wrong("'" + value.text() + "' is no label");
        }
        if ("needs[*]".equals(to) && Need.of(value.text()).isEmpty()) {
            throw value.wrong("'" + value.text() + "' is no need");
        }
    }
}
