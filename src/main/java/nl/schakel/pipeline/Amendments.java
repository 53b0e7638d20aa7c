package nl.schakel.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import nl.schakel.journal.Dossier;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.Deletion;
import nl.schakel.referral.Deletions;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.ValidatedReferral;
import nl.schakel.transition.Transition;

/**
 * Later messages about a referral that runs (ADT^A08, A31, REF^I13, a letter, a finding). What is released is always the
 * request with all of them laid over it, so that what waits leaves as it is known now, and what was sent is sent again
 * where it changed. Only the sender of a referral changes it: what others know is theirs to send.
 */
final class Amendments {
    /** A message with more deletions than a person reads at once has them in its account. */
    private static final int SHOWN = 20;

    private final Reading reading;
    private final Transition loop;

    Amendments(Reading reading, Transition loop) {
        this.reading = reading;
        this.loop = loop;
    }

    /** The referral as it is known now. */
    Step<ValidatedReferral> current(WorkItem item, Ledger ledger) {
        return current(item.inboxId(), item.reference().orElseThrow(), ledger);
    }

    Step<ValidatedReferral> current(UUID request, ReferralReference reference, Ledger ledger) {
        Ledger.InboxMessage asked = ledger.message(request);
        Step<ValidatedReferral> known = reading.again(asked);
        for (Dossier.Amended later : ledger.dossier().amendments(reference)) {
            if (later.at().isAfter(asked.acceptedAt())) {
                known = known.then(
                        valid -> reading.again(ledger.message(later.inboxId())).map(valid::amendedBy));
            }
        }
        return known;
    }

    /** Whether messages of this kind change what is known of a referral. */
    static boolean are(Envelope.Event event) {
        return event == Envelope.Event.UPDATE || event == Envelope.Event.NOTE;
    }

    /** The message counts from now on in the referrals it is about; returns how many there are. */
    int apply(Envelope envelope, Deletions deletions, UUID inboxId, Optional<ReferralReference> named, Ledger ledger) {
        List<ReferralReference> about =
                isNamed(envelope) ? named.stream().toList() : ledger.dossier().referrals();
        int changed = 0;
        for (ReferralReference reference : about) {
            Ledger.TransitionRow row = ledger.transition(reference);
            if (row.sender().equals(envelope.sender()) && Transition.runs(row.status())) {
                amend(envelope, deletions, inboxId, row, ledger);
                changed++;
            }
        }
        return changed;
    }

    private static boolean isNamed(Envelope envelope) {
        return envelope.about().isPresent() || envelope.senderReference().isPresent();
    }

    private void amend(Envelope envelope, Deletions deletions, UUID inboxId, Ledger.TransitionRow row, Ledger ledger) {
        ReferralReference reference = row.reference();
        if (ledger.dossier().amendments(reference).stream()
                .anyMatch(one -> one.inboxId().equals(inboxId))) {
            return;
        }
        ledger.dossier().amend(reference, inboxId);
        ledger.trace(
                reference,
                "amend",
                Optional.of(envelope.sender()),
                "recorded",
                envelope.event().name());
        deletions(deletions, envelope, reference, ledger);
        // A date that nobody knew is told by ADT^A03; one that is known and moved is told here as well.
        envelope.exitDate()
                .filter(date ->
                        row.exitDate().filter(known -> !known.equals(date)).isPresent())
                .ifPresent(date -> Changes.apply(
                        loop.exitDateSet(Changes.state(reference, ledger), date),
                        "exit-date",
                        inboxId,
                        reference,
                        ledger));
        ledger.dossier().wake(reference);
        ledger.dossier().reconsider(reference);
        Families.tell(ledger);
    }

    /** Places and paths alone, no values; what follows for a receiver is decided and told when it is looked at again. */
    private static void deletions(Deletions deletions, Envelope envelope, ReferralReference reference, Ledger ledger) {
        List<String> taken = deletions.taken().map(Amendments::words).distinct().toList();
        if (!taken.isEmpty()) {
            ledger.trace(reference, "amend", Optional.of(envelope.sender()), "deleted", shown(taken));
        }
        if (!deletions.kept().isEmpty()) {
            ledger.trace(reference, "amend", Optional.of(envelope.sender()), "not-deleted", shown(deletions.kept()));
        }
    }

    private static String shown(List<String> all) {
        String more = all.size() > SHOWN ? "; and " + (all.size() - SHOWN) + " more" : "";
        return all.stream().limit(SHOWN).collect(Collectors.joining("; ")) + more;
    }

    private static String words(Deletion deletion) {
        return deletion.place() + " = " + deletion.category().code() + ' ' + deletion.target();
    }
}
