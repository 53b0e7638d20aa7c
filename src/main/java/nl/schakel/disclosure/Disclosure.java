package nl.schakel.disclosure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.Deletion;
import nl.schakel.referral.Deletions;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Origin;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.SealedContent;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.ConsentedReferral.Ruling;
import nl.schakel.referral.evidence.MinimisedReferral;
import nl.schakel.referral.evidence.OutboundDocument;

/**
 * Keeps of what is permitted only what the receiver needs for the purpose, by the tables of {@code mappings/disclosure}; a
 * need that is not in them does not exist. Of a protected client nothing that leads to a place is kept.
 */
public final class Disclosure {
    /** Says nothing: that whereabouts are protected is itself worth knowing to who searches them. */
    private static final String NEUTRAL = "not released";

    /** By which a sender counts referrals to one family: its own affair, and a thread between two clients. */
    private static final String FAMILY_NUMBER = "requisition";

    private final Needs needs;
    private final Enclosures enclosures;
    private final Pseudonyms pseudonyms;

    private Disclosure(Needs needs, Enclosures enclosures, Pseudonyms pseudonyms) {
        this.needs = needs;
        this.enclosures = enclosures;
        this.pseudonyms = pseudonyms;
    }

    /**
     * Reads the tables.
     *
     * @param folder {@code mappings/disclosure}
     * @throws DisclosureInvalid names file and line: unknown words, a need twice, a narrower purpose that yields more
     */
    public static Disclosure read(Path folder, Enclosures enclosures, Pseudonyms pseudonyms) throws IOException {
        return new Disclosure(NeedFiles.read(folder), enclosures, pseudonyms);
    }

    /** Only ever less than what went in, but for a name in place of the BSN and a way to the desk in place of an address. */
    public Step<MinimisedReferral> minimise(ConsentedReferral consented, Surroundings around, Looked looked) {
        Optional<Protection> protection = Protection.of(consented, around, enclosures);
        List<InformationItem> kept = new ArrayList<>();
        Map<Category, String> withheld = new EnumMap<>(Category.class);
        int whole = 0;
        for (InformationItem item : consented.candidate().referral().items()) {
            Optional<InformationItem> left = left(item, consented, around, protection);
            left.ifPresent(kept::add);
            whole += left.isPresent() ? 0 : 1;
            reason(item, left, consented, around, protection).ifPresent(why -> withheld.put(item.category(), why));
        }
        if (kept.isEmpty()) {
            return Step.stopped(Problem.at(
                    ProblemCode.NOTHING_TO_RELEASE,
                    consented.candidate().receiver().value()));
        }
        int stayed = whole;
        return protection
                .map(guard -> guard.look(kept, looked))
                .orElseGet(() -> new Protection.Seen(kept, List.of(), List.of()))
                .clear()
                .then(seen -> {
                    seen.keptBack().forEach(item -> withheld.put(item.category(), NEUTRAL));
                    return seen.going().isEmpty()
                            ? Step.stopped(Problem.at(
                                    ProblemCode.NOTHING_TO_RELEASE,
                                    consented.candidate().receiver().value()))
                            : Step.next(MinimisedReferral.minted(
                                    consented,
                                    completed(seen.going(), consented, protection),
                                    withheld,
                                    stayed + seen.keptBack().size(),
                                    deletions(consented, around, protection),
                                    writing -> protection
                                            .filter(guard -> guard.isIn(writing))
                                            .isPresent()));
                });
    }

    /** That something is deleted is told to who might have had it, and to nobody else. */
    private List<Deletion> deletions(
            ConsentedReferral consented, Surroundings around, Optional<Protection> protection) {
        Deletions deletions = consented.candidate().referral().deletions();
        return deletions
                .taken()
                .filter(deletion -> deletions.former().stream()
                        .filter(deletion::isAbout)
                        .flatMap(former -> left(former, consented, around, protection).stream())
                        .anyMatch(former -> deletion.count(former.resource()) > 0))
                .toList();
    }

    /** What a person must look at before anything goes to this receiver; empty when nothing waits for one. */
    public List<MarkedItem> marked(ConsentedReferral consented, Surroundings around, Looked looked) {
        Optional<Protection> protection = Protection.of(consented, around, enclosures);
        List<InformationItem> kept = consented.candidate().referral().items().stream()
                .flatMap(item -> left(item, consented, around, protection).stream())
                .toList();
        return protection.map(guard -> guard.look(kept, looked).marked()).orElse(List.of());
    }

    /** The last look, at the exact bytes before their seal: nothing kept back stands in them, in whatever encoding. */
    public static Step<OutboundDocument> lastLook(MinimisedReferral from, OutboundDocument document) {
        return from.tellsTooMuch(document.bytes())
                ? Step.stopped(Problem.at(ProblemCode.SECRET_ADDRESS, "the message in the receiver's format"))
                : Step.next(document);
    }

