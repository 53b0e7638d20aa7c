package nl.schakel.consent;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import nl.schakel.referral.Category;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;

/** A yes that counts, given at a desk by the client; each method changes one thing. */
public final class SampleConsent {
    public static final Instant GIVEN = Instant.parse("2026-04-01T08:00:00Z");
    public static final String EVIDENCE = "ab".repeat(32);

    private String id = "c-1";
    private Consent.Status status = Consent.Status.ACTIVE;
    private Consent.Kind kind = Consent.Kind.EXPLICIT;
    private Set<Giver> givers = Set.of(Giver.CLIENT);
    private Consent.Recording recording =
            new Consent.Recording(new PartnerId("ggz-noord"), Consent.Channel.DESK, GIVEN);
    private Optional<String> evidence = Optional.of(EVIDENCE);
    private Optional<Instant> withdrawnAt = Optional.empty();
    private Provision provision;

    private SampleConsent(Provision provision) {
        this.provision = provision;
    }

    /** The client agrees that this goes to every organisation of a kind. */
    public static SampleConsent yes(Role receiver, Purpose purpose, Category... categories) {
        return new SampleConsent(rule(Provision.Effect.PERMIT, receiver, purpose, categories));
    }

    /** The client refuses that. */
    public static SampleConsent no(Role receiver, Purpose purpose, Category... categories) {
        return new SampleConsent(rule(Provision.Effect.DENY, receiver, purpose, categories));
    }

    public static SampleConsent saying(Provision provision) {
        return new SampleConsent(provision);
    }

    static Provision rule(Provision.Effect effect, Role receiver, Purpose purpose, Category... categories) {
        return Provision.of(
                effect, Set.of(new Actor.Kind(receiver)), Set.of(purpose), Set.of(categories), Period.ALWAYS);
    }

    public SampleConsent id(String name) {
        id = name;
        return this;
    }

    public SampleConsent status(Consent.Status state) {
        status = state;
        return this;
    }

    public SampleConsent presumed() {
        kind = Consent.Kind.PRESUMED;
        evidence = Optional.empty();
        return this;
    }

    public SampleConsent by(Giver... who) {
        givers = Set.of(who);
        return this;
    }

    public SampleConsent recorded(String partner, Consent.Channel channel, Instant at) {
        recording = new Consent.Recording(new PartnerId(partner), channel, at);
        return this;
    }

    public SampleConsent at(Instant moment) {
        recording = new Consent.Recording(recording.by(), recording.channel(), moment);
        return this;
    }

    public SampleConsent withoutEvidence() {
        evidence = Optional.empty();
        return this;
    }

    public SampleConsent withdrawn(Instant moment) {
        status = Consent.Status.INACTIVE;
        withdrawnAt = Optional.of(moment);
        return this;
    }

    public SampleConsent during(Instant from, Instant until) {
        provision = new Provision(
                provision.effect(),
                provision.actors(),
                provision.purposes(),
                provision.categories(),
                new Period(Optional.of(from), Optional.of(until)),
                provision.dataPeriod(),
                provision.notUnderstood(),
                provision.exceptions());
        return this;
    }

    public Consent consent() {
        return new Consent(id, status, kind, givers, recording, evidence, withdrawnAt, provision);
    }

    public OnFile onFile() {
        return OnFile.recorded(consent());
    }
}
