package nl.schakel.translate.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import nl.schakel.referral.Json;
import org.jspecify.annotations.Nullable;

/** A place in a source message that holds other places. */
public final class Branch extends Node {
    /** Up to here, looking at each name is faster than an index. */
    private static final int FEW = 8;

    private final List<Node> kids = new ArrayList<>();
    private @Nullable NameIndex index;
    /** A bit for each name below: of what a mapping asks for, most is not there. */
    private long names;

    private boolean deletes;

    /** Name of the leaf that holds the text of an XML element which has attributes too. */
    public static final String TEXT = "text()";

    private Branch(@Nullable Branch parent, Kind kind, String name, int position, Mark mark) {
        super(parent, kind, name, position, mark);
    }

    public static Branch root() {
        return root("");
    }

    /** A root that may be {@linkplain #adopt adopted} under this name; its paths begin at itself. */
    public static Branch root(String name) {
        return new Branch(null, Kind.ROOT, name, 0, Mark.NONE);
    }

    /** Another root over the same places, under this name; they keep their paths. */
    public static Branch over(String name, Branch other) {
        Branch root = root(name);
        root.kids.addAll(other.kids);
        root.names = other.names;
        root.deletes = other.deletes;
        return root;
    }

    /** Whether any place of the message of which this is the root is a {@linkplain Leaf#DELETION deletion}. */
    public boolean deletes() {
        return deletes;
    }

    /** Said by who makes the tree, so that nobody looks for deletions where there are none. */
    public void sayDeletes() {
        deletes = true;
    }

    /** Hangs another tree below this one. */
    public void adopt(Branch other) {
        add(other);
    }

    private void add(Node kid) {
        kids.add(kid);
        names |= 1L << kid.name().hashCode();
        index = null;
    }

    /** Adds a branch below this one. */
    public Branch grow(Kind kind, String name, int position) {
        return grow(kind, name, position, Mark.NONE);
    }

    public Branch grow(Kind kind, String name, int position, Mark mark) {
        Branch kid = new Branch(this, kind, name, position, mark);
        add(kid);
        return kid;
    }

    /** Adds a value below this one. */
    public Leaf bear(Kind kind, String name, int position, Json value) {
        return bear(kind, name, position, Mark.NONE, value);
    }

    public Leaf bear(Kind kind, String name, int position, Mark mark, Json value) {
        Leaf kid = new Leaf(this, kind, name, position, mark, value);
        add(kid);
        return kid;
    }

    public List<Node> kids() {
        return kids;
    }

    /**
     * The first kid of a name behind another one.
     *
     * @param after its place among the kids, or -1 to begin
     * @return its place among the kids; {@link NameIndex#NONE} when there is none
     */
    int next(String name, int after) {
        int hash = name.hashCode();
        if ((names & (1L << hash)) == 0) {
            return NameIndex.NONE;
        }
        if (kids.size() > FEW) {
            return index().next(name, after);
        }
        for (int i = after + 1; i < kids.size(); i++) {
            String kid = kids.get(i).name();
            if (kid.hashCode() == hash && kid.equals(name)) {
                return i;
            }
        }
        return NameIndex.NONE;
    }

    private NameIndex index() {
        NameIndex found = index;
        if (found == null) {
            found = new NameIndex(kids);
            index = found;
        }
        return found;
    }

    @Override
    @Nullable Leaf standing() {
        if (kind() == Kind.TAG) {
            int text = next(TEXT, NameIndex.NONE);
            return text < 0 ? null : kids.get(text).standing();
        }
        boolean composite = kind() == Kind.FIELD || kind() == Kind.COMPONENT;
        return composite && !kids.isEmpty() && kids.get(0).name().equals("1")
                ? kids.get(0).standing()
                : null;
    }

    @Override
    public void leaves(Consumer<Leaf> each) {
        for (Node kid : kids) {
            kid.leaves(each);
        }
    }

    @Override
    public String toString() {
        return "Branch[" + path() + "]";
    }
}
