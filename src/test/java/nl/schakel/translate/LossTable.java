package nl.schakel.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import nl.schakel.referral.Problem;
import nl.schakel.referral.Step;

/** What becomes of the leaves of some messages, as a part of a page: counts, rules and reasons, never a value. */
final class LossTable {
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Set<String>> reasons = new TreeMap<>();
    private final Map<String, Long> droppedBy = new TreeMap<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private long leaves;
    private long mapped;
    private long dropped;
    private long deleted;
    private final List<String> unmappedPlaces = new ArrayList<>();
    private int read;
    private int refused;

    void add(String name, Step<? extends Explanation<?>> step) {
        lines.add(step.fold(explained -> row(name, explained), problem -> refusal(name, problem)));
    }

    private String row(String name, Explanation<?> explained) {
        Account account = explained.account();
        read++;
        leaves += account.entries().size();
        mapped += account.count(Account.Loss.MAPPED);
        dropped += account.count(Account.Loss.DROPPED);
        deleted += account.count(Account.Loss.DELETED);
        account.entries().stream()
                .filter(entry -> entry.loss() == Account.Loss.UNMAPPED)
                .forEach(entry -> unmappedPlaces.add(name + ": " + entry.path()));
        return "| %s | %d | %d | %d | %d | %d | %s |"
                .formatted(
                        name,
                        account.entries().size(),
                        account.count(Account.Loss.MAPPED),
                        account.count(Account.Loss.DROPPED),
                        account.count(Account.Loss.DELETED),
                        account.count(Account.Loss.UNMAPPED),
                        rules(account));
    }

    private String rules(Account account) {
        Map<String, Long> counts = new TreeMap<>();
        for (Account.Entry entry : account.entries()) {
            if (entry.loss() == Account.Loss.DROPPED) {
                String rule = entry.rules().get(0);
                counts.merge(rule, 1L, Long::sum);
                reasons.computeIfAbsent(rule, r -> new TreeSet<>())
                        .add(entry.why().orElse(""));
            }
        }
        counts.forEach((rule, count) -> droppedBy.merge(rule, count, Long::sum));
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }

    private String refusal(String name, Problem problem) {
        refused++;
        String what = "[%s](errors.md#%s)%s"
                .formatted(
                        problem.code().id(),
                        problem.code().id(),
                        problem.place().map(at -> " at `" + cell(at) + "`").orElse(""));
        refusals.merge(what, 1, Integer::sum);
        return "| %s | - | - | - | - | - | refused: %s |".formatted(name, what);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    /** The counts and, below them, each rule with how much it drops and why, and each refusal with how often. */
    String summary() {
        StringBuilder text = new StringBuilder(counts() + ".\n");
        if (!refusals.isEmpty()) {
            text.append("\nRefused: ")
                    .append(refusals.entrySet().stream()
                            .map(refusal -> refusal.getKey() + " " + refusal.getValue() + " times")
                            .collect(Collectors.joining("; ")))
                    .append(".\n");
        }
        text.append("\n| rule | values | why |\n|---|---|---|\n");
        reasons.forEach((rule, whys) -> whys.forEach(
                why -> text.append("| %s | %d | %s |\n".formatted(rule, droppedBy.getOrDefault(rule, 0L), cell(why)))));
        return text.toString();
    }

    /** Message and place of each leaf that no row knows. */
    List<String> unmappedPlaces() {
        return unmappedPlaces;
    }

    String counts() {
        return "%d read, %d refused; %d leaves: %d mapped, %d dropped, %d deleted, %d unmapped"
                .formatted(read, refused, leaves, mapped, dropped, deleted, unmappedPlaces.size());
    }

    /** The rows and, below them, each rule with its reason. */
    String text(String what) {
        StringBuilder text = new StringBuilder("""
                %s

                | %s | leaves | mapped | dropped | deleted | unmapped | dropped by rule, or why it was refused |
                |---|---|---|---|---|---|---|
                """.formatted(counts() + ".", what));
        lines.forEach(line -> text.append(line).append('\n'));
        if (!reasons.isEmpty()) {
            text.append("\n| rule | why |\n|---|---|\n");
            reasons.forEach((rule, whys) -> whys.forEach(why -> text.append("| ")
                    .append(rule)
                    .append(" | ")
                    .append(cell(why))
                    .append(" |\n")));
        }
        return text.toString();
    }
}