    private Optional<InformationItem> left(
            InformationItem item, ConsentedReferral consented, Surroundings around, Optional<Protection> protection) {
        if (!permitted(item, consented) || isWithheld(item, protection) || isOfAnother(item, around)) {
            return Optional.empty();
        }
        if (SealedContent.is(item.resource())) {
            return needed(item, consented.candidate())
                    .filter(parts -> mayGoClosed(item, consented.candidate(), around))
                    .map(parts -> item);
        }
        return needed(item, consented.candidate())
                .flatMap(parts -> parts.of(item.resource()))
                .flatMap(tree -> ceiling(item, consented.candidate(), tree))
                .map(Persons::least)
                .map(tree -> tree.without(FAMILY_NUMBER))
                .filter(Disclosure::saysSomething)
                .map(tree -> new InformationItem(item.category(), tree, item.origin(), item.labels()))
                .flatMap(left -> protection.map(guard -> guard.out(left)).orElse(Optional.of(left)));
    }

    /** Nobody here can look into it or take a part out: it goes whole, to the one who can open it, or not at all. */
    private static boolean mayGoClosed(InformationItem item, Candidate candidate, Surroundings around) {
        return around.openable().contains(item.resource()) && !Volunteers.are(candidate.role());
    }

    private Optional<Projection> needed(InformationItem item, Candidate candidate) {
        return needs.of(new Needed.Cell(candidate.role(), candidate.purpose(), item.category()));
    }

    /** Volunteers have a ceiling that no table lifts. */
    private static Optional<Json.Obj> ceiling(InformationItem item, Candidate candidate, Json.Obj tree) {
        return Volunteers.are(candidate.role())
                ? Volunteers.ceiling(item.category()).flatMap(parts -> parts.of(tree))
                : Optional.of(tree);
    }

    private static boolean permitted(InformationItem item, ConsentedReferral consented) {
        Ruling ruling = consented.rulings().get(item.category());
        return ruling != null && ruling.permitted();
    }

    /**
     * What is said of another client of the same family goes in that client's own referral alone. It stays out whatever that
     * client agreed to, so that a withdrawal changes nothing here.
     */
    private static boolean isOfAnother(InformationItem item, Surroundings around) {
        return item.resourceType().equals(Persons.TYPE)
                && around.relatives().stream().anyMatch(one -> one.isMeantBy(item.resource()));
    }

    private static boolean isWithheld(InformationItem item, Optional<Protection> protection) {
        return protection
                .map(guard -> guard.withholds(item.category()) || SealedContent.is(item.resource()))
                .orElse(false);
    }

    private List<InformationItem> completed(
            List<InformationItem> kept, ConsentedReferral consented, Optional<Protection> protection) {
        List<InformationItem> all = new ArrayList<>(kept);
        pseudonym(kept, consented.candidate())
                .ifPresent(tree -> all.add(own(Category.IDENTITY, tree, consented.candidate())));
        protection
                .flatMap(Protection::contactRoute)
                .ifPresent(tree -> all.add(own(Category.CONTACT, tree, consented.candidate())));
        return all;
    }

    /** Who is told of a person and may not have the BSN gets a name that only this receiver has. */
    private Optional<Json.Obj> pseudonym(List<InformationItem> kept, Candidate candidate) {
        boolean person = kept.stream().anyMatch(item -> item.category() == Category.IDENTITY);
        boolean bsn = kept.stream().anyMatch(item -> item.category() == Category.BSN);
        if (!person || bsn || Volunteers.are(candidate.role())) {
            return Optional.empty();
        }
        String name = pseudonyms.of(candidate.receiver(), candidate.referral().envelope());
        Json.Obj identifier = Json.object().with("system", Pseudonyms.SYSTEM).with("value", name);
        return Optional.of(Json.object().with("resourceType", "Patient").with("identifier", Json.array(identifier)));
    }

    private static InformationItem own(Category category, Json.Obj tree, Candidate candidate) {
        var envelope = candidate.referral().envelope();
        return new InformationItem(
                category, tree, new Origin(envelope.sender(), envelope.senderRole(), "disclosure"), Set.of());
    }

    private static boolean saysSomething(Json.Obj tree) {
        return Projection.paths(tree.without("resourceType"), "").findAny().isPresent();
    }

    private Optional<String> reason(
            InformationItem item,
            Optional<InformationItem> left,
            ConsentedReferral consented,
            Surroundings around,
            Optional<Protection> protection) {
        Candidate candidate = consented.candidate();
        if (!permitted(item, consented)) {
            Optional<Ruling> ruling = Optional.ofNullable(consented.rulings().get(item.category()));
            return ruling.map(r -> r.rule() + ": " + r.basis()).or(() -> Optional.of(NEUTRAL));
        }
        if (isWithheld(item, protection) || isOfAnother(item, around)) {
            return Optional.of(NEUTRAL);
        }
        if (SealedContent.is(item.resource()) && left.isEmpty() && !mayGoClosed(item, candidate, around)) {
            return Optional.of("a part that is sealed for another receiver");
        }
        if (needed(item, candidate).isEmpty()) {
            return Optional.of("not needed by " + candidate.role() + " for "
                    + candidate.purpose().code());
        }
        boolean whole = left.map(InformationItem::resource).equals(Optional.of(item.resource()));
        return whole || (left.isPresent() && protection.isPresent())
                ? Optional.empty()
                : Optional.of((left.isPresent() ? "in part" : "all of it") + ": free text, or not needed by "
                        + candidate.role());
    }
}
