package nl.schakel.pipeline;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import nl.schakel.consent.ClientFile;
import nl.schakel.consent.Consent;
import nl.schakel.consent.ConsentDesk;
import nl.schakel.consent.Question;
import nl.schakel.directory.Directory;
import nl.schakel.journal.Clients;
import nl.schakel.journal.Dossier.ConflictRow;
import nl.schakel.journal.Dossier.ConsentRow;
import nl.schakel.journal.Dossier.DecisionRow;
import nl.schakel.journal.Dossier.NoticeRow;
import nl.schakel.journal.Dossier.ProtectionRow;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Sha256;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Candidate;
import nl.schakel.referral.evidence.ValidatedReferral;
import nl.schakel.translate.json.StrictJson;

/** What operators see and do about consents, conflicts and decisions; a client is named by one of their referrals. */
public final class BasisDesk {
    private static final int SHOWN = 500;

    private final Clients clients;
    private final Directory directory;
    private final Dossiers dossiers;
    private final Families families;
    private final DossierSeal seal;
    private final Consents consents;
    private final Protections protections;
    private final Amendments amendments;
    private final Presumptions presumptions;
    private final ConsentDesk desk;
    private final Runnable changed;

    BasisDesk(
            Clients clients,
            Directory directory,
            Dossiers dossiers,
            Families families,
            DossierSeal seal,
            Consents consents,
            Protections protections,
            Amendments amendments,
            Presumptions presumptions,
            ConsentDesk desk,
            Runnable changed) {
        this.clients = clients;
        this.directory = directory;
        this.dossiers = dossiers;
        this.families = families;
        this.seal = seal;
        this.consents = consents;
        this.protections = protections;
        this.amendments = amendments;
        this.presumptions = presumptions;
        this.desk = desk;
        this.changed = changed;
    }

    /** The consents that count, without anything that names the client. */
    public Step<Json.Obj> consents(ReferralReference reference) {
        return at(
                reference,
                ledger -> dossiers.of(ledger.dossier(), reference)
                        .map(file -> list(
                                "consents",
                                Dossiers.newest(ledger.dossier()),
                                (ConsentRow row) -> presumptions
                                        .referral(row, ledger.dossier())
                                        .map(about -> shown(row).with("referral", about.text()))
                                        .orElseGet(() -> shown(row)))));
    }

    /** Takes a consent back: at once for what waits, told to who holds it. */
    public Step<Json.Obj> withdraw(ReferralReference reference, UUID consent, String operator) {
        Step<Json.Obj> withdrawn = at(
                reference,
                ledger -> dossiers.of(ledger.dossier(), reference)
                        .then(file -> consents.withdraw(consent, operator, ledger))
                        .map(id -> Json.object().with("id", id.toString()).with("status", "inactive")));
        changed.run();
        return withdrawn;
    }

    /** To whom nothing may go. */
    public Step<Json.Obj> conflicts(ReferralReference reference) {
        return at(
                reference,
                ledger -> Step.next(list("conflicts", ledger.dossier().conflicts(), BasisDesk::shown)));
    }

    /** Puts an organisation on the list; outside nothing shows it, and nothing is told to anybody. */
    public Step<Json.Obj> block(ReferralReference reference, PartnerId organisation, String operator) {
        if (directory.partner(organisation).isEmpty()) {
            return Step.stopped(Problem.at(ProblemCode.NOT_FOUND, "organisation"));
        }
        return block(reference, Conflicts.ORGANISATION, organisation.value(), operator);
    }

    /**
     * Puts a person on the list: nothing goes to a partner through whom it would come to them.
     *
     * @param system {@code mailbox}, or that of a number as partner files name it
     */
    public Step<Json.Obj> blockPerson(ReferralReference reference, String system, String value, String operator) {
        return block(reference, Conflicts.PERSON, system + "|" + value.strip(), operator);
    }

