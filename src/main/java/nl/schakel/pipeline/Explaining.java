package nl.schakel.pipeline;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.consent.Consent;
import nl.schakel.consent.ConsentDesk;
import nl.schakel.consent.ConsentReader;
import nl.schakel.consent.Decision;
import nl.schakel.consent.Described;
import nl.schakel.consent.LegalBasis;
import nl.schakel.consent.Party;
import nl.schakel.consent.PolicyArchive;
import nl.schakel.consent.PolicyInvalid;
import nl.schakel.consent.Question;
import nl.schakel.consent.Replay;
import nl.schakel.directory.Directory;
import nl.schakel.directory.DirectoryInvalid;
import nl.schakel.directory.Partner;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Step;

/**
 * Answers what would be decided about one category, by the same desk that decides at release, and takes recorded
 * decisions again. Nothing is stored or sent.
 */
public final class Explaining {
    private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");

    private final Directory directory;
    private final ConsentDesk desk;

    Explaining(Directory directory, ConsentDesk desk) {
        this.directory = directory;
        this.desk = desk;
    }

    /**
     * What is asked.
     *
     * @param from empty: the first partner that may hold the category
     * @param client a description of the client; empty: an adult who said nothing
     * @param at a moment such as {@code 2021-06-30T12:00:00Z}, or a day; empty: now
     */
    public record Asking(
            String to,
            Optional<String> from,
            String category,
            String purpose,
            Optional<Json.Obj> client,
            Optional<String> at) {}

    /**
     * What would be decided.
     *
     * @param answer what may be told, and every rule that spoke save those that would reveal
     * @param record the whole, for {@link #replay}
     */
    public record Explained(boolean permitted, Json.Obj answer, Json.Obj record) {}

    /** Loads and checks the policy and the partners of these folders. */
    public static Step<Explaining> load(Path mappings, Path routes) throws IOException {
        try {
            LegalBasis basis = LegalBasis.read(mappings.resolve("policy"), "default-policy");
            return Step.next(new Explaining(Directory.load(routes), new ConsentDesk(basis)));
        } catch (DirectoryInvalid | PolicyInvalid wrong) {
            return Step.stopped(Problem.of(ProblemCode.CONFIGURATION_INVALID).seen(String.valueOf(wrong.getMessage())));
        } catch (NoSuchFileException absent) {
            return Step.stopped(Problem.at(ProblemCode.CONFIGURATION_INVALID, absent.getFile())
                    .seen("no such file"));
        }
    }

    /** The word on one category, or what of the question is not understood. */
    public Step<Explained> explain(Asking asking, Instant now) {
        Optional<Category> category = Category.of(asking.category());
        Optional<Purpose> purpose = Purpose.of(asking.purpose());
        if (category.isEmpty() || purpose.isEmpty()) {
            return category.isEmpty()
                    ? unknown(
                            "category",
                            asking.category(),
                            List.of(Category.values()).stream()
                                    .map(Category::code)
                                    .toList())
                    : unknown(
                            "purpose",
                            asking.purpose(),
                            List.of(Purpose.values()).stream()
                                    .map(Purpose::code)
                                    .toList());
        }
        return partner("to", asking.to())
                .then(to -> asking.from()
                        .map(id -> partner("from", id))
                        .orElseGet(() -> holder(category.get(), to))
                        .then(from -> moment(asking.at(), now)
                                .then(at -> described(asking.client(), from, at)
                                        .map(client ->
                                                explained(from, to, category.get(), purpose.get(), client, at)))));
    }

    private static <T> Step<T> unknown(String place, String seen, List<String> known) {
        return Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, place)
                .seen(seen.length() > 40 ? "a long text" : seen)
                .expected("one of " + String.join(", ", known)));
    }

    private Step<Partner> partner(String place, String id) {
        return Optional.of(id)
                .filter(PartnerId::isWellFormed)
                .map(PartnerId::new)
                .flatMap(directory::partner)
                .map(Step::next)
                .orElseGet(() -> unknown(
                        place,
                        id,
                        directory.partners().stream()
                                .map(p -> p.id().value())
                                .sorted()
                                .toList()));
    }

    private Step<Partner> holder(Category category, Partner to) {
        return directory.partners().stream()
                .filter(partner -> !partner.id().equals(to.id()))
                .sorted(Comparator.comparing((Partner partner) -> !desk.basis().mayHold(partner.role(), category))
                        .thenComparing(Partner::id))
                .findFirst()
                .map(Step::next)
                .orElseGet(() -> Step.stopped(Problem.at(ProblemCode.SENDER_UNKNOWN, "from")));
    }

    private static Step<Instant> moment(Optional<String> text, Instant now) {
        if (text.isEmpty()) {
            return Step.next(now);
        }
        try {
            return Step.next(
                    text.get().length() == 10
                            ? LocalDate.parse(text.get()).atStartOfDay(ZONE).toInstant()
                            : Instant.parse(text.get()));
        } catch (DateTimeParseException noTime) {
            return Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, "at")
                    .expected("a day such as 2021-06-30, or a moment such as 2021-06-30T12:00:00Z"));
        }
    }

    private Step<Described> described(Optional<Json.Obj> client, Partner from, Instant at) {
        ConsentReader.Arrival arrival =
                new ConsentReader.Arrival("consent", from.id(), Consent.Channel.MESSAGE, at, Optional.empty());
        return client.map(form -> Described.read(form, new ConsentReader(this::identified), arrival))
                .orElse(Step.next(Described.ADULT));
    }

    private Optional<PartnerId> identified(String identifier) {
        int bar = identifier.indexOf('|');
        String system = identifier.substring(0, bar);
        String value = identifier.substring(bar + 1);
        Optional<Partner> found = system.endsWith("/oin")
                ? directory.byOin(value)
                : Optional.of(value)
                        .filter(id -> system.endsWith("/partner") && PartnerId.isWellFormed(id))
                        .flatMap(id -> directory.partner(new PartnerId(id)));
        return found.map(Partner::id);
    }

    private Explained explained(
            Partner from, Partner to, Category category, Purpose purpose, Described client, Instant at) {
        Decision decision = desk.decide(new Question(
                new Party(from.id(), from.role()),
                new Party(to.id(), to.role()),
                purpose,
                Map.of(category, new Question.Held(Set.of(from.role()), client.medicalOrigin(), Optional.empty())),
                client.needs(),
                client.file(),
                at));
        Json.Obj record = decision.audit();
        return new Explained(
                decision.permits(category), decision.explanation(category).with("decision", decision.sha256()), record);
    }

    /**
     * Takes a recorded decision again.
     *
     * @param record the record itself, or an answer that holds it as {@code record}
     * @param archive folder of policies, one per hash
     */
    public Step<Json.Obj> replay(Json.Obj record, Path archive) {
        PolicyArchive kept = new PolicyArchive(archive);
        LegalBasis present = desk.basis();
        Replay replay = new Replay((sha256, version) -> kept.of(sha256, version)
                .or(() -> Optional.of(present).filter(basis -> basis.sha256().equals(sha256))));
        return replay.of(record.object("record").orElse(record))
                .map(outcome -> Json.object()
                        .with("recorded", outcome.recorded())
                        .with("again", outcome.again().sha256())
                        .with("policy", outcome.again().policy())
                        .with("same", new Json.Bool(outcome.isSame()))
                        .with(
                                "differing",
                                new Json.Arr(outcome.differing().stream()
                                        .<Json>map(Json::text)
                                        .toList()))
                        .with("outward", outcome.again().outward()));
    }
}
