package nl.schakel.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import nl.schakel.referral.Bsn;
import nl.schakel.referral.Category;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Label;
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
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.referral.evidence.ValidatedReferral;
import nl.schakel.translate.OutboundContext;
import nl.schakel.translate.Translator;
import nl.schakel.translate.tree.JsonBuilder;
import nl.schakel.translate.tree.SourceMessage;

/** What is measured of ours, through the doors that production uses. */
public final class Product {
    private static final Instant AT = Instant.parse("2026-04-10T22:30:00Z");
    private static final OutboundContext CONTEXT = new OutboundContext(
            "5a0d7c3e-2222-4333-8444-555566667777",
            new ReferralReference(2026, 1),
            UUID.fromString("0e9f1d60-1111-4222-8333-444455556666"),
            1,
            AT,
            new PartnerId("schakel"),
            "Schakel demo",
            "https://localhost:8443/fhir");

    private static final Json NONE = Json.array();

    private static final PartnerId WARD = new PartnerId("ggz-noord");
    private static final PartnerId HOSPITAL = new PartnerId("ziekenhuis-demo");
    private static final PartnerId DESK = new PartnerId("toegang-demo");

    private final Translator translator;

    /** @param mappings the folder of the mappings */
    public Product(Path mappings) {
        this.translator = Translator.load(mappings);
    }

    public TranslatedReferral ward(byte[] message) {
        return read(WARD, Role.GGZ, "hl7v2-nl/2.5", "application/hl7-v2", message, Map.of());
    }

    public TranslatedReferral hospital(byte[] message) {
        Map<String, String> facts = Map.of("messageId", "req-1", "receivedAt", "2026-04-10T11:00:00Z");
        return read(HOSPITAL, Role.ZH, "fhir/r4", "application/fhir+json", message, facts);
    }

    public TranslatedReferral desk(byte[] message) {
        return read(DESK, Role.TOEG, "toegang-intake/1.0", "application/json", message, Map.of());
    }

    private TranslatedReferral read(
            PartnerId sender, Role role, String family, String mediaType, byte[] message, Map<String, String> facts) {
        return value(translator.toCanonical(
                new SourceMessage(sender, role, family, mediaType, Optional.empty(), message, facts)));
    }

    private static <T> T value(Step<T> step) {
        return step.fold(value -> value, problem -> {
            throw new IllegalStateException(problem.sentence());
        });
    }

    /** A referral on its way to a receiver who may know everything but a protected address. */
    public AddressedReferral addressed(TranslatedReferral translated, String mapping) {
        Set<Category> may = EnumSet.complementOf(EnumSet.of(Category.SECRET_ADDRESS));
        PartnerId to = new PartnerId("cti-team-demo");
        Candidate candidate = Candidate.minted(
                ValidatedReferral.minted(translated),
                to,
                Role.CTI,
                Purpose.TRANSITION,
                Optional.of(Need.CARE),
                "circle");
        Map<Category, ConsentedReferral.Ruling> rulings = new EnumMap<>(Category.class);
        translated
                .referral()
                .categories()
                .forEach(c -> rulings.put(c, new ConsentedReferral.Ruling(may.contains(c), "bench", "bench")));
        List<InformationItem> kept = translated.referral().items().stream()
                .filter(item -> may.contains(item.category()))
                .toList();
        return AddressedReferral.minted(
                MinimisedReferral.minted(
                        ConsentedReferral.minted(candidate, rulings, "bench@0", AT, Json.object()), kept, Map.of(), 0),
                new Delivery(to, "out", mapping, true));
    }

    public byte[] written(AddressedReferral referral) {
        return value(translator.toPartner(referral, CONTEXT)).bytes();
    }

    /** Envelope and items as JSON: what the hand-written map makes too. */
    public static byte[] canonical(TranslatedReferral translated) {
        Envelope envelope = translated.referral().envelope();
        JsonBuilder facts = new JsonBuilder();
        facts.set("event", new Json.Text(envelope.event().name()));
        facts.set("sender", new Json.Text(envelope.sender().value()));
        facts.set("messageId", new Json.Text(envelope.messageId()));
        facts.set("created", new Json.Text(envelope.created().toString()));
        set(facts, "bsn", envelope.client().bsn().map(Bsn::digits));
        set(facts, "localId", envelope.client().localId());
        set(facts, "authority", envelope.client().authority());
        set(facts, "senderReference", envelope.senderReference());
        facts.set("addressedTo", texts(envelope.addressedTo()));
        set(facts, "municipality", envelope.municipality());
        set(facts, "service", envelope.service());
        facts.set("purpose", new Json.Text(envelope.purpose().code()));
        facts.set(
                "needs",
                envelope.needs().isEmpty()
                        ? NONE
                        : texts(envelope.needs().stream()
                                .map(Need::code)
                                .sorted()
                                .toList()));
        set(facts, "exitDate", envelope.exitDate().map(Object::toString));
        facts.set("labels", labels(envelope.labels()));
        JsonBuilder whole = new JsonBuilder();
        whole.set("envelope", facts);
        translated.referral().items().forEach(item -> whole.add("items", item(item)));
        return whole.finish().utf8();
    }

    /** The FHIR resources of the items alone, in their order. */
    public static byte[] resources(TranslatedReferral translated) {
        return new Json.Arr(translated.referral().items().stream()
                        .<Json>map(InformationItem::resource)
                        .toList())
                .utf8();
    }

    private static JsonBuilder item(InformationItem item) {
        JsonBuilder made = new JsonBuilder();
        made.set("category", new Json.Text(item.category().code()));
        made.set("labels", labels(item.labels()));
        made.set("resource", item.resource());
        return made;
    }

    private static Json labels(Set<Label> labels) {
        return labels.isEmpty()
                ? NONE
                : texts(labels.stream().map(Enum::name).sorted().toList());
    }

    private static Json texts(List<String> texts) {
        return new Json.Arr(texts.stream().<Json>map(Json.Text::new).toList());
    }

    private static void set(JsonBuilder facts, String name, Optional<String> value) {
        value.ifPresent(text -> facts.set(name, new Json.Text(text)));
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
