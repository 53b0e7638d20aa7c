package nl.schakel.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nl.schakel.journal.Dossier;
import nl.schakel.journal.Dossier.TieRow;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.PartnerId;

/**
 * What becomes of families when two numbers turn out to be one client's. Whoever was family of either is family of the one;
 * nobody is their own family; who stands on a list stays apart, and opens nothing by that.
 */
final class JoinedFamilies {
    private final FamilyDesk desk;

    JoinedFamilies(FamilyDesk desk) {
        this.desk = desk;
    }

    /** Whether one of them stands on the list of another: somebody here knows them as two people. */
    static boolean areKnownApart(Dossier stays, List<Dossier> ending) {
        List<Dossier> all = Stream.concat(Stream.of(stays), ending.stream()).toList();
        return all.stream().anyMatch(one -> all.stream().anyMatch(other -> FamilyMember.bars(one, other)));
    }

    /**
     * Before the two are one: a link between them ends, and of two links with the same third one stays, the one that a second
     * person confirmed where there is such a one.
     */
    void before(Dossier stays, Dossier ends, PartnerId sender, Ledger ledger) {
        member(ends).ifPresent(two -> member(stays).ifPresent(one -> onceEach(one, two, sender.value(), ledger)));
    }

    private void onceEach(FamilyMember one, FamilyMember two, String by, Ledger ledger) {
        for (FamilyMember kin : two.kin(ledger)) {
            if (kin.key().equals(one.key())) {
                desk.endBetween(one, two, by, ledger);
            } else if (one.isTiedTo(kin)) {
                boolean theOthers = two.isSurelyTiedTo(kin) && !one.isSurelyTiedTo(kin);
                desk.endBetween(theOthers ? one : two, kin, by, ledger);
            }
        }
    }

    /** Since the two are one: whoever is linked with one is linked with all, but for those who are on a list. */
    void after(PartnerId sender, Ledger ledger) {
        member(ledger.dossier()).ifPresent(own -> {
            for (FamilyMember kin : own.kin(ledger)) {
                if (own.bars(kin)) {
                    leaves(kin, own, sender, ledger);
                } else if (kin.bars(own)) {
                    leaves(own, kin, sender, ledger);
                }
            }
            desk.linkWherePossible(List.of(own), sender, ledger);
        });
        Families.tell(ledger);
    }

    /** Who is on the list goes, as when an operator puts them there; away from all whom both were linked with. */
    private void leaves(FamilyMember listed, FamilyMember from, PartnerId sender, Ledger ledger) {
        List<FamilyMember> kin = listed.kin(ledger).stream()
                .filter(one -> one.key().equals(from.key()) || from.isTiedTo(one))
                .toList();
        if (!kin.isEmpty()) {
            desk.partAnyhow(listed, kin, sender.value(), ledger);
        }
    }

    /** By the referral that a link names. */
    private static Optional<FamilyMember> member(Dossier dossier) {
        return dossier.ties().stream()
                .filter(TieRow::holds)
                .findFirst()
                .map(tie -> new FamilyMember(tie.reference(), dossier));
    }
}
