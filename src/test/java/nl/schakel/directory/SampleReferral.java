package nl.schakel.directory;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.ClientIdentity;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Json;
import nl.schakel.referral.Label;
import nl.schakel.referral.Need;
import nl.schakel.referral.Origin;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.referral.evidence.ValidatedReferral;

/** A referral in the shape of the ward's REF^I12, with one item of every category asked for. */
public final class SampleReferral {
    public static final List<String> ADDRESSED = List.of("facility|MO-EINDHOVEN", "AGB|90001234");

    private PartnerId sender = new PartnerId("ggz-noord");
    private Role role = Role.GGZ;
    private List<String> addressed = ADDRESSED;
    private Optional<String> municipality = Optional.of("Eindhoven");
    private Optional<String> service = Optional.of("CTI");
    private Set<Need> needs = Set.of(Need.SHELTER, Need.DEBTS);
    private Set<Category> categories = EnumSet.allOf(Category.class);
    private Set<Label> labels = Set.of();

    private SampleReferral() {}

    public static SampleReferral sample() {
        return new SampleReferral();
    }

    public SampleReferral from(String partner, Role kind) {
        sender = new PartnerId(partner);
        role = kind;
        return this;
    }

    public SampleReferral addressed(String... identifiers) {
        addressed = List.of(identifiers);
        return this;
    }

    public SampleReferral in(String place) {
        municipality = Optional.of(place).filter(p -> !p.isEmpty());
        return this;
    }

    public SampleReferral service(String code) {
        service = Optional.of(code).filter(c -> !c.isEmpty());
        return this;
    }

    public SampleReferral needs(Need... asked) {
        needs = Set.of(asked);
        return this;
    }

    public SampleReferral holding(Set<Category> held) {
        categories = held;
        return this;
    }

    public SampleReferral labelled(Label... given) {
        labels = Set.of(given);
        return this;
    }

    public ValidatedReferral validated() {
        return ValidatedReferral.minted(TranslatedReferral.minted(referral(), "test/1@0", List.of()));
    }

    public Referral referral() {
        List<InformationItem> items =
                categories.stream().sorted().map(this::item).toList();
        return new Referral(envelope(), items);
    }

    private InformationItem item(Category category) {
        Json.Obj tree = category == Category.IDENTITY
                ? Json.object()
                        .with("resourceType", "Patient")
                        .with("gender", "unknown")
                        .with("birthDate", "1984")
                : Json.object().with("resourceType", "Basic").with("code", category.code());
        return new InformationItem(category, tree, new Origin(sender, role, category.code()), Set.of());
    }

    private Envelope envelope() {
        return new Envelope(
                Envelope.Event.REFERRAL,
                sender,
                role,
                "TEST-1",
                Instant.parse("2026-04-10T11:00:00Z"),
                new ClientIdentity(Optional.empty(), Optional.of("P1"), Optional.of("TEST")),
                Optional.empty(),
                addressed,
                municipality,
                service,
                Purpose.TRANSITION,
                needs,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                labels);
    }
}
