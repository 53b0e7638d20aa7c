package nl.schakel.translate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the target of a code relates to its source (FHIR R4, ConceptMap.group.element.target.equivalence): {@code wider} says
 * that the target means more than the source did.
 */
public enum Equivalence {
    RELATEDTO,
    EQUIVALENT,
    EQUAL,
    WIDER,
    SUBSUMES,
    NARROWER,
    SPECIALIZES,
    INEXACT,
    /** There is no target for it. */
    UNMATCHED,
    /** The target that is named means something else. */
    DISJOINT;

    /** As FHIR writes it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Equivalence> of(String code) {
        return Arrays.stream(values()).filter(e -> e.code().equals(code)).findFirst();
    }

    static List<String> codes() {
        return Arrays.stream(values()).map(Equivalence::code).toList();
    }

    /** Whether nothing of the meaning is lost or added. */
    public boolean isExact() {
        return this == EQUIVALENT || this == EQUAL;
    }

    /** Whether the code may become its target at all. */
    boolean maps() {
        return this != UNMATCHED && this != DISJOINT;
    }

    /** The same relation seen from the target. */
    Equivalence back() {
        return switch (this) {
            case WIDER -> NARROWER;
            case NARROWER -> WIDER;
            case SUBSUMES -> SPECIALIZES;
            case SPECIALIZES -> SUBSUMES;
            default -> this;
        };
    }
}
