package nl.schakel.translate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import nl.schakel.referral.Json;
import nl.schakel.referral.ProblemCode;
import nl.schakel.translate.tree.Path;
import nl.schakel.translate.tree.PathGrammar;
import nl.schakel.translate.tree.TargetPath;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns the rows of a mapping file into closures and refuses, with its line, a row that cannot work: a path that is not
 * well formed, an unknown function or code table, two rows that claim one target.
 */
final class RowCompiler {
    private final PathGrammar paths;
    private final ValueCompiler values;
    private final Documents documents;

    RowCompiler(PathGrammar paths, CodeTables codes, Documents documents) {
        this.paths = paths;
        this.values = new ValueCompiler(codes);
        this.documents = documents;
    }

    /** Finds the outbound mapping that a row puts as a document into its own. */
    @FunctionalInterface
    interface Documents {
        Optional<OutboundMapping> named(String id);
    }

    /** Where the rows of a group stand. */
    record Place(List<String> groups, Function<String, Optional<TargetPath>> targets) {
        Place inside(Optional<String> each) {
            List<String> inner = new ArrayList<>(groups);
            each.ifPresent(path -> inner.add(0, path));
            return new Place(inner, targets);
        }

        static Place json() {
            return new Place(List.of(), TargetPath::json);
        }

        /** Below each repetition that a group writes, such as {@code PID-11[*]}; elsewhere as it is. */
        Place below(String target) {
            boolean repetition = target.matches("[A-Z][A-Z0-9]{2}-\\d{1,3}\\[\\*]");
            return repetition
                    ? new Place(groups, text -> TargetPath.hl7Below(text, target.substring(0, target.length() - 3)))
                    : this;
        }

        static Place segment(String name, List<String> groups) {
            return new Place(groups, text -> TargetPath.hl7(text, name));
        }
    }

    /** Code tables named so far; they belong to the content hash. */
    Set<String> codesUsed() {
        return values.codesUsed();
    }

    List<Action> rows(Written rows, Place place) {
        return rows(rows, place, new HashSet<>());
    }

    private List<Action> rows(Written rows, Place place, Set<String> claimed) {
        List<Action> actions = new ArrayList<>();
        for (Written row : rows.list()) {
            actions.add(row(row, rows, place, claimed));
        }
        return actions;
    }

    private Action row(Written row, Written beside, Place place, Set<String> claimed) {
        if (row.members().containsKey("rows")) {
            return new Row(rule(row), group(row, beside, place, claimed));
        }
        if (row.members().containsKey("refuse")) {
            return new Row(rule(row), refusal(row, place));
        }
        if (row.members().containsKey("document")) {
            return new Row(rule(row), document(row, place));
        }
        Map<String, Written> members = row.members(Members.ROW);
        TargetPath to = target(Written.required(row, members, "to"), place);
        claim(row, members, to, claimed);
        return new Row(values.versioned(rule(row)), leaf(row, beside, members, to, place));
    }

    /** The rule that a row, a group or an item is in an account. */
    static Rule rule(Written row) {
        Map<String, Written> members = row.members();
        return new Rule(
                row.file(),
                row.line(),
                Optional.ofNullable(members.get("as")).map(Written::texts).orElse(List.of()),
                Optional.ofNullable(members.get("code")).map(Written::text));
    }

    private Action refusal(Written row, Place place) {
        Map<String, Written> members = row.members(Members.REFUSAL);
        Written code = Written.required(row, members, "refuse");
        ProblemCode problem = List.of(ProblemCode.values()).stream()
                .filter(p -> p.name().equals(code.text()))
                .findFirst()
                .orElseThrow(() -> code.wrong("'" + code.text() + "' is no problem of the catalogue"));
        return Rows.refuse(
                condition(members, place),
                problem,
                Written.required(row, members, "at").text());
    }

    private Action document(Written row, Place place) {
        Map<String, Written> members = row.members(Members.DOCUMENT);
        Written id = Written.required(row, members, "document");
        OutboundMapping mapping = documents
                .named(id.text())
                .orElseThrow(() ->
                        id.wrong("there is no outbound mapping '" + id.text() + "' without a document of its own"));
        return Rows.document(condition(members, place), mapping, target(Written.required(row, members, "to"), place));
    }

    /** A constant after a row with a source is its default; anything else on a claimed target could never be reached. */
    private static void claim(Written row, Map<String, Written> members, TargetPath to, Set<String> claimed) {
        String constant = "constant " + to.text();
        boolean isConstant = members.containsKey("value");
        boolean reached = !claimed.contains(constant) && (isConstant || !claimed.contains(to.text()));
        if (!to.appends() && !reached) {
            throw row.wrong("'" + to.text() + "' has its value from an earlier row, so this one is never reached");
        }
        clash(to, claimed).ifPresent(other -> {
            throw row.wrong("'" + to.text() + "' clashes with '" + other + "', which an earlier row writes");
        });
        boolean mayDrop = members.containsKey("unknown")
                && "drop".equals(members.get("unknown").text());
        if (!mayDrop && !members.containsKey("when") && !members.containsKey("unless")) {
            claimed.add(isConstant ? constant : to.text());
        }
    }

    /** A value and something inside it cannot both be written: what comes later never is. */
    private static Optional<String> clash(TargetPath to, Set<String> claimed) {
        return claimed.stream()
                .map(text -> text.replaceFirst("^constant ", ""))
                .filter(text -> isInside(text, to.text()) || isInside(to.text(), text))
                .findFirst();
    }

    private static boolean isInside(String inner, String outer) {
        return inner.startsWith(outer + '.');
    }

