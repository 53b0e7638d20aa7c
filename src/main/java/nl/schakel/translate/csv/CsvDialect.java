package nl.schakel.translate.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a file is written, as declared and never guessed.
 *
 * @param columns the columns of the file, each exactly once; a reader takes them in any order, a writer keeps this one
 */
public record CsvDialect(char separator, Charset charset, List<String> columns) {
    /** What stands between cells where nothing else is declared: what Excel writes in the Netherlands. */
    public static final char SEMICOLON = ';';

    private static final Map<String, Charset> CHARSETS = new TreeMap<>(Map.of(
            "utf-8",
            StandardCharsets.UTF_8,
            "windows-1252",
            Charset.forName("windows-1252"),
            "iso-8859-1",
            StandardCharsets.ISO_8859_1,
            "iso-8859-15",
            Charset.forName("ISO-8859-15")));

    public CsvDialect {
        columns = List.copyOf(columns);
    }

    /** A character set by the name that mapping and partner files use. */
    public static Optional<Charset> charset(String name) {
        return Optional.ofNullable(CHARSETS.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The names of the character sets that may be declared. */
    public static String charsets() {
        return String.join(", ", CHARSETS.keySet());
    }

    /** Whether this character may be declared as a separator. */
    public static boolean separates(char separator) {
        return separator == SEMICOLON || separator == ',' || separator == '\t' || separator == '|';
    }

    /** The same file in another character set. */
    public CsvDialect in(Charset other) {
        return new CsvDialect(separator, other, columns);
    }
}
