package nl.schakel.pipeline;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import nl.schakel.journal.Clients;
import nl.schakel.journal.Dossier.ClaimRow;
import nl.schakel.journal.Dossier.ConflictRow;
import nl.schakel.journal.Dossier.TieRow;
import nl.schakel.journal.Journal;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Json;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;

/**
 * Links clients who are one family, by their referrals. A link protects at once; it opens nothing: each member keeps their own
 * consents, decisions and receivers. A second person confirms it.
 */
public final class FamilyDesk {
    private static final String PLACE = "references";

    private final Clients clients;
    private final DossierSeal seal;
    private final Protections protections;
    private final Families families;
    private final FamilyView view;
    private final Runnable changed;

    FamilyDesk(
            Clients clients,
            DossierSeal seal,
            Protections protections,
            Families families,
            Journal journal,
            Runnable changed) {
        this.clients = clients;
        this.seal = seal;
        this.protections = protections;
        this.families = families;
        this.view = new FamilyView(journal);
        this.changed = changed;
    }

    /**
     * Links all of them and everybody they are linked with already. Refused alike are a reference that is not there and a
     * client who is on another's list: nobody learns which.
     *
     * @param references 2 to {@link Limits#FAMILY}, each of another client
     */
    public Step<Json.Obj> link(List<ReferralReference> references, String operator) {
        Optional<Problem> flaw = flaw(references);
        if (flaw.isPresent()) {
            return Step.stopped(flaw.get());
        }
        Step<Json.Obj> linked = clients.with(
                        references,
                        (ledger, streams) -> members(references, streams, ledger)
                                .then(members -> linked(members, Consents.OPERATOR + operator, ledger)))
                .orElseGet(FamilyDesk::unknown);
        changed.run();
        return linked.map(view::described);
    }

    private static Optional<Problem> flaw(List<ReferralReference> references) {
        if (references.size() < 2 || references.size() > Limits.FAMILY) {
            return Optional.of(
                    Problem.at(references.size() < 2 ? ProblemCode.VALUE_INVALID : ProblemCode.LIMIT_EXCEEDED, PLACE)
                            .seen(Integer.toString(references.size()))
                            .expected("2 to " + Limits.FAMILY + " referrals"));
        }
        for (int i = 0; i < references.size(); i++) {
            if (references.indexOf(references.get(i)) < i) {
                return Optional.of(twice(i));
            }
        }
        return Optional.empty();
    }

    private static Problem twice(int place) {
        return Problem.at(ProblemCode.VALUE_INVALID, PLACE + "[" + place + "]")
                .expected("a referral of another client than those before it");
    }

