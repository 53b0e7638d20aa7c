package nl.schakel.referral.evidence;

import java.util.List;
import java.util.Map;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;

/** What is left for one receiver: only what is both permitted and needed. */
public final class MinimisedReferral {
    private final ConsentedReferral consented;
    private final List<InformationItem> items;
    private final Map<Category, String> withheld;
    private final int withheldItems;

    private MinimisedReferral(
            ConsentedReferral consented,
            List<InformationItem> items,
            Map<Category, String> withheld,
            int withheldItems) {
        this.consented = consented;
        this.items = List.copyOf(items);
        this.withheld = Map.copyOf(withheld);
        this.withheldItems = withheldItems;
    }

    /** Called by the room {@code disclosure} alone. */
    public static MinimisedReferral minted(
            ConsentedReferral consented,
            List<InformationItem> items,
            Map<Category, String> withheld,
            int withheldItems) {
        return new MinimisedReferral(consented, items, withheld, withheldItems);
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
}
