package nl.schakel.translate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What an HL7 v2 mapping file of ours claims, read from the file: {@code PID-5.1.1 -> Patient.name.family}. */
final class ClaimedRows {
    private static final Pattern SOURCE =
            Pattern.compile("([A-Z][A-Z0-9]{2})(?:\\[[^]]*])?-(\\d+)(?:\\[[^]]*]|\\(\\d+\\))?((?:\\.\\d+)*)");

    private final Path folder;
    private final Set<String> claims = new TreeSet<>();

    private ClaimedRows(Path folder) {
        this.folder = folder;
    }

    static Set<String> of(Path mapping) {
        ClaimedRows rows = new ClaimedRows(mapping.resolveSibling("parts"));
        Map<?, ?> file = (Map<?, ?>) read(mapping);
        for (Map<?, ?> item : rows.included(file.get("items"))) {
            rows.rows(item.get("rows"), String.valueOf(item.get("resource")));
        }
        return rows.claims;
    }

    private void rows(Object rows, String place) {
        for (Map<?, ?> row : included(rows)) {
            Object to = row.containsKey("to") ? row.get("to") : row.get("ours");
            String target = to == null ? place : place + "." + plain(String.valueOf(to));
            if (row.containsKey("rows")) {
                rows(row.get("rows"), target);
            }
            for (String kind : List.of("from", "first", "join", "theirs")) {
                sources(row.get(kind)).forEach(source -> claims.add(source + " -> " + target));
            }
        }
    }

    private static List<String> sources(Object written) {
        List<?> all = written instanceof List<?> list ? list : written == null ? List.of() : List.of(written);
        List<String> sources = new ArrayList<>();
        for (Object one : all) {
            Matcher source = SOURCE.matcher(String.valueOf(one));
            if (source.matches()) {
                sources.add(source.group(1) + "-" + source.group(2) + source.group(3));
            }
        }
        return sources;
    }

    private static String plain(String target) {
        return target.replaceAll("\\[[^]]*]", "").replace("_", "");
    }

    private List<Map<?, ?>> included(Object list) {
        List<Map<?, ?>> all = new ArrayList<>();
        for (Object element : (List<?>) list) {
            Map<?, ?> row = (Map<?, ?>) element;
            if (row.size() == 1 && row.containsKey("include")) {
                all.addAll(included(read(folder.resolve(row.get("include") + ".yaml"))));
            } else {
                all.add(row);
            }
        }
        return all;
    }

    private static Object read(Path file) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
