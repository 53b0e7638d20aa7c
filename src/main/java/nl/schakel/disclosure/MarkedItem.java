package nl.schakel.disclosure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Sha256;

/**
 * An item of a protected client in which something may say where they are; a person looks at it before it goes.
 *
 * @param item SHA-256 over what would go, as hex: another text is another item
 * @param places where in it, and what it looks like; never the text
 * @param releasable not when what is known of the client's whereabouts was found: that no person releases
 */
public record MarkedItem(String item, Category category, List<String> places, boolean releasable) {
    public MarkedItem {
        places = List.copyOf(places);
    }

    static String name(InformationItem item) {
        MessageDigest digest = Sha256.begun();
        digest.update((item.category().code() + '\n' + item.origin().place() + '\n').getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(item.resource().utf8()));
    }
}
