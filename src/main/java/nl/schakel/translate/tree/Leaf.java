package nl.schakel.translate.tree;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import nl.schakel.referral.Json;
import org.jspecify.annotations.Nullable;

/** A value in a source message, with its fate: read by a row, dropped by a named rule, or neither yet. */
public final class Leaf extends Node {
    /**
     * In place of a value: the sender takes it away. HL7 v2 writes two double quotes (chapter 2.5.3). It is known by itself and
     * not by its text, so that nobody's words are taken for it.
     */
    public static final Json DELETION = new Json.Text("\"\"");

    private final Json value;
    private Fate fate = Fate.UNMAPPED;
    private @Nullable String dropper;
    /** Its text without outer blanks: asked for by every row, condition and selector that comes by. */
    private @Nullable String stripped;

    /** What became of a leaf. */
    public enum Fate {
        UNMAPPED,
        READ,
        DROPPED
    }

    Leaf(Branch parent, Kind kind, String name, int position, Mark mark, Json value) {
        super(parent, kind, name, position, mark);
        this.value = value;
    }

    public Json value() {
        return value;
    }

    /** The value as text without outer blanks; empty when nothing is left or the sender deletes it. */
    public Optional<String> text() {
        return isNothing() ? Optional.empty() : Optional.of(stripped());
    }

    /** Whether its text is one of these. */
    public boolean isOneOf(Set<String> texts) {
        return !isNothing() && texts.contains(stripped());
    }

    /** Whether nothing is left without outer blanks, or its sender deletes it. */
    boolean isNothing() {
        return isDeletion() || stripped().isEmpty();
    }

    private String stripped() {
        String text = stripped;
        if (text == null) {
            text = raw().strip();
            stripped = text;
        }
        return text;
    }

    /** Whether its sender takes away what stood here. */
    public boolean isDeletion() {
        return value == DELETION;
    }

    private String raw() {
        if (value instanceof Json.Text text) {
            return text.value();
        }
        if (value instanceof Json.Num number) {
            return number.value().toPlainString();
        }
        return value instanceof Json.Bool bool ? Boolean.toString(bool.value()) : "";
    }

    public void read() {
        fate = Fate.READ;
    }

    /** Takes effect only on a leaf that no row has read. */
    public void drop(String rule) {
        if (fate == Fate.UNMAPPED) {
            fate = Fate.DROPPED;
            dropper = rule;
        }
    }

    /** The name of the rule that left it out. */
    public Optional<String> droppedBy() {
        return Optional.ofNullable(dropper);
    }

    public Fate fate() {
        return fate;
    }

    @Override
    Leaf standing() {
        return this;
    }

    @Override
    public void leaves(Consumer<Leaf> each) {
        each.accept(this);
    }

    @Override
    public String toString() {
        return "Leaf[" + path() + "]";
    }
}
