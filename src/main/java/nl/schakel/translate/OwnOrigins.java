package nl.schakel.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Leaf;
import nl.schakel.translate.tree.Node;

/**
 * Our own trees. What stands under {@code joined} repeats the items, so it is counted there; what the gateway says of
 * itself and of the receiver, and the message that is answered, are not content that could be lost.
 */
final class OwnOrigins implements Origins {
    private static final String ITEMS = "items";
    private static final String JOINED = "joined";
    private static final Set<String> NO_CONTENT =
            Set.of(JOINED, StatusPaths.ORIGINAL, "context", "receiver", "event", "messageId", "at", "baseUrl");

    /** The sorting of the items is ours; what is sorted is not. */
    private static final Pattern OUR_WORDS = Pattern.compile("items\\[\\d+]\\.(category|resource\\.resourceType)");

    private final Map<String, List<Leaf>> joined = new HashMap<>();
    private final IdentityHashMap<Leaf, List<Leaf>> same = new IdentityHashMap<>();
    private final IdentityHashMap<Leaf, Category> categories = new IdentityHashMap<>();
    private final IdentityHashMap<Leaf, String> originals = new IdentityHashMap<>();

    OwnOrigins(Branch root) {
        kids(root, StatusPaths.ORIGINAL)
                .forEach(node -> node.leaves(leaf -> originals.put(leaf, StatusPaths.ORIGINAL + ':' + leaf.path())));
        kids(root, JOINED)
                .forEach(node -> node.leaves(leaf -> joined.computeIfAbsent(
                                key(leaf.path().substring(JOINED.length() + 1), leaf), key -> new ArrayList<>())
                        .add(leaf)));
        kids(root, ITEMS).forEach(this::item);
    }

    private static Stream<Node> kids(Node node, String name) {
        return node instanceof Branch branch
                ? branch.kids().stream().filter(kid -> kid.name().equals(name))
                : Stream.empty();
    }

    private void item(Node item) {
        Optional<Category> category = kids(item, "category")
                .flatMap(node -> node.leaf().stream())
                .flatMap(leaf -> leaf.text().stream())
                .findFirst()
                .flatMap(Category::of);
        item.leaves(leaf -> category.ifPresent(c -> categories.put(leaf, c)));
        kids(item, "resource").forEach(this::resource);
    }

    private void resource(Node resource) {
        String type = kids(resource, "resourceType")
                .flatMap(node -> node.leaf().stream())
                .flatMap(leaf -> leaf.text().stream())
                .findFirst()
                .orElse("");
        int above = resource.path().length();
        resource.leaves(leaf -> twin(leaf, type + leaf.path().substring(above)));
    }

    /** Joining keeps values and names but moves elements of lists; an equal value there is this one. */
    private void twin(Leaf leaf, String path) {
        for (Leaf twin : joined.getOrDefault(key(path, leaf), List.of())) {
            same.computeIfAbsent(leaf, l -> new ArrayList<>(List.of(l))).add(twin);
            same.computeIfAbsent(twin, t -> new ArrayList<>()).add(leaf);
            Optional.ofNullable(categories.get(leaf)).ifPresent(c -> categories.putIfAbsent(twin, c));
        }
    }

    private static String key(String path, Leaf leaf) {
        return path.replaceAll("\\[\\d+]", "") + '=' + leaf.text().orElse("");
    }

    @Override
    public void accounted(Branch root, Consumer<Leaf> each) {
        for (Node kid : root.kids()) {
            if (!NO_CONTENT.contains(kid.name())) {
                kid.leaves(leaf -> {
                    if (!OUR_WORDS.matcher(leaf.path()).matches()) {
                        each.accept(leaf);
                    }
                });
            }
        }
    }

    @Override
    public String path(Leaf leaf) {
        return originals.getOrDefault(leaf, leaf.path());
    }

    @Override
    public Stream<String> paths(Leaf leaf) {
        boolean repeats = leaf.path().startsWith(JOINED + '.');
        return (repeats ? same(leaf) : List.of(leaf)).stream().map(this::path);
    }

    @Override
    public List<Leaf> same(Leaf leaf) {
        return same.getOrDefault(leaf, List.of(leaf));
    }

    @Override
    public Optional<Category> category(Leaf leaf) {
        return Optional.ofNullable(categories.get(leaf));
    }
}
