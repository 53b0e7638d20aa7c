package nl.schakel.translate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tables of HL7 v2-to-FHIR: where a field, and each component of its data type, goes. Indexes are left out. */
final class V2ToFhirTables {
    private static final int IDENTIFIER = 1;
    private static final int ATTRIBUTE = 9;
    private static final int DATA_TYPE = 14;
    private static final int DEEPEST = 3;

    private final Path folder;

    /** @param folder {@code mappings} of the HL7 v2-to-FHIR repository */
    V2ToFhirTables(Path folder) {
        this.folder = folder;
    }

    /** Pairs {@code PID-5.1.1 -> Patient.name.family} that the table of this segment claims. */
    Set<String> claims(String segment, String resource) {
        Set<String> claims = new TreeSet<>();
        for (List<String> row : rows("segments", segment + "[" + resource + "]")) {
            field(row.get(IDENTIFIER), resource + "." + plain(row.get(ATTRIBUTE)), row.get(DATA_TYPE), 0, claims);
        }
        return claims;
    }

    /** Pairs {@code XPN.1.1 -> HumanName.family} that the table of this data type claims, with those inside it. */
    Set<String> dataType(String type, String fhir) {
        Set<String> claims = new TreeSet<>();
        String begin = fhir.replaceAll("-.*", "") + ".";
        for (List<String> row : rows("datatypes", type + "[" + fhir + "]")) {
            field(row.get(IDENTIFIER), begin + plain(row.get(ATTRIBUTE)), row.get(DATA_TYPE), 1, claims);
        }
        return claims;
    }

    private void field(String source, String target, String dataType, int depth, Set<String> claims) {
        if (target.endsWith(".")) {
            return;
        }
        claims.add(source + " -> " + target);
        if (dataType.isBlank() || depth == DEEPEST) {
            return;
        }
        for (List<String> row : rows("datatypes", dataType)) {
            String component = row.get(IDENTIFIER).replaceFirst("^[A-Z]+", "");
            String below = plain(row.get(ATTRIBUTE));
            field(source + component, joined(target, below), row.get(DATA_TYPE), depth + 1, claims);
        }
    }

    /** A table of a component may begin again where the table above it ends: name.family and family.extension. */
    private static String joined(String target, String below) {
        String last = target.substring(target.lastIndexOf('.') + 1);
        boolean again = below.equals(last) || below.startsWith(last + ".");
        return again || below.startsWith("$")
                ? target + (again ? below.substring(last.length()) : "")
                : target + "." + below;
    }

    /** {@code name[1].given[2]} is {@code name.given}; {@code participant[1].individual(Practitioner)} loses its type. */
    private static String plain(String attribute) {
        return attribute
                .strip()
                .replaceAll("\\[[^]]*]", "")
                .replaceAll("\\([^)]*\\)", "")
                .replaceAll("^\\.", "")
                .replaceAll("=.*", "");
    }

    private List<List<String>> rows(String kind, String name) {
        return file(kind, name).map(V2ToFhirTables::read).orElse(List.of());
    }

    private Optional<Path> file(String kind, String name) {
        try (Stream<Path> files = Files.list(folder.resolve(kind))) {
            return files.filter(f -> f.getFileName().toString().contains("_ " + name + " - "))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<List<String>> read(Path file) {
        try {
            return Csv.rows(Files.readString(file)).stream()
                    .skip(2)
                    .filter(row -> row.size() > DATA_TYPE && row.get(IDENTIFIER).matches("[A-Z0-9]+[-.].*"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fields in quotes may hold commas and line ends (RFC 4180). */
    private static final class Csv {
        private static final Pattern FIELD = Pattern.compile("(?:\"((?:[^\"]|\"\")*)\"|([^,\r\n]*))(,|\r?\n|$)");

        private Csv() {}

        static List<List<String>> rows(String text) {
            List<List<String>> rows = new ArrayList<>();
            List<String> row = new ArrayList<>();
            Matcher field = FIELD.matcher(text);
            int at = 0;
            while (at < text.length() && field.find(at)) {
                row.add(field.group(1) == null ? field.group(2) : field.group(1).replace("\"\"", "\""));
                at = field.end();
                if (!",".equals(field.group(3))) {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            }
            if (!row.isEmpty()) {
                rows.add(row);
            }
            return rows;
        }
    }
}
