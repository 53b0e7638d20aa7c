package nl.schakel.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Label;
import nl.schakel.referral.Origin;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.JsonBuilder;
import nl.schakel.translate.tree.Node;
import nl.schakel.translate.tree.Path;
import nl.schakel.translate.tree.Scope;
import nl.schakel.translate.tree.SourceMessage;

/** A compiled mapping from one kind of partner message to the canonical form. */
record InboundMapping(
        String id,
        String version,
        String reads,
        List<String> kinds,
        Envelope.Event event,
        Purpose purpose,
        Client client,
        List<Action> envelope,
        List<ItemRule> items,
        Ledger ledger) {

    /** Where the one client stands, and where an identifier is missed when there is none. */
    record Client(Path one, String identifierPlace) {}

    /** A piece of information: its category, and the rows of its resource. */
    record ItemRule(
            Category category,
            String resourceType,
            Set<Label> labels,
            Condition condition,
            Optional<Path> each,
            List<Action> rows) {}

    /** The same mapping under its version: id and content hash. */
    InboundMapping at(String hashed) {
        return new InboundMapping(id, hashed, reads, kinds, event, purpose, client, envelope, items, ledger);
    }

    Step<TranslatedReferral> translate(SourceMessage source, Branch root) {
        return read(source, root)
                .then(read -> read.run().gaps().isEmpty()
                        ? Step.next(TranslatedReferral.minted(
                                new Referral(read.envelope(), read.items()), version, ledger.close(Scope.whole(root))))
                        : Step.stopped(Problem.waitingFor(read.run().gaps())));
    }

    /** The outside of a message whose inside may have to wait for codes. */
    Step<Envelope> envelope(SourceMessage source, Branch root) {
        return read(source, root).map(Read::envelope);
    }

    private record Read(Envelope envelope, List<InformationItem> items, Run run) {}

    private Step<Read> read(SourceMessage source, Branch root) {
        Scope whole = Scope.whole(root);
        if (client.one().all(whole).size() > 1) {
            return Step.stopped(
                    Problem.at(ProblemCode.ONE_CLIENT_ONLY, client.one().text()));
        }
        Run run = new Run("");
        JsonBuilder facts = new JsonBuilder();
        envelope.forEach(row -> row.run(whole, facts, run));
        List<InformationItem> made = items(source, whole, run);
        if (run.refusal().isPresent()) {
            return Step.stopped(run.refusal().get());
        }
        return EnvelopeFacts.envelope(this, source, facts.build()).map(e -> new Read(e, made, run));
    }

    private List<InformationItem> items(SourceMessage source, Scope whole, Run run) {
        List<InformationItem> made = new ArrayList<>();
        for (ItemRule rule : items) {
            if (rule.each().isEmpty()) {
                item(rule, whole, source, run).ifPresent(made::add);
                continue;
            }
            for (Node place : rule.each().get().all(whole)) {
                item(rule, whole.inside(place), source, run).ifPresent(made::add);
            }
        }
        return made;
    }

    private static Optional<InformationItem> item(ItemRule rule, Scope scope, SourceMessage source, Run run) {
        if (!rule.condition().holds(scope)) {
            return Optional.empty();
        }
        JsonBuilder resource = new JsonBuilder();
        resource.set("resourceType", new Json.Text(rule.resourceType()));
        run.begin();
        boolean live = false;
        for (Action row : rule.rows()) {
            live |= row.run(scope, resource, run);
        }
        Origin origin = new Origin(source.sender(), source.senderRole(), run.begunAt());
        return live
                ? Optional.of(new InformationItem(rule.category(), resource.build(), origin, rule.labels()))
                : Optional.empty();
    }
}
