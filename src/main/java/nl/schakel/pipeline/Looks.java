package nl.schakel.pipeline;

import java.security.MessageDigest;
import java.util.UUID;
import nl.schakel.disclosure.Looked;
import nl.schakel.journal.Dossier;
import nl.schakel.journal.Dossier.LookRow;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/**
 * What persons said of parked items, bound to this gateway by a keyed hash. A row that was changed counts for nothing, and
 * so does one that was taken away: the item is parked again. Who takes away a correction brings no earlier word back, for
 * that one says that it was corrected.
 */
record Looks(DossierSeal seal) {

    /** What was said for this receiver; the journal is asked only when something was found. */
    Looked at(ReferralReference reference, PartnerId receiver, Dossier dossier) {
        return item -> dossier.looks(reference).stream()
                .filter(row -> row.receiver().equals(receiver)
                        && row.item().equals(name(reference, receiver, item, dossier))
                        && row.correctedBy().isEmpty()
                        && MessageDigest.isEqual(seal.mac(dossier.openedUnder(reference), row), row.mac()))
                .findFirst()
                .map(row -> row.released() ? Looked.Word.RELEASE : Looked.Word.KEEP_BACK);
    }

    /** The item's name for people and for the journal: for whoever has not the key it says nothing of its text. */
    String name(ReferralReference reference, PartnerId receiver, String item, Dossier dossier) {
        return seal.name(dossier.openedUnder(reference), "look", reference.text(), receiver.value(), item)
                .substring(0, 32);
    }

    /** The earlier word stays and says that it counts no more; one that was changed gets no seal for it. */
    void correct(LookRow earlier, UUID by, Dossier dossier) {
        byte[] stream = dossier.openedUnder(earlier.reference());
        boolean whole = MessageDigest.isEqual(seal.mac(stream, earlier), earlier.mac());
        LookRow after = earlier.corrected(by);
        dossier.save(whole ? after.sealed(seal.mac(stream, after)) : after);
    }

    void save(LookRow row, Dossier dossier) {
        dossier.save(row.sealed(seal.mac(dossier.openedUnder(row.reference()), row)));
    }
}
