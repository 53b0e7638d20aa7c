package nl.schakel.consent;

import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.Label;
import nl.schakel.referral.Need;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Referral;
import nl.schakel.referral.Role;
import nl.schakel.referral.evidence.Candidate;

/**
 * Everything a decision rests on, beside the policy: may this sender let these categories go to this receiver for this
 * purpose at this moment.
 *
 * @param held per category asked for, where it came from
 * @param needs what the referral asks help for
 * @param file what is on file about the client
 * @param at the moment of the decision
 */
public record Question(
        Party sender,
        Party receiver,
        Purpose purpose,
        Map<Category, Held> held,
        Set<Need> needs,
        ClientFile file,
        Instant at) {

    /**
     * Where information of one category came from.
     *
     * @param sources kinds of organisation that recorded it
     * @param medicalOrigin whether any of it is from a medical source
     * @param from the time the data is about, when it is known
     */
    public record Held(Set<Role> sources, boolean medicalOrigin, Optional<Period> from) {
        public Held {
            sources = Set.copyOf(sources);
        }
    }

    public Question {
        Map<Category, Held> ordered = new EnumMap<>(Category.class);
        ordered.putAll(held);
        held = java.util.Collections.unmodifiableMap(ordered);
        needs = Set.copyOf(needs);
    }

    /** The question that a referral on its way to one receiver asks. */
    public static Question about(Candidate candidate, ClientFile file, Instant at) {
        Referral referral = candidate.referral();
        var envelope = referral.envelope();
        Map<Category, Held> held = new EnumMap<>(Category.class);
        for (Category category : referral.categories()) {
            held.put(category, held(category, referral));
        }
        return new Question(
                new Party(envelope.sender(), envelope.senderRole()),
                new Party(candidate.receiver(), candidate.role(), envelope.service()),
                candidate.purpose(),
                held,
                envelope.needs(),
                completed(file, referral, at),
                at);
    }

    /** The same at another moment, of what is on file then. */
    Question askedOf(ClientFile later, Instant then) {
        Client client = later.client();
        ClientFile whole = new ClientFile(
                new Client(client.age().or(file.client()::age), client.representatives(), client.capacity()),
                later.consents(),
                later.openings(),
                later.conflicts(),
                later.secretAddress() || file.secretAddress());
        return new Question(sender, receiver, purpose, held, needs, whole, then);
    }

    private static Held held(Category category, Referral referral) {
        Set<Role> sources = EnumSet.noneOf(Role.class);
        boolean medical = false;
        for (InformationItem item : referral.items()) {
            if (item.category() == category) {
                sources.add(item.origin().role());
                medical |= item.labels().contains(Label.MEDICAL_ORIGIN);
            }
        }
        return new Held(sources, medical, Optional.empty());
    }

    /** What the referral itself says of age and protection counts beside what is on file. */
    private static ClientFile completed(ClientFile file, Referral referral, Instant at) {
        Client client = file.client();
        Age age = client.age().orElseGet(() -> BirthDate.age(referral, at));
        boolean labelled = Stream.concat(
                        referral.envelope().labels().stream(),
                        referral.items().stream().flatMap(i -> i.labels().stream()))
                .anyMatch(Label.SECRET_ADDRESS::equals);
        return new ClientFile(
                new Client(Optional.of(age), client.representatives(), client.capacity()),
                file.consents(),
                file.openings(),
                file.conflicts(),
                file.secretAddress() || labelled);
    }
}
