package nl.schakel.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What there is about the client of an item of work: about most there is nothing, and then nothing is asked. */
record Beforehand(Set<Part> parts, Optional<Dossier.Head> head) {
    /** Of a row {@code w} of work with the head {@code h} of its client. */
    static final String COLUMNS = Stream.of(Part.values())
            .map(part -> "exists (select 1 from schakel." + part.table() + " k where " + part.ofItem + ") as "
                    + part.column() + ",\n")
            .collect(Collectors.joining("", "", "h.count, h.mac"));

    /** Each in a table of its own. */
    enum Part {
        AMENDMENT("k.year = w.year and k.number = w.number"),
        CONSENT("k.stream = w.stream"),
        OPENING("k.stream = w.stream"),
        CONFLICT("k.stream = w.stream"),
        PROTECTION("k.stream = w.stream"),
        TIE("k.stream = w.stream"),
        JOINED("k.surviving = w.stream"),
        FAMILY_CLAIM("k.stream = w.stream");

        private final String ofItem;

        Part(String ofItem) {
            this.ofItem = ofItem;
        }

        private String table() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String column() {
            return "has_" + table();
        }
    }

    /** Whether others may be one family with the client: {@link FamilyLock} finds them by these. */
    boolean mayHaveFamily() {
        return parts.contains(Part.TIE) || parts.contains(Part.FAMILY_CLAIM);
    }

    /** Whether numbers were joined into the one where the client is kept. */
    boolean wasJoined() {
        return parts.contains(Part.JOINED);
    }

    static Beforehand of(ResultSet row) throws SQLException {
        Set<Part> there = EnumSet.noneOf(Part.class);
        for (Part part : Part.values()) {
            if (row.getBoolean(part.column())) {
                there.add(part);
            }
        }
        return new Beforehand(
                there, row.getBytes("mac") == null ? Optional.empty() : Optional.of(DossierRows.head(row)));
    }
}
