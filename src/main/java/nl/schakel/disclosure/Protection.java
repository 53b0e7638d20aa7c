package nl.schakel.disclosure;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Role;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.ConsentedReferral.Ruling;

/**
 * The whereabouts of one client, kept from one receiver that is not cleared for them: what is a place by its structure is
 * taken out, what may be one by its words stops the release for a person.
 */
final class Protection {
    /** More places than a person looks at in one sentence. */
    private static final int SHOWN = 5;

    private final PlaceDetector detector;
    private final Whereabouts whereabouts;
    private final Enclosures enclosures;
    private final Surroundings around;
    private final boolean desk;
    /** Only where others of the family are is kept back; the client's own whereabouts are not protected. */
    private final boolean ofRelativesAlone;

    private Protection(
            Candidate candidate,
            Surroundings around,
            Enclosures enclosures,
            KnownPlaces known,
            boolean ofRelativesAlone) {
        this.desk = candidate.role() == Role.TOEG;
        this.ofRelativesAlone = ofRelativesAlone;
        Relative.hidden(around.relatives()).forEach(one -> known.add(one.places()));
        this.detector = new PlaceDetector(known);
        this.whereabouts = new Whereabouts(desk);
        this.enclosures = enclosures;
        this.around = around;
    }

    /** Empty when nothing is protected, or when the policy clears this receiver for the category secret-address. */
    static Optional<Protection> of(ConsentedReferral consented, Surroundings around, Enclosures enclosures) {
        Candidate candidate = consented.candidate();
        boolean cleared = Optional.ofNullable(consented.rulings().get(Category.SECRET_ADDRESS))
                .map(Ruling::permitted)
                .orElse(false);
        if (cleared) {
            return Optional.empty();
        }
        if (isProtected(candidate.referral(), around)) {
            KnownPlaces own =
                    KnownPlaces.of(candidate.referral(), around, candidate.role() != Role.TOEG, candidate.circle());
            return Optional.of(new Protection(candidate, around, enclosures, own, false));
        }
        return Relative.hidden(around.relatives()).isEmpty()
                ? Optional.empty()
                : Optional.of(new Protection(candidate, around, enclosures, KnownPlaces.ofRelative(List.of()), true));
    }

    /** A label anywhere, or a women's shelter anywhere: that it speaks of somebody says where she is. */
    static boolean isProtected(Referral referral, Surroundings around) {
        return around.protectedOtherwise() || referral.isProtected();
    }

    /** Whole categories that are whereabouts; contact with a protected person goes through the desk alone. */
    boolean withholds(Category category) {
        return !ofRelativesAlone
                && switch (category) {
                    case SECRET_ADDRESS, ADDRESS -> true;
                    case CONTACT -> !desk;
                    default -> false;
                };
    }

    /** The item without its structured places; empty when nothing else is left of it. */
    Optional<InformationItem> out(InformationItem item) {
        return ofRelativesAlone
                ? Optional.of(item)
                : whereabouts
                        .out(item.resource())
                        .map(tree -> new InformationItem(item.category(), tree, item.origin(), item.labels()));
    }

    /**
     * What was found in the items.
     *
     * @param going as they may go, enclosures as they were read
     * @param keptBack what a person keeps from this receiver
     * @param marked what a person must look at first
     */
    record Seen(List<InformationItem> going, List<InformationItem> keptBack, List<MarkedItem> marked) {

        /** The items as they may go, or where a person must look first. */
        Step<Seen> clear() {
            return marked.isEmpty()
                    ? Step.next(this)
                    : Step.stopped(stopped(marked.stream()
                            .flatMap(item -> item.places().stream())
                            .toList()));
        }
    }

    /** Looks at the items; a person's word on one counts, but never against what is known of the whereabouts. */
    Seen look(List<InformationItem> items, Looked looked) {
        List<InformationItem> going = new ArrayList<>();
        List<InformationItem> keptBack = new ArrayList<>();
        List<MarkedItem> marked = new ArrayList<>();
        StringBuilder everything = new StringBuilder();
        for (InformationItem item : items) {
            Leaves leaves = new Leaves(item);
            Json.Obj opened = leaves.object(item.resource(), "");
            Optional<MarkedItem> found = leaves.marked();
            Optional<Looked.Word> word = found.flatMap(one -> looked.at(one.item()));
            if (word.filter(Looked.Word.KEEP_BACK::equals).isPresent()) {
                keptBack.add(item);
                continue;
            }
            found.filter(one -> word.isEmpty() || !one.releasable()).ifPresent(marked::add);
            going.add(new InformationItem(item.category(), opened, item.origin(), item.labels()));
            everything.append(leaves.texts);
        }
        if (marked.isEmpty() && !detector.knownIn(everything.toString()).isEmpty()) {
            marked.add(new MarkedItem(
                    "",
                    Category.SECRET_ADDRESS,
                    List.of("several items together (" + Mark.Kind.KNOWN.words() + ")"),
                    false));
        }
        return new Seen(going, keptBack, marked);
    }

