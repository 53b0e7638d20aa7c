package nl.schakel.consent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.Role;

/**
 * The policy table with its laws, what its notes mean, and which role may hold which category to begin with. What is in
 * none of them is not allowed.
 */
public final class LegalBasis {
    private static final List<String> LAWS = List.of("law", "title", "in_force_from", "in_force_to", "source");
    private static final List<String> NOTES = List.of("note", "effect", "words");
    private static final List<String> HOLDERS = List.of("role", "category");

    private final Map<PolicyRow.Cell, List<PolicyRow>> rows;
    private final Map<String, Law> laws;
    private final Map<String, Note> notes;
    private final Set<Holding> holdings;
    private final PolicySource source;
    private final String sha256;

    private record Holding(Role role, Category category) {}

    private LegalBasis(PolicySource source) {
        this.source = source;
        this.sha256 = source.sha256();
        this.laws = laws(source.laws());
        this.rows = Map.copyOf(PolicyTable.read(source.table(), laws));
        this.notes = notes(source.notes());
        this.holdings = Set.copyOf(holdings(source.holders()));
    }

    /**
     * Reads the tables of this folder: {@code default-policy.csv}, {@code laws.csv}, {@code notes.csv} and {@code
     * holders.csv}.
     *
     * @param version name of this policy, such as {@code default-policy}
     * @throws PolicyInvalid as {@link #parse}, and for a table that would switch break-glass off
     */
    public static LegalBasis read(Path policy, String version) throws IOException {
        LegalBasis basis = parse(PolicySource.read(policy, version));
        if (basis.rows.values().stream().flatMap(List::stream).noneMatch(PolicyRow::isForEmergencies)) {
            throw new PolicyInvalid(
                    "default-policy.csv", 1, "decision", "no BREAK-GLASS", "BREAK-GLASS rows; they cannot be left out");
        }
        return basis;
    }

    /**
     * Reads the tables of {@code mappings/policy}.
     *
     * @throws PolicyInvalid for unknown words, overlapping days, days left out, laws that are unknown or not in force,
     *     and broken CSV
     */
    public static LegalBasis parse(PolicySource source) {
        return new LegalBasis(source);
    }

    private static Map<String, Law> laws(String csv) {
        Map<String, Law> laws = new LinkedHashMap<>();
        for (DecisionTable.Row read : DecisionTable.parse("laws.csv", csv, LAWS)) {
            Law law = Law.read(read);
            if (laws.put(law.code(), law) != null) {
                throw read.invalid("law", "every law once");
            }
        }
        return laws;
    }

    private static Map<String, Note> notes(String csv) {
        Map<String, Note> notes = new HashMap<>();
        for (DecisionTable.Row read : DecisionTable.parse("notes.csv", csv, NOTES)) {
            if (notes.put(read.text("note"), Note.read(read)) != null) {
                throw read.invalid("note", "every note once");
            }
        }
        return notes;
    }

    private static Set<Holding> holdings(String csv) {
        Set<Holding> holdings = new HashSet<>();
        for (DecisionTable.Row read : DecisionTable.parse("holders.csv", csv, HOLDERS)) {
            Holding holding = new Holding(
                    read.known("role", Role::of, "a recipient of legend.json"),
                    read.known("category", Category::of, "a category of legend.json"));
            if (!holdings.add(holding)) {
                throw read.invalid("category", "every pair once");
            }
        }
        return holdings;
    }

    /** The row that holds on this day: one for this kind of sender before one for every sender. */
    Optional<PolicyRow> row(PolicyRow.Cell cell, Instant at) {
        return dated(cell, at).or(() -> dated(cell.anySender(), at));
    }

    private Optional<PolicyRow> dated(PolicyRow.Cell cell, Instant at) {
        for (PolicyRow row : rows.getOrDefault(cell, List.of())) {
            if (row.period().contains(at)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /** What the row's note means; empty when it has none. */
    Optional<Note> note(PolicyRow row) {
        return row.note().isEmpty()
                ? Optional.empty()
                : Optional.of(notes.getOrDefault(row.note(), Note.unknown(row.note())));
    }

    /** Whether an organisation of this kind holds this of its own accord, so that it may pass it on. */
    public boolean mayHold(Role role, Category category) {
        return holdings.contains(new Holding(role, category));
    }

    /** How many rows the table has. */
    public int size() {
        return rows.values().stream().mapToInt(List::size).sum();
    }

    /** The exact tables it was read from. */
    public PolicySource source() {
        return source;
    }

    /** Full hash over the tables. */
    public String sha256() {
        return sha256;
    }

    /** Version and short hash, such as {@code default-policy@5c01d2aa}. */
    public String id() {
        return source.version() + "@" + sha256.substring(0, 8);
    }
}
