package nl.schakel.translate;

import java.util.Set;

/** What may be written in mapping files, by place; {@code mappings/mapping.schema.json} says the same to editors. */
final class Members {
    static final Set<String> INBOUND = Set.of(
            "mapping",
            "title",
            "reads",
            "form",
            "namespaces",
            "kinds",
            "event",
            "purpose",
            "client",
            "envelope",
            "items",
            "drop",
            "safety");
    static final Set<String> ENVELOPE =
            Set.of("mapping", "title", "reads", "namespaces", "kinds", "carries", "envelope", "drop", "safety");
    static final Set<String> OUTBOUND = Set.of(
            "mapping",
            "title",
            "reads",
            "original",
            "namespaces",
            "root",
            "writes",
            "form",
            "media",
            "rows",
            "requires",
            "drop",
            "safety");
    /** {@code theirs} and {@code ours} are gone when an item is compiled. */
    static final Set<String> ITEM = Set.of(
            "item",
            "category",
            "resource",
            "labels",
            "labelled",
            "theirs",
            "ours",
            "each",
            "when",
            "unless",
            "rows",
            "requires",
            "why");

    static final Set<String> ROW = Set.of(
            "from",
            "first",
            "join",
            "with",
            "value",
            "to",
            "as",
            "code",
            "unknown",
            "when",
            "unless",
            "required",
            "why");
    static final Set<String> BOTH_WAYS_ROW =
            Set.of("theirs", "ours", "as", "back", "code", "unknown", "required", "why");
    static final Set<String> GROUP = Set.of("each", "to", "segment", "rows", "when", "unless", "why");
    static final Set<String> BOTH_WAYS_GROUP = Set.of("theirs", "ours", "rows", "why");
    static final Set<String> REFUSAL = Set.of("refuse", "at", "when", "unless", "why");
    static final Set<String> DOCUMENT = Set.of("document", "to", "when", "unless", "why");
    static final Set<String> CLIENT = Set.of("one", "identifier");
    static final Set<String> FORM = Set.of("separator", "charset", "columns", "kind");
    static final Set<String> DROP = Set.of("rule", "paths", "why");
    static final Set<String> SAFETY = Set.of("paths", "why");

    private Members() {}
}
