package nl.schakel.directory;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import nl.schakel.egress.Egress;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.AddressedReferral;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.Delivery;
import nl.schakel.referral.evidence.MinimisedReferral;
import nl.schakel.referral.evidence.ValidatedReferral;

/** The partners and circles, read once; it never changes while it is in use. */
public final class Directory {
    private final Optional<Gateway> gateway;
    private final List<Partner> partners;
    private final Map<PartnerId, Partner> byId;
    private final Map<PartnerId, Agreement> agreements;
    private final Circles circles;
    private final Egress egress;

    private Directory(
            Optional<Gateway> gateway,
            List<Partner> partners,
            Map<PartnerId, Agreement> agreements,
            List<Circle> circles,
            Egress egress) {
        this.egress = egress;
        this.gateway = gateway;
        this.partners = List.copyOf(partners);
        this.byId = partners.stream().collect(Collectors.toUnmodifiableMap(Partner::id, Function.identity()));
        this.agreements = Map.copyOf(agreements);
        this.circles = new Circles(circles, gateway);
    }

    Directory(Optional<Gateway> gateway, List<PartnerFile> partners, List<Circle> circles, Egress egress) {
        this(
                gateway,
                partners.stream().map(PartnerFile::partner).toList(),
                partners.stream()
                        .collect(Collectors.toUnmodifiableMap(p -> p.partner().id(), PartnerFile::agreement)),
                circles,
                egress);
    }

    /**
     * Reads {@code routes/gateway.yaml}, {@code routes/partners/*.yaml} and {@code routes/circles/*.yaml}; placeholders
     * stay as they are.
     *
     * @throws DirectoryInvalid naming every file and place that is not valid
     */
    public static Directory load(Path routes) {
        return DirectoryFiles.read(routes, Optional.empty(), false);
    }

    /**
     * Reads the same with the placeholders filled in.
     *
     * @param settings values of {@code home} and {@code demo.<partner>.port}
     * @throws DirectoryInvalid also when a placeholder has no value
     */
    public static Directory load(Path routes, Map<String, String> settings) {
        return load(routes, settings, false);
    }

    /**
     * Reads the same as for a gateway of production: a partner on this machine must be listed in {@code egress.allow}.
     *
     * @throws DirectoryInvalid also when a placeholder has no value
     */
    public static Directory load(Path routes, Map<String, String> settings, boolean production) {
        return DirectoryFiles.read(routes, Optional.of(settings), production);
    }

    /** A directory of these partners and no circle. */
    public static Directory of(List<Partner> partners) {
        return new Directory(Optional.empty(), partners, Map.of(), List.of(), Egress.unlisted(false));
    }

    /** The gateway's own identity, when the routes folder has it. */
    public Optional<Gateway> gateway() {
        return gateway;
    }

    /** What may be called at all. */
    public Egress egress() {
        return egress;
    }

    public List<Partner> partners() {
        return partners;
    }

