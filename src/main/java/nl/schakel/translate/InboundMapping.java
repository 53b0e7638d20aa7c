package nl.schakel.translate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.CodeGap;
import nl.schakel.referral.Deletions;
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
import nl.schakel.translate.form.Form;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.JsonBuilder;
import nl.schakel.translate.tree.Node;
import nl.schakel.translate.tree.Path;
import nl.schakel.translate.tree.Scope;
import nl.schakel.translate.tree.SourceMessage;
import nl.schakel.translate.tree.TargetPath;

/** A compiled mapping from one kind of partner message to the canonical form. */
record InboundMapping(
        String id,
        String version,
        String reads,
        Optional<Form> form,
        List<String> kinds,
        Envelope.Event event,
        Purpose purpose,
        Client client,
        List<Action> envelope,
        List<ItemRule> items,
        Ledger ledger) {

    /** Where the one client stands, and where an identifier is missed when there is none. */
    record Client(Path one, String identifierPlace) {}

    /**
     * A piece of information: its category, and the rows of its resource.
     *
     * @param labels that such a piece always has
     * @param labelled where the source names labels of this piece
     */
    record ItemRule(
            Rule rule,
            Category category,
            String resourceType,
            Set<Label> labels,
            Optional<Path> labelled,
            Condition condition,
            Optional<Path> each,
            List<Action> rows) {
        private static final TargetPath TYPE = TargetPath.json("resourceType").orElseThrow();

        /** True when a value of the source went in; otherwise there is no such item. */
        boolean fill(JsonBuilder resource, Scope scope, Run run) {
            if (!condition.holds(scope)) {
                return false;
            }
            Json type = new Json.Text(resourceType);
            TYPE.put(resource, type);
            run.wrote(resource, TYPE, type, List.of());
            run.begin();
            boolean live = false;
            for (int i = 0; i < rows.size(); i++) {
                live |= rows.get(i).run(scope, resource, run);
            }
            return live;
        }
    }

    /** What it always is, and what the source says of it; a label that is not known stays unread. */
    private static Set<Label> labels(ItemRule rule, Scope scope) {
        if (rule.labelled().isEmpty()) {
            return rule.labels();
        }
        Set<Label> labels = new HashSet<>(rule.labels());
        rule.labelled().map(path -> path.all(scope)).orElse(List.of()).stream()
                .flatMap(node -> node.leaf().stream())
                .forEach(leaf -> leaf.text().flatMap(EnvelopeFacts::label).ifPresent(label -> {
                    leaf.read();
                    labels.add(label);
                }));
        return labels;
    }

    /** The same mapping under its version: id and content hash. */
    InboundMapping at(String hashed) {
        return new InboundMapping(id, hashed, reads, form, kinds, event, purpose, client, envelope, items, ledger);
    }

    /**
     * A message as its reader left it.
     *
     * @param root where this message begins
     * @param around the envelope that it came in
     */
    record Found(Branch root, Optional<Around> around) {

        /** All that came in. */
        Branch all() {
            return around.map(Around::root).orElse(root);
        }
    }

    /** An envelope around a message, its mapping and where it begins. */
    record Around(EnvelopeMapping mapping, Branch root) {}

    /** What production does. */
    Step<TranslatedReferral> translate(SourceMessage source, Found found) {
        return translate(source, found, Optional.empty());
    }

    /** The same with an account of every value. */
    Step<Explanation<TranslatedReferral>> explain(SourceMessage source, Found found) {
        Recorder recorder = new Recorder();
        recorder.source(found.all());
        return translate(source, found, Optional.of(recorder)).map(translated -> {
            Lineage lineage = Lineage.of(recorder, Origins.MESSAGE, path -> path);
            Ledger both = found.around().map(a -> a.mapping().with(ledger)).orElse(ledger);
            return new Explanation<>(
                    translated,
                    version(found),
                    CanonicalForm.of(translated),
                    lineage.fields(),
                    lineage.deletions(),
                    lineage.account(found.all(), both, "reader " + reads));
        });
    }

    /** The outside of a message whose inside may have to wait for codes. */
    Step<Envelope> envelope(SourceMessage source, Found found) {
        return read(source, found, Optional.empty()).map(Read::envelope);
    }

    /** Version of what reads a message in its envelope, or without one. */
    String version(Found found) {
        return found.around().map(a -> a.mapping().version(this)).orElse(version);
    }

    private Step<TranslatedReferral> translate(SourceMessage source, Found found, Optional<Recorder> recorder) {
        return read(source, found, recorder)
                .then(read -> read.run().gaps().isEmpty()
                        ? Step.next(TranslatedReferral.minted(
                                new Referral(read.envelope(), read.items(), read.deletions()),
                                version(found),
                                losses(found, read)))
                        : Step.stopped(Problem.waitingFor(read.run().gaps())));
    }

    private List<String> losses(Found found, Read read) {
        List<String> own = ledger.close(Scope.whole(found.root()));
        read.run().shifts().stream().distinct().forEach(own::add);
        if (found.root().deletes()) {
            own.addAll(Ledger.deleted(found.root()));
        }
        return found.around()
                .map(a -> a.mapping().losses(own, Scope.whole(a.root())))
                .orElse(own);
    }

    private Step<Scope> safe(Found found, List<CodeGap> gaps) {
        Step<Scope> own = ledger.safe(Scope.whole(found.root()), gaps);
        return found.around()
                .map(a -> own.then(inner -> a.mapping().safe(Scope.whole(a.root()), gaps)))
                .orElse(own);
    }

    private record Read(Envelope envelope, List<InformationItem> items, Deletions deletions, Run run) {}

    private Step<Read> read(SourceMessage source, Found found, Optional<Recorder> recorder) {
        Scope whole = Scope.whole(found.root());
        if (client.one().all(whole).size() > 1) {
            return Step.stopped(
                    Problem.at(ProblemCode.ONE_CLIENT_ONLY, client.one().text()));
        }
        Run run = Run.in(found.root().deletes(), recorder);
        JsonBuilder facts = new JsonBuilder();
        recorder.ifPresent(r -> r.target("envelope", Optional.empty(), facts));
        found.around().ifPresent(a -> a.mapping().facts(Scope.whole(a.root()), facts, run));
        envelope.forEach(row -> row.run(whole, facts, run));
        // Whom to ask and until when does not end because a value is deleted: ADT^A13 and REF^I14 say such things.
        run.takenAway();
        TakenAway taken = new TakenAway(recorder);
        List<InformationItem> made = items(source, whole, run, recorder, taken);
        if (run.refusal().isPresent()) {
            return Step.stopped(run.refusal().get());
        }
        return safe(found, run.gaps())
                .then(safe -> EnvelopeFacts.envelope(this, source, run.built(facts))
                        .map(e -> new Read(e, made, taken.away(ledger, whole, run.deletes()), run)));
    }

    private List<InformationItem> items(
            SourceMessage source, Scope whole, Run run, Optional<Recorder> recorder, TakenAway taken) {
        List<InformationItem> made = new ArrayList<>();
        for (ItemRule rule : items) {
            Rule around = run.enter(rule.rule());
            if (rule.each().isEmpty()) {
                item(rule, whole, source, run, recorder, made);
                taken.members(rule, run.takenAway());
            } else {
                int before = made.size();
                List<Node> places = rule.each().get().all(whole);
                for (int i = 0; i < places.size(); i++) {
                    item(rule, whole.inside(places.get(i)), source, run, recorder, made);
                }
                taken.pieces(rule, run.takenAway(), places.size() == 1 && made.size() == before);
            }
            run.leave(around);
        }
        return made;
    }

    private static void item(
            ItemRule rule,
            Scope scope,
            SourceMessage source,
            Run run,
            Optional<Recorder> recorder,
            List<InformationItem> made) {
        JsonBuilder resource = new JsonBuilder();
        if (!rule.fill(resource, scope, run)) {
            return;
        }
        if (recorder.isPresent()) {
            recorder.get().target("items[" + made.size() + "].resource", Optional.of(rule.category()), resource);
        }
        Origin origin = new Origin(source.sender(), source.senderRole(), run.begunAt());
        made.add(new InformationItem(rule.category(), run.built(resource), origin, labels(rule, scope)));
    }
}
