package nl.schakel.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.consent.Actor;
import nl.schakel.consent.Consent;
import nl.schakel.consent.ConsentReader;
import nl.schakel.consent.ConsentReader.Arrival;
import nl.schakel.consent.Provision;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.journal.Dossier;
import nl.schakel.journal.Dossier.ConsentRow;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Category;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Sha256;
import nl.schakel.referral.Step;

/**
 * Keeps what clients say about their data. What the same recorder says about the same receivers, purposes and categories
 * is one consent in several versions, of which the newest counts.
 */
final class Consents {
    static final String OPERATOR = "operator:";

    private final DossierSeal seal;
    private final ConsentReader reader;
    private final ConsentForms forms;

    Consents(DossierSeal seal, Directory directory, ConsentForms forms) {
        this.seal = seal;
        this.forms = forms;
        this.reader = new ConsentReader(new KnownPartners(directory)::of);
    }

    /** Records the consents of a message; refused when one of them cannot be kept and the message says nothing else. */
    Optional<Problem> record(
            Envelope envelope,
            List<Json.Obj> said,
            UUID inboxId,
            Optional<ReferralReference> reference,
            Ledger ledger) {
        boolean alone = envelope.event() == Envelope.Event.CONSENT;
        for (int ordinal = 0; ordinal < said.size(); ordinal++) {
            Json.Obj tree = said.get(ordinal);
            Step<Consent> read = read(tree, UUID.randomUUID(), envelope, ledger);
            Optional<Problem> refused =
                    read.fold(consent -> alone ? selfGranted(consent, envelope) : Optional.empty(), Optional::of);
            if (refused.isPresent() && alone) {
                return refused;
            }
            int place = ordinal;
            read.fold(
                    consent -> keep(consent, tree, envelope, inboxId, place, ledger),
                    problem -> keepUnread(tree, problem, envelope, inboxId, place, ledger));
        }
        lookAgain(reference.filter(own -> !alone), ledger);
        return Optional.empty();
    }

    private Step<Consent> read(Json.Obj tree, UUID id, Envelope envelope, Ledger ledger) {
        return reader.read(
                forms.spelledOut(tree),
                new Arrival(
                        id.toString(), envelope.sender(), Consent.Channel.MESSAGE, ledger.now(), forms.evidence(tree)));
    }

    /** Who profits cannot grant by message: a yes to its sender, or to its sender's kind, is no yes. */
    private static Optional<Problem> selfGranted(Consent consent, Envelope envelope) {
        return Stream.of(consent.provision())
                        .flatMap(Consents::withExceptions)
                        .filter(rule -> rule.effect() == Provision.Effect.PERMIT)
                        .flatMap(rule -> rule.actors().stream())
                        .anyMatch(actor -> profits(actor, envelope))
                ? Optional.of(Problem.at(ProblemCode.CONSENT_SELF_GRANTED, "Consent.provision.actor")
                        .expected("a consent recorded by another party than the one it permits"))
                : Optional.empty();
    }

    private static boolean profits(Actor actor, Envelope envelope) {
        return actor instanceof Actor.Organisation organisation
                ? organisation.id().equals(envelope.sender())
                : ((Actor.Kind) actor).role() == envelope.senderRole();
    }

    private static Stream<Provision> withExceptions(Provision rule) {
        return Stream.concat(Stream.of(rule), rule.exceptions().stream().flatMap(Consents::withExceptions));
    }

    private boolean keep(Consent read, Json.Obj tree, Envelope envelope, UUID inboxId, int ordinal, Ledger ledger) {
        Dossier dossier = ledger.dossier();
        String recorder = envelope.sender().value();
        String line = seal.name(dossier.stream(), "line", recorder, name(tree), scope(read));
        Optional<ConsentRow> before = last(dossier, line).or(() -> underAnotherNumber(dossier, recorder, tree, read));
        String id = before.map(row -> row.id().toString()).orElse(read.id());
        Consent consent = new Consent(
                id,
                read.status(),
                read.kind(),
                read.givers(),
                read.recording(),
                read.evidence(),
                read.withdrawnAt(),
                read.provision());
        if (before.filter(row -> row.sha256().equals(consent.sha256())).isPresent()) {
            return false;
        }
        save(consent, before, line, recorder, Optional.of(inboxId), ordinal, ledger);
        return true;
    }

    /** The same said by the same under a number that was joined since is an earlier version of it. */
    private Optional<ConsentRow> underAnotherNumber(Dossier dossier, String recorder, Json.Obj tree, Consent read) {
        return dossier.joined().stream()
                .flatMap(row -> last(dossier, seal.name(row.key(), "line", recorder, name(tree), scope(read))).stream())
                .reduce((a, b) -> a.recordedAt().isAfter(b.recordedAt()) ? a : b);
    }

    void save(
            Consent consent,
            Optional<ConsentRow> before,
            String line,
            String recorder,
            Optional<UUID> inboxId,
            int ordinal,
            Ledger ledger) {
        ConsentRow row = new ConsentRow(
                UUID.fromString(consent.id()),
                before.map(ConsentRow::version).orElse(0) + 1,
                line,
                recorder,
                ledger.now(),
                inboxId,
                ordinal,
                consent.json().utf8(),
                consent.sha256(),
                new byte[0]);
        seal.record(ledger.dossier(), row);
        note(row, words(consent), recorder, ledger);
    }

