package nl.schakel.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nl.schakel.pipeline.Rehearsal;
import nl.schakel.referral.Category;
import nl.schakel.translate.Account;
import nl.schakel.translate.Explanation;
import nl.schakel.translate.Rule;

/**
 * One line of the field-by-field table.
 *
 * @param source where the value stood in the message; empty for a constant
 * @param through the place in the canonical form, for a value of a target
 * @param rule file and line, or the name of the rule that dropped it
 * @param how functions and code table; for a drop its reason
 * @param target where the value went; empty when it went nowhere
 * @param loss {@code mapped} (with what a code table changed, such as {@code mapped, wider}), {@code decides}, {@code constant},
 *     {@code deleted} (by the sender; with {@code but stays} where that is not followed), {@code dropped} or {@code unmapped}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record FieldRow(
        List<String> source,
        List<String> through,
        String rule,
        String how,
        String target,
        String loss,
        String category) {

    /** Every value of the target, then every leaf of the source that is in none of them. */
    static List<FieldRow> of(Explanation<?> explained) {
        List<FieldRow> rows = new ArrayList<>();
        explained.fields().forEach(field -> rows.add(written(field, field.sources(), List.of())));
        explained.deletions().forEach(deletion -> rows.add(deleted(deletion)));
        Set<String> told =
                explained.deletions().stream().map(Explanation.Deleted::source).collect(Collectors.toSet());
        explained.account().entries().stream()
                .filter(entry -> entry.targets().isEmpty() && !told.contains(entry.path()))
                .forEach(entry -> rows.add(left(entry, List.of(entry.path()), List.of())));
        return rows;
    }

    /** The same for a receiver, followed back through the release to the places of the message itself. */
    static List<FieldRow> of(Rehearsal.Released released, Explanation<?> read) {
        Map<String, List<String>> sources = new HashMap<>();
        read.fields().forEach(field -> sources.put(field.target(), field.sources()));
        List<FieldRow> rows = new ArrayList<>();
        for (Explanation.Field field : released.explained().fields()) {
            List<String> through = field.sources().stream()
                    .map(path -> released.trail().getOrDefault(path, path))
                    .toList();
            rows.add(written(field, back(through, sources), through));
        }
        released.explained().account().entries().stream()
                .filter(entry -> entry.targets().isEmpty())
                .forEach(entry -> {
                    List<String> through = List.of(released.trail().getOrDefault(entry.path(), entry.path()));
                    rows.add(left(entry, back(through, sources), through));
                });
        return rows;
    }

    private static List<String> back(List<String> through, Map<String, List<String>> sources) {
        return through.stream()
                .flatMap(path -> sources.getOrDefault(path, List.of()).stream())
                .distinct()
                .toList();
    }

    private static FieldRow written(Explanation.Field field, List<String> source, List<String> through) {
        List<String> how = new ArrayList<>(field.rule().functions());
        field.rule().codes().ifPresent(codes -> how.add("code " + codes));
        return new FieldRow(
                source,
                through,
                field.rule().place(),
                String.join(", ", how),
                field.target(),
                loss(field),
                field.category().map(Category::code).orElse(""));
    }

    private static FieldRow deleted(Explanation.Deleted deletion) {
        return new FieldRow(
                List.of(deletion.source()),
                List.of(),
                deletion.rule().map(Rule::place).orElse(""),
                deletion.stays() ? "safety or the referral rests on it" : "taken out of what was known",
                deletion.target(),
                deletion.stays() ? "deleted, but stays" : "deleted",
                deletion.category().code());
    }

    private static String loss(Explanation.Field field) {
        if (field.deletes()) {
            return "deleted";
        }
        return field.sources().isEmpty() ? "constant" : "mapped" + shift(field);
    }

    private static String shift(Explanation.Field field) {
        return field.shift().map(how -> ", " + how.code()).orElse("");
    }

    private static FieldRow left(Account.Entry entry, List<String> source, List<String> through) {
        String loss = entry.loss() == Account.Loss.MAPPED
                ? "decides"
                : entry.loss().name().toLowerCase(Locale.ROOT);
        return new FieldRow(
                source, through, String.join(", ", entry.rules()), entry.why().orElse(""), "", loss, "");
    }

    static List<String> table(List<FieldRow> rows) {
        boolean outbound = rows.stream().anyMatch(row -> !row.through().isEmpty());
        Table table = outbound
                ? new Table("SOURCE", "CANONICAL", "TARGET", "RULE", "HOW", "LOSS", "CATEGORY")
                : new Table("SOURCE", "TARGET", "RULE", "HOW", "LOSS", "CATEGORY");
        for (FieldRow row : rows) {
            String source = text(String.join(" + ", row.source()));
            if (outbound) {
                String through = text(String.join(" + ", row.through()));
                table.row(
                        source,
                        through,
                        text(row.target()),
                        text(row.rule()),
                        text(row.how()),
                        row.loss(),
                        row.category());
            } else {
                table.row(source, text(row.target()), text(row.rule()), text(row.how()), row.loss(), row.category());
            }
        }
        return table.lines();
    }

    private static String text(String value) {
        return value.isEmpty() ? "-" : value;
    }

    /** How many leaves there are, what became of them, and how many of the mapped mean something else now. */
    static Map<String, Long> counts(Account account) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("leaves", (long) account.entries().size());
        for (Account.Loss loss : Account.Loss.values()) {
            counts.put(loss.name().toLowerCase(Locale.ROOT), account.count(loss));
        }
        counts.put("shifted", account.shifted());
        return counts;
    }

    /** The values of a target by their place, as JSON text. */
    static Map<String, String> values(Explanation<?> explained) {
        Map<String, String> values = new TreeMap<>();
        explained
                .fields()
                .forEach(field ->
                        values.put(field.target(), new String(field.value().utf8(), StandardCharsets.UTF_8)));
        return values;
    }
}
