package nl.schakel.pipeline;

import java.time.Instant;
import java.util.Arrays;
import nl.schakel.journal.Dossier;
import nl.schakel.journal.Dossier.ConsentRow;
import nl.schakel.journal.Dossier.JoinedRow;
import nl.schakel.journal.Dossier.OpeningRow;
import nl.schakel.referral.ReferralReference;

/** Whether two numbers of a client were one client's already when something was said. */
final class OneClient {
    private OneClient() {}

    static boolean areOne(Dossier dossier, ConsentRow said, ReferralReference reference) {
        return dossier.joined().isEmpty()
                || Arrays.equals(
                        dossier.recordedUnder(said.id(), said.version()),
                        at(said.recordedAt(), dossier.openedUnder(reference), dossier));
    }

    static boolean areOne(Dossier dossier, OpeningRow opened, ReferralReference reference) {
        return dossier.joined().isEmpty()
                || Arrays.equals(
                        at(opened.openedAt(), dossier.openedUnder(opened.reference()), dossier),
                        at(opened.openedAt(), dossier.openedUnder(reference), dossier));
    }

    /** Under which number something was found at that time that was opened under this one. */
    private static byte[] at(Instant time, byte[] number, Dossier dossier) {
        byte[] found = number;
        for (JoinedRow row : dossier.joined()) {
            if (Arrays.equals(row.key(), found) && !row.at().isAfter(time)) {
                found = row.into();
            }
        }
        return found;
    }
}
