package nl.schakel.pipeline;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.journal.Dossier;
import nl.schakel.journal.Dossier.ConflictRow;
import nl.schakel.journal.Dossier.JoinedRow;
import nl.schakel.journal.Dossier.TieRow;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.ReferralReference;

/** A client who is or becomes one of a family, by the referral that names them. */
record FamilyMember(ReferralReference reference, Dossier dossier) {

    ByteBuffer key() {
        return ByteBuffer.wrap(dossier.stream());
    }

    /** Everybody they are linked with. */
    List<FamilyMember> kin(Ledger ledger) {
        return ties().stream()
                .map(tie -> new FamilyMember(tie.kinReference(), ledger.dossier(tie.kin())))
                .toList();
    }

    /** They themselves first, and everybody they are linked with. */
    List<FamilyMember> family(Ledger ledger) {
        List<FamilyMember> all = new ArrayList<>(List.of(this));
        all.addAll(kin(ledger));
        return all;
    }

    /** Those that hold. */
    List<TieRow> ties() {
        return dossier.ties().stream().filter(TieRow::holds).toList();
    }

    Optional<TieRow> tieTo(FamilyMember other) {
        return ties().stream().filter(tie -> isTo(other, tie)).findFirst();
    }

    boolean isTiedTo(FamilyMember other) {
        return tieTo(other).isPresent();
    }

    /** Whether a tie to the other one holds or ever held. */
    boolean wasTiedTo(FamilyMember other) {
        return dossier.ties().stream().anyMatch(tie -> isTo(other, tie));
    }

    private static boolean isTo(FamilyMember other, TieRow tie) {
        return ByteBuffer.wrap(tie.kin()).equals(other.key());
    }

    /** Whether nothing of this one may come to the other, by whichever number the other was put on the list. */
    boolean bars(FamilyMember other) {
        return bars(dossier, other.dossier);
    }

    /** The same of two clients of whom no referral need be known. */
    static boolean bars(Dossier dossier, Dossier other) {
        Set<String> barred = dossier.conflicts().stream()
                .filter(row -> row.endedAt().isEmpty() && row.kind().equals(Conflicts.CLIENT))
                .map(ConflictRow::party)
                .collect(Collectors.toSet());
        return !barred.isEmpty() && numbers(other).anyMatch(barred::contains);
    }

    private static Stream<String> numbers(Dossier dossier) {
        return Stream.concat(
                        Stream.of(dossier.stream()), dossier.joined().stream().map(JoinedRow::key))
                .map(HexFormat.of()::formatHex);
    }

    /** Whether a second person confirmed the tie to the other. */
    boolean isSurelyTiedTo(FamilyMember other) {
        return tieTo(other).flatMap(TieRow::confirmedBy).isPresent();
    }
}