    private static Problem stopped(List<String> places) {
        String shown = places.stream().limit(SHOWN).collect(Collectors.joining("; "));
        String more = places.size() > SHOWN ? " and " + (places.size() - SHOWN) + " more" : "";
        return Problem.at(ProblemCode.SECRET_ADDRESS, shown + more);
    }

    /** A way to reach the client that leads nowhere near. */
    Optional<Json.Obj> contactRoute() {
        return desk || ofRelativesAlone
                ? Optional.empty()
                : around.desk()
                        .map(name -> Json.object()
                                .with("resourceType", "Patient")
                                .with(
                                        "telecom",
                                        Json.array(Json.object()
                                                .with("system", "other")
                                                .with("value", "via " + name))));
    }

    /** The last look at what leaves: nothing known may stand in it, in whatever encoding. */
    boolean isIn(byte[] bytes) {
        return Stream.concat(
                        Stream.of(Encodings.text(bytes)),
                        enclosures.open(bytes, "").stream().flatMap(opened -> opened.texts().stream()))
                .anyMatch(text -> !detector.knownIn(text).isEmpty());
    }

    /** Walks the texts of one item. */
    private final class Leaves {
        private final InformationItem item;
        private final List<String> places = new ArrayList<>();
        private final StringBuilder texts = new StringBuilder();
        private boolean releasable = true;

        Leaves(InformationItem item) {
            this.item = item;
        }

        Optional<MarkedItem> marked() {
            return places.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new MarkedItem(MarkedItem.name(item), item.category(), places, releasable));
        }

        Json.Obj object(Json.Obj object, String path) {
            Json.Obj opened = object;
            for (var member : object.members().entrySet()) {
                String at = path + "." + member.getKey();
                Json value = member.getKey().equals("data") && path.endsWith(".attachment")
                        ? enclosed(object, member.getValue(), at)
                        : value(member.getValue(), at);
                opened = value == member.getValue() ? opened : opened.with(member.getKey(), value);
            }
            return opened;
        }

        private Json value(Json value, String path) {
            if (value instanceof Json.Obj object) {
                return object(object, path);
            }
            if (value instanceof Json.Arr array) {
                List<Json> elements = new ArrayList<>();
                for (int i = 0; i < array.elements().size(); i++) {
                    elements.add(value(array.elements().get(i), path + "[" + i + "]"));
                }
                return elements.equals(array.elements()) ? value : new Json.Arr(elements);
            }
            value.asText().ifPresent(text -> text(text, path));
            return value;
        }

        private void text(String text, String path) {
            if (!TextPaths.isGiven(path)) {
                // What people wrote on from one item to the next stands together only without such words in between.
                texts.append(text).append('\n');
            }
            marks(text).stream()
                    .filter(mark -> TextPaths.counts(mark.kind(), path))
                    .forEach(mark -> mark(mark, path));
        }

        private List<Mark> marks(String text) {
            return ofRelativesAlone ? detector.knownIn(text) : detector.marks(text);
        }

        private Json enclosed(Json.Obj attachment, Json data, String path) {
            Optional<Enclosures.Opened> opened = data.asText()
                    .flatMap(Protection::decoded)
                    .flatMap(bytes -> enclosures.open(
                            bytes, attachment.text("contentType").orElse("")));
            if (opened.isEmpty()) {
                mark(new Mark(Mark.Kind.CLOSED, 0, 0), path);
                return data;
            }
            opened.get().texts().forEach(text -> marks(text).forEach(mark -> mark(mark, path)));
            return new Json.Text(Base64.getEncoder().encodeToString(opened.get().bytes()));
        }

        private void mark(Mark mark, String path) {
            releasable &= mark.kind() != Mark.Kind.KNOWN;
            places.add(item.origin().place() + " = " + item.category().code() + path
                    + (mark.until() > 0 ? ", characters " + (mark.from() + 1) + " to " + mark.until() : "")
                    + " (" + mark.kind().words() + ")");
        }
    }

    private static Optional<byte[]> decoded(String data) {
        try {
            return Optional.of(Base64.getMimeDecoder().decode(data));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }
}
