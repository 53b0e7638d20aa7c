package nl.schakel.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.disclosure.Disclosure;
import nl.schakel.disclosure.Enclosures;
import nl.schakel.disclosure.Looked;
import nl.schakel.disclosure.Surroundings;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Need;
import nl.schakel.referral.Origin;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ConsentedReferral;
import nl.schakel.referral.evidence.ConsentedReferral.Ruling;
import nl.schakel.referral.evidence.MinimisedReferral;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.referral.evidence.ValidatedReferral;

/** The ward's referral with ten kilobytes of a story beside it, on its way to a care team that may have all of it. */
final class Disclosures {
    /** Ordinary words, with the dates, amounts and long words of the trade that look a little like places. */
    private static final String STORY =
            "Client stemt in met overdracht aan opvang en CTI-werker; sinds 2024 BW, daarvoor twee keer opgenomen."
                    + " Schulden van 12.500 euro bij negen schuldeisers, afspraak op 10-04-2026 om 09:30. ";

    private static final int STORIES = 56;

    private final Disclosure disclosure;
    private final ConsentedReferral consented;
    private final MinimisedReferral minimised;
    private final byte[] document = STORY.repeat(STORIES).getBytes(StandardCharsets.UTF_8);

    Disclosures(Path mappings) {
        this.disclosure = tables(mappings.resolve("disclosure"));
        this.consented = permitted(story(new Product(mappings)
                .ward(new Contestants(mappings).message("ref-i12/schakel"))
                .referral()));
        this.minimised = minimise(true);
    }

    private static Disclosure tables(Path folder) {
        try {
            return Disclosure.read(folder, Enclosures.CLOSED, (receiver, envelope) -> "P-1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Referral story(Referral referral) {
        List<InformationItem> items = new ArrayList<>(referral.items());
        Json.Obj observation = Json.object()
                .with("resourceType", "Observation")
                .with("code", Json.object().with("text", STORY.repeat(STORIES)));
        items.add(new InformationItem(
                Category.ZRM, observation, new Origin(new PartnerId("ggz-noord"), Role.GGZ, "NTE-3"), Set.of()));
        return new Referral(referral.envelope(), items);
    }

    private static ConsentedReferral permitted(Referral referral) {
        Map<Category, Ruling> rulings = new EnumMap<>(Category.class);
        for (Category category : Category.values()) {
            rulings.put(category, new Ruling(category != Category.SECRET_ADDRESS, "bench", "bench"));
        }
        return ConsentedReferral.minted(
                Candidate.minted(
                        ValidatedReferral.minted(TranslatedReferral.minted(referral, "bench", List.of())),
                        new PartnerId("cti-team-demo"),
                        Role.CTI,
                        Purpose.TRANSITION,
                        Optional.of(Need.CARE),
                        "circle"),
                rulings,
                "bench",
                Instant.parse("2026-04-10T22:30:00Z"),
                Json.object());
    }

    /** What the benchmark of this name does once. */
    Object named(String contestant) {
        return switch (contestant) {
            case DisclosureBenchmark.OPEN -> minimise(false);
            case DisclosureBenchmark.PROTECTED -> minimise(true);
            case DisclosureBenchmark.LAST_LOOK -> minimised.tellsTooMuch(document);
            default -> throw new IllegalArgumentException(contestant);
        };
    }

    private MinimisedReferral minimise(boolean isProtected) {
        return disclosure
                .minimise(consented, new Surroundings(isProtected, Set.of(), Optional.of("Toegang")), Looked.BY_NOBODY)
                .fold(left -> left, problem -> {
                    throw new IllegalStateException(problem.sentence());
                });
    }
}
