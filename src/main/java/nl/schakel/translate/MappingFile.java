package nl.schakel.translate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Label;
import nl.schakel.referral.Purpose;
import nl.schakel.translate.tree.Path;
import nl.schakel.translate.tree.PathGrammar;
import nl.schakel.translate.tree.Writer;
import nl.schakel.translate.xml.OfficialSchemas;
import nl.schakel.translate.xml.XmlWriter;

/** Compiles one mapping file, inbound or outbound. */
final class MappingFile {
    private final String id;
    private final Written written;
    private final CodeTables codes;
    private final OfficialSchemas schemas;

    MappingFile(String id, Written written, CodeTables codes, OfficialSchemas schemas) {
        this.id = id;
        this.written = written;
        this.codes = codes;
        this.schemas = schemas;
    }

    /** Whether it only holds a message that other mappings read. */
    boolean isEnvelope() {
        return written.members().containsKey("carries");
    }

    /** Whether a row at the top puts the document of another mapping into this one; then that one comes first. */
    boolean holdsDocument() {
        return Written.required(written, written.members(), "rows").list().stream()
                .anyMatch(row -> row.members().containsKey("document"));
    }

    boolean isOutbound() {
        return written.members().containsKey("writes");
    }

    /** A mapping with the code tables its content hash must cover. */
    record Compiled<T>(T mapping, Set<String> codesUsed) {}

    Compiled<InboundMapping> inbound() {
        Map<String, Written> members = written.members(Members.INBOUND);
        named(members);
        Written reads = required(members, "reads");
        known(reads, Formats.readers());
        Envelope.Event event = constant(required(members, "event"), Envelope.Event.values());
        RowCompiler rows = rows(reads, members);
        return new Compiled<>(
                new InboundMapping(
                        id,
                        id,
                        reads.text(),
                        FormShape.of(members, reads),
                        required(members, "kinds").texts(),
                        event,
                        Purpose.of(required(members, "purpose").text())
                                .orElseThrow(
                                        () -> required(members, "purpose").wrong("no purpose of the policy table")),
                        client(required(members, "client"), rows),
                        envelope(required(members, "envelope"), event, rows),
                        items(members, rows),
                        ledger(members, rows)),
                rows.codesUsed());
    }

    Compiled<EnvelopeMapping> envelope() {
        Map<String, Written> members = written.members(Members.ENVELOPE);
        named(members);
        Written reads = required(members, "reads");
        known(reads, Formats.originals());
        RowCompiler rows = rows(reads, members);
        return new Compiled<>(
                new EnvelopeMapping(
                        id,
                        id,
                        reads.text(),
                        required(members, "kinds").texts(),
                        required(members, "carries").texts(),
                        rows.rows(facts(required(members, "envelope")), RowCompiler.Place.json()),
                        ledger(members, rows)),
                rows.codesUsed());
    }

    private RowCompiler rows(Written reads, Map<String, Written> members) {
        return new RowCompiler(Formats.paths(reads.text(), namespaces(members)), codes, none -> Optional.empty());
    }

    private static Map<String, String> namespaces(Map<String, Written> members) {
        Map<String, String> namespaces = new LinkedHashMap<>();
        Optional.ofNullable(members.get("namespaces"))
                .map(Written::members)
                .orElse(Map.of())
                .forEach((prefix, uri) -> namespaces.put(prefix, uri.text()));
        return namespaces;
    }

    Compiled<OutboundMapping> outbound(RowCompiler.Documents documents) {
        Map<String, Written> members = written.members(Members.OUTBOUND);
        named(members);
        Written reads = required(members, "reads");
        known(reads, Set.of(Formats.RELEASE, Formats.STATUS));
        Written writes = required(members, "writes");
        known(writes, Formats.writers());
        Writer writer = writer(writes, members);
        Optional<Written> original = Optional.ofNullable(members.get("original"));
        original.ifPresent(o -> known(o, Formats.originals()));
        PathGrammar grammar = new StatusPaths(original.map(o -> Formats.paths(o.text(), namespaces(members))));
        List<Ledger> inside = new ArrayList<>();
        RowCompiler rows = new RowCompiler(
                grammar,
                codes,
                other -> documents.named(other).map(mapping -> {
                    inside.add(mapping.ledger());
                    return mapping;
                }));
        Written body = BothWays.outward(required(members, "rows"));
        RequiredTargets.check(Optional.ofNullable(members.get("requires")), body);
        return new Compiled<>(
                new OutboundMapping(
                        id,
                        id,
                        reads.text(),
                        original.map(Written::text),
                        checked(writer),
                        required(members, "media").text(),
                        rows.rows(body, new RowCompiler.Place(List.of(), writer::target)),
                        // What a document inside has no place for is lost by its rules.
                        inside.stream().reduce(ledger(members, rows), Ledger::and)),
                rows.codesUsed());
    }

    private static Writer writer(Written writes, Map<String, Written> members) {
        Writer writer = Formats.writer(writes.text(), FormShape.of(members, writes));
        try {
            return writer.shaped(Optional.ofNullable(members.get("root")).map(Written::text), namespaces(members));
        } catch (IllegalArgumentException e) {
            throw writes.wrong(Optional.ofNullable(e.getMessage()).orElse("no shape"));
        }
    }

    /** What is written in XML follows its official schema, where the operator has one. */
    private Writer checked(Writer writer) {
        return writer instanceof XmlWriter ? new CheckedWriter(writer, schemas) : writer;
    }

    private Written required(Map<String, Written> members, String name) {
        return Written.required(written, members, name);
    }

