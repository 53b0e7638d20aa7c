package nl.schakel.consent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small policy of these rows, with the laws {@code Wmo}, {@code New} (from 1 July 2021) and {@code Bill}. */
public final class SamplePolicy {
    static final String TABLE = "purpose,sender,recipient,category,decision,valid_from,valid_to,law,basis,note\n";
    static final String LAWS = """
            law,title,in_force_from,in_force_to,source
            Wmo,Wmo 2015,,,test
            NEN-7517,presumed,,,test
            New,a new law,2021-07-01,,test
            Bill,a bill,not-in-force,,test
            """;
    static final String NOTES = "note,effect,words\n";
    static final String HOLDERS = "role,category\n";

    private final List<String> rows;
    private final List<String> notes = new ArrayList<>();
    private final List<String> holders = new ArrayList<>();

    private SamplePolicy(List<String> rows) {
        this.rows = rows;
    }

    public static SamplePolicy of(String... rows) {
        return new SamplePolicy(List.of(rows));
    }

    /** The policy of the repository. */
    public static LegalBasis ofRepository() {
        try {
            return LegalBasis.read(Path.of("mappings/policy"), "default-policy");
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    public SamplePolicy note(String line) {
        notes.add(line);
        return this;
    }

    public SamplePolicy holds(String line) {
        holders.add(line);
        return this;
    }

    public LegalBasis basis() {
        return LegalBasis.parse(source());
    }

    public PolicySource source() {
        return new PolicySource("p", TABLE + lines(rows), LAWS, NOTES + lines(notes), HOLDERS + lines(holders));
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
