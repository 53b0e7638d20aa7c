package nl.schakel.consent;

import java.util.Map;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Role;

/** A question as JSON in one form: sets sorted, lists kept, times in UTC. */
final class QuestionForm {
    private QuestionForm() {}

    static Json.Obj write(Question question) {
        Json.Obj held = Json.object();
        for (Map.Entry<Category, Question.Held> entry : question.held().entrySet()) {
            held = held.with(entry.getKey().code(), write(entry.getValue()));
        }
        return Json.object()
                .with("sender", write(question.sender()))
                .with("receiver", write(question.receiver()))
                .with("purpose", question.purpose().code())
                .with("at", question.at().toString())
                .with("held", held)
                .with(
                        "needs",
                        ConsentForm.texts(
                                question.needs().stream().map(Need::code).toList()))
                .with("file", write(question.file()));
    }

    private static Json.Obj write(Party party) {
        Json.Obj form = Json.object()
                .with("id", party.id().value())
                .with("role", party.role().name());
        return party.service().map(code -> form.with("service", code)).orElse(form);
    }

    private static Json.Obj write(Question.Held held) {
        Json.Obj form = Json.object()
                .with(
                        "sources",
                        ConsentForm.texts(
                                held.sources().stream().map(Role::name).toList()))
                .with("medicalOrigin", new Json.Bool(held.medicalOrigin()));
        return held.from()
                .map(period -> form.with("from", ConsentForm.write(period)))
                .orElse(form);
    }

    private static Json.Obj write(ClientFile file) {
        return Json.object()
                .with("client", write(file.client()))
                .with(
                        "consents",
                        new Json.Arr(file.consents().stream()
                                .map(QuestionForm::write)
                                .toList()))
                .with(
                        "openings",
                        new Json.Arr(file.openings().stream()
                                .map(QuestionForm::write)
                                .toList()))
                .with(
                        "conflicts",
                        ConsentForm.texts(
                                file.conflicts().stream().map(PartnerId::value).toList()))
                .with("secretAddress", new Json.Bool(file.secretAddress()));
    }

    private static Json.Obj write(Client client) {
        Json.Obj form = Json.object()
                .with(
                        "representatives",
                        ConsentForm.texts(client.representatives().stream()
                                .map(Giver::code)
                                .toList()))
                .with("capacity", client.capacity().name());
        return client.age()
                .map(age ->
                        form.with("youngest", Json.number(age.youngest())).with("oldest", Json.number(age.oldest())))
                .orElse(form);
    }

    private static Json write(OnFile onFile) {
        Json.Obj form = Json.object().with("id", onFile.id()).with("sha256", onFile.sha256());
        if (onFile instanceof OnFile.Kept kept) {
            Json.Obj said = form.with("consent", kept.consent().json());
            return kept.isOfAnotherNumber() ? said.with("ofAnotherNumber", new Json.Bool(true)) : said;
        }
        return form.with("unreliable", ((OnFile.Unreliable) onFile).reason());
    }

    private static Json write(Opening opening) {
        Json.Obj form = Json.object()
                .with("id", opening.id())
                .with("receiver", opening.receiver().value())
                .with("purpose", opening.purpose().code())
                .with(
                        "categories",
                        ConsentForm.texts(opening.categories().stream()
                                .map(Category::code)
                                .toList()))
                .with("openedBy", opening.openedBy())
                .with("openedAt", opening.openedAt().toString());
        if (opening.reasonSha256().isPresent()) {
            form = form.with("reasonSha256", opening.reasonSha256().get());
        }
        if (opening.review().isPresent()) {
            Opening.Review review = opening.review().get();
            form = form.with(
                    "review",
                    Json.object()
                            .with("by", review.by())
                            .with("at", review.at().toString())
                            .with("approved", new Json.Bool(review.approved())));
        }
        return form;
    }
}
