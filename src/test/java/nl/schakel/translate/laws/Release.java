package nl.schakel.translate.laws;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Role;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.AddressedReferral;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.MinimisedReferral;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.referral.evidence.ValidatedReferral;
import nl.schakel.translate.Explanation;
import nl.schakel.translate.OutboundContext;

/** Lets everything go to a receiver who may know everything, so that what a format carries can be seen. */
final class Release {
    /** A municipality gets messages that a provider sends, and the other way round. */
    private static final String TO_MUNICIPALITY = ".*wmo3(05|07|15|17)-out";

    private static final Instant AT = Instant.parse("2026-04-21T08:15:00Z");
    private static final OutboundContext CONTEXT = new OutboundContext(
            "5a0d7c3e-2222-4333-8444-555566667777",
            new ReferralReference(2026, 1),
            UUID.fromString("0e9f1d60-1111-4222-8333-444455556666"),
            1,
            AT,
            new PartnerId("schakel"),
            "Schakel demo",
            "https://localhost:8443/fhir");

    private Release() {}

    static Step<Explanation<OutboundDocument>> of(TranslatedReferral translated, String mapping) {
        boolean municipality = mapping.matches(TO_MUNICIPALITY);
        PartnerId receiver = new PartnerId(municipality ? "gemeente-demo" : "opvang-demo");
        Candidate candidate = Candidate.minted(
                ValidatedReferral.minted(translated),
                receiver,
                municipality ? Role.GEM : Role.MO,
                Purpose.TRANSITION,
                Optional.of(Need.CARE),
                "eindhoven-ontslag");
        Map<Category, ConsentedReferral.Ruling> rulings = new EnumMap<>(Category.class);
        for (Category category : Category.values()) {
            rulings.put(category, new ConsentedReferral.Ruling(true, "law", "law"));
        }
        MinimisedReferral all = MinimisedReferral.minted(
                ConsentedReferral.minted(candidate, rulings, "law@0", AT, Json.object()),
                translated.referral().items(),
                Map.of(),
                0);
        return Corpus.TRANSLATOR.explain(
                AddressedReferral.minted(all, new Delivery(receiver, "out", mapping, true)), CONTEXT);
    }
}
