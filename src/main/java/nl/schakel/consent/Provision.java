package nl.schakel.consent;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.Purpose;

/**
 * One rule of a consent with its exceptions, as FHIR R4 {@code Consent.provision}. An empty set restricts nothing.
 *
 * @param effect whether it permits or denies
 * @param actors receivers it speaks of
 * @param purposes purposes it speaks of
 * @param categories categories of data it speaks of
 * @param period when the rule itself holds
 * @param dataPeriod from when the data must be
 * @param notUnderstood places of what could restrict it and was not understood; such a rule cannot permit, and denies
 *     as if the restriction were not there
 * @param exceptions rules within this rule
 */
public record Provision(
        Effect effect,
        Set<Actor> actors,
        Set<Purpose> purposes,
        Set<Category> categories,
        Period period,
        Optional<Period> dataPeriod,
        List<String> notUnderstood,
        List<Provision> exceptions) {

    /** What a rule does. */
    public enum Effect {
        PERMIT,
        DENY
    }

    public Provision {
        actors = Set.copyOf(actors);
        purposes = Set.copyOf(purposes);
        categories = Set.copyOf(categories);
        notUnderstood = notUnderstood.stream().distinct().sorted().toList();
        exceptions = List.copyOf(exceptions);
    }

    /** A rule that speaks of these receivers, purposes and categories. */
    public static Provision of(
            Effect effect, Set<Actor> actors, Set<Purpose> purposes, Set<Category> categories, Period period) {
        return new Provision(effect, actors, purposes, categories, period, Optional.empty(), List.of(), List.of());
    }

    /** A no to everything. */
    public static Provision denyAll() {
        return of(Effect.DENY, Set.of(), Set.of(), Set.of(), Period.ALWAYS);
    }

    /** The same rule with these exceptions. */
    public Provision except(Provision... within) {
        return new Provision(effect, actors, purposes, categories, period, dataPeriod, notUnderstood, List.of(within));
    }
}
