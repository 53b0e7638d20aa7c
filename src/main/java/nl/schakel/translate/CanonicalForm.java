package nl.schakel.translate;

import java.util.List;
import java.util.Optional;
import nl.schakel.referral.Custody;
import nl.schakel.referral.Deletion;
import nl.schakel.referral.Deletions;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.evidence.TranslatedReferral;

/** A canonical message as one tree, for people and examples: envelope, items, losses. Between rooms it travels typed. */
final class CanonicalForm {
    private CanonicalForm() {}

    static Json.Obj of(TranslatedReferral translated) {
        Json.Obj tree = Json.object()
                .with("envelope", envelope(translated.referral().envelope()))
                .with(
                        "items",
                        new Json.Arr(translated.referral().items().stream()
                                .<Json>map(CanonicalForm::item)
                                .toList()))
                .with("losses", texts(translated.losses()));
        Deletions deletions = translated.referral().deletions();
        return deletions.isEmpty()
                ? tree
                : tree.with(
                                "deletions",
                                new Json.Arr(deletions
                                        .taken()
                                        .<Json>map(CanonicalForm::deletion)
                                        .toList()))
                        .with("kept", texts(deletions.kept()));
    }

    private static Json.Obj deletion(Deletion deletion) {
        return Json.object()
                .with("category", deletion.category().code())
                .with("place", deletion.place())
                .with("target", deletion.target());
    }

    private static Json.Obj envelope(Envelope envelope) {
        Json.Obj tree = Json.object()
                .with("event", envelope.event().name())
                .with("sender", envelope.sender().value())
                .with("messageId", envelope.messageId())
                .with("created", envelope.created().toString());
        tree = with(tree, "bsn", envelope.client().bsn().map(b -> b.digits()));
        tree = with(tree, "localId", envelope.client().localId());
        tree = with(tree, "authority", envelope.client().authority());
        tree = with(tree, "senderReference", envelope.senderReference());
        tree = tree.with("addressedTo", texts(envelope.addressedTo()));
        tree = with(tree, "municipality", envelope.municipality());
        tree = with(tree, "service", envelope.service())
                .with("purpose", envelope.purpose().code());
        tree = tree.with(
                "needs",
                texts(envelope.needs().stream().sorted().map(n -> n.code()).toList()));
        tree = with(tree, "exitDate", envelope.exitDate().map(Object::toString));
        tree = with(tree, "about", envelope.about().map(Object::toString));
        tree = with(tree, "answerStatus", envelope.answer().map(Envelope.Answer::status));
        tree = with(tree, "answerReason", envelope.answer().flatMap(Envelope.Answer::reason));
        tree = with(
                tree,
                "answerCustody",
                envelope.answer().flatMap(Envelope.Answer::custody).map(Custody::code));
        return tree.with(
                "labels",
                texts(envelope.labels().stream().sorted().map(Enum::name).toList()));
    }

    private static Json.Obj item(InformationItem item) {
        return Json.object()
                .with("category", item.category().code())
                .with("place", item.origin().place())
                .with(
                        "labels",
                        texts(item.labels().stream().sorted().map(Enum::name).toList()))
                .with("resource", item.resource());
    }

    private static Json texts(List<String> texts) {
        return new Json.Arr(texts.stream().<Json>map(Json.Text::new).toList());
    }

    private static Json.Obj with(Json.Obj tree, String name, Optional<String> value) {
        return value.map(text -> tree.with(name, text)).orElse(tree);
    }
}
