package nl.schakel.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.consent.ClientFile;
import nl.schakel.consent.ConsentDesk;
import nl.schakel.consent.LegalBasis;
import nl.schakel.consent.PolicyInvalid;
import nl.schakel.directory.Directory;
import nl.schakel.directory.DirectoryInvalid;
import nl.schakel.directory.Partner;
import nl.schakel.disclosure.Disclosure;
import nl.schakel.disclosure.DisclosureInvalid;
import nl.schakel.disclosure.Looked;
import nl.schakel.enclosure.FilesWithWords;
import nl.schakel.fhir.FhirAnswers;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.AddressedReferral;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.Seals;
import nl.schakel.referral.evidence.TranslatedReferral;
import nl.schakel.referral.evidence.ValidatedReferral;
import nl.schakel.translate.Explanation;
import nl.schakel.translate.MappingInvalid;
import nl.schakel.translate.OutboundContext;
import nl.schakel.translate.Translator;
import nl.schakel.translate.tree.SourceMessage;
import nl.schakel.validate.Completeness;

/**
 * Walks a message through the stages of the hall as production does, from the same files, and explains each value. It
 * needs no gateway: nothing is stored, sealed or sent, and who the sender really is is not asked.
 */
public final class Rehearsal {
    private static final String BASE_URL = "https://localhost:8443/fhir";
    /** Ids and times are fixed, so that the same message gives the same bytes under two mappings. */
    private static final ReferralReference REFERENCE = new ReferralReference(2026, 1);

    /** Production has a secret key; whoever tries a mapping sees what a pseudonym looks like, never a real one. */
    private static final byte[] REHEARSED = "a rehearsal has no secret".getBytes(StandardCharsets.UTF_8);

    private final Translator translator;
    private final Directory directory;
    private final Clearance clearance;
    private final Completeness completeness = new Completeness();
    private final Instant at;

    private Rehearsal(Translator translator, Directory directory, Clearance clearance, Instant at) {
        this.translator = translator;
        this.directory = directory;
        this.clearance = clearance;
        this.at = at;
    }

    /** A message that could be read and is complete. */
    public record Read(Explanation<TranslatedReferral> explained, ValidatedReferral valid) {}

    /**
     * What one receiver would get.
     *
     * @param permitted in words: category and basis
     * @param withheld in words: category and reason
     * @param trail from the places in the release to the same values in the canonical form
     */
    public record Released(
            Explanation<OutboundDocument> explained, String permitted, String withheld, Map<String, String> trail) {}

    /** Loads and checks both folders; what is wrong with them is named with file and line. */
    public static Step<Rehearsal> load(Path mappings, Path routes, Instant at) throws IOException {
        try {
            Translator translator = Translator.load(mappings);
            Directory directory = Directory.load(routes);
            LegalBasis basis = LegalBasis.read(mappings.resolve("policy"), "default-policy");
            Disclosure disclosure = Disclosure.read(
                    mappings.resolve("disclosure"), new FilesWithWords(), new PartnerPseudonyms(REHEARSED));
            return Step.next(new Rehearsal(
                    translator, directory, new Clearance(directory, new ConsentDesk(basis), disclosure), at));
        } catch (MappingInvalid | DirectoryInvalid | PolicyInvalid | DisclosureInvalid wrong) {
            return Step.stopped(Problem.of(ProblemCode.CONFIGURATION_INVALID).seen(String.valueOf(wrong.getMessage())));
        } catch (NoSuchFileException absent) {
            return Step.stopped(Problem.at(ProblemCode.CONFIGURATION_INVALID, absent.getFile())
                    .seen("no such file"));
        }
    }

    /**
     * A name in a partner file that leads nowhere.
     *
     * @param place within the file, such as {@code mappings.out}
     */
    public record Lacking(PartnerId partner, String place, String seen, String expected) {}

    /** The partners, by id. */
    public List<PartnerId> partners() {
        return directory.partners().stream().map(Partner::id).sorted().toList();
    }

    /** Mappings that partner files name and the mappings folder does not have. */
    public List<Lacking> lacking() {
        List<Lacking> lacking = new ArrayList<>();
        for (Partner partner : directory.partners()) {
            missing(partner.id(), "mappings.", partner.mappings(), lacking);
            partner.channels()
                    .forEach(channel -> missing(
                            partner.id(), "channels " + channel.name() + ", mappings.", channel.mappings(), lacking));
        }
        return lacking;
    }

    private void missing(PartnerId partner, String place, Map<String, String> mappings, List<Lacking> lacking) {
        mappings.forEach((use, id) -> {
            boolean family = use.equals("in");
            if (!(family ? translator.families().contains(id) : translator.knows(id))) {
                lacking.add(new Lacking(
                        partner,
                        place + use,
                        id,
                        family ? "a family that can be read" : "a mapping of the mappings folder"));
            }
        });
    }

