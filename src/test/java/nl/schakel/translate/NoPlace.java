package nl.schakel.translate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A row of {@code mappings/<system>/<version>/no-place.csv}: why a format carries some list of a method not. The first row that
 * fits counts.
 *
 * @param family the folder, with a slash behind it
 * @param mapping name of a mapping in it; a star stands for any letters
 * @param list name of a code list; a star stands for any letters
 */
record NoPlace(String family, String mapping, String list, String why) {

    static List<NoPlace> all() {
        try (Stream<Path> files = Files.find(Samples.MAPPINGS, 3, (file, facts) -> file.endsWith("no-place.csv"))) {
            return files.sorted().flatMap(NoPlace::rows).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<NoPlace> rows(Path file) {
        String family = Samples.MAPPINGS.relativize(file.getParent()) + "/";
        return MethodLists.lines(file)
                .filter(line -> !line.startsWith("#") && !line.equals("mapping,list,why"))
                .map(line -> line.split(",", 3))
                .map(row -> new NoPlace(family, row[0], row[1], row[2]));
    }

    static Optional<NoPlace> first(List<NoPlace> rows, String mapping, String list) {
        return rows.stream().filter(row -> row.fits(mapping, list)).findFirst();
    }

    private boolean fits(String id, String name) {
        return id.startsWith(family) && like(mapping, id.substring(family.length())) && like(list, name);
    }

    private static boolean like(String pattern, String text) {
        return text.matches(pattern.replace("*", ".*"));
    }
}
