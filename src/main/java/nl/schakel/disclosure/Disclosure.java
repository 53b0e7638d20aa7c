package nl.schakel.disclosure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.consent.DecisionTable;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Label;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.ConsentedReferral.Ruling;
import nl.schakel.referral.evidence.MinimisedReferral;

/**
 * Keeps of what is permitted only what the receiver needs for the purpose, by the table {@code
 * mappings/disclosure/needs.csv}; a need that is not in the table does not exist.
 */
public final class Disclosure {
    private static final List<String> COLUMNS = List.of("role", "purpose", "category", "paths");
    /** Says nothing: that whereabouts are protected is itself worth knowing to who searches them. */
    private static final String NEUTRAL = "not released";

    private final Map<Need, Projection> needs;

    private record Need(Role role, Purpose purpose, Category category) {}

    private Disclosure(Map<Need, Projection> needs) {
        this.needs = Map.copyOf(needs);
    }

    /**
     * Reads the table.
     *
     * @throws nl.schakel.consent.PolicyInvalid for unknown words, duplicate rows and broken CSV
     */
    public static Disclosure parse(String csv) {
        Map<Need, Projection> needs = new HashMap<>();
        for (DecisionTable.Row row : DecisionTable.parse("needs.csv", csv, COLUMNS)) {
            Need need = new Need(
                    row.known("role", Role::of, "a recipient of legend.json"),
                    row.known("purpose", Purpose::of, "a purpose of legend.json"),
                    row.known("category", Category::of, "a category of legend.json"));
            Projection paths = row.known("paths", Projection::of, "* or paths such as Patient.name Patient.gender");
            if (needs.put(need, paths) != null) {
                throw row.invalid("category", "every need once");
            }
        }
        return new Disclosure(needs);
    }

    /** Only ever less than what went in. */
    public Step<MinimisedReferral> minimise(ConsentedReferral consented) {
        List<InformationItem> kept = new ArrayList<>();
        Map<Category, String> withheld = new EnumMap<>(Category.class);
        int whole = 0;
        for (InformationItem item : consented.candidate().referral().items()) {
            Optional<InformationItem> left = left(item, consented);
            left.ifPresent(kept::add);
            whole += left.isPresent() ? 0 : 1;
            reason(item, left, consented).ifPresent(why -> withheld.put(item.category(), why));
        }
        return kept.isEmpty()
                ? Step.stopped(Problem.at(
                        ProblemCode.NOTHING_TO_RELEASE,
                        consented.candidate().receiver().value()))
                : Step.next(MinimisedReferral.minted(consented, kept, withheld, whole));
    }

    private Optional<InformationItem> left(InformationItem item, ConsentedReferral consented) {
        if (!permitted(item, consented) || isProtected(item, consented.candidate())) {
            return Optional.empty();
        }
        return needed(item, consented.candidate())
                .flatMap(paths -> paths.of(item.resource()))
                .map(Redaction.FREE_TEXT::of)
                .map(tree -> hasProtection(consented.candidate()) ? Redaction.WHEREABOUTS.of(tree) : tree)
                .filter(Disclosure::saysSomething)
                .map(tree -> new InformationItem(item.category(), tree, item.origin(), item.labels()));
    }

    private Optional<Projection> needed(InformationItem item, Candidate candidate) {
        return Optional.ofNullable(needs.get(new Need(candidate.role(), candidate.purpose(), item.category())));
    }

    private static boolean permitted(InformationItem item, ConsentedReferral consented) {
        Ruling ruling = consented.rulings().get(item.category());
        return ruling != null && ruling.permitted();
    }

    /** Whereabouts themselves; contact with a protected person goes through the desk alone. */
    private static boolean isProtected(InformationItem item, Candidate candidate) {
        return switch (item.category()) {
            case SECRET_ADDRESS -> true;
            case ADDRESS -> hasProtection(candidate);
            case CONTACT -> hasProtection(candidate) && candidate.role() != Role.TOEG;
            default -> false;
        };
    }

    private static boolean hasProtection(Candidate candidate) {
        return Stream.concat(
                        candidate.referral().envelope().labels().stream(),
                        candidate.referral().items().stream().flatMap(i -> i.labels().stream()))
                .anyMatch(Label.SECRET_ADDRESS::equals);
    }

    private static boolean saysSomething(Json.Obj tree) {
        return Projection.paths(tree.without("resourceType"), "").findAny().isPresent();
    }

    private Optional<String> reason(InformationItem item, Optional<InformationItem> left, ConsentedReferral consented) {
        Candidate candidate = consented.candidate();
        if (!permitted(item, consented)) {
            Optional<Ruling> ruling = Optional.ofNullable(consented.rulings().get(item.category()));
            return ruling.map(r -> r.rule() + ": " + r.basis()).or(() -> Optional.of(NEUTRAL));
        }
        if (isProtected(item, candidate)) {
            return Optional.of(NEUTRAL);
        }
        if (needed(item, candidate).isEmpty()) {
            return Optional.of("not needed by " + candidate.role() + " for "
                    + candidate.purpose().code());
        }
        boolean whole = left.map(InformationItem::resource).equals(Optional.of(item.resource()));
        return whole || (left.isPresent() && hasProtection(candidate))
                ? Optional.empty()
                : Optional.of((left.isPresent() ? "in part" : "all of it") + ": free text, or not needed by "
                        + candidate.role());
    }
}