    /** The first partner, by id, whose messages the mappings of this family read. */
    public Optional<PartnerId> sender(String family) {
        return directory.partners().stream()
                .filter(partner -> partner.reads(family))
                .map(Partner::id)
                .findFirst();
    }

    /** Reads a message as coming from this partner. */
    public Step<Read> read(PartnerId sender, String mediaType, byte[] bytes) {
        return partner(sender)
                .then(partner -> source(partner, mediaType, bytes))
                .then(translator::explain)
                .then(explained -> completeness.check(explained.result()).map(valid -> new Read(explained, valid)));
    }

    private Step<Partner> partner(PartnerId id) {
        return directory
                .partner(id)
                .map(Step::next)
                .orElseGet(() -> Step.stopped(Problem.of(ProblemCode.SENDER_UNKNOWN)
                        .seen(id.value())
                        .expected("a partner of the directory")));
    }

    private Step<SourceMessage> source(Partner partner, String mediaType, byte[] bytes) {
        Inbound inbound = new Inbound(
                "",
                "",
                mediaType,
                Optional.empty(),
                bytes,
                "",
                List.of(),
                Seals.NONE,
                Optional.empty(),
                Map.of(FhirDoor.REQUEST_ID, id("request", bytes).toString()));
        String door = door(mediaType);
        return named(inbound)
                .then(named -> Reading.inShape(named, partner, door))
                .then(named -> Reading.source(partner, door, named, Optional.empty(), "", at));
    }

    /** The door by which a partner sends such a file. */
    private static String door(String mediaType) {
        return switch (mediaType) {
            case "application/hl7-v2" -> "mllp";
            case "application/fhir+json", "application/fhir+xml" -> "fhir";
            case "text/xml", "application/xml" -> "soap";
            case "application/json" -> "json";
            default -> "drop";
        };
    }

    /** The doors' own way to name a message; a file that comes by no such door is named by its content. */
    private Step<Named> named(Inbound inbound) {
        return switch (inbound.mediaType()) {
            case "application/hl7-v2" -> new MllpDoor(java.time.Clock.systemUTC()).name(inbound);
            case "application/fhir+json", "application/fhir+xml" ->
                new FhirDoor(new FhirAnswers("Schakel", BASE_URL)).name(inbound);
            default ->
                Step.next(new Named(
                        id("request", inbound.bytes()).toString(),
                        Optional.empty(),
                        "",
                        inbound.mediaType(),
                        inbound.bytes()));
        };
    }

    /** Whether there is a partner file of this name. */
    public boolean knows(PartnerId partner) {
        return directory.partner(partner).isPresent();
    }

    /** Whom the circle would ask. */
    public List<PartnerId> receivers(Read read) {
        if (event(read) != Envelope.Event.REFERRAL) {
            return List.of();
        }
        return directory
                .candidates(read.valid())
                .fold(candidates -> candidates.stream().map(Candidate::receiver).toList(), problem -> List.of());
    }

    /** What this receiver would get of it: by circle, law, need and its own mapping. */
    public Step<Released> release(Read read, PartnerId receiver) {
        return release(read, receiver, Household.alone(ClientFile.EMPTY));
    }

    /** The same of a client with a family here. */
    Step<Released> release(Read read, PartnerId receiver, Household household) {
        if (event(read) != Envelope.Event.REFERRAL) {
            return Step.stopped(Problem.at(ProblemCode.NOTHING_TO_RELEASE, receiver.value())
                    .seen(event(read).name())
                    .expected("a REFERRAL; other messages change a referral that runs"));
        }
        return clearance
                .decide(read.valid(), receiver, household, at, Looked.BY_NOBODY)
                .then(Clearance.Cleared::minimised)
                .then(minimised -> directory
                        .address(minimised, false)
                        .then(addressed -> explained(read, addressed)
                                .then(explained -> Disclosure.lastLook(minimised, explained.result())
                                        .map(looked -> explained)))
                        .map(explained -> new Released(
                                explained,
                                PermittedWords.released(minimised),
                                PermittedWords.withheld(minimised),
                                Trail.back(
                                        minimised.items(),
                                        read.valid().referral().items()))));
    }

    private Step<Explanation<OutboundDocument>> explained(Read read, AddressedReferral addressed) {
        byte[] message = read.valid().referral().envelope().messageId().getBytes(StandardCharsets.UTF_8);
        GatewayName gateway = GatewayName.of(directory, BASE_URL);
        return translator.explain(
                addressed,
                new OutboundContext(
                        id("message", message).toString(),
                        REFERENCE,
                        id("task", message),
                        1,
                        at,
                        gateway.id(),
                        gateway.name(),
                        gateway.baseUrl()));
    }

    private static Envelope.Event event(Read read) {
        return read.valid().referral().envelope().event();
    }

    private static UUID id(String what, byte[] bytes) {
        return UUID.nameUUIDFromBytes((what + '/' + UUID.nameUUIDFromBytes(bytes)).getBytes(StandardCharsets.UTF_8));
    }
}
