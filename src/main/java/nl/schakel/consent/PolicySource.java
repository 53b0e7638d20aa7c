package nl.schakel.consent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The texts of one policy, exactly as they were read; whoever has them can decide as was decided then.
 *
 * @param version name under which decisions record it
 * @param table {@code default-policy.csv}
 * @param laws {@code laws.csv}
 * @param notes {@code notes.csv}
 * @param holders {@code holders.csv}
 */
public record PolicySource(String version, String table, String laws, String notes, String holders) {

    /** Over the four tables, 64 hex digits. */
    public String sha256() {
        return Hash.of(List.of(table, laws, notes, holders));
    }

    /** Writes the tables as {@link #read} finds them. */
    void write(Path policy) throws IOException {
        Files.writeString(policy.resolve("default-policy.csv"), table);
        Files.writeString(policy.resolve("laws.csv"), laws);
        Files.writeString(policy.resolve("notes.csv"), notes);
        Files.writeString(policy.resolve("holders.csv"), holders);
    }

    static PolicySource read(Path policy, String version) throws IOException {
        return new PolicySource(
                version,
                Files.readString(policy.resolve("default-policy.csv")),
                Files.readString(policy.resolve("laws.csv")),
                Files.readString(policy.resolve("notes.csv")),
                Files.readString(policy.resolve("holders.csv")));
    }
}