    private Step<Json.Obj> block(ReferralReference reference, String kind, String party, String operator) {
        return at(reference, ledger -> {
            ConflictRow row = new ConflictRow(
                    UUID.randomUUID(),
                    kind,
                    party,
                    operator,
                    ledger.now(),
                    Optional.empty(),
                    Optional.empty(),
                    new byte[0]);
            seal.save(ledger.dossier(), row);
            ledger.note(row.id().toString(), "conflict", Optional.empty(), "recorded", "by operator " + operator);
            consents.lookAgain(Optional.empty(), ledger);
            return Step.next(shown(row));
        });
    }

    /** Takes somebody off the list. */
    public Step<Json.Obj> unblock(ReferralReference reference, UUID id, String operator) {
        return at(
                reference,
                ledger -> ledger.dossier().conflicts().stream()
                        .filter(row -> row.id().equals(id) && row.endedAt().isEmpty())
                        .findFirst()
                        .map(row -> ended(row, operator, ledger))
                        .orElseGet(() -> Step.stopped(Problem.of(ProblemCode.NOT_FOUND))));
    }

    private Step<Json.Obj> ended(ConflictRow row, String operator, Ledger ledger) {
        ConflictRow after = row.ended(operator, ledger.now());
        seal.save(ledger.dossier(), after);
        ledger.note(row.id().toString(), "conflict", Optional.empty(), "ended", "by operator " + operator);
        consents.lookAgain(Optional.empty(), ledger);
        return Step.next(shown(after));
    }

    /** Who said that the client's whereabouts are protected. */
    public Step<Json.Obj> protections(ReferralReference reference) {
        return at(
                reference,
                ledger -> Step.next(list("protections", ledger.dossier().protections(), BasisDesk::shown)));
    }

    /** Protects the client's whereabouts, at once in everything that waits. */
    public Step<Json.Obj> protect(ReferralReference reference, String operator) {
        Step<Json.Obj> done = at(reference, ledger -> Step.next(shown(protections.protect(operator, ledger))));
        changed.run();
        return done;
    }

    /** Ends what one source said of it; no message can. */
    public Step<Json.Obj> unprotect(ReferralReference reference, UUID id, String operator) {
        Step<Json.Obj> done =
                at(reference, ledger -> protections.end(id, operator, ledger).map(BasisDesk::shown));
        changed.run();
        return done;
    }

    /** Every decision about one referral. */
    public Json.Obj decisions(ReferralReference reference) {
        return list("decisions", clients.decisions(reference), BasisDesk::shown);
    }

    /** One decision with everything it rested on, as it was stored; refused when the bytes are not those any more. */
    public Step<Json.Obj> decision(UUID id) {
        Optional<DecisionRow> row = clients.decision(id);
        if (row.isEmpty()) {
            return Step.stopped(Problem.of(ProblemCode.NOT_FOUND));
        }
        if (!HexFormat.of()
                .formatHex(row.get().sha256())
                .equals(Sha256.hex(row.get().audit()))) {
            return Step.stopped(
                    Problem.at(ProblemCode.CONSENT_UNRELIABLE, "decision").expected("the bytes that were recorded"));
        }
        return StrictJson.readObject(row.get().audit())
                .map(audit -> shown(row.get()).with("record", audit));
    }

    /**
     * What would be decided now, per receiver of the referral, in the words that may be told: the same decision that a
     * release would take, about the same items.
     *
     * @param receiver one of its receivers; empty: all
     */
    public Step<Json.Obj> explain(ReferralReference reference, Optional<PartnerId> receiver) {
        return at(
                reference,
                ledger -> dossiers.of(ledger.dossier(), reference).then(file -> {
                    Optional<UUID> request = ledger.transition(reference).request();
                    return request.isEmpty()
                            ? Step.stopped(Problem.of(ProblemCode.NOT_FOUND))
                            : amendments
                                    .current(request.get(), reference, ledger)
                                    .then(valid -> families.of(valid, file, ledger)
                                            .then(known -> explained(valid, known.file(), receiver, ledger)));
                }));
    }

    private Step<Json.Obj> explained(
            ValidatedReferral valid, ClientFile file, Optional<PartnerId> receiver, Ledger ledger) {
        return directory
                .candidates(Clearance.known(valid, file))
                .then(candidates -> only(candidates, receiver))
                .map(candidates -> list(
                        "decisions",
                        candidates,
                        (Candidate candidate) -> desk.decide(Question.about(candidate, file, ledger.now()))
                                .outward()));
    }