    /** Those who were named, and behind them everybody they are linked with. */
    private static Step<List<FamilyMember>> members(
            List<ReferralReference> references, List<byte[]> streams, Ledger ledger) {
        List<FamilyMember> named = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            FamilyMember member = new FamilyMember(references.get(i), ledger.dossier(streams.get(i)));
            if (named.stream().anyMatch(one -> one.key().equals(member.key()))) {
                return Step.stopped(twice(i));
            }
            named.add(member);
        }
        return withKin(named, ledger);
    }

    private static Step<List<FamilyMember>> withKin(List<FamilyMember> named, Ledger ledger) {
        Map<ByteBuffer, FamilyMember> all = new LinkedHashMap<>();
        named.forEach(one -> all.put(one.key(), one));
        named.forEach(one -> one.kin(ledger).forEach(other -> all.putIfAbsent(other.key(), other)));
        return all.size() > Limits.FAMILY
                ? Step.stopped(Problem.at(ProblemCode.LIMIT_EXCEEDED, PLACE)
                        .seen(all.size() + " with those who are linked already")
                        .expected("a family of at most " + Limits.FAMILY))
                : Step.next(List.copyOf(all.values()));
    }

    private Step<Json.Obj> linked(List<FamilyMember> members, String source, Ledger ledger) {
        if (!members.stream().map(FamilyMember::dossier).allMatch(seal::holds)) {
            return Step.stopped(Problem.at(ProblemCode.CONSENT_UNRELIABLE, "dossier"));
        }
        if (members.stream().anyMatch(one -> members.stream().anyMatch(other -> one.bars(other)))) {
            return unknown();
        }
        UUID family = members.stream()
                .flatMap(one -> one.dossier().ties().stream())
                .filter(TieRow::holds)
                .map(TieRow::family)
                .min(UUID::compareTo)
                .orElseGet(UUID::randomUUID);
        List<FamilyMember> joined = new ArrayList<>();
        for (FamilyMember one : members) {
            List<FamilyMember> missing = members.stream()
                    .filter(other -> !other.key().equals(one.key()) && !one.isTiedTo(other))
                    .toList();
            missing.forEach(other -> seal.save(one.dossier(), tie(one, other, family, source, ledger)));
            if (!missing.isEmpty()) {
                joined.add(one);
            }
        }
        joined.forEach(
                one -> noted(one, "linked", "family " + family + " of " + members.size() + ", by " + source, ledger));
        return Step.next(view.shown(members.get(0), ledger));
    }

    /**
     * A sender counts these to one family with the client at hand. Who is on another's list, a family that grows beyond the
     * limit, and whoever an operator took apart stay apart, and no trace says so.
     */
    void claimed(List<ClaimRow> others, Ledger ledger) {
        FamilyMember own = new FamilyMember(others.get(0).own(), ledger.dossier());
        for (ClaimRow row : others) {
            FamilyMember other = new FamilyMember(row.reference(), ledger.dossier(row.stream()));
            if (!own.isTiedTo(other) && !own.wasTiedTo(other)) {
                linkWherePossible(List.of(own, other), row.sender(), ledger);
            }
        }
    }

    /** Links them and everybody they are linked with, or nobody; why not is in no trace. */
    void linkWherePossible(List<FamilyMember> named, PartnerId sender, Ledger ledger) {
        withKin(named, ledger)
                .then(members -> linked(members, sender.value(), ledger))
                .fold(linked -> true, problem -> {
                    ledger.note(
                            named.get(0).reference().text(),
                            "family",
                            Optional.of(sender),
                            "not-linked",
                            problem.code().id());
                    return false;
                });
    }

    private static TieRow tie(FamilyMember one, FamilyMember other, UUID family, String source, Ledger ledger) {
        return new TieRow(
                UUID.randomUUID(),
                one.reference(),
                other.dossier().stream(),
                other.dossier().stream(),
                other.reference(),
                family,
                source,
                ledger.now(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new byte[0]);
    }

    /** Whatever waits of this member is decided again, and whoever holds more than it may have now is told. */
    private static void noted(FamilyMember member, String outcome, String words, Ledger ledger) {
        ledger.trace(member.reference(), "family", Optional.empty(), outcome, words);
        Consents.lookAgain(Optional.empty(), member.dossier());
    }

    /** Who is one family with the client of this referral, how each referral stands, and whose handover is stuck. */
    public Step<Json.Obj> show(ReferralReference reference) {
        return at(reference, (member, ledger) -> Step.next(view.shown(member, ledger)))
                .map(view::described);
    }

    /** The word of the second person. */
    public Step<Json.Obj> confirm(ReferralReference reference, String operator) {
        String by = Consents.OPERATOR + operator;
        return at(reference, (member, ledger) -> {
                    List<FamilyMember> all = member.family(ledger);
                    List<TieRow> open = all.stream()
                            .flatMap(one -> one.dossier().ties().stream())
                            .filter(tie -> tie.holds() && tie.confirmedBy().isEmpty())
                            .toList();
                    if (open.isEmpty()) {
                        return Step.stopped(Problem.at(ProblemCode.NOT_FOUND, "family"));
                    }
                    if (open.stream().anyMatch(tie -> tie.source().equals(by))) {
                        return Step.stopped(Problem.at(ProblemCode.RIGHT_MISSING, "family")
                                .expected("the token of another person than who linked them"));
                    }
                    for (FamilyMember one : all) {
                        for (TieRow tie : one.dossier().ties()) {
                            if (tie.holds() && tie.confirmedBy().isEmpty()) {
                                seal.save(one.dossier(), tie.confirmed(by, ledger.now()));
                            }
                        }
                        ledger.trace(one.reference(), "family", Optional.empty(), "confirmed", "by " + by);
                    }
                    return Step.next(view.shown(member, ledger));
                })
                .map(view::described);
    }

    /**
     * Takes the client of this referral out of their family. What any of them was protected from by another stays until an
     * operator ends it: an address that two have in common is no less a hiding place for a line that was taken away.
     */
    public Step<Json.Obj> unlink(ReferralReference reference, String operator) {
        Step<Json.Obj> done = at(
                reference,
                (member, ledger) -> member.kin(ledger).isEmpty()
                        ? Step.stopped(Problem.at(ProblemCode.NOT_FOUND, "family"))
                        : parted(member, member.kin(ledger), Consents.OPERATOR + operator, ledger)
                                .map(gone -> view.shown(member, ledger)));
        changed.run();
        return done;
    }

    /**
     * Puts another client on this client's list: they are no family any more and never become one while it stands there. The
     * answer is the same whether they were.
     */
    public Step<Json.Obj> block(ReferralReference reference, ReferralReference other, String operator) {
        if (reference.equals(other)) {
            return Step.stopped(
                    Problem.at(ProblemCode.VALUE_INVALID, "client").expected("a referral of another client"));
        }
        Step<Json.Obj> done = clients.with(List.of(reference, other), (ledger, streams) -> {
                    FamilyMember one = new FamilyMember(reference, ledger.dossier(streams.get(0)));
                    FamilyMember two = new FamilyMember(other, ledger.dossier(streams.get(1)));
                    return one.key().equals(two.key())
                            ? Step.<Json.Obj>stopped(Problem.at(ProblemCode.VALUE_INVALID, "client")
                                    .expected("a referral of another client"))
                            : blocked(one, two, operator, ledger);
                })
                .orElseGet(FamilyDesk::unknown);
        changed.run();
        return done;
    }

    private Step<Json.Obj> blocked(FamilyMember one, FamilyMember other, String operator, Ledger ledger) {
        ConflictRow row = new ConflictRow(
                UUID.randomUUID(),
                Conflicts.CLIENT,
                HexFormat.of().formatHex(other.dossier().stream()),
                operator,
                ledger.now(),
                Optional.empty(),
                Optional.empty(),
                new byte[0]);
        Step<Boolean> apart = one.isTiedTo(other)
                ? parted(other, other.kin(ledger), Consents.OPERATOR + operator, ledger)
                : Step.next(true);
        return apart.map(done -> {
            seal.save(one.dossier(), row);
            ledger.note(row.id().toString(), "conflict", Optional.empty(), "recorded", "by operator " + operator);
            return BasisDesk.shown(row);
        });
    }

    private Step<Boolean> parted(FamilyMember member, List<FamilyMember> kin, String by, Ledger ledger) {
        Step<Boolean> alone = families.hides(member.dossier(), ledger);
        return kin.stream()
                .map(one -> families.hides(one.dossier(), ledger))
                .reduce(Step.next(false), (a, b) -> a.then(x -> b.map(y -> x || y)))
                .then(others -> alone.map(own -> {
                    part(member, kin, own, others, by, ledger);
                    return true;
                }));
    }

    /** The same where it must be done now: of whom nobody can say whether they hide, they hide. */
    void partAnyhow(FamilyMember member, List<FamilyMember> kin, String by, Ledger ledger) {
        part(
                member,
                kin,
                mayHide(member, ledger),
                kin.stream().map(one -> mayHide(one, ledger)).reduce(false, Boolean::logicalOr),
                by,
                ledger);
    }

    private boolean mayHide(FamilyMember member, Ledger ledger) {
        return families.hides(member.dossier(), ledger).fold(hides -> hides, problem -> true);
    }

    private void part(
            FamilyMember member, List<FamilyMember> kin, boolean own, boolean others, String by, Ledger ledger) {
        for (FamilyMember one : kin) {
            endBetween(member, one, by, ledger);
            if (own) {
                protections.inherited(one.dossier(), by, ledger);
            }
            noted(one, "unlinked", "one member fewer, by " + by, ledger);
        }
        if (others) {
            protections.inherited(member.dossier(), by, ledger);
        }
        noted(member, "unlinked", "by " + by, ledger);
    }

    /** Ends the link between two, and nothing else. */
    void endBetween(FamilyMember one, FamilyMember other, String by, Ledger ledger) {
        end(one, other, by, ledger);
        end(other, one, by, ledger);
    }

    private void end(FamilyMember one, FamilyMember other, String by, Ledger ledger) {
        one.tieTo(other).ifPresent(tie -> seal.save(one.dossier(), tie.ended(by, ledger.now())));
    }

    private Step<Json.Obj> at(ReferralReference reference, BiFunction<FamilyMember, Ledger, Step<Json.Obj>> work) {
        return clients.with(
                        List.of(reference),
                        (ledger, streams) -> work.apply(new FamilyMember(reference, ledger.dossier()), ledger))
                .orElseGet(FamilyDesk::unknown);
    }

    private static Step<Json.Obj> unknown() {
        return Step.stopped(Problem.at(ProblemCode.NOT_FOUND, PLACE));
    }
}
