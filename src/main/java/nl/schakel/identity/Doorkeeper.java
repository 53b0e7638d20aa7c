package nl.schakel.identity;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import nl.schakel.directory.ChannelUse;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.SealForm;
import nl.schakel.referral.evidence.SealedRequest;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.SealVerifier.Sealed;
import nl.schakel.seal.Sealer;
import nl.schakel.seal.XmlSealVerifier;
import nl.schakel.trust.Organisation;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Usage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who sent a message, or why that is not known. Four words must name one organisation: the certificate of the
 * connection, the certificate of the seal, the sender inside the message and the partner file. Plain MLLP has only the
 * last two and the address it came from; a folder, mailbox or queue of one partner stands in the place of a connection. Safe for
 * use by many threads.
 */
public final class Doorkeeper {
    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);
    /** The one door that may stand open without TLS, and that cannot carry a seal. */
    private static final String MLLP = "mllp";

    /** The one door whose messages can have a seal inside. */
    private static final String SOAP = "soap";

    /** Doors at which a token can be shown. */
    private static final Set<String> REST = Set.of("fhir", "json");

    private static final String HTTPS_PORT = ":443";

    private static final String NOTIFICATION = "notificatie";
    private static final String BEARER = "Bearer ";

    private final Directory directory;
    private final TrustAnchors anchors;
    private final SealVerifier seals;
    private final XmlSealVerifier xmlSeals;
    private final AccessTokens tokens;
    private final Clock clock;

    public Doorkeeper(
            Directory directory,
            TrustAnchors anchors,
            SealVerifier seals,
            XmlSealVerifier xmlSeals,
            AccessTokens tokens,
            Clock clock) {
        this.directory = directory;
        this.anchors = anchors;
        this.seals = seals;
        this.xmlSeals = xmlSeals;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * @return the sender; or stopped with {@code SENDER_UNKNOWN}, {@code SENDER_MISMATCH}, {@code CERTIFICATE_REFUSED},
     *     {@code TOKEN_REFUSED}, {@code SEAL_MISSING}, {@code SEAL_INVALID}, {@code MESSAGE_EXPIRED} or {@code
     *     RIGHT_MISSING}
     */
    public Step<Sender> identify(Claims claims) {
        return connected(claims)
                .then(partner -> permitted(claims, partner))
                .then(partner -> requested(claims, partner))
                .then(partner -> sealed(claims, partner))
                .then(sender -> named(claims, sender))
                .then(sender -> entitled(claims, sender))
                .map(sender -> sender.bearing(BorneKeys.of(claims)));
    }

    /**
     * Who asks for something of its own over this connection; whoever is connected may.
     *
     * @return the partner; or stopped with {@code SENDER_UNKNOWN}, {@code CERTIFICATE_REFUSED}, {@code TOKEN_REFUSED} or, for a token
     *     of another scope, {@code RIGHT_MISSING}
     */
    public Step<Partner> asking(Claims claims) {
        return connected(claims).then(partner -> permitted(claims, partner));
    }

    /** Whose connection, folder or address this is: enough to know whom it costs, before anything of it is checked. */
    public Step<Partner> connected(Claims claims) {
        if (claims.owner().isPresent()) {
            return known(claims.owner().flatMap(directory::partner));
        }
        if (!claims.tlsChain().isEmpty()) {
            return connectedAs(claims.tlsChain());
        }
        if (!claims.door().equals(MLLP)) {
            return stopped(ProblemCode.SENDER_UNKNOWN);
        }
        return known(claims.named().flatMap(directory::byFacility)).then(partner -> near(claims, partner));
    }

    /** Whose connection this is, by its certificate alone: enough to hand out a token that is good over it. */
    public Step<Partner> connectedAs(List<X509Certificate> chain) {
        return chain.isEmpty()
                ? stopped(ProblemCode.SENDER_UNKNOWN)
                : anchors.verify(chain, Usage.TLS, clock.instant()).then(organisation -> known(partner(organisation)));
    }

    /** Whether the owner of this connection seals inside SOAP, so that answers over it are sealed too. */
    public boolean sealsInXml(List<X509Certificate> chain) {
        return connectedAs(chain).fold(Doorkeeper::sealsInXml, nobody -> false);
    }

    private static boolean sealsInXml(Partner partner) {
        return partner.channels().stream().anyMatch(ChannelUse::sealedInXml);
    }

    /** Whether this partner's own seal is inside a SOAP answer, and counts. */
    public boolean sealedInXml(PartnerId id, byte[] soap) {
        Optional<Partner> partner = directory.partner(id);
        return partner.isPresent()
                && xmlSeals.verify(soap, clock.instant())
                        .then(seal -> ownSeal(partner.get(), seal))
                        .fold(sender -> true, problem -> false);
    }

    /**
     * Who shows a token is held to it. A notification may carry one of its
     * sender's making instead, which says nothing to us; one that looks like ours is held to it there too.
     */
    private Step<Partner> permitted(Claims claims, Partner partner) {
        if (!REST.contains(claims.door()) || claims.authorization().isEmpty()) {
            return Step.next(partner);
        }
        String shown = claims.authorization().get();
        boolean bearer = shown.regionMatches(true, 0, BEARER, 0, BEARER.length());
        String token = bearer ? shown.substring(BEARER.length()).strip() : "";
        if (claims.messageKind().equals(NOTIFICATION) && !AccessTokens.claimsToBeOurs(token)) {
            return Step.next(partner);
        }
        return bearer
                ? tokens.check(token, partner, claims.tlsChain(), claims.messageKind())
                : stopped(ProblemCode.TOKEN_REFUSED);
    }

    private static Step<Partner> known(Optional<Partner> partner) {
        return partner.map(Step::next).orElseGet(() -> stopped(ProblemCode.SENDER_UNKNOWN));
    }

    private static Step<Partner> near(Claims claims, Partner partner) {
        return RemoteAddress.isOneOf(claims.remoteAddress(), partner.addresses())
                ? Step.next(partner)
                : disagree(partner, "address");
    }

    /** A seal over the request is checked whether it was agreed or not: by whom, and that it was meant for us. */
    private Step<Partner> requested(Claims claims, Partner partner) {
        if (claims.seals().over().isEmpty()) {
            return agreed(claims, partner) == SealForm.ADR_MESSAGE && !mayBeBare(claims, partner)
                    ? stopped(ProblemCode.SEAL_MISSING)
                    : Step.next(partner);
        }
        SealedRequest request = claims.seals().over().get();
        if (!isOurs(request.head().values("host"))) {
            LOG.info("seal over a request to another host partner={}", partner.id());
            return stopped(ProblemCode.SEAL_INVALID);
        }
        return seals.verifyRequest(request.head(), claims.bytes(), request.seal(), clock.instant())
                .then(seal -> ownSeal(partner, seal))
                .map(Sender::partner);
    }

    /** The host by which partners know this gateway. */
    private boolean isOurs(List<String> hosts) {
        String authority = URI.create(tokens.audience()).getAuthority();
        return hosts.size() == 1 && plain(hosts.get(0)).equals(plain(authority));
    }

    private static String plain(String host) {
        String lower = host.strip().toLowerCase(Locale.ROOT);
        return lower.endsWith(HTTPS_PORT) ? lower.substring(0, lower.length() - HTTPS_PORT.length()) : lower;
    }

    private Step<Sender> sealed(Claims claims, Partner partner) {
        boolean inside = claims.door().equals(SOAP) && sealsInXml(partner);
        if (inside || (claims.door().equals(SOAP) && XmlSealVerifier.isIn(claims.bytes()))) {
            Step<Sender> sealed =
                    xmlSeals.verify(claims.bytes(), clock.instant()).then(seal -> ownSeal(partner, seal));
            return inside && claims.seals().beside().isEmpty()
                    ? sealed
                    : sealed.then(sender -> sealedBeside(claims, partner));
        }
        return claims.seals().inside().isPresent() || enclosedIsAgreed(claims, partner)
                ? sealedInside(claims, partner)
                : sealedBeside(claims, partner);
    }

    /** A seal inside is checked whether it was agreed or not; it stands in for the one beside it only where it was. */
    private Step<Sender> sealedInside(Claims claims, Partner partner) {
        boolean agreed = enclosedIsAgreed(claims, partner);
        if (claims.seals().inside().isEmpty()) {
            return claims.seals().beside().isEmpty() ? sealedBeside(claims, partner) : otherForm(partner);
        }
        Step<Sender> inside = seals.verifyInside(
                        claims.bytes(), claims.seals().inside().get(), clock.instant())
                .then(seal -> ownSeal(partner, seal));
        return claims.seals().beside().isEmpty() && (agreed || mayBeBare(claims, partner))
                ? inside
                : inside.then(sender -> sealedBeside(claims, partner));
    }

    /** A single resource has no place for a seal inside it, whatever was agreed. */
    private static boolean enclosedIsAgreed(Claims claims, Partner partner) {
        boolean bundle = claims.messageKind().equals("$process-message")
                || claims.messageKind().startsWith("Bundle/");
        return bundle && agreed(claims, partner) == SealForm.PROVENANCE;
    }

    private Step<Sender> sealedBeside(Claims claims, Partner partner) {
        if (claims.seals().beside().isEmpty()) {
            return mayBeBare(claims, partner)
                    ? Step.next(new Sender(partner, Optional.empty()))
                    : stopped(ProblemCode.SEAL_MISSING);
        }
        return seals.verify(claims.bytes(), claims.seals().beside().get(), Sealer.DOCUMENT, clock.instant())
                .then(seal -> seal.form() == besideForm(claims, partner) ? Step.next(seal) : otherForm(partner))
                .then(seal -> ownSeal(partner, seal));
    }

    /** The form of seal that the partner file agrees for this door. */
    private static SealForm agreed(Claims claims, Partner partner) {
        return partner.channels().stream()
                .filter(channel -> !channel.leadsOut() && channel.template().startsWith(claims.door() + "-"))
                .findFirst()
                .map(ChannelUse::form)
                .orElse(SealForm.OVERDRACHT);
    }

    /** What a seal beside a message looks like, where more than that was agreed. */
    private static SealForm besideForm(Claims claims, Partner partner) {
        return switch (agreed(claims, partner)) {
            case PROVENANCE, OVERDRACHT -> SealForm.OVERDRACHT;
            case ADR, ADR_MESSAGE -> SealForm.ADR;
        };
    }

    private static <T> Step<T> otherForm(Partner partner) {
        LOG.info("seal of another form than agreed partner={}", partner.id());
        return stopped(ProblemCode.SEAL_INVALID);
    }

    /** A question has nothing to seal; a message comes bare through MLLP, or where the partner file says so. */
    private static boolean mayBeBare(Claims claims, Partner partner) {
        return claims.bytes().length == 0
                || claims.door().equals(MLLP)
                || partner.channels().stream()
                        .filter(channel -> !channel.leadsOut() && !channel.sealed())
                        .anyMatch(channel -> channel.template().startsWith(claims.door() + "-"));
    }

    /** By the OIN of its certificate, or by the URA where a certificate has no OIN. */
    private Optional<Partner> partner(Organisation organisation) {
        return organisation.oin().isEmpty()
                ? organisation.ura().flatMap(this::byUra)
                : directory.byOin(organisation.oin());
    }

    private Optional<Partner> byUra(String ura) {
        return directory.partners().stream()
                .filter(partner -> ura.equals(partner.identifiers().get("ura")))
                .findFirst();
    }

    private Step<Sender> ownSeal(Partner partner, Sealed seal) {
        return partner(seal.signer())
                        .filter(signer -> signer.id().equals(partner.id()))
                        .isPresent()
                ? Step.next(new Sender(partner, Optional.of(seal)))
                : disagree(partner, "seal");
    }

    private static Step<Sender> named(Claims claims, Sender sender) {
        return Names.belong(claims, sender.partner()) ? Step.next(sender) : disagree(sender.partner(), "name");
    }

    private static Step<Sender> entitled(Claims claims, Sender sender) {
        return sender.partner().sends().contains(claims.messageKind())
                ? Step.next(sender)
                : stopped(ProblemCode.RIGHT_MISSING);
    }

    /** Which word differs is for the log; the other side hears that they differ. */
    private static <T> Step<T> disagree(Partner partner, String word) {
        LOG.info("sender mismatch partner={} differs={}", partner.id(), word);
        return stopped(ProblemCode.SENDER_MISMATCH);
    }

    private static <T> Step<T> stopped(ProblemCode code) {
        return Step.stopped(Problem.of(code));
    }
}