    private Action leaf(Written row, Written beside, Map<String, Written> members, TargetPath to, Place place) {
        Condition condition = condition(members, place);
        Set<String> sources = new LinkedHashSet<>(members.keySet());
        sources.retainAll(Set.of("from", "first", "join", "value"));
        if (sources.size() != 1) {
            throw row.wrong("a row has exactly one of from, first, join, value");
        }
        RowCheck.check(members, to);
        String source = sources.iterator().next();
        Written written = Written.required(row, members, source);
        if ("value".equals(source)) {
            return Rows.constant(condition, constant(written), to);
        }
        List<Path> from = written.list().stream().map(w -> path(w, place)).toList();
        return sourced(source, members, condition, from, to, isAlone(to, beside));
    }

    private static boolean isAlone(TargetPath to, Written rows) {
        return rows.list().stream()
                        .filter(row -> row.has("to")
                                && Written.required(row, row.members(), "to")
                                        .text()
                                        .equals(to.text()))
                        .count()
                == 1;
    }

    private Action sourced(
            String source,
            Map<String, Written> members,
            Condition condition,
            List<Path> from,
            TargetPath to,
            boolean alone) {
        if (members.containsKey("as") && "tree".equals(members.get("as").texts().get(0))) {
            return Rows.tree(condition, from.get(0), to);
        }
        Conversion as = values.conversion(members);
        if ("join".equals(source)) {
            String with =
                    Optional.ofNullable(members.get("with")).map(Written::text).orElse(" ");
            return Rows.join(condition, from, with, as, to);
        }
        boolean required = Optional.ofNullable(members.get("required"))
                .map(w -> "true".equals(w.text()))
                .orElse(false);
        return to.appends()
                ? Rows.each(condition, from.get(0), as, to, alone)
                : Rows.first(condition, from, as, to, required);
    }

    private Group group(Written group, Written beside, Place place, Set<String> claimed) {
        Map<String, Written> members = group.members(Members.GROUP);
        Optional<Written> each = Optional.ofNullable(members.get("each"));
        Optional<Path> over = each.map(w -> path(w, place));
        Optional<String> segment = Optional.ofNullable(members.get("segment")).map(Written::text);
        Place around = place.inside(each.map(Written::text));
        Optional<TargetPath> written = Optional.ofNullable(members.get("to")).map(w -> target(w, place));
        Place inner = segment.map(name -> Place.segment(name, around.groups()))
                .orElseGet(() -> written.map(to -> around.below(to.text())).orElse(around));
        Written rows = Written.required(group, members, "rows");
        boolean sameElement =
                members.keySet().stream().allMatch(name -> Set.of("rows", "why").contains(name));
        List<Action> actions = new ArrayList<>(rows(rows, inner, sameElement ? claimed : new HashSet<>()));
        Optional<TargetPath> to = written;
        if (segment.isPresent()) {
            actions.add(0, Rows.constant(Condition.ALWAYS, new Json.Text(segment.get()), jsonTarget("segment")));
            to = Optional.of(jsonTarget("segments[*]"));
        }
        return new Group(condition(members, around), over, to, actions, constantsAlone(rows), Known.of(group, beside));
    }

    private static TargetPath jsonTarget(String text) {
        return TargetPath.json(text).orElseThrow();
    }

    private static boolean constantsAlone(Written rows) {
        return rows.list().stream().allMatch(row -> row.members().containsKey("value"));
    }

    /** What must be and must not be the same can never be: such a row would never be reached. */
    private static void contradiction(Map<String, Written> members) {
        Written unless = members.get("unless");
        Written when = members.get("when");
        if (unless == null || when == null) {
            return;
        }
        Map<String, Written> never = unless.members();
        when.members().forEach((path, values) -> {
            List<String> refused = never.containsKey(path) ? never.get(path).texts() : List.of();
            if (refused.contains(Condition.ANY_VALUE) || (!refused.isEmpty() && refused.containsAll(values.texts()))) {
                throw values.wrong("'" + path + "' must and must not have this value, so this is never reached");
            }
        });
    }

    /** The condition written beside a row or group. */
    Condition condition(Map<String, Written> members, Place place) {
        contradiction(members);
        List<Condition> all = new ArrayList<>();
        all.addAll(conditions(Optional.ofNullable(members.get("unless")), place, Condition::unless));
        all.addAll(conditions(Optional.ofNullable(members.get("when")), place, Condition::when));
        return Condition.all(all);
    }

    private List<Condition> conditions(
            Optional<Written> written, Place place, BiFunction<Path, Set<String>, Condition> made) {
        Map<String, Written> paths = written.map(Written::members).orElse(Map.of());
        return paths.entrySet().stream()
                .map(e -> made.apply(
                        path(e.getValue(), e.getKey(), place),
                        Set.copyOf(e.getValue().texts())))
                .toList();
    }

    Path path(Written written, Place place) {
        return path(written, written.text(), place);
    }

    private Path path(Written written, String text, Place place) {
        try {
            return paths.compile(text, place.groups());
        } catch (IllegalArgumentException e) {
            throw written.wrong(Optional.ofNullable(e.getMessage()).orElse("no path"));
        }
    }

    private static TargetPath target(Written written, Place place) {
        return place.targets()
                .apply(written.text())
                .orElseThrow(() -> written.wrong("'" + written.text() + "' is no target path here"));
    }

    static Json constant(Written value) {
        if (value.is(Tag.BOOL)) {
            return new Json.Bool(Boolean.parseBoolean(value.text()));
        }
        return value.is(Tag.INT) ? Json.number(Long.parseLong(value.text())) : new Json.Text(value.text());
    }
}
