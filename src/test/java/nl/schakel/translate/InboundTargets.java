package nl.schakel.translate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the tables of inbound mappings can write, read from the tables themselves: every target of every item, also those
 * that no example reaches.
 */
final class InboundTargets {
    /**
     * A place that a row can write.
     *
     * @param path with {@code []} where elements repeat
     * @param tree whether everything below a place of the source goes there
     */
    record Target(String family, String item, String resource, String category, String path, boolean tree) {}

    private final List<Target> targets = new ArrayList<>();

    private InboundTargets() {}

    static List<Target> all() {
        InboundTargets all = new InboundTargets();
        MappingFolder.load(Samples.MAPPINGS).inbound().keySet().forEach(all::mapping);
        return all.targets;
    }

    private void mapping(String id) {
        Path file = Samples.MAPPINGS.resolve(id + ".yaml");
        String family = id.substring(0, id.lastIndexOf('/'));
        Written mapping = read(file);
        Optional.ofNullable(mapping.members().get("items")).map(Written::list).orElse(List.of()).stream()
                .map(BothWays::item)
                .forEach(item -> item(family, item));
    }

    private static Written read(Path file) {
        String text = new String(ExampleFolder.bytes(file), StandardCharsets.UTF_8);
        Path parts = file.getParent().endsWith("parts") ? file.getParent() : file.resolveSibling("parts");
        return Written.read(file.toString(), text, (place, name) -> read(parts.resolve(name + ".yaml")));
    }

    private void item(String family, Written item) {
        Map<String, Written> members = item.members();
        Target whole = new Target(
                family, text(members, "item"), text(members, "resource"), text(members, "category"), "", false);
        targets.add(at(whole, "resourceType", false));
        rows(whole, Written.required(item, members, "rows"), "");
    }

    private void rows(Target whole, Written rows, String above) {
        for (Written row : rows.list()) {
            Map<String, Written> members = row.members();
            String at = Optional.ofNullable(members.get("to"))
                    .map(to -> joined(above, to.text().replaceAll("\\[[^\\]]*]", "[]")))
                    .orElse(above);
            if (members.containsKey("rows")) {
                rows(whole, Written.required(row, members, "rows"), at);
            } else if (members.containsKey("to")) {
                targets.add(at(whole, at, isTree(members)));
            }
        }
    }

    private static boolean isTree(Map<String, Written> members) {
        return Optional.ofNullable(members.get("as"))
                .map(as -> as.texts().contains("tree"))
                .orElse(false);
    }

    private static Target at(Target whole, String path, boolean tree) {
        return new Target(whole.family(), whole.item(), whole.resource(), whole.category(), path, tree);
    }

    private static String joined(String above, String to) {
        return above.isEmpty() ? to : above + '.' + to;
    }

    private static String text(Map<String, Written> members, String name) {
        return Optional.ofNullable(members.get(name)).map(Written::text).orElse("");
    }
}
