package nl.schakel.disclosure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Origin;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.ConsentedReferral.Ruling;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.referral.evidence.ValidatedReferral;

/** The tables of the repository, and referrals that are decided about for one receiver. */
final class SampleDisclosure {
    static final Instant NOW = Instant.parse("2026-04-10T11:00:00Z");

    private SampleDisclosure() {}

    static Disclosure tables() {
        try {
            return Disclosure.read(
                    Path.of("mappings/disclosure"),
                    Enclosures.CLOSED,
                    (receiver, envelope) -> "pseudonym-of-" + receiver);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    static ConsentedReferral consented(Referral referral, Role role, Purpose purpose, Set<Category> permitted) {
        Map<Category, Ruling> rulings = new EnumMap<>(Category.class);
        for (Category category : Category.values()) {
            rulings.put(category, new Ruling(permitted.contains(category), "test", "test"));
        }
        return ConsentedReferral.minted(candidate(referral, role, purpose), rulings, "test@0", NOW, Json.object());
    }

    static Candidate candidate(Referral referral, Role role, Purpose purpose) {
        ValidatedReferral validated =
                ValidatedReferral.minted(TranslatedReferral.minted(referral, "test/1@0", List.of()));
        return Candidate.minted(validated, new PartnerId("receiver-demo"), role, purpose, Optional.empty(), "test");
    }

    static InformationItem item(Category category, Json.Obj tree) {
        return new InformationItem(category, tree, new Origin(new PartnerId("ggz-noord"), Role.GGZ, "test"), Set.of());
    }
}
