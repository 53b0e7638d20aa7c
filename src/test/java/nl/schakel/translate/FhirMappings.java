package nl.schakel.translate;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
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
import nl.schakel.referral.Problem;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Referral;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.AddressedReferral;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.MinimisedReferral;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.referral.evidence.ValidatedReferral;
import nl.schakel.translate.tree.SourceMessage;

/** The mappings of the repository, and a referral walked through the evidence of the hall by hand. */
final class FhirMappings {
    static final Path FOLDER = Path.of("mappings");
    static final Translator TRANSLATOR = Translator.load(FOLDER);
    static final Instant AT = Instant.parse("2026-04-10T22:30:00Z");
    static final ReferralReference REFERENCE = new ReferralReference(2026, 1);
    static final UUID TASK = UUID.fromString("0e9f1d60-1111-4222-8333-444455556666");
    static final OutboundContext CONTEXT = new OutboundContext(
            "5a0d7c3e-2222-4333-8444-555566667777",
            REFERENCE,
            TASK,
            1,
            AT,
            new PartnerId("schakel"),
            "Schakel demo",
            "https://localhost:8443/fhir");
    private static final Set<Category> NOT_FOR_A_SHELTER =
            EnumSet.of(Category.HEALTH_DETAIL, Category.SECRET_ADDRESS, Category.HEALTH_POINTER);

    private FhirMappings() {}

    static String sample() {
        return read(FOLDER.resolve("fhir/r4/examples/01-hospital-referral/input.json"));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TranslatedReferral translated(String json) {
        return TRANSLATOR.toCanonical(source(json, Map.of())).fold(t -> t, problem -> fail(problem.sentence()));
    }

    static Problem refused(String json) {
        return TRANSLATOR.toCanonical(source(json, Map.of())).fold(t -> fail("accepted"), problem -> problem);
    }

    static SourceMessage source(String json, Map<String, String> facts) {
        return source("fhir/r4", json, facts);
    }

    static SourceMessage source(String mapping, String json, Map<String, String> facts) {
        return new SourceMessage(
                new PartnerId("ziekenhuis-demo"),
                Role.ZH,
                mapping,
                "application/fhir+json",
                Optional.empty(),
                json.getBytes(StandardCharsets.UTF_8),
                facts);
    }

    static Set<Category> shelter() {
        Set<Category> may = EnumSet.allOf(Category.class);
        may.removeAll(NOT_FOR_A_SHELTER);
        return may;
    }

    static Set<Category> debtRelief() {
        return EnumSet.of(
                Category.IDENTITY, Category.BSN, Category.ADDRESS, Category.CONTACT, Category.INCOME, Category.DEBTS);
    }

    static AddressedReferral toShelter(TranslatedReferral translated, Set<Category> may) {
        return addressed(translated, may, "opvang-demo", Role.MO, Need.SHELTER, "fhir/r4/message-bundle");
    }

    static AddressedReferral toDebtRelief(TranslatedReferral translated, Set<Category> may) {
        return addressed(translated, may, "schuldhulp-demo", Role.SHV, Need.DEBTS, "ddas/1.0/aanmelding");
    }

    /** Somebody who may know everything but where a protected client is. */
    static AddressedReferral toCare(TranslatedReferral translated, String mapping) {
        Set<Category> may = EnumSet.complementOf(EnumSet.of(Category.SECRET_ADDRESS));
        return addressed(translated, may, "cti-team-demo", Role.CTI, Need.CARE, mapping);
    }

    static AddressedReferral addressed(
            TranslatedReferral translated, Set<Category> may, String receiver, Role role, Need need, String mapping) {
        PartnerId to = new PartnerId(receiver);
        Candidate candidate = Candidate.minted(
                ValidatedReferral.minted(translated),
                to,
                role,
                Purpose.TRANSITION,
                Optional.of(need),
                "eindhoven-ontslag");
        return AddressedReferral.minted(
                minimised(translated.referral(), candidate, may), new Delivery(to, "out", mapping, true));
    }

    private static MinimisedReferral minimised(Referral referral, Candidate candidate, Set<Category> may) {
        Map<Category, ConsentedReferral.Ruling> rulings = new EnumMap<>(Category.class);
        referral.categories()
                .forEach(c -> rulings.put(c, new ConsentedReferral.Ruling(may.contains(c), "test", "test")));
        List<InformationItem> kept = referral.items().stream()
                .filter(i -> may.contains(i.category()))
                .toList();
        return MinimisedReferral.minted(
                ConsentedReferral.minted(candidate, rulings, "test@0", AT, Json.object()),
                kept,
                Map.of(),
                referral.items().size() - kept.size());
    }

    static String outbound(AddressedReferral referral) {
        return TRANSLATOR
                .toPartner(referral, CONTEXT)
                .fold(d -> new String(d.bytes(), StandardCharsets.UTF_8), problem -> fail(problem.sentence()));
    }
}
