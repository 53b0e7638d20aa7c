package nl.schakel.translate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way in of rows that work both ways: an element that is chosen on the way out is made on the way in, once for all rows
 * of a list that name it alike, with what it is known by written first.
 */
final class Elements {
    private final List<Object> children = new ArrayList<>();
    private final Map<String, Made> made = new LinkedHashMap<>();

    private record Made(Written at, String to, Elements inside) {}

    private Elements() {}

    static Written inward(Written rows) {
        Elements elements = new Elements();
        rows.list().forEach(elements::add);
        return rows.with(elements.written());
    }

    private void add(Written row) {
        if (BothWays.isBothWays(row)) {
            place(row, BothWays.checked(row), OurPath.of(Written.required(row, row.members(), BothWays.OURS)));
        } else if (row.has("rows")) {
            Map<String, Written> members = new LinkedHashMap<>(row.members());
            members.put("rows", inward(Written.required(row, members, "rows")));
            children.add(row.with(members));
        } else {
            children.add(row);
        }
    }

    private void place(Written row, Map<String, Written> members, OurPath ours) {
        Optional<OurPath> element = ours.element();
        if (element.isPresent()) {
            inside(row, element.get()).place(row, members, ours.after(element.get()));
        } else if (members.containsKey("rows")) {
            children.add(group(row, members, ours));
        } else if (ours.chosen().isEmpty()) {
            children.add(leaf(row, members, ours));
        } else {
            throw row.wrong("what an element is known by is no value: name a place below the brackets");
        }
    }

    private Elements inside(Written row, OurPath element) {
        return made.computeIfAbsent(element.source(), same -> {
                    Made one = new Made(row, element.target(), new Elements());
                    one.inside().known(row, element);
                    children.add(one);
                    return one;
                })
                .inside();
    }

    private void known(Written row, OurPath element) {
        element.chosen().forEach((path, value) -> {
            Map<String, Written> constant = new LinkedHashMap<>();
            constant.put("value", row.with(value));
            constant.put("to", row.with(path));
            children.add(row.with(constant));
        });
    }

    private static Written group(Written row, Map<String, Written> members, OurPath ours) {
        Elements inner = new Elements();
        inner.known(row, ours);
        Written rows = Written.required(row, members, "rows");
        rows.list().forEach(inner::add);
        Map<String, Written> group = new LinkedHashMap<>();
        Optional.ofNullable(members.get(BothWays.THEIRS))
                .ifPresent(theirs -> group.put("each", theirs.with(BothWays.without(theirs.text()))));
        group.put("to", Written.required(row, members, BothWays.OURS).with(ours.target()));
        group.put("rows", rows.with(inner.written()));
        return row.with(group);
    }

    private static Written leaf(Written row, Map<String, Written> members, OurPath ours) {
        Map<String, Written> leaf = new LinkedHashMap<>();
        leaf.put("from", Written.required(row, members, BothWays.THEIRS));
        leaf.put("to", Written.required(row, members, BothWays.OURS).with(ours.target()));
        BothWays.copy(members, leaf, "as", "code", "unknown", "required");
        return row.with(leaf);
    }

    private List<Written> written() {
        return children.stream()
                .map(child -> child instanceof Made one ? one.inside().group(one) : (Written) child)
                .toList();
    }

    private Written group(Made one) {
        Map<String, Written> group = new LinkedHashMap<>();
        group.put("to", one.at().with(one.to()));
        group.put("rows", one.at().with(written()));
        return one.at().with(group);
    }
}
