package nl.schakel.consent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.Role;

/**
 * The policy table, what its notes mean, and which role may hold which category to begin with. What is in none of them
 * is not allowed.
 */
public final class LegalBasis {
    private static final List<String> POLICY = List.of("purpose", "recipient", "category", "decision", "basis", "note");
    private static final List<String> NOTES = List.of("note", "effect", "words");
    private static final List<String> HOLDERS = List.of("role", "category");

    private final Map<PolicyRow.Cell, PolicyRow> rows;
    private final Map<String, Note> notes;
    private final Set<Holding> holdings;
    private final String version;
    private final String sha256;

    private record Holding(Role role, Category category) {}

    private LegalBasis(
            Map<PolicyRow.Cell, PolicyRow> rows,
            Map<String, Note> notes,
            Set<Holding> holdings,
            String version,
            String sha256) {
        this.rows = Map.copyOf(rows);
        this.notes = Map.copyOf(notes);
        this.holdings = Set.copyOf(holdings);
        this.version = version;
        this.sha256 = sha256;
    }

    /**
     * Reads {@code default-policy.csv}, {@code notes.csv} and {@code holders.csv} of this folder.
     *
     * @throws PolicyInvalid as {@link #parse(String, String, String, String)}
     */
    public static LegalBasis read(Path policy, String version) throws IOException {
        return parse(
                Files.readString(policy.resolve("default-policy.csv")),
                Files.readString(policy.resolve("notes.csv")),
                Files.readString(policy.resolve("holders.csv")),
                version);
    }

    /** The table alone: no note is understood and no role may hold anything, so nothing is permitted. */
    public static LegalBasis parse(String csv, String version) {
        return parse(csv, String.join(",", NOTES), String.join(",", HOLDERS), version);
    }

    /**
     * Reads the three tables of {@code mappings/policy}.
     *
     * @param policy {@code default-policy.csv}
     * @param notes {@code notes.csv}
     * @param holders {@code holders.csv}
     * @param version name of this policy, such as {@code default-policy}
     * @throws PolicyInvalid for unknown words, duplicate rows and broken CSV
     */
    public static LegalBasis parse(String policy, String notes, String holders, String version) {
        return new LegalBasis(
                rows(policy), notes(notes), holdings(holders), version, sha256(List.of(policy, notes, holders)));
    }

    private static Map<PolicyRow.Cell, PolicyRow> rows(String csv) {
        Map<PolicyRow.Cell, PolicyRow> rows = new HashMap<>();
        for (DecisionTable.Row read : DecisionTable.parse("default-policy.csv", csv, POLICY)) {
            PolicyRow row = PolicyRow.read(read);
            if (rows.put(row.cell(), row) != null) {
                throw read.invalid("category", "one row for " + row.cell().id());
            }
        }
        return rows;
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

    /** Over all three, each with its length, so that moving text between them shows. */
    private static String sha256(List<String> tables) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String table : tables) {
                byte[] bytes = table.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }

    Optional<PolicyRow> row(PolicyRow.Cell cell) {
        return Optional.ofNullable(rows.get(cell));
    }

    /** What the row's note means; empty when it has none. */
    Optional<Note> note(PolicyRow row) {
        return row.note().isEmpty()
                ? Optional.empty()
                : Optional.of(notes.getOrDefault(row.note(), Note.unknown(row.note())));
    }

    boolean mayHold(Role role, Category category) {
        return holdings.contains(new Holding(role, category));
    }

    /** How many rows the table has. */
    public int size() {
        return rows.size();
    }

    /** Full hash over the three tables. */
    public String sha256() {
        return sha256;
    }

    /** Version and short hash, such as {@code default-policy@5c01d2aa}. */
    public String id() {
        return version + "@" + sha256.substring(0, 8);
    }
}
