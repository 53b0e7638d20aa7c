package nl.schakel.translate;

import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.AddressedReferral;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.MinimisedReferral;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.referral.evidence.ValidatedReferral;
import nl.schakel.translate.tree.SourceMessage;

/** What a desk sends and gets, walked through the evidence of the hall by hand. */
final class DeskMappings {
    static final Map<String, String> FACTS = Map.of("messageId", "door-1", "receivedAt", "2026-04-21T09:00:00Z");
    private static final PartnerId DESK = new PartnerId("toegang-eindhoven");

    private DeskMappings() {}

    static SourceMessage source(String family, String media, Map<String, String> facts, byte[] bytes) {
        return new SourceMessage(
                new PartnerId("afzender-demo"), Role.TOEG, family, media, Optional.empty(), bytes, facts);
    }

    /** Everything but what is kept secret: what the widest receiver could get. */
    static AddressedReferral released(TranslatedReferral translated, String mapping, Category... withheld) {
        Candidate candidate = Candidate.minted(
                ValidatedReferral.minted(translated),
                DESK,
                Role.TOEG,
                Purpose.INTAKE,
                Optional.of(Need.SHELTER),
                "eindhoven-ontslag");
        Set<Category> hidden = Set.copyOf(Arrays.asList(withheld));
        Map<Category, ConsentedReferral.Ruling> rulings = new EnumMap<>(Category.class);
        translated
                .referral()
                .categories()
                .forEach(c -> rulings.put(c, new ConsentedReferral.Ruling(!hidden.contains(c), "test", "test")));
        List<InformationItem> kept = translated.referral().items().stream()
                .filter(item -> !hidden.contains(item.category()))
                .toList();
        return AddressedReferral.minted(
                MinimisedReferral.minted(
                        ConsentedReferral.minted(candidate, rulings, "test@0", FhirMappings.AT, Json.object()),
                        kept,
                        Map.of(),
                        translated.referral().items().size() - kept.size()),
                new Delivery(DESK, "out", mapping, true));
    }

    static byte[] bytes(TranslatedReferral translated, String mapping, Category... withheld) {
        return FhirMappings.TRANSLATOR
                .toPartner(released(translated, mapping, withheld), FhirMappings.CONTEXT)
                .fold(document -> document.bytes(), problem -> fail(problem.sentence()));
    }

    static byte[] status(String mapping, String status, Optional<String> reason, String senderReference) {
        StatusNotice notice = new StatusNotice(
                FhirMappings.CONTEXT.messageId(),
                FhirMappings.REFERENCE,
                UUID.fromString("0e9f1d60-1111-4222-8333-444455556666"),
                2,
                status,
                reason,
                Optional.of(senderReference),
                Optional.empty(),
                FhirMappings.AT,
                Optional.empty(),
                "https://localhost:8443/fhir");
        return FhirMappings.TRANSLATOR
                .statusToPartner(new Delivery(DESK, "out", mapping, true), notice)
                .fold(document -> document.bytes(), problem -> fail(problem.sentence()));
    }
}
