package nl.schakel.disclosure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** Every member that some inbound mapping can write into a canonical resource, read from the mappings themselves. */
final class CanonicalMembers {
    private static final Path MAPPINGS = Path.of("mappings");
    private static final Pattern NAME = Pattern.compile("_?[a-zA-Z]+");

    private final Set<String> names = new TreeSet<>();

    private CanonicalMembers() {}

    static Set<String> all() throws IOException {
        CanonicalMembers members = new CanonicalMembers();
        try (Stream<Path> files = Files.walk(MAPPINGS)) {
            for (Path file : files.filter(CanonicalMembers::isMapping).toList()) {
                if (new Yaml().load(Files.readString(file)) instanceof Map<?, ?> mapping) {
                    members.items(mapping.get("items"), file.getParent().resolve("parts"));
                }
            }
        }
        return members.names;
    }

    private static boolean isMapping(Path file) {
        String name = file.toString();
        return name.endsWith(".yaml") && !name.contains("examples") && !name.contains("/parts/");
    }

    /** Items, rows and groups alike: whatever has a target writes it. */
    private void items(Object node, Path parts) throws IOException {
        if (node instanceof List<?> list) {
            for (Object element : list) {
                items(element, parts);
            }
        } else if (node instanceof Map<?, ?> map) {
            if (map.get("include") instanceof String part) {
                items(new Yaml().load(Files.readString(parts.resolve(part + ".yaml"))), parts);
            }
            if (map.get("to") instanceof String target) {
                Matcher matcher = NAME.matcher(target.replaceAll("\\[[^\\]]*]", ""));
                while (matcher.find()) {
                    names.add(matcher.group());
                }
            }
            items(map.get("rows"), parts);
        }
    }
}
