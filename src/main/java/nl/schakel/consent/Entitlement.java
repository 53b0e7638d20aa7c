package nl.schakel.consent;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;

/** Who may say yes for a client: WGBO (BW 7:447, 7:450, 7:465), mentorship, curatele, bewind. */
final class Entitlement {
    private static final int TWELVE = 12;
    private static final int SIXTEEN = 16;
    private static final int EIGHTEEN = 18;
    /** Who has authority over a child. */
    private static final Set<Giver> AUTHORITY = EnumSet.of(Giver.PARENT, Giver.GUARDIAN);
    /** Who speaks for an adult that cannot. */
    private static final Set<Giver> SPEAKS_FOR_ADULT = EnumSet.of(Giver.MENTOR, Giver.CURATOR, Giver.PROXY);
    /** All that bewind is about. */
    private static final Set<Category> MONEY = EnumSet.of(Category.INCOME, Category.DEBTS);

    private Entitlement() {}

    /** Why the yes of these people is no yes for this client; when the age is a guess, it must hold for every guess. */
    static Optional<String> flaw(Set<Giver> givers, Client client, Category category) {
        Age age = client.age().orElse(Age.UNKNOWN);
        if (age.youngest() < TWELVE && !anyKnown(AUTHORITY, givers, client)) {
            return Optional.of("for a child under 12 a parent or guardian speaks");
        }
        if (age.youngest() < SIXTEEN
                && age.oldest() >= TWELVE
                && !(ofClient(givers, client) && anyKnown(AUTHORITY, givers, client))) {
            return Optional.of("from 12 to 15 both the child and a parent or guardian speak");
        }
        if (age.youngest() < EIGHTEEN && age.oldest() >= SIXTEEN && !minorSpeaks(givers, client)) {
            return Optional.of("from 16 the client speaks");
        }
        if (age.oldest() >= EIGHTEEN && !adultSpeaks(givers, client, category)) {
            return Optional.of("neither the client nor who may speak for them");
        }
        return Optional.empty();
    }

    private static boolean minorSpeaks(Set<Giver> givers, Client client) {
        return ofClient(givers, client) || (unable(client) && anyKnown(AUTHORITY, givers, client));
    }

    private static boolean adultSpeaks(Set<Giver> givers, Client client, Category category) {
        return ofClient(givers, client)
                || (unable(client) && anyKnown(SPEAKS_FOR_ADULT, givers, client))
                || (MONEY.contains(category) && anyKnown(EnumSet.of(Giver.BEWINDVOERDER), givers, client));
    }

    private static boolean ofClient(Set<Giver> givers, Client client) {
        return givers.contains(Giver.CLIENT) && !unable(client);
    }

    private static boolean unable(Client client) {
        return client.capacity() == Client.Capacity.UNABLE;
    }

    /** A representative counts when it is known that the client has one of that kind. */
    private static boolean anyKnown(Set<Giver> kinds, Set<Giver> givers, Client client) {
        return kinds.stream()
                .anyMatch(kind ->
                        givers.contains(kind) && client.representatives().contains(kind));
    }
}
