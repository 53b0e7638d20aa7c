package nl.schakel.referral.evidence;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;

/** What is left for one receiver: only what is both permitted and needed. */
public final class MinimisedReferral {
    private final ConsentedReferral consented;
    private final List<InformationItem> items;
    private final Map<Category, String> withheld;
    private final int withheldItems;
    private final Predicate<byte[]> tellsTooMuch;

    private MinimisedReferral(
            ConsentedReferral consented,
            List<InformationItem> items,
            Map<Category, String> withheld,
            int withheldItems,
            Predicate<byte[]> tellsTooMuch) {
        this.consented = consented;
        this.items = List.copyOf(items);
        this.withheld = Map.copyOf(withheld);
        this.withheldItems = withheldItems;
        this.tellsTooMuch = tellsTooMuch;
    }

    /**
     * Called by the room {@code disclosure} alone.
     *
     * @param tellsTooMuch whether some writing of it gives away what was kept back
     */
    public static MinimisedReferral minted(
            ConsentedReferral consented,
            List<InformationItem> items,
            Map<Category, String> withheld,
            int withheldItems,
            Predicate<byte[]> tellsTooMuch) {
        return new MinimisedReferral(consented, items, withheld, withheldItems, tellsTooMuch);
    }

    /** The same where nothing was kept back. */
    public static MinimisedReferral minted(
            ConsentedReferral consented,
            List<InformationItem> items,
            Map<Category, String> withheld,
            int withheldItems) {
        return new MinimisedReferral(consented, items, withheld, withheldItems, writing -> false);
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

    /** Whether these bytes, a writing of it in some format, give away what was kept back. */
    public boolean tellsTooMuch(byte[] writing) {
        return tellsTooMuch.test(writing);
    }
}