    private void named(Map<String, Written> members) {
        Written name = required(members, "mapping");
        if (!name.text().equals(id)) {
            throw name.wrong("the file's place says '" + id + "'");
        }
    }

    private static void known(Written value, Set<String> names) {
        if (!names.contains(value.text())) {
            throw value.wrong("'" + value.text() + "' is not one of "
                    + names.stream().sorted().toList());
        }
    }

    private static <E extends Enum<E>> E constant(Written value, E[] all) {
        for (E one : all) {
            if (one.name().equals(value.text().toUpperCase(Locale.ROOT).replace('-', '_'))) {
                return one;
            }
        }
        throw value.wrong("'" + value.text() + "' is not one of " + List.of(all));
    }

    private static InboundMapping.Client client(Written client, RowCompiler rows) {
        Map<String, Written> members = client.members(Members.CLIENT);
        Path one = rows.path(Written.required(client, members, "one"), RowCompiler.Place.json());
        return new InboundMapping.Client(
                one, Written.required(client, members, "identifier").text());
    }

    private static List<Action> envelope(Written envelope, Envelope.Event event, RowCompiler rows) {
        EnvelopeCheck.check(facts(envelope), event);
        return rows.rows(envelope, RowCompiler.Place.json());
    }

    /** The rows, after a look at their targets; what a message says is never read from it as it is. */
    private static Written facts(Written envelope) {
        for (Written row : envelope.list()) {
            Written to = Written.required(row, row.members(), "to");
            known(to, EnvelopeFacts.TARGETS);
            if (to.text().equals("event")) {
                constant(Written.required(row, row.members(), "value"), Envelope.Event.values());
            }
        }
        return envelope;
    }

    /** The same item twice would be the same piece of information twice. */
    private static List<InboundMapping.ItemRule> items(Map<String, Written> members, RowCompiler rows) {
        Set<String> places = new HashSet<>();
        listed(members, "items").filter(item -> !places.add(item.place())).forEach(item -> {
            throw item.wrong("this item is in the mapping twice: its part is included twice");
        });
        return listed(members, "items").map(item -> item(item, rows)).toList();
    }

    private static InboundMapping.ItemRule item(Written written, RowCompiler rows) {
        Written item = BothWays.item(written);
        Map<String, Written> members = item.members(Members.ITEM);
        Written category = Written.required(item, members, "category");
        Optional<Written> each = Optional.ofNullable(members.get("each"));
        RowCompiler.Place place = RowCompiler.Place.json().inside(each.map(Written::text));
        Written body = Written.required(item, members, "rows");
        RequiredTargets.check(Optional.ofNullable(members.get("requires")), body);
        return new InboundMapping.ItemRule(
                RowCompiler.rule(item),
                Category.of(category.text()).orElseThrow(() -> category.wrong("no category of the policy table")),
                Written.required(item, members, "resource").text(),
                labels(Optional.ofNullable(members.get("labels"))),
                Optional.ofNullable(members.get("labelled")).map(w -> rows.path(w, place)),
                rows.condition(members, place),
                each.map(w -> rows.path(w, RowCompiler.Place.json())),
                rows.rows(body, place));
    }

    private static Set<Label> labels(Optional<Written> labels) {
        return labels.map(Written::list).orElse(List.of()).stream()
                .map(l -> EnvelopeFacts.label(l.text()).orElseThrow(() -> l.wrong("no label")))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Ledger ledger(Map<String, Written> members, RowCompiler rows) {
        Set<String> dropped = new HashSet<>();
        listed(members, "drop")
                .flatMap(drop -> Stream.ofNullable(drop.members().get("paths")))
                .flatMap(paths -> paths.list().stream())
                .filter(path -> !dropped.add(path.text()))
                .forEach(path -> {
                    throw path.wrong("'" + path.text() + "' is dropped by an earlier rule already");
                });
        reasons(members);
        return new Ledger(
                listed(members, "drop").flatMap(drop -> drop(drop, rows)).toList(),
                listed(members, "safety")
                        .flatMap(safety -> safety(safety, rows))
                        .toList());
    }

    /** An account tells the reason by the name of the rule. */
    private static void reasons(Map<String, Written> members) {
        Map<String, String> reasons = new LinkedHashMap<>();
        listed(members, "drop").forEach(drop -> {
            Map<String, Written> rule = drop.members(Members.DROP);
            Written name = Written.required(drop, rule, "rule");
            String why = Written.required(drop, rule, "why").text();
            if (!why.equals(reasons.getOrDefault(name.text(), why))) {
                throw name.wrong("rule '" + name.text() + "' has another reason already; give this one its own name");
            }
            reasons.put(name.text(), why);
        });
    }

    private static Stream<Written> listed(Map<String, Written> members, String name) {
        return Stream.ofNullable(members.get(name)).flatMap(written -> written.list().stream());
    }

    /** A safety source says why, so that nobody takes it away for being in the way. */
    private static Stream<Path> safety(Written safety, RowCompiler rows) {
        Map<String, Written> members = safety.members(Members.SAFETY);
        Written.required(safety, members, "why");
        return Written.required(safety, members, "paths").list().stream()
                .map(w -> rows.path(w, RowCompiler.Place.json()));
    }

    private static Stream<Ledger.Rule> drop(Written drop, RowCompiler rows) {
        Map<String, Written> members = drop.members(Members.DROP);
        String name = Written.required(drop, members, "rule").text();
        String why = Written.required(drop, members, "why").text();
        return Written.required(drop, members, "paths").list().stream()
                .map(w -> new Ledger.Rule(name, rows.path(w, RowCompiler.Place.json()), why));
    }
}
