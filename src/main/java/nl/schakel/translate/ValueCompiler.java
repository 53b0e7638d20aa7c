package nl.schakel.translate;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import nl.schakel.referral.CodeGap;
import nl.schakel.referral.Json;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Values;

/** Turns {@code as}, {@code code} and {@code unknown} of a row into one conversion. */
final class ValueCompiler {
    private static final Conversion AS_IT_IS = (value, at, run) -> Optional.of(value);

    private final CodeTables codes;
    private final Set<String> used = new TreeSet<>();

    ValueCompiler(CodeTables codes) {
        this.codes = codes;
    }

    Set<String> codesUsed() {
        return used;
    }

    /** The rule with the version of its code table, where the table names one: {@code ~iwmo-geslacht version 3.2}. */
    Rule versioned(Rule rule) {
        return new Rule(
                rule.file(),
                rule.line(),
                rule.functions(),
                rule.codes()
                        .map(name -> codes.version(name)
                                .map(version -> name + " version " + version)
                                .orElse(name)));
    }

    /** The functions in the order written, then the code table. */
    Conversion conversion(Map<String, Written> members) {
        Conversion all = AS_IT_IS;
        if (members.containsKey("as")) {
            for (Written name : members.get("as").list()) {
                all = then(all, function(name));
            }
        }
        if (!members.containsKey("code")) {
            return all;
        }
        String unknown =
                Optional.ofNullable(members.get("unknown")).map(Written::text).orElse("refuse");
        return then(all, coded(members.get("code"), unknown));
    }

    private static Conversion then(Conversion before, Conversion next) {
        return before == AS_IT_IS ? next : before.and(next);
    }

    /** Refuses a function that is not there, where it is not compiled. */
    static void known(Written name) {
        if (!"tree".equals(name.text())) {
            function(name);
        }
    }

    private static Conversion function(Written name) {
        try {
            return Conversions.named(name.text())
                    .orElseThrow(
                            () -> name.wrong("function '" + name.text() + "' is not one of " + Conversions.names()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException argument) {
            throw name.wrong("function '" + name.text() + "' does not take this argument");
        }
    }

    /** An unknown code never becomes a silent default: the message waits, the code stays unmapped, or is kept as it is. */
    private Conversion coded(Written name, String unknown) {
        CodeMap map = codes.map(name);
        used.add(name.text());
        return switch (unknown) {
            case "refuse" ->
                (value, at, run) -> {
                    Optional<Json> target = target(map, value, at, run);
                    if (target.isEmpty()) {
                        run.lacks(new CodeGap(map.name(), shown(Values.text(value)), at.path()));
                    }
                    return target;
                };
            case "drop" -> (value, at, run) -> target(map, value, at, run);
            case "keep" -> (value, at, run) -> target(map, value, at, run).or(() -> Optional.of(value));
            default -> throw name.wrong("unknown is one of refuse, drop, keep");
        };
    }

    /** A number of six digits or more is no code but somebody's number. */
    private static String shown(String code) {
        return code.matches("\\d{6,}") ? Values.masked(code) : Values.code(code);
    }

    /** A target that does not mean the same is taken, and said. */
    private static Optional<Json> target(CodeMap map, Json value, Leaf at, Run run) {
        Optional<CodeMap.Target> target = map.target(Values.text(value));
        target.filter(t -> !t.equivalence().isExact()).ifPresent(t -> run.shifts(at, t.equivalence(), map.name()));
        return target.map(t -> new Json.Text(t.text()));
    }
}