    /** Nobody can say what it says, so it denies until a person has looked. */
    private boolean keepUnread(
            Json.Obj tree, Problem problem, Envelope envelope, UUID inboxId, int ordinal, Ledger ledger) {
        byte[] form = tree.utf8();
        String line = seal.name(ledger.dossier().stream(), "unread", inboxId.toString(), Integer.toString(ordinal));
        ConsentRow row = new ConsentRow(
                UUID.randomUUID(),
                1,
                line,
                envelope.sender().value(),
                ledger.now(),
                Optional.of(inboxId),
                ordinal,
                form,
                Sha256.hex(form),
                new byte[0]);
        seal.record(ledger.dossier(), row);
        note(row, "cannot be read: " + problem.sentence(), row.recorder(), ledger);
        return true;
    }

    /** Takes a consent back; what it said stays in its earlier versions. */
    Step<UUID> withdraw(UUID id, String operator, Ledger ledger) {
        Optional<ConsentRow> row = Dossiers.newest(ledger.dossier()).stream()
                .filter(one -> one.id().equals(id))
                .findFirst();
        Optional<Consent> consent = row.map(Dossiers::onFile).flatMap(Dossiers::kept);
        if (consent.isEmpty()) {
            return Step.stopped(Problem.at(ProblemCode.NOT_FOUND, "consent"));
        }
        if (consent.get().status() != Consent.Status.ACTIVE) {
            return Step.stopped(Problem.at(ProblemCode.TRANSITION_ILLEGAL, "consent")
                    .seen(consent.get().status().code())
                    .expected("active"));
        }
        save(
                consent.get().withdrawn(ledger.now()),
                row,
                row.get().line(),
                OPERATOR + operator,
                Optional.empty(),
                0,
                ledger);
        lookAgain(Optional.empty(), ledger);
        return Step.next(id);
    }

    /** What waits is decided anew at once; what went is looked at again, except where the message itself is only now asked. */
    void lookAgain(Optional<ReferralReference> beingAsked, Ledger ledger) {
        lookAgain(beingAsked, ledger.dossier());
    }

    static void lookAgain(Optional<ReferralReference> beingAsked, Dossier dossier) {
        for (ReferralReference reference : dossier.referrals()) {
            dossier.wake(reference);
            if (beingAsked.filter(reference::equals).isEmpty()) {
                dossier.reconsider(reference);
            }
        }
    }

    private static void note(ConsentRow row, String words, String recorder, Ledger ledger) {
        String reason = "consent " + row.id() + " version " + row.version() + " sha256 " + row.sha256() + ": " + words;
        Optional<PartnerId> by =
                recorder.startsWith(OPERATOR) ? Optional.empty() : Optional.of(new PartnerId(recorder));
        List<ReferralReference> references = ledger.dossier().referrals();
        references.forEach(reference -> ledger.trace(reference, "consent", by, "recorded", reason));
        if (references.isEmpty()) {
            ledger.note(row.id().toString(), "consent", by, "recorded", reason);
        }
    }

    /** Codes alone: status, effect, receivers and categories. */
    private static String words(Consent consent) {
        Provision rule = consent.provision();
        return consent.status().code()
                + (consent.kind() == Consent.Kind.PRESUMED ? " presumed " : " ")
                + rule.effect() + " to "
                + codes(rule.actors().stream().map(Actor::code)) + " of "
                + codes(rule.categories().stream().map(Category::code));
    }

    private static String codes(Stream<String> codes) {
        String all = codes.sorted().collect(Collectors.joining(", "));
        return all.isEmpty() ? "anyone or anything" : all;
    }

    static Optional<ConsentRow> last(Dossier dossier, String line) {
        return dossier.consents().stream()
                .filter(row -> row.line().equals(line))
                .reduce((a, b) -> a.version() > b.version() ? a : b);
    }

    /** The recorder's own number of the consent, when it has one. */
    private static String name(Json.Obj tree) {
        return tree.list("identifier").stream()
                .flatMap(identifier -> identifier.asObject().stream())
                .map(identifier -> identifier.text("system").orElse("") + "|"
                        + identifier.text("value").orElse(""))
                .findFirst()
                .orElse("");
    }

    /** What it is about, whether it says yes or no to it. */
    private static String scope(Consent consent) {
        Provision rule = consent.provision();
        return String.join(
                " ",
                consent.kind().name(),
                codes(rule.actors().stream().map(Actor::code)),
                codes(rule.purposes().stream().map(Purpose::code)),
                codes(rule.categories().stream().map(Category::code)));
    }

    /** Finds the organisation behind an identifier of a message. */
    private record KnownPartners(Directory directory) {
        private static final Map<String, String> SYSTEMS = Map.of(
                "http://fhir.nl/fhir/NamingSystem/agb-z", "agb",
                "http://fhir.nl/fhir/NamingSystem/ura", "ura",
                "http://fhir.nl/fhir/NamingSystem/kvk", "kvk");
        private static final String OIN = "http://fhir.nl/fhir/NamingSystem/oin|";
        private static final String OWN = "https://schakel.nl/fhir/NamingSystem/partner|";

        Optional<PartnerId> of(String identifier) {
            if (identifier.startsWith(OIN)) {
                return directory.byOin(identifier.substring(OIN.length())).map(Partner::id);
            }
            if (identifier.startsWith(OWN)) {
                String id = identifier.substring(OWN.length());
                return PartnerId.isWellFormed(id)
                        ? directory.partner(new PartnerId(id)).map(Partner::id)
                        : Optional.empty();
            }
            int bar = identifier.indexOf('|');
            return bar < 0
                    ? Optional.empty()
                    : Optional.ofNullable(SYSTEMS.get(identifier.substring(0, bar)))
                            .flatMap(system -> holder(system, identifier.substring(bar + 1)));
        }

        private Optional<PartnerId> holder(String system, String value) {
            return directory.partners().stream()
                    .filter(partner -> value.equals(partner.identifiers().get(system)))
                    .map(Partner::id)
                    .findFirst();
        }
    }
}
