package nl.schakel.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
import nl.schakel.referral.OrderedMembers;
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
    /** What is the same in every message is made once, as in the hand-written map. */
    private static final Map<Category, Json> CODES = new EnumMap<>(Category.class);

    private static final Map<Label, Json> LABELS = new EnumMap<>(Label.class);

    static {
        for (Category category : Category.values()) {
            CODES.put(category, new Json.Text(category.code()));
        }
        for (Label label : Label.values()) {
            LABELS.put(label, Json.array(new Json.Text(label.name())));
        }
    }

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
        List<Json> items = new ArrayList<>(translated.referral().items().size());
        translated.referral().items().forEach(item -> items.add(item(item)));
        OrderedMembers<Json> whole = new OrderedMembers<>();
        whole.put("envelope", envelope(translated.referral().envelope()));
        whole.put("items", new Json.Arr(items));
        return Json.Obj.taking(whole).utf8();
    }

    private static Json envelope(Envelope envelope) {
        OrderedMembers<Json> facts = new OrderedMembers<>();
        facts.put("event", new Json.Text(envelope.event().name()));
        facts.put("sender", new Json.Text(envelope.sender().value()));
        facts.put("messageId", new Json.Text(envelope.messageId()));
        facts.put("created", new Json.Text(envelope.created().toString()));
        put(facts, "bsn", envelope.client().bsn().map(Bsn::digits));
        put(facts, "localId", envelope.client().localId());
        put(facts, "authority", envelope.client().authority());
        put(facts, "senderReference", envelope.senderReference());
        facts.put("addressedTo", texts(envelope.addressedTo()));
        put(facts, "municipality", envelope.municipality());
        put(facts, "service", envelope.service());
        facts.put("purpose", new Json.Text(envelope.purpose().code()));
        facts.put(
                "needs",
                envelope.needs().isEmpty()
                        ? NONE
                        : texts(envelope.needs().stream()
                                .map(Need::code)
                                .sorted()
                                .toList()));
        put(facts, "exitDate", envelope.exitDate().map(Object::toString));
        facts.put("labels", labels(envelope.labels()));
        return Json.Obj.taking(facts);
    }

    /** The FHIR resources of the items alone, in their order. */
    public static byte[] resources(TranslatedReferral translated) {
        return new Json.Arr(translated.referral().items().stream()
                        .<Json>map(InformationItem::resource)
                        .toList())
                .utf8();
    }

    private static Json item(InformationItem item) {
        OrderedMembers<Json> made = new OrderedMembers<>();
        made.put("category", CODES.get(item.category()));
        made.put("labels", labels(item.labels()));
        made.put("resource", item.resource());
        return Json.Obj.taking(made);
    }

    private static Json labels(Set<Label> labels) {
        return switch (labels.size()) {
            case 0 -> NONE;
            case 1 -> LABELS.get(labels.iterator().next());
            default -> texts(labels.stream().map(Enum::name).sorted().toList());
        };
    }

    private static Json texts(List<String> texts) {
        if (texts.isEmpty()) {
            return NONE;
        }
        List<Json> elements = new ArrayList<>(texts.size());
        texts.forEach(text -> elements.add(new Json.Text(text)));
        return new Json.Arr(elements);
    }

    private static void put(OrderedMembers<Json> facts, String name, Optional<String> value) {
        value.ifPresent(text -> facts.put(name, new Json.Text(text)));
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
