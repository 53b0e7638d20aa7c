package nl.schakel.consent;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import nl.schakel.referral.Step;

/** A consent as JSON: members in one order, sets sorted, times in UTC; what is read is written back byte for byte. */
final class ConsentForm {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private ConsentForm() {}

    static Json.Obj write(Consent consent) {
        Map<String, Json> form = new LinkedHashMap<>();
        form.put("id", Json.text(consent.id()));
        form.put("status", Json.text(consent.status().code()));
        form.put("kind", Json.text(consent.kind().name()));
        form.put("givers", texts(consent.givers().stream().map(Giver::code).toList()));
        form.put("recordedBy", Json.text(consent.recording().by().value()));
        form.put("channel", Json.text(consent.recording().channel().name()));
        form.put("recordedAt", Json.text(consent.recording().at().toString()));
        consent.evidence().ifPresent(hash -> form.put("evidence", Json.text(hash)));
        consent.withdrawnAt().ifPresent(at -> form.put("withdrawnAt", Json.text(at.toString())));
        form.put("provision", write(consent.provision()));
        return new Json.Obj(form);
    }

    private static Json.Obj write(Provision rule) {
        Map<String, Json> form = new LinkedHashMap<>();
        form.put("effect", Json.text(rule.effect().name()));
        form.put("actors", texts(rule.actors().stream().map(Actor::code).toList()));
        form.put("purposes", texts(rule.purposes().stream().map(Purpose::code).toList()));
        form.put(
                "categories",
                texts(rule.categories().stream().map(Category::code).toList()));
        form.put("period", write(rule.period()));
        rule.dataPeriod().ifPresent(period -> form.put("dataPeriod", write(period)));
        form.put("notUnderstood", texts(rule.notUnderstood()));
        form.put(
                "exceptions",
                new Json.Arr(
                        rule.exceptions().stream().<Json>map(ConsentForm::write).toList()));
        return new Json.Obj(form);
    }

    static Json.Obj write(Period period) {
        Map<String, Json> form = new LinkedHashMap<>();
        period.from().ifPresent(at -> form.put("from", Json.text(at.toString())));
        period.until().ifPresent(at -> form.put("until", Json.text(at.toString())));
        return new Json.Obj(form);
    }

    /** Sorted, because a set has no order and a hash needs one. */
    static Json.Arr texts(List<String> texts) {
        return new Json.Arr(new TreeSet<>(texts).stream().<Json>map(Json::text).toList());
    }

    /** Refuses whatever {@link #write} would not have written. */
    static Step<Consent> read(Json.Obj form) {
        try {
            Consent consent = consent(form);
            return java.util.Arrays.equals(consent.json().utf8(), form.utf8())
                    ? Step.next(consent)
                    : Step.stopped(Problem.at(ProblemCode.CONSENT_UNRELIABLE, "Consent"));
        } catch (Unreadable place) {
            return Step.stopped(Problem.at(ProblemCode.CONSENT_UNRELIABLE, place.where));
        }
    }

    private static Consent consent(Json.Obj form) {
        return new Consent(
                text(form, "id"),
                known(form, "status", Consent.Status::of),
                constant(form, "kind", Consent.Kind.values()),
                set(form, "givers", Giver::of),
                new Consent.Recording(
                        partner("recordedBy", text(form, "recordedBy")),
                        constant(form, "channel", Consent.Channel.values()),
                        instant("recordedAt", text(form, "recordedAt"))),
                form.text("evidence").map(hash -> checked("evidence", hash)),
                form.text("withdrawnAt").map(at -> instant("withdrawnAt", at)),
                provision(object(form, "provision"), 0));
    }

    private static Provision provision(Json.Obj form, int depth) {
        if (depth > Limits.DEPTH) {
            throw new Unreadable("provision.exceptions");
        }
        List<Provision> exceptions = new ArrayList<>();
        for (Json within : form.list("exceptions")) {
            exceptions.add(provision(within.asObject().orElseThrow(() -> new Unreadable("exceptions")), depth + 1));
        }
        return new Provision(
                constant(form, "effect", Provision.Effect.values()),
                set(form, "actors", ConsentForm::actor),
                set(form, "purposes", Purpose::of),
                set(form, "categories", Category::of),
                period(object(form, "period")),
                form.object("dataPeriod").map(ConsentForm::period),
                List.copyOf(set(form, "notUnderstood", Optional::of)),
                exceptions);
    }

    static Period period(Json.Obj form) {
        return new Period(
                form.text("from").map(at -> instant("from", at)),
                form.text("until").map(at -> instant("until", at)));
    }

    private static Optional<Actor> actor(String code) {
        int colon = code.indexOf(':');
        String rest = code.substring(colon + 1);
        return switch (colon < 0 ? "" : code.substring(0, colon)) {
            case "organisation" ->
                PartnerId.isWellFormed(rest)
                        ? Optional.of(new Actor.Organisation(new PartnerId(rest)))
                        : Optional.empty();
            case "kind" -> Role.of(rest).map(Actor.Kind::new);
            default -> Optional.empty();
        };
    }

    private static String checked(String name, String hash) {
        if (!SHA256.matcher(hash).matches()) {
            throw new Unreadable(name);
        }
        return hash;
    }

    static PartnerId partner(String name, String id) {
        if (!PartnerId.isWellFormed(id)) {
            throw new Unreadable(name);
        }
        return new PartnerId(id);
    }

    static Instant instant(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException noTime) {
            throw new Unreadable(name);
        }
    }

    static String text(Json.Obj form, String name) {
        return form.text(name).orElseThrow(() -> new Unreadable(name));
    }

    static Json.Obj object(Json.Obj form, String name) {
        return form.object(name).orElseThrow(() -> new Unreadable(name));
    }

    static <T> T known(Json.Obj form, String name, Function<String, Optional<T>> meaning) {
        return meaning.apply(text(form, name)).orElseThrow(() -> new Unreadable(name));
    }

    static <E extends Enum<E>> E constant(Json.Obj form, String name, E[] values) {
        return known(
                form,
                name,
                code -> java.util.Arrays.stream(values)
                        .filter(value -> value.name().equals(code))
                        .findFirst());
    }

    static <T> Set<T> set(Json.Obj form, String name, Function<String, Optional<T>> meaning) {
        Set<T> set = new HashSet<>();
        for (Json element : form.list(name)) {
            set.add(element.asText().flatMap(meaning).orElseThrow(() -> new Unreadable(name)));
        }
        return set;
    }

    /** Within this room alone: the place of what cannot be read; becomes a refusal at the door of the reader. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String where;

        Unreadable(String where) {
            super(where, null, false, false);
            this.where = where;
        }

        String where() {
            return where;
        }
    }
}
