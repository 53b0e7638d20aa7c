package nl.schakel.consent;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;

/** A question of a ward to a shelter about an adult; each method changes one thing. */
final class Asked {
    static final Instant NOW = Instant.parse("2026-04-10T11:00:00Z");

    private Role sender = Role.GGZ;
    private String receiver = "opvang-demo";
    private Role receiverRole = Role.MO;
    private Purpose purpose = Purpose.TRANSITION;
    private Client client = new Client(Optional.of(Age.of(40)), Set.of(), Client.Capacity.PRESUMED);
    private List<OnFile> consents = List.of();
    private List<Opening> openings = List.of();
    private Set<PartnerId> conflicts = Set.of();
    private boolean secretAddress;
    private boolean medical;
    private Optional<Set<Role>> sources = Optional.empty();
    private Optional<Period> from = Optional.empty();
    private Instant at = NOW;

    static Asked question() {
        return new Asked();
    }

    Asked from(Role role) {
        sender = role;
        return this;
    }

    Asked to(String id, Role role) {
        receiver = id;
        receiverRole = role;
        return this;
    }

    Asked purpose(Purpose why) {
        purpose = why;
        return this;
    }

    Asked client(Client whom) {
        client = whom;
        return this;
    }

    Asked said(OnFile... onFile) {
        consents = List.of(onFile);
        return this;
    }

    Asked opened(Opening... given) {
        openings = List.of(given);
        return this;
    }

    Asked conflict(String partner) {
        conflicts = Set.of(new PartnerId(partner));
        return this;
    }

    Asked secretAddress() {
        secretAddress = true;
        return this;
    }

    Asked medical() {
        medical = true;
        return this;
    }

    /** Who recorded it, when that was not the sender. */
    Asked recordedBy(Role... roles) {
        sources = Optional.of(Set.of(roles));
        return this;
    }

    Asked dataOf(Period period) {
        from = Optional.of(period);
        return this;
    }

    Asked at(String moment) {
        at = Instant.parse(moment);
        return this;
    }

    Question about(Category... categories) {
        Map<Category, Question.Held> held = new EnumMap<>(Category.class);
        for (Category category : categories) {
            held.put(category, new Question.Held(sources.orElse(Set.of(sender)), medical, from));
        }
        return new Question(
                new Party(new PartnerId("sender-demo"), sender),
                new Party(new PartnerId(receiver), receiverRole, Optional.of("CTI")),
                purpose,
                held,
                Set.of(Need.SHELTER),
                new ClientFile(client, consents, openings, conflicts, secretAddress),
                at);
    }

    Question aboutAll() {
        return about(Category.values());
    }

    /** The word on one category, by the policy of the repository. */
    Word word(Category category) {
        return Optional.ofNullable(decided(about(category)).words().get(category))
                .orElseThrow();
    }

    static Decision decided(Question question) {
        return new ConsentDesk(Held.BASIS).decide(question);
    }

    /** Read once. */
    static final class Held {
        static final LegalBasis BASIS = SamplePolicy.ofRepository();

        private Held() {}
    }
}
