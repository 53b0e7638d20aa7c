package nl.schakel.pipeline;

import io.micrometer.core.instrument.Counter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.schakel.consent.Client;
import nl.schakel.consent.ClientFile;
import nl.schakel.consent.Consent;
import nl.schakel.consent.OnFile;
import nl.schakel.consent.Opening;
import nl.schakel.journal.Dossier;
import nl.schakel.journal.Dossier.ConsentRow;
import nl.schakel.journal.Dossier.OpeningRow;
import nl.schakel.journal.Ledger;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Sha256;
import nl.schakel.referral.Step;
import nl.schakel.translate.json.StrictJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the rows of the journal to the file that decisions rest on; what was tampered with gives none. */
final class Dossiers {
    private static final Logger LOG = LoggerFactory.getLogger(Dossiers.class);

    private final DossierSeal seal;
    private final Conflicts conflicts;
    private final Counter tampered;

    Dossiers(DossierSeal seal, Conflicts conflicts, Counter tampered) {
        this.seal = seal;
        this.conflicts = conflicts;
        this.tampered = tampered;
    }

    /**
     * The client's file as it is now, as far as it counts for this referral; stopped when it is not what was recorded. What
     * was said under another number before the two were one client's denies and protects, and permits nothing.
     */
    Step<ClientFile> of(Dossier dossier, ReferralReference reference) {
        if (!seal.holds(dossier)) {
            tampered.increment();
            LOG.error("a client's dossier is not as it was recorded; nothing about this client is released");
            return Step.stopped(Problem.at(ProblemCode.CONSENT_UNRELIABLE, "dossier")
                    .seen("rows that do not carry their seal")
                    .expected("what was recorded here, unchanged"));
        }
        return Step.next(new ClientFile(
                Client.ORDINARY,
                counting(dossier, reference),
                dossier.openings().stream()
                        .filter(opening -> opening.closedAt().isEmpty())
                        .filter(opening -> OneClient.areOne(dossier, opening, reference))
                        .map(opening -> opening(dossier, opening))
                        .toList(),
                conflicts.of(dossier),
                Protections.hold(dossier)));
    }

    /** By which it is seen whether a receiver would get the same again: a keyed hash of all that would go. */
    Optional<String> content(Clearance.Cleared cleared, ReferralReference reference, Ledger ledger) {
        return cleared.minimised()
                .fold(
                        left -> Optional.of(seal.name(
                                ledger.dossier().openedUnder(reference),
                                "content",
                                left.items().stream()
                                        .map(item -> item.category().code()
                                                + ' '
                                                + new String(item.resource().utf8(), StandardCharsets.UTF_8))
                                        .sorted()
                                        .collect(Collectors.joining("\n")))),
                        problem -> Optional.empty());
    }

    /** Of each consent the version that counts. */
    static List<ConsentRow> newest(Dossier dossier) {
        Map<UUID, ConsentRow> newest = new LinkedHashMap<>();
        dossier.consents().forEach(row -> newest.merge(row.id(), row, (a, b) -> a.version() > b.version() ? a : b));
        return new ArrayList<>(newest.values());
    }

    /** The newest of each, and whatever was ever taken back: that ends older ones for the same as well. */
    private static List<OnFile> counting(Dossier dossier, ReferralReference reference) {
        List<ConsentRow> newest = newest(dossier);
        Stream<ConsentRow> takenBack = dossier.consents().stream()
                .filter(row -> !newest.contains(row))
                .filter(row -> kept(onFile(row))
                        .filter(consent -> consent.status() == Consent.Status.INACTIVE)
                        .isPresent());
        return Stream.concat(newest.stream(), takenBack)
                .map(row -> OneClient.areOne(dossier, row, reference)
                        ? onFile(row)
                        : onFile(row).ofAnotherNumber())
                .toList();
    }

    static Optional<Consent> kept(OnFile onFile) {
        return onFile instanceof OnFile.Kept kept ? Optional.of(kept.consent()) : Optional.empty();
    }

    static OnFile onFile(ConsentRow row) {
        return StrictJson.readObject(row.form())
                .fold(
                        form -> OnFile.stored(row.id().toString(), form, row.sha256()),
                        problem -> new OnFile.Unreliable(row.id().toString(), row.sha256(), "unreadable"));
    }

    private Opening opening(Dossier dossier, OpeningRow row) {
        byte[] stream = dossier.recordedUnder(row.id(), 0);
        return new Opening(
                row.id().toString(),
                row.receiver(),
                row.purpose(),
                row.categories(),
                seal.name(stream, "operator", row.openedBy()),
                row.openedAt(),
                Optional.of(row.reason().getBytes(StandardCharsets.UTF_8)).map(Sha256::hex),
                row.review()
                        .map(review -> new Opening.Review(
                                seal.name(stream, "operator", review.by()), review.at(), review.approved())));
    }
}
