package nl.schakel.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import nl.schakel.consent.Consent;
import nl.schakel.consent.Provision;
import nl.schakel.journal.Dossier;
import nl.schakel.journal.Dossier.TieRow;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Category;
import nl.schakel.referral.InformationItem;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.evidence.MinimisedReferral;

/**
 * The number by which a receiver sees which referrals belong together. Every client has one for each receiver, so that having
 * one says nothing; a family has one in common once a second person confirmed it, and while nobody of them hides or said no to
 * anything. Who was told it keeps being told it: a number that changed back would say what happened. Another receiver's number
 * of the same family has nothing in common with it, and a receiver without a basis for the other sees one number and no more.
 */
final class FamilyNumbers {
    private final PartnerPseudonyms pseudonyms;

    FamilyNumbers(PartnerPseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    /** Empty where the receiver is told of no person: there a number would be a thread between its referrals. */
    Optional<String> of(MinimisedReferral left, PartnerId receiver, Household household, Ledger ledger) {
        return left.items().stream().map(InformationItem::category).anyMatch(Category.IDENTITY::equals)
                ? Optional.of(number(receiver, household, ledger))
                : Optional.empty();
    }

    private String number(PartnerId receiver, Household household, Ledger ledger) {
        return family(receiver, household, ledger)
                .map(family -> pseudonyms.group(receiver, ("family|" + family).getBytes(StandardCharsets.US_ASCII)))
                .orElseGet(() -> pseudonyms.group(receiver, ledger.dossier().stream()));
    }

    private static Optional<UUID> family(PartnerId receiver, Household household, Ledger ledger) {
        Dossier own = ledger.dossier();
        if (own.ties().isEmpty()) {
            return Optional.empty();
        }
        Optional<UUID> told = own.toldFamily(receiver);
        if (told.isPresent()) {
            return told;
        }
        List<TieRow> ties = own.ties().stream().filter(TieRow::holds).toList();
        Optional<UUID> family = ties.stream()
                .map(TieRow::family)
                .min(UUID::compareTo)
                .filter(one -> ties.stream().allMatch(tie -> tie.confirmedBy().isPresent()))
                .filter(one -> !household.hides())
                .filter(one -> Stream.concat(Stream.of(own), ties.stream().map(tie -> ledger.dossier(tie.kin())))
                        .noneMatch(FamilyNumbers::saidNo));
        family.ifPresent(one -> own.tellFamily(receiver, one));
        return family;
    }

    /** Whether this client refused or took back anything, to anybody: more than is needed, so that it need not be weighed. */
    private static boolean saidNo(Dossier dossier) {
        return dossier.consents().stream()
                .map(Dossiers::onFile)
                .anyMatch(onFile ->
                        !Dossiers.kept(onFile).filter(FamilyNumbers::isPlainYes).isPresent());
    }

    private static boolean isPlainYes(Consent consent) {
        return consent.status() == Consent.Status.ACTIVE
                && consent.provision().effect() == Provision.Effect.PERMIT
                && consent.provision().exceptions().isEmpty();
    }
}
