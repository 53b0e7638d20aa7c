package nl.schakel.consent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import nl.schakel.consent.Provision.Effect;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;

/**
 * Reads {@code Consent.provision} with its exceptions. A value that is not understood among others falls away from a
 * yes; a no that names one is taken as if it named none, because the one could be anybody or anything.
 */
final class ProvisionReader {
    static final String CATEGORY = "https://schakel.nl/fhir/CodeSystem/data-category";
    static final String PURPOSE = "https://schakel.nl/fhir/CodeSystem/purpose";
    static final String KIND = "https://schakel.nl/fhir/NamingSystem/kind-of-organisation";
    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private static final String ACTION = "http://terminology.hl7.org/CodeSystem/consentaction";
    private static final Set<String> KNOWN =
            Set.of("type", "period", "actor", "action", "purpose", "class", "code", "dataPeriod", "provision");

    private final Function<String, Optional<PartnerId>> partners;

    ProvisionReader(Function<String, Optional<PartnerId>> partners) {
        this.partners = partners;
    }

    /**
     * The whole rule.
     *
     * @param base what holds where the rule itself does not say permit or deny
     * @param doubts what was not understood around it
     */
    Provision root(Json.Obj rule, Effect base, List<String> doubts) {
        return read(rule, "Consent.provision", effect(rule).orElse(base), doubts, 0);
    }

    private static Optional<Effect> effect(Json.Obj rule) {
        return rule.text("type").flatMap(type -> switch (type) {
            case "permit" -> Optional.of(Effect.PERMIT);
            case "deny" -> Optional.of(Effect.DENY);
            default -> Optional.empty();
        });
    }

    private Provision read(Json.Obj rule, String place, Effect effect, List<String> before, int depth) {
        Doubts doubts = new Doubts(place, effect, before);
        rule.members().keySet().stream().filter(name -> !KNOWN.contains(name)).forEach(doubts::add);
        if (rule.get("type").isPresent() && effect(rule).isEmpty()) {
            doubts.add("type");
        }
        if (!releases(rule)) {
            doubts.add("action");
        }
        if (rule.get("class").isPresent() && rule.get("code").isPresent()) {
            doubts.add("class");
        }
        Set<Actor> actors = doubts.known(rule, "actor", this::actor);
        Set<Purpose> purposes = doubts.known(rule, "purpose", ProvisionReader::purpose);
        Set<Category> categories =
                doubts.known(rule, rule.get("class").isPresent() ? "class" : "code", ProvisionReader::category);
        Period period = doubts.period(rule, "period").orElse(Period.ALWAYS);
        Optional<Period> data = doubts.period(rule, "dataPeriod");
        List<Provision> exceptions = exceptions(rule, place, doubts, depth);
        return new Provision(effect, actors, purposes, categories, period, data, doubts.places(), exceptions);
    }

    /** A rule within a rule must say what it does; one that does not, or cannot be read, is a no. */
    private List<Provision> exceptions(Json.Obj rule, String place, Doubts doubts, int depth) {
        List<Provision> exceptions = new ArrayList<>();
        List<Json> within = rule.list("provision");
        if ((rule.get("provision").isPresent() && within.isEmpty()) || depth == Limits.DEPTH) {
            doubts.add("provision");
            return List.of(Provision.denyAll());
        }
        for (int i = 0; i < within.size(); i++) {
            String where = place + ".provision[" + i + "]";
            Optional<Json.Obj> exception = within.get(i).asObject();
            exceptions.add(exception
                    .map(e -> read(e, where, effect(e).orElse(Effect.DENY), List.of(), depth + 1))
                    .orElse(Provision.denyAll()));
        }
        return exceptions;
    }

    /** Without actions it speaks of all of them. */
    private static boolean releases(Json.Obj rule) {
        return rule.get("action").isEmpty()
                || rule.list("action").stream()
                        .flatMap(action -> action.asObject().stream())
                        .flatMap(action -> action.list("coding").stream())
                        .anyMatch(coding -> code(coding, ACTION).equals(Optional.of("disclose")));
    }

    private Optional<Actor> actor(Json actor) {
        boolean receives = actor.asObject()
                .flatMap(a -> a.object("role"))
                .map(role -> role.list("coding").stream()
                        .anyMatch(coding -> code(coding, PARTICIPATION).equals(Optional.of("IRCP"))))
                .orElse(false);
        return receives
                ? actor.asObject()
                        .flatMap(a -> a.object("reference"))
                        .flatMap(reference -> reference.object("identifier"))
                        .flatMap(this::named)
                : Optional.empty();
    }

    private Optional<Actor> named(Json.Obj identifier) {
        Optional<String> system = identifier.text("system");
        Optional<String> value = identifier.text("value");
        if (system.isEmpty() || value.isEmpty()) {
            return Optional.empty();
        }
        return system.get().equals(KIND)
                ? value.flatMap(Role::of).map(Actor.Kind::new)
                : partners.apply(system.get() + "|" + value.get()).map(Actor.Organisation::new);
    }

    private static Optional<Purpose> purpose(Json coding) {
        return code(coding, PURPOSE).flatMap(Purpose::of);
    }

    /** {@code class} is a Coding, {@code code} a CodeableConcept. */
    private static Optional<Category> category(Json given) {
        List<Json> codings = given.asObject().map(g -> g.list("coding")).orElse(List.of());
        Json coding = codings.size() == 1 ? codings.get(0) : given;
        return code(coding, CATEGORY).flatMap(Category::of);
    }

    private static Optional<String> code(Json coding, String system) {
        return coding.asObject()
                .filter(c -> c.text("system").equals(Optional.of(system)))
                .flatMap(c -> c.text("code"));
    }

    /** The places of a rule that were not understood. */
    private static final class Doubts {
        private final String place;
        private final Effect effect;
        private final Set<String> places;

        Doubts(String place, Effect effect, List<String> before) {
            this.place = place;
            this.effect = effect;
            this.places = new HashSet<>(before);
        }

        void add(String name) {
            places.add(place + "." + name);
        }

        List<String> places() {
            return places.stream().sorted().toList();
        }

        /** What is understood of a list; a yes that names nothing known is in doubt, a no that names an unknown is wide. */
        <T> Set<T> known(Json.Obj rule, String name, Function<Json, Optional<T>> meaning) {
            Set<T> known = new HashSet<>();
            boolean whole = true;
            for (Json value : rule.list(name)) {
                Optional<T> understood = meaning.apply(value);
                understood.ifPresent(known::add);
                whole &= understood.isPresent();
            }
            if (rule.get(name).isEmpty() || (whole && !known.isEmpty())) {
                return known;
            }
            if (effect == Effect.DENY || known.isEmpty()) {
                add(name);
                return Set.of();
            }
            return known;
        }

        Optional<Period> period(Json.Obj rule, String name) {
            if (rule.get(name).isEmpty()) {
                return Optional.empty();
            }
            Optional<Period> period = rule.object(name).flatMap(Moments::period);
            if (period.isEmpty()) {
                add(name);
            }
            return period;
        }
    }
}
