package nl.schakel.translate;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.JsonBuilder;
import nl.schakel.translate.tree.Leaf;

/** Turns what a recorder remembers of a finished run into the fields of the target and the account of the source. */
final class Lineage {
    private final Recorder recorder;
    private final Origins origins;
    private final IdentityHashMap<JsonBuilder, Place> places = new IdentityHashMap<>();
    private final IdentityHashMap<Leaf, Set<String>> rules = new IdentityHashMap<>();
    private final IdentityHashMap<Leaf, Set<String>> targets = new IdentityHashMap<>();
    private final List<Explanation.Field> fields = new ArrayList<>();

    private record Place(String path, Optional<Category> category) {}

    private Lineage(Recorder recorder, Origins origins) {
        this.recorder = recorder;
        this.origins = origins;
    }

    /** @param notation from a place in the target's tree to how people of that format write it */
    static Lineage of(Recorder recorder, Origins origins, UnaryOperator<String> notation) {
        Lineage lineage = new Lineage(recorder, origins);
        for (Recorder.Target target : recorder.targets()) {
            lineage.place(target.root(), target.name(), target.category());
        }
        recorder.writes().forEach(write -> lineage.field(write, notation));
        return lineage;
    }

    private void place(Object value, String path, Optional<Category> category) {
        if (value instanceof JsonBuilder builder) {
            places.put(builder, new Place(path, category));
            builder.members().forEach((name, member) -> place(member, joined(path, name), category));
        } else if (value instanceof List<?> elements) {
            for (int i = 0; i < elements.size(); i++) {
                place(elements.get(i), path + '[' + i + ']', category);
            }
        }
    }

    private static String joined(String path, String name) {
        return path.isEmpty() || name.isEmpty() ? path + name : path + '.' + name;
    }

    /** A write into a builder that stands nowhere was given up together with its group or item. */
    @SuppressWarnings("CollectionIncompatibleType") // builders are told apart by identity, which is meant
    private void field(Recorder.Write write, UnaryOperator<String> notation) {
        Place place = places.get(write.into());
        if (place == null) {
            return;
        }
        String target = notation.apply(joined(place.path(), write.local()));
        for (Leaf leaf : write.from()) {
            rules.computeIfAbsent(leaf, l -> new LinkedHashSet<>())
                    .add(write.rule().place());
            targets.computeIfAbsent(leaf, l -> new LinkedHashSet<>()).add(target);
        }
        fields.add(new Explanation.Field(
                target,
                write.value(),
                write.rule(),
                write.from().stream().flatMap(origins::paths).distinct().toList(),
                write.from().stream()
                        .flatMap(leaf -> recorder.shift(write.rule(), leaf).stream())
                        .findFirst(),
                place.category()
                        .or(() -> write.from().stream()
                                .flatMap(leaf -> origins.category(leaf).stream())
                                .findFirst())));
    }

    List<Explanation.Field> fields() {
        return fields;
    }

    List<Explanation.Deleted> deletions() {
        return recorder.deletions();
    }

    /** Every leaf once; its fate is a closed choice, so nothing is left out. */
    Account account(Branch root, Ledger ledger, String reader) {
        List<Account.Entry> entries = new ArrayList<>();
        origins.accounted(root, leaf -> entries.add(entry(leaf, ledger, reader)));
        return new Account(entries);
    }

    private Account.Entry entry(Leaf leaf, Ledger ledger, String reader) {
        List<Leaf> same = origins.same(leaf);
        String path = origins.path(leaf);
        Optional<Leaf> dropped =
                same.stream().filter(l -> l.fate() == Leaf.Fate.DROPPED).findFirst();
        if (leaf.isDeletion() && leaf.fate() == Leaf.Fate.READ) {
            return deleted(leaf, path, reader);
        }
        if (same.stream().anyMatch(l -> l.fate() == Leaf.Fate.READ)) {
            return new Account.Entry(
                    path,
                    Account.Loss.MAPPED,
                    rules(same, reader),
                    all(targets, same),
                    same.stream().flatMap(recorder::shifts).distinct().toList(),
                    Optional.empty());
        }
        return dropped.flatMap(Leaf::droppedBy)
                .map(rule -> new Account.Entry(
                        path, Account.Loss.DROPPED, List.of(rule), List.of(), List.of(), Optional.of(ledger.why(rule))))
                .orElseGet(() -> new Account.Entry(
                        path, Account.Loss.UNMAPPED, List.of(), List.of(), List.of(), Optional.empty()));
    }

    private Account.Entry deleted(Leaf leaf, String path, String reader) {
        List<Explanation.Deleted> deletions = recorder.deletions().stream()
                .filter(deletion -> deletion.source().equals(path))
                .toList();
        Set<String> to = new LinkedHashSet<>(all(targets, List.of(leaf)));
        deletions.stream().filter(deletion -> !deletion.stays()).forEach(deletion -> to.add(deletion.target()));
        return new Account.Entry(
                path,
                Account.Loss.DELETED,
                rules(List.of(leaf), reader),
                List.copyOf(to),
                List.of(),
                Optional.of(
                        deletions.stream().anyMatch(Explanation.Deleted::stays)
                                ? "deleted by the sender; it stays, because safety rests on it"
                                : "deleted by the sender"));
    }

    private List<String> rules(List<Leaf> same, String reader) {
        Set<String> all = new LinkedHashSet<>(all(rules, same));
        same.forEach(leaf -> recorder.reader(leaf).map(Rule::place).ifPresent(all::add));
        return all.isEmpty() ? List.of(reader) : List.copyOf(all);
    }

    private static List<String> all(IdentityHashMap<Leaf, Set<String>> by, List<Leaf> leaves) {
        return leaves.stream()
                .flatMap(leaf -> Stream.ofNullable(by.get(leaf)).flatMap(Set::stream))
                .distinct()
                .toList();
    }
}