    public Optional<Partner> partner(PartnerId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * Who has to act on work that is parked: the mailbox of the partner's technical desk, or {@code operator}.
     *
     * @param reason as it is parked by it, {@code SCH-6004 ...}
     */
    public String owner(Optional<PartnerId> receiver, String reason) {
        return Owner.of(receiver.flatMap(this::partner), reason);
    }

    /** Purposes, hours and deadlines agreed with a partner. */
    public Optional<Agreement> agreement(PartnerId id) {
        return Optional.ofNullable(agreements.get(id));
    }

    /** How much this partner may send. */
    public Quota quota(PartnerId id) {
        return agreement(id).map(Agreement::quota).orElse(Quota.STANDARD);
    }

    public Optional<Partner> byFacility(String hl7Facility) {
        return partners.stream()
                .filter(p -> p.facilities().contains(hl7Facility))
                .findFirst();
    }

    public Optional<Partner> byOin(String oin) {
        return partners.stream()
                .filter(p -> p.oin().map(oin::equals).orElse(false))
                .findFirst();
    }

    /** Whom a referral with this envelope would be put to; nobody when no circle is found for it. */
    public Set<PartnerId> asked(Envelope envelope) {
        return circles.forReferral(envelope)
                .fold(
                        circle -> circle.parties().stream()
                                .filter(party -> party.askedFor(envelope.needs()))
                                .map(Circle.Party::partner)
                                .filter(id -> !id.equals(envelope.sender()) && byId.containsKey(id))
                                .collect(Collectors.toUnmodifiableSet()),
                        nowhere -> Set.of());
    }

    /** How much may wait for this partner. */
    public long mostWaiting(PartnerId id) {
        return agreement(id).map(Agreement::backlog).orElse(Agreement.USUAL_BACKLOG);
    }

    /** How many calls it bears at once; empty when its file does not say. */
    public Optional<Integer> callsAtOnce(PartnerId id) {
        return agreement(id).flatMap(Agreement::callsAtOnce);
    }

    /** The desk and the parties asked, desk first; never the sender itself. */
    public Step<List<Candidate>> candidates(ValidatedReferral referral) {
        return circles.forReferral(referral.referral().envelope()).then(circle -> named(referral, circle));
    }

    private Step<List<Candidate>> named(ValidatedReferral referral, Circle circle) {
        var envelope = referral.referral().envelope();
        List<Candidate> candidates = circle.parties().stream()
                .filter(party -> party.askedFor(envelope.needs()))
                .filter(party -> !party.partner().equals(envelope.sender()))
                .flatMap(party -> partner(party.partner()).stream()
                        .map(p -> Candidate.minted(
                                referral, p.id(), p.role(), party.purpose(), party.need(), circle.name())))
                .toList();
        return candidates.isEmpty()
                ? Step.stopped(Problem.of(ProblemCode.NO_CIRCLE).expected("a party other than the sender"))
                : Step.next(candidates);
    }

    /**
     * By which channel and in which form the receiver takes this referral.
     *
     * @param further whether it has something of this referral already: then a partner may want another form
     *     ({@code mappings: update})
     */
    public Step<AddressedReferral> address(MinimisedReferral referral, boolean further) {
        Candidate candidate = referral.consented().candidate();
        Optional<ChannelUse> asked = partner(candidate.receiver())
                .flatMap(partner -> circles.channel(candidate).flatMap(partner::channel));
        return delivery(candidate.receiver(), asked, further ? List.of("update", "out") : List.of("out"))
                .map(delivery -> AddressedReferral.minted(referral, delivery));
    }

    /** How a partner is told a status by its first way out. */
    public Step<Delivery> statusDelivery(PartnerId partner) {
        return delivery(partner, Optional.empty(), List.of("status"));
    }

    /**
     * How the sender of a message is told a status: in the language of the door it came by.
     *
     * @param kind of the message that is answered, such as {@code WMO315}
     * @param status FHIR Task status
     */
    public Step<Delivery> statusDelivery(PartnerId partner, String door, String kind, String status) {
        Optional<ChannelUse> back = partner(partner).flatMap(known -> known.wayBack(door));
        return delivery(partner, back, List.of("status " + kind + ' ' + status, "status"));
    }

    /** @param uses of mappings; the first that the channel or the partner has */
    private Step<Delivery> delivery(PartnerId receiver, Optional<ChannelUse> asked, List<String> uses) {
        Optional<Partner> partner = partner(receiver);
        Optional<ChannelUse> channel = asked.or(() -> partner.flatMap(Partner::wayOut));
        if (channel.isEmpty()) {
            return Step.stopped(Problem.at(ProblemCode.ENDPOINT_MISSING, receiver.value()));
        }
        ChannelUse way = channel.get();
        return uses.stream()
                .filter(use -> way.mappings().containsKey(use))
                .findFirst()
                // What a channel says of itself goes before what its partner says of all of them.
                .or(() -> uses.stream()
                        .filter(use -> partner.flatMap(p -> p.mapping(way, use)).isPresent())
                        .findFirst())
                .flatMap(use -> partner.flatMap(p -> p.mapping(way, use)))
                .map(mapping -> Step.next(new Delivery(receiver, way.name(), mapping, way.sealed(), way.form())))
                .orElseGet(() -> Step.stopped(
                        Problem.at(ProblemCode.MAPPING_MISSING, receiver + ", mappings." + uses.get(uses.size() - 1))));
    }
}