    private static Step<List<Candidate>> only(List<Candidate> candidates, Optional<PartnerId> receiver) {
        List<Candidate> asked = candidates.stream()
                .filter(candidate -> receiver.map(candidate.receiver()::equals).orElse(true))
                .toList();
        return asked.isEmpty()
                ? Step.stopped(
                        Problem.at(ProblemCode.VALUE_INVALID, "receiver").expected("a receiver of this referral"))
                : Step.next(asked);
    }

    /** What receivers were told and did not acknowledge yet. */
    public Json.Obj unacknowledged() {
        return list("notices", clients.unacknowledged(SHOWN), BasisDesk::shown);
    }

    /** A person heard from the receiver that it knows. */
    public Step<Json.Obj> acknowledge(UUID id, String operator) {
        Optional<NoticeRow> notice = clients.unacknowledged(Integer.MAX_VALUE).stream()
                .filter(row -> row.id().equals(id))
                .findFirst();
        if (notice.isEmpty()) {
            return Step.stopped(Problem.of(ProblemCode.NOT_FOUND));
        }
        return at(notice.get().reference(), ledger -> {
            NoticeRow after = notice.get().answered(NoticeTask.COMPLETED, ledger.now(), "operator:" + operator);
            ledger.dossier().save(after);
            ledger.trace(
                    after.reference(),
                    "consent",
                    Optional.of(after.receiver()),
                    "acknowledged",
                    "notice " + id + " heard by operator " + operator);
            return Step.next(shown(after));
        });
    }

    private Step<Json.Obj> at(ReferralReference reference, Function<Ledger, Step<Json.Obj>> work) {
        return clients.with(reference, work).orElseGet(() -> Step.stopped(Problem.of(ProblemCode.NOT_FOUND)));
    }

    private static <T> Json.Obj list(String name, List<T> all, Function<T, Json.Obj> each) {
        return Json.object()
                .with(name, new Json.Arr(all.stream().<Json>map(each).toList()));
    }

    private static Json.Obj shown(ConsentRow row) {
        Json.Obj shown = Json.object()
                .with("id", row.id().toString())
                .with("version", Json.number(row.version()))
                .with("recorder", row.recorder())
                .with("recordedAt", row.recordedAt().toString())
                .with("sha256", row.sha256());
        return Dossiers.kept(Dossiers.onFile(row))
                .map(Consent::json)
                .map(form -> shown.with("consent", form))
                .orElseGet(() -> shown.with("consent", "cannot be read"));
    }

    static Json.Obj shown(ConflictRow row) {
        Json.Obj shown = Json.object()
                .with("id", row.id().toString())
                .with("kind", row.kind())
                .with("party", row.party())
                .with("recordedBy", row.recordedBy())
                .with("recordedAt", row.recordedAt().toString());
        return row.endedAt().map(at -> shown.with("endedAt", at.toString())).orElse(shown);
    }

    private static Json.Obj shown(ProtectionRow row) {
        Json.Obj shown = Json.object()
                .with("id", row.id().toString())
                .with("source", row.source())
                .with("recordedAt", row.recordedAt().toString());
        return row.endedAt()
                .map(at -> shown.with("endedAt", at.toString())
                        .with("endedBy", row.endedBy().orElse("")))
                .orElse(shown);
    }

    private static Json.Obj shown(DecisionRow row) {
        return Json.object()
                .with("id", row.id().toString())
                .with("reference", row.reference().text())
                .with("receiver", row.receiver().value())
                .with("decidedAt", row.decidedAt().toString())
                .with("policy", row.policy())
                .with("released", PermittedWords.codes(row.released()))
                .with("sha256", HexFormat.of().formatHex(row.sha256()));
    }

    private static Json.Obj shown(NoticeRow row) {
        return Json.object()
                .with("id", row.id().toString())
                .with("reference", row.reference().text())
                .with("receiver", row.receiver().value())
                .with("kind", row.kind())
                .with("categories", PermittedWords.codes(row.categories()))
                .with("madeAt", row.madeAt().toString());
    }
}
