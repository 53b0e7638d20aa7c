package nl.schakel.consent;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;

/**
 * Reads a FHIR R4 {@code Consent} of the canonical form. Nothing is guessed: what could restrict and is not understood
 * makes a yes worthless and a no wide.
 */
public final class ConsentReader {
    /** Elements that say who, when or by which form, and restrict nothing beside what is read of them. */
    private static final Set<String> KNOWN = Set.of(
            "resourceType",
            "id",
            "meta",
            "language",
            "text",
            "identifier",
            "status",
            "scope",
            "category",
            "patient",
            "dateTime",
            "performer",
            "organization",
            "sourceAttachment",
            "sourceReference",
            "policyRule",
            "verification",
            "provision");

    private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private static final String SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope";
    private static final String GIVER = "https://schakel.nl/fhir/NamingSystem/giver";

    private final Function<String, Optional<PartnerId>> partners;

    /**
     * Where it came from.
     *
     * @param id under which it is kept; names no person
     * @param sender the authenticated partner
     * @param receivedAt when it came; counts as the moment of withdrawal for a consent that is no longer active
     * @param evidence SHA-256 of the text the client saw, where the message itself has none
     */
    public record Arrival(
            String id, PartnerId sender, Consent.Channel channel, Instant receivedAt, Optional<String> evidence) {}

    /** @param partners from {@code system|value} of an identifier to the organisation of the directory */
    public ConsentReader(Function<String, Optional<PartnerId>> partners) {
        this.partners = partners;
    }

    /**
     * The consent as it is to be kept. A refusal means that not even its status can be told; keep it as {@link
     * OnFile.Unreliable}, so that it denies until somebody has looked.
     */
    public Step<Consent> read(Json.Obj tree, Arrival arrival) {
        Optional<Consent.Status> status = tree.text("status").flatMap(Consent.Status::of);
        if (status.isEmpty()) {
            return unreadable("Consent.status", "draft, proposed, active, rejected, inactive or entered-in-error");
        }
        if (!isAboutPrivacy(tree)) {
            return unreadable("Consent.scope", "patient-privacy");
        }
        Optional<Moments.Span> said = tree.text("dateTime").flatMap(Moments::read);
        return Step.next(new Consent(
                arrival.id(),
                status.get(),
                Consent.Kind.EXPLICIT,
                givers(tree),
                new Consent.Recording(
                        arrival.sender(),
                        arrival.channel(),
                        said.map(Moments.Span::first).orElse(arrival.receivedAt())),
                ConsentEvidence.of(tree).or(arrival::evidence),
                status.get() == Consent.Status.INACTIVE ? Optional.of(arrival.receivedAt()) : Optional.empty(),
                provision(tree, said.isPresent())));
    }

    private static Step<Consent> unreadable(String place, String expected) {
        return Step.stopped(Problem.at(ProblemCode.CONSENT_UNRELIABLE, place).expected(expected));
    }

    private static boolean isAboutPrivacy(Json.Obj tree) {
        return tree.object("scope").stream()
                .flatMap(scope -> scope.list("coding").stream())
                .flatMap(coding -> coding.asObject().stream())
                .anyMatch(coding -> coding.text("system").equals(Optional.of(SCOPE))
                        && coding.text("code").equals(Optional.of("patient-privacy")));
    }

    /** FHIR: who agrees is commonly the patient; so is nobody named. */
    private static Set<Giver> givers(Json.Obj tree) {
        Set<Giver> givers = new HashSet<>();
        for (Json performer : tree.list("performer")) {
            givers.add(performer.asObject().map(ConsentReader::giver).orElse(Giver.UNKNOWN));
        }
        return tree.get("performer").isEmpty() ? Set.of(Giver.CLIENT) : givers;
    }

    private static Giver giver(Json.Obj performer) {
        boolean patient = performer.text("type").equals(Optional.of("Patient"))
                || performer
                        .text("reference")
                        .filter(r -> r.startsWith("Patient/"))
                        .isPresent();
        if (patient) {
            return Giver.CLIENT;
        }
        return performer
                .object("identifier")
                .filter(id -> id.text("system").equals(Optional.of(GIVER)))
                .flatMap(id -> id.text("value"))
                .flatMap(Giver::of)
                .orElse(Giver.UNKNOWN);
    }

    private Provision provision(Json.Obj tree, boolean dated) {
        Set<String> doubts = new HashSet<>();
        for (String name : tree.members().keySet()) {
            if (!KNOWN.contains(name)) {
                doubts.add("Consent." + name);
            }
        }
        if (!dated) {
            doubts.add("Consent.dateTime");
        }
        if (isUnverified(tree)) {
            doubts.add("Consent.verification");
        }
        Optional<Provision.Effect> base = base(tree);
        Json.Obj rule = tree.object("provision").orElse(Json.object());
        if (base.isEmpty() || contradicts(tree, rule, base.get())) {
            doubts.add("Consent.policyRule");
        }
        if (tree.get("provision").isPresent() && tree.object("provision").isEmpty()) {
            doubts.add("Consent.provision");
        }
        return new ProvisionReader(partners).root(rule, base.orElse(Provision.Effect.DENY), List.copyOf(doubts));
    }

    /** Opting out as a whole while its rule permits. */
    private static boolean contradicts(Json.Obj tree, Json.Obj rule, Provision.Effect base) {
        return tree.get("policyRule").isPresent()
                && base == Provision.Effect.DENY
                && rule.text("type").equals(Optional.of("permit"));
    }

    /** Only a form that was found to be wrong says so; most say nothing of it. */
    private static boolean isUnverified(Json.Obj tree) {
        return tree.get("verification").isPresent()
                && tree.list("verification").stream()
                        .noneMatch(check -> check.asObject()
                                .flatMap(c -> c.get("verified"))
                                .equals(Optional.of(new Json.Bool(true))));
    }

    /** What the form as a whole says before its provision: opting in, opting out; empty when it is another policy. */
    private static Optional<Provision.Effect> base(Json.Obj tree) {
        if (tree.get("policyRule").isEmpty()) {
            return Optional.of(Provision.Effect.DENY);
        }
        List<Json> codings =
                tree.object("policyRule").map(rule -> rule.list("coding")).orElse(List.of());
        if (codings.size() != 1) {
            return Optional.empty();
        }
        return codings.get(0)
                .asObject()
                .filter(coding -> coding.text("system").equals(Optional.of(ACT_CODE)))
                .flatMap(coding -> coding.text("code"))
                .flatMap(code -> switch (code) {
                    case "OPTIN" -> Optional.of(Provision.Effect.PERMIT);
                    case "OPTOUT" -> Optional.of(Provision.Effect.DENY);
                    default -> Optional.empty();
                });
    }
}
