package nl.schakel.translate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Bsn;
import nl.schakel.referral.ClientIdentity;
import nl.schakel.referral.Custody;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Json;
import nl.schakel.referral.Label;
import nl.schakel.referral.Need;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.SourceMessage;

/** The closed set of envelope facts a mapping may write, and the typed envelope they become. */
final class EnvelopeFacts {
    /** Targets of {@code envelope} rows; those with {@code [*]} take several values. */
    static final Set<String> TARGETS = Set.of(
            "event",
            "messageId",
            "created",
            "bsn",
            "localId",
            "authority",
            "senderReference",
            "addressedTo[*]",
            "municipality",
            "service",
            "needs[*]",
            "exitDate",
            "about",
            "answerStatus",
            "answerReason",
            "answerCustody",
            "labels[*]");

    private EnvelopeFacts() {}

    static Step<Envelope> envelope(InboundMapping mapping, SourceMessage source, Json.Obj facts) {
        Optional<Bsn> bsn = facts.text("bsn").flatMap(Bsn::of);
        Optional<String> localId = facts.text("localId");
        if (bsn.isEmpty() && localId.isEmpty()) {
            return Step.stopped(Problem.at(
                    ProblemCode.CLIENT_IDENTIFIER_MISSING, mapping.client().identifierPlace()));
        }
        ClientIdentity client = new ClientIdentity(bsn, localId, facts.text("authority"));
        return Step.next(new Envelope(
                facts.text("event").map(EnvelopeFacts::event).orElse(mapping.event()),
                source.sender(),
                source.senderRole(),
                facts.text("messageId").orElseThrow(),
                facts.text("created").map(EnvelopeFacts::instant).orElseThrow(),
                client,
                facts.text("senderReference"),
                texts(facts, "addressedTo"),
                facts.text("municipality"),
                facts.text("service"),
                mapping.purpose(),
                needs(facts),
                facts.text("exitDate").map(LocalDate::parse),
                facts.text("about").flatMap(ReferralReference::parse),
                answer(facts),
                labels(facts)));
    }

    /** Mapping files are checked at load: only an event stands here. */
    private static Envelope.Event event(String name) {
        return Envelope.Event.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The row's function proved that it is a moment; the form that nearly all have needs no general parser. */
    private static Instant instant(String moment) {
        boolean usual = moment.length() == 25 && moment.charAt(16) == ':' && "+-".indexOf(moment.charAt(19)) >= 0;
        return usual
                ? LocalDate.of(Integer.parseInt(moment, 0, 4, 10), number(moment, 5), number(moment, 8))
                        .atTime(number(moment, 11), number(moment, 14), number(moment, 17))
                        .toInstant(ZoneOffset.of(moment.substring(19)))
                : OffsetDateTime.parse(moment).toInstant();
    }

    private static int number(String moment, int at) {
        return Integer.parseInt(moment, at, at + 2, 10);
    }

    private static List<String> texts(Json.Obj facts, String name) {
        List<Json> found = facts.list(name);
        if (found.isEmpty()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(found.size());
        for (int i = 0; i < found.size(); i++) {
            found.get(i).asText().ifPresent(texts::add);
        }
        return texts;
    }

    private static Set<Need> needs(Json.Obj facts) {
        Set<Need> needs = EnumSet.noneOf(Need.class);
        texts(facts, "needs").forEach(n -> Need.of(n).ifPresent(needs::add));
        return needs;
    }

    private static Set<Label> labels(Json.Obj facts) {
        Set<Label> labels = EnumSet.noneOf(Label.class);
        texts(facts, "labels").forEach(l -> label(l).ifPresent(labels::add));
        return labels;
    }

    /** A label as mapping files write it: {@code secret-address}. */
    static Optional<Label> label(String code) {
        String name = code.toUpperCase(Locale.ROOT).replace('-', '_');
        return List.of(Label.values()).stream()
                .filter(l -> l.name().equals(name))
                .findFirst();
    }

    private static Optional<Envelope.Answer> answer(Json.Obj facts) {
        return facts.text("answerStatus")
                .map(status -> new Envelope.Answer(
                        status,
                        facts.text("answerReason"),
                        facts.text("answerCustody").flatMap(Custody::of)));
    }
}
