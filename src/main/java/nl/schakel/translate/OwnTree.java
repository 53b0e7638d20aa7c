package nl.schakel.translate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.MinimisedReferral;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.JsonTree;

/**
 * Our own trees, which outbound mappings read. A release holds only what disclosure left: nothing of the envelope that
 * could name the sender, the client or the reason passes beside the items.
 */
final class OwnTree {
    private OwnTree() {}

    /**
     * Members: {@code context} (ids, time, gateway), {@code receiver}, {@code joined} (per resource type the fragments
     * joined, such as {@code joined.Patient}), {@code items} (category, labels, resource), {@code labels} of the
     * whole message, which travel with whatever goes, {@code withheldItems}.
     */
    static Json.Obj release(MinimisedReferral referral, OutboundContext context) {
        Candidate candidate = referral.consented().candidate();
        return release(
                candidate.referral().envelope(),
                receiver(candidate),
                referral.items(),
                referral.withheldItems(),
                context);
    }

    /** The same, with a sign at each place that was taken away, for a format that has one. */
    static Branch release(MinimisedReferral referral, OutboundContext context, boolean saysDeletions) {
        Json.Obj tree = release(referral, context);
        if (!saysDeletions || referral.deletions().isEmpty()) {
            return JsonTree.of(tree);
        }
        Branch root = JsonTree.of(Erasure.in(tree, referral.deletions()));
        root.sayDeletes();
        return root;
    }

    /** The same of pieces that somebody else chose, for who sees what a mapping makes of them. */
    static Json.Obj release(
            Envelope envelope, Json receiver, List<InformationItem> kept, int withheldItems, OutboundContext context) {
        Json.Obj joined = Json.object();
        List<Json> items = new ArrayList<>();
        for (InformationItem item : kept) {
            String type = item.resourceType();
            Json.Obj resource = item.resource();
            Json together =
                    joined.object(type).<Json>map(j -> join(j, resource)).orElse(resource);
            joined = joined.with(type, together);
            items.add(item(item));
        }
        return Json.object()
                .with("event", envelope.event().name())
                .with("context", context(context))
                .with("receiver", receiver)
                .with("joined", joined)
                .with("items", new Json.Arr(items))
                .with("labels", labels(envelope.labels()))
                .with("withheldItems", Json.number(withheldItems));
    }

    private static Json context(OutboundContext context) {
        Json.Obj all = Json.object()
                .with("messageId", context.messageId())
                .with("reference", context.reference().text())
                .with("taskId", context.taskId().toString())
                .with("taskVersion", Json.number(context.taskVersion()))
                .with("at", context.at().toString())
                .with("gateway", context.gateway().value())
                .with("gatewayName", context.gatewayName())
                .with("baseUrl", context.baseUrl());
        return context.group().map(group -> all.with("group", group)).orElse(all);
    }

    private static Json receiver(Candidate candidate) {
        Json.Obj receiver = Json.object()
                .with("id", candidate.receiver().value())
                .with("role", candidate.role().name())
                .with("purpose", candidate.purpose().code())
                .with("circle", candidate.circle());
        return candidate.need().map(need -> receiver.with("need", need.code())).orElse(receiver);
    }

    private static Json item(InformationItem item) {
        return Json.object()
                .with("category", item.category().code())
                .with("labels", labels(item.labels()))
                .with("resource", item.resource());
    }

    private static Json labels(java.util.Set<nl.schakel.referral.Label> labels) {
        return new Json.Arr(labels.stream()
                .sorted()
                .<Json>map(label -> new Json.Text(
                        label.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')))
                .toList());
    }

    /** Members: those of the notice, each where it is present. */
    static Json.Obj status(StatusNotice notice) {
        Json.Obj tree = Json.object()
                .with("messageId", notice.messageId())
                .with("reference", notice.reference().text())
                .with("taskId", notice.taskId().toString())
                .with("taskVersion", Json.number(notice.taskVersion()))
                .with("status", notice.status())
                .with("at", notice.at().toString())
                .with("baseUrl", notice.baseUrl());
        tree = with(tree, "reason", notice.reason());
        tree = with(tree, "senderReference", notice.senderReference());
        tree = with(tree, "exitDate", notice.exitDate().map(Object::toString));
        tree = with(tree, "partOf", notice.partOf().map(Object::toString));
        return notice.categories().isEmpty()
                ? tree
                : tree.with(
                        "categories",
                        new Json.Arr(notice.categories().stream()
                                .<Json>map(code -> Json.object().with("code", code))
                                .toList()));
    }

    private static Json.Obj with(Json.Obj tree, String name, Optional<String> value) {
        return value.map(text -> tree.with(name, text)).orElse(tree);
    }

    /** Fragments of one resource: objects are joined, arrays are put together without repeats, a first value stays. */
    static Json.Obj join(Json.Obj first, Json.Obj second) {
        Map<String, Json> members = new LinkedHashMap<>(first.members());
        second.members().forEach((name, value) -> members.merge(name, value, OwnTree::joined));
        return new Json.Obj(members);
    }

    private static Json joined(Json first, Json second) {
        if (first instanceof Json.Obj one && second instanceof Json.Obj other) {
            return join(one, other);
        }
        if (!(first instanceof Json.Arr array) || !(second instanceof Json.Arr more)) {
            return first;
        }
        List<Json> all = new ArrayList<>(array.elements());
        more.elements().stream().filter(element -> !all.contains(element)).forEach(all::add);
        return new Json.Arr(all);
    }
}
