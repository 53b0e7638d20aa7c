package nl.schakel.referral.evidence;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import nl.schakel.referral.Category;
import nl.schakel.referral.Deletion;
import nl.schakel.referral.InformationItem;

/** What is left for one receiver: only what is both permitted and needed. */
public final class MinimisedReferral {
    private final ConsentedReferral consented;
    private final List<InformationItem> items;
    private final Map<Category, String> withheld;
    private final int withheldItems;
    private final List<Deletion> deletions;
    private final Predicate<byte[]> tellsTooMuch;

    private MinimisedReferral(
            ConsentedReferral consented,
            List<InformationItem> items,
            Map<Category, String> withheld,
            int withheldItems,
            List<Deletion> deletions,
            Predicate<byte[]> tellsTooMuch) {
        this.consented = consented;
        this.items = List.copyOf(items);
        this.withheld = Map.copyOf(withheld);
        this.withheldItems = withheldItems;
        this.deletions = List.copyOf(deletions);
        this.tellsTooMuch = tellsTooMuch;
    }

    /**
     * Called by the room {@code disclosure} alone.
     *
     * @param deletions what was taken away and this receiver may know of, so that it can take it away as well
     * @param tellsTooMuch whether some writing of it gives away what was kept back
     */
    public static MinimisedReferral minted(
            ConsentedReferral consented,
            List<InformationItem> items,
            Map<Category, String> withheld,
            int withheldItems,
            List<Deletion> deletions,
            Predicate<byte[]> tellsTooMuch) {
        return new MinimisedReferral(consented, items, withheld, withheldItems, deletions, tellsTooMuch);
    }

    /** The same where nothing was kept back. */
    public static MinimisedReferral minted(
            ConsentedReferral consented,
            List<InformationItem> items,
            Map<Category, String> withheld,
            int withheldItems) {
        return new MinimisedReferral(consented, items, withheld, withheldItems, List.of(), writing -> false);
    }

    public ConsentedReferral consented() {
        return consented;
    }

    public List<InformationItem> items() {
        return items;
    }

    /** Category to reason, for the sender's and the operator's eyes; the receiver learns the count alone. */
    public Map<Category, String> withheld() {
        return withheld;
    }

    public int withheldItems() {
        return withheldItems;
    }

    /** What was taken away since the request, as far as this receiver may know of it. */
    public List<Deletion> deletions() {
        return deletions;
    }

    /** The same for who has nothing of it yet, and so nothing to take away. */
    public MinimisedReferral forTheFirstTime() {
        return new MinimisedReferral(consented, items, withheld, withheldItems, List.of(), tellsTooMuch);
    }

    /**
     * The same with some of it closed for the receiver alone; called by the room {@code pipeline} alone.
     *
     * @param closed what goes in place of the items: nothing that was not among them but what they are sealed in
     */
    public MinimisedReferral closed(List<InformationItem> closed) {
        return new MinimisedReferral(consented, closed, withheld, withheldItems, deletions, tellsTooMuch);
    }

    /** Whether these bytes, a writing of it in some format, give away what was kept back. */
    public boolean tellsTooMuch(byte[] writing) {
        return tellsTooMuch.test(writing);
    }
}
