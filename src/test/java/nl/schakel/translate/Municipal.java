package nl.schakel.translate;

import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
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
import nl.schakel.translate.tree.SourceMessage;

/** Municipalities and providers for the tests: everything may go, so that what a format carries can be seen. */
final class Municipal {
    static final Translator TRANSLATOR = Translator.load(Samples.MAPPINGS);
    static final Instant AT = Instant.parse("2026-04-21T08:15:00Z");
    static final OutboundContext CONTEXT = new OutboundContext(
            "5a0d7c3e-2222-4333-8444-555566667777",
            new ReferralReference(2026, 1),
            UUID.fromString("0e9f1d60-1111-4222-8333-444455556666"),
            1,
            AT,
            new PartnerId("schakel"),
            "Schakel demo",
            "https://localhost:8443/fhir");

    private Municipal() {}

    /** {@code iwmo/3.2} of {@code mappings/iwmo/3.2/examples/01-wmo301}. */
    static String family(Path example) {
        Path version = example.getParent().getParent();
        return Samples.MAPPINGS.relativize(version).toString().replace('\\', '/');
    }

    static SourceMessage source(byte[] bytes, String family) {
        return new SourceMessage(
                new PartnerId("gemeente-demo"),
                Role.GEM,
                family,
                "application/xml",
                Optional.empty(),
                bytes,
                Map.of("messageId", "antwoord-1", "receivedAt", "2026-04-21T10:15:00+02:00"));
    }

    /** The mapping that writes what this one has read. */
    static String outbound(TranslatedReferral translated) {
        String version = translated.mapping();
        return version.substring(0, version.indexOf('@')) + "-out";
    }

    static Step<OutboundDocument> released(TranslatedReferral translated, String mapping) {
        return released(translated, mapping, TRANSLATOR);
    }

    static Step<OutboundDocument> released(TranslatedReferral translated, String mapping, Translator translator) {
        boolean toProvider = mapping.contains("wmo301") || mapping.contains("allegro");
        PartnerId to = new PartnerId(toProvider ? "opvang-demo" : "gemeente-demo");
        Candidate candidate = Candidate.minted(
                ValidatedReferral.minted(translated),
                to,
                toProvider ? Role.MO : Role.GEM,
                Purpose.TRANSITION,
                Optional.of(Need.SHELTER),
                "eindhoven-ontslag");
        Map<Category, ConsentedReferral.Ruling> rulings = new HashMap<>();
        EnumSet.allOf(Category.class).forEach(c -> rulings.put(c, new ConsentedReferral.Ruling(true, "test", "test")));
        MinimisedReferral minimised = MinimisedReferral.minted(
                ConsentedReferral.minted(candidate, rulings, "test@0", AT, Json.object()),
                translated.referral().items(),
                Map.of(),
                0);
        return translator.toPartner(
                AddressedReferral.minted(minimised, new Delivery(to, "out", mapping, true)), CONTEXT);
    }
}
