package nl.schakel.consent;

import static nl.schakel.consent.ConsentForm.constant;
import static nl.schakel.consent.ConsentForm.instant;
import static nl.schakel.consent.ConsentForm.known;
import static nl.schakel.consent.ConsentForm.object;
import static nl.schakel.consent.ConsentForm.partner;
import static nl.schakel.consent.ConsentForm.set;
import static nl.schakel.consent.ConsentForm.text;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import nl.schakel.consent.ConsentForm.Unreadable;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;

/** Reads what {@link QuestionForm} wrote. */
final class QuestionReader {
    private QuestionReader() {}

    /** @throws Unreadable naming the member that is not as it was written */
    static Question read(Json.Obj form) {
        Map<Category, Question.Held> held = new EnumMap<>(Category.class);
        object(form, "held")
                .members()
                .forEach((code, entry) -> held.put(
                        Category.of(code).orElseThrow(() -> new Unreadable("held")), held(asObject(entry, "held"))));
        return new Question(
                party(object(form, "sender")),
                party(object(form, "receiver")),
                known(form, "purpose", Purpose::of),
                held,
                set(form, "needs", Need::of),
                file(object(form, "file")),
                instant("at", text(form, "at")));
    }

    private static Party party(Json.Obj form) {
        return new Party(partner("id", text(form, "id")), known(form, "role", Role::of), form.text("service"));
    }

    private static Question.Held held(Json.Obj form) {
        return new Question.Held(
                set(form, "sources", Role::of),
                truth(form, "medicalOrigin"),
                form.object("from").map(ConsentForm::period));
    }

    private static ClientFile file(Json.Obj form) {
        return new ClientFile(
                client(object(form, "client")),
                each(form, "consents", QuestionReader::onFile),
                each(form, "openings", QuestionReader::opening),
                set(
                        form,
                        "conflicts",
                        id -> PartnerId.isWellFormed(id) ? Optional.of(new PartnerId(id)) : Optional.empty()),
                truth(form, "secretAddress"));
    }

    private static Client client(Json.Obj form) {
        return new Client(
                age(form),
                set(form, "representatives", Giver::of),
                constant(form, "capacity", Client.Capacity.values()));
    }

    private static Optional<Age> age(Json.Obj form) {
        if (form.get("youngest").isEmpty()) {
            return Optional.empty();
        }
        int youngest = number(form, "youngest");
        int oldest = number(form, "oldest");
        if (youngest < 0 || oldest < youngest) {
            throw new Unreadable("oldest");
        }
        return Optional.of(new Age(youngest, oldest));
    }

    private static OnFile onFile(Json.Obj form) {
        String id = text(form, "id");
        String sha256 = text(form, "sha256");
        return form.text("unreliable")
                .<OnFile>map(reason -> new OnFile.Unreliable(id, sha256, reason))
                .orElseGet(() -> kept(OnFile.stored(id, object(form, "consent"), sha256), form));
    }

    private static OnFile kept(OnFile stored, Json.Obj form) {
        return form.get("ofAnotherNumber").isPresent() && truth(form, "ofAnotherNumber")
                ? stored.ofAnotherNumber()
                : stored;
    }

    private static Opening opening(Json.Obj form) {
        return new Opening(
                text(form, "id"),
                partner("receiver", text(form, "receiver")),
                known(form, "purpose", Purpose::of),
                set(form, "categories", Category::of),
                text(form, "openedBy"),
                instant("openedAt", text(form, "openedAt")),
                form.text("reasonSha256"),
                form.object("review").map(QuestionReader::review));
    }

    private static Opening.Review review(Json.Obj form) {
        return new Opening.Review(text(form, "by"), instant("at", text(form, "at")), truth(form, "approved"));
    }

    private static <T> List<T> each(Json.Obj form, String name, Function<Json.Obj, T> reading) {
        List<T> all = new ArrayList<>();
        for (Json element : form.list(name)) {
            all.add(reading.apply(asObject(element, name)));
        }
        return all;
    }

    private static Json.Obj asObject(Json json, String name) {
        return json.asObject().orElseThrow(() -> new Unreadable(name));
    }

    static boolean truth(Json.Obj form, String name) {
        return form.get(name)
                .map(json -> json instanceof Json.Bool bool ? bool.value() : fails(name))
                .orElseGet(() -> fails(name));
    }

    private static boolean fails(String name) {
        throw new Unreadable(name);
    }

    static int number(Json.Obj form, String name) {
        if (form.get(name).orElse(new Json.Null()) instanceof Json.Num num
                && num.value().scale() == 0) {
            return num.value().intValue();
        }
        throw new Unreadable(name);
    }
}
