package nl.schakel.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nl.schakel.referral.Category;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.ReferralReference;

/**
 * What is kept about one client across all referrals, as a handler sees it inside one transaction. While a release is
 * decided and while a message is accepted, nobody else can change it: who withdraws waits for the release, and who
 * releases waits for the withdrawal and then sees it.
 */
public interface Dossier {

    /** The client's name in the journal: 32 bytes, a keyed hash. */
    byte[] stream();

    /** Every version of every consent, oldest first. */
    List<ConsentRow> consents();

    /** Every break-glass opening, oldest first. */
    List<OpeningRow> openings();

    /** To whom nothing may go, ended ones among them, oldest first. */
    List<ConflictRow> conflicts();

    /** The same of the client of this referral: who answers a task does not name its client. */
    List<ConflictRow> conflicts(ReferralReference reference);

    /** Who said that the client's whereabouts are protected, ended ones among them, oldest first. */
    List<ProtectionRow> protections();

    /** With whom the client is one family, ended ones among them, oldest first. */
    List<TieRow> ties();

    /** Notes that the sender of this referral counts the client to a family of this name: 32 bytes. */
    void claim(byte[] name, PartnerId sender, ReferralReference reference);

    /** All whom a sender counts to one family with this client, this client not among them. */
    List<ClaimRow> claims();
    /** The numbers that were joined into this client's, oldest first. */
    List<JoinedRow> joined();

    /**
     * Under which number of the client this row was recorded: one that was joined since, or {@link #stream()}.
     *
     * @param version of a consent; 0 for anything else
     */
    byte[] recordedUnder(UUID id, int version);

    /** Under which number of the client this referral was opened. */
    byte[] openedUnder(ReferralReference reference);

    /**
     * Takes over all that is kept under another number, which is held too: its referrals, its dossier, and its work behind
     * what waits here. Nothing of what was recorded is changed, and nothing is sealed.
     */
    void takeOver(JoinedRow joined);

    /** As which family this receiver was told the client; empty when it was not. */
    Optional<UUID> toldFamily(PartnerId receiver);

    /** Keeps that this receiver is told the client as one of this family; the first word stays. */
    void tellFamily(PartnerId receiver, UUID family);

    /** What persons said of parked items of this referral. */
    List<LookRow> looks(ReferralReference reference);

    /** Keeps a word; an item and a receiver have one that counts, and those before it stay as they were said. */
    void save(LookRow look);

    /** Has what is parked for this receiver because a person had to look tried again; how many do is told by the trace. */
    void resume(ReferralReference reference, PartnerId receiver);

    /** The seal over all of these together; empty when nothing was ever kept. */
    Optional<Head> head();

    /** Adds a version of a consent; nothing recorded before is changed. */
    void record(ConsentRow consent);

    void save(OpeningRow opening);

    /** Has an opening that nobody looked at in time wait for a person among the work; once. */
    void awaitReview(OpeningRow opening, String reason);

    /** Somebody looked: it waits for nobody any more. */
    void reviewed(OpeningRow opening);

    void save(ConflictRow conflict);

    void save(ProtectionRow protection);

    void save(TieRow tie);

    /** Seals what is kept now; belongs behind every change of it. */
    void seal(Head head);

    /** Whether the consents of this message were recorded. */
    boolean holdsConsentsOf(UUID inboxId);

    /** The client's referrals, oldest first, closed ones among them. */
    List<ReferralReference> referrals();

    /** The newest of the client's referrals that were asked for, read without locking them. */
    List<Asked> asked(int most);

    /** A message changes what is known of this referral; the same message does so once. */
    void amend(ReferralReference reference, UUID inboxId);

    /** What changed this referral after its request, oldest first. */
    List<Amended> amendments(ReferralReference reference);

    /** Puts a new look at this referral on the work list: what may go where has changed. */
    void reconsider(ReferralReference reference);

    /** Puts on the work list that those who are one family with the client of this referral are looked at again. */
    void reconsiderKin(ReferralReference reference);

    /** Whether this receiver took something of this referral: it answered so. */
    boolean delivered(ReferralReference reference, PartnerId receiver);

    /** Has every delivery of this referral that waits tried at once, so that it is decided again. */
    void wake(ReferralReference reference);

    /**
     * Has what of this referral waits for a person tried once more, where no receiver may have it, no code lacks and
     * the gateway did not fail by it: it was taken back, so it ends, and nobody need look at it.
     */
    void unpark(ReferralReference reference);

    /** Keeps a decision together with the work that carries it out. */
    void decided(DecisionRow decision);

    /** The decisions under which something left or may have left, oldest first. */
    List<DecisionRow> released(ReferralReference reference);

    /**
     * The decisions under which bytes were made that nobody got yet and that go as soon as their receiver can be called,
     * oldest first.
     */
    List<DecisionRow> underway(ReferralReference reference);

    /** The last decision for this delivery: the one its stored bytes were made under. */
    Optional<DecisionRow> decisionOf(UUID workId);

    /** What receivers were told about this referral, oldest first. */
    List<NoticeRow> notices(ReferralReference reference);

    /** Whether a delivery to this receiver waits or is parked whose bytes are not made yet: it will have what is known then. */
    boolean awaits(ReferralReference reference, PartnerId receiver);

    void save(NoticeRow notice);

    /** What this receiver was told under this id; empty when it was another's. */
    Optional<NoticeRow> notice(UUID id, PartnerId receiver);

    /**
     * One version of one consent.
     *
     * @param id names the consent in decisions; the same for all its versions
     * @param version from 1
     * @param line by which a further version is known
     * @param recorder who recorded it: a partner, or {@code operator:<name>}
     * @param inboxId the message it came with
     * @param ordinal its place in that message, from 0
     * @param form what was said, as JSON, the exact bytes
     * @param sha256 over the form, as hex
     * @param mac keyed hash over everything else
     */
    record ConsentRow(
            UUID id,
            int version,
            String line,
            String recorder,
            Instant recordedAt,
            Optional<UUID> inboxId,
            int ordinal,
            byte[] form,
            String sha256,
            byte[] mac) {}

    /**
     * A break-glass opening.
     *
     * @param reference the referral it is about
     * @param receiver to whom it opens
     * @param reason as it was written; for reviewers alone
     * @param openedBy the operator
     * @param informsClient whether the client is told
     * @param silentBecause why the client is not told
     * @param review the second look
     * @param closedAt when it was ended before its time
     * @param mac keyed hash over everything else
     */
    record OpeningRow(
            UUID id,
            ReferralReference reference,
            PartnerId receiver,
            Purpose purpose,
            Set<Category> categories,
            String reason,
            String openedBy,
            Instant openedAt,
            boolean informsClient,
            Optional<String> silentBecause,
            Optional<Review> review,
            Optional<Instant> closedAt,
            byte[] mac) {
        public OpeningRow {
            categories = Set.copyOf(categories);
        }

        /** The same, with another hash. */
        public OpeningRow sealed(byte[] newMac) {
            return with(review, closedAt, newMac);
        }

        public OpeningRow reviewed(Review by) {
            return with(Optional.of(by), closedAt, mac);
        }

        public OpeningRow closed(Instant at) {
            return with(review, Optional.of(at), mac);
        }

        private OpeningRow with(Optional<Review> newReview, Optional<Instant> newClosedAt, byte[] newMac) {
            return new OpeningRow(
                    id,
                    reference,
                    receiver,
                    purpose,
                    categories,
                    reason,
                    openedBy,
                    openedAt,
                    informsClient,
                    silentBecause,
                    newReview,
                    newClosedAt,
                    newMac);
        }
    }

    /**
     * The second look at an opening, by another operator.
     *
     * @param words why, as they wrote it; for reviewers and the audit
     */
    record Review(String by, Instant at, boolean approved, Optional<String> words) {}

    /**
     * The word of a person on something in which a place was found.
     *
     * @param item keyed hash over what would go
     * @param why a code
     * @param words as they wrote them, in no trace
     * @param corrects the word that this one takes the place of
     * @param correctedBy the word that took its place; it counts no more
     * @param mac keyed hash over everything else
     */
    record LookRow(
            UUID id,
            ReferralReference reference,
            PartnerId receiver,
            String item,
            boolean released,
            String why,
            Optional<String> words,
            String decidedBy,
            Instant decidedAt,
            Optional<UUID> corrects,
            Optional<UUID> correctedBy,
            byte[] mac) {

        /** The same, with another hash. */
        public LookRow sealed(byte[] newMac) {
            return with(correctedBy, newMac);
        }

        /** It counts no more: that one does. */
        public LookRow corrected(UUID by) {
            return with(Optional.of(by), mac);
        }

        private LookRow with(Optional<UUID> newCorrectedBy, byte[] newMac) {
            return new LookRow(
                    id,
                    reference,
                    receiver,
                    item,
                    released,
                    why,
                    words,
                    decidedBy,
                    decidedAt,
                    corrects,
                    newCorrectedBy,
                    newMac);
        }
    }

    /**
     * To whom nothing may go.
     *
     * @param kind {@code organisation} or {@code person}
     * @param party a partner's id, or {@code system|value} of a person
     * @param mac keyed hash over everything else
     */
    record ConflictRow(
            UUID id,
            String kind,
            String party,
            String recordedBy,
            Instant recordedAt,
            Optional<String> endedBy,
            Optional<Instant> endedAt,
            byte[] mac) {

        /** The same, with another hash. */
        public ConflictRow sealed(byte[] newMac) {
            return new ConflictRow(id, kind, party, recordedBy, recordedAt, endedBy, endedAt, newMac);
        }

        public ConflictRow ended(String by, Instant at) {
            return new ConflictRow(id, kind, party, recordedBy, recordedAt, Optional.of(by), Optional.of(at), mac);
        }
    }

    /**
     * That somebody said that the client's whereabouts are protected.
     *
     * @param source a partner's id, or {@code operator:<name>}
     * @param inboxId the message that said it
     * @param mac keyed hash over everything else
     */
    record ProtectionRow(
            UUID id,
            String source,
            Instant recordedAt,
            Optional<UUID> inboxId,
            Optional<String> endedBy,
            Optional<Instant> endedAt,
            byte[] mac) {

        /** The same, with another hash. */
        public ProtectionRow sealed(byte[] newMac) {
            return new ProtectionRow(id, source, recordedAt, inboxId, endedBy, endedAt, newMac);
        }

        public ProtectionRow ended(String by, Instant at) {
            return new ProtectionRow(id, source, recordedAt, inboxId, Optional.of(by), Optional.of(at), mac);
        }
    }

    /**
     * That the client is one family with another.
     *
     * @param reference the client's own referral by which they were linked
     * @param kin the other's stream, where they are kept now: 32 bytes
     * @param recordedKin the other's stream as it was when they were linked
     * @param kinReference the other's referral
     * @param family names the unit
     * @param source a partner, or {@code operator:<name>}
     * @param confirmedBy the second person
     * @param mac keyed hash over everything else
     */
    record TieRow(
            UUID id,
            ReferralReference reference,
            byte[] kin,
            byte[] recordedKin,
            ReferralReference kinReference,
            UUID family,
            String source,
            Instant recordedAt,
            Optional<String> confirmedBy,
            Optional<Instant> confirmedAt,
            Optional<String> endedBy,
            Optional<Instant> endedAt,
            byte[] mac) {

        public boolean holds() {
            return endedAt.isEmpty();
        }

        /** The same, with another hash. */
        public TieRow sealed(byte[] newMac) {
            return with(confirmedBy, confirmedAt, endedBy, endedAt, newMac);
        }

        public TieRow confirmed(String by, Instant at) {
            return with(Optional.of(by), Optional.of(at), endedBy, endedAt, mac);
        }

        public TieRow ended(String by, Instant at) {
            return with(confirmedBy, confirmedAt, Optional.of(by), Optional.of(at), mac);
        }

        private TieRow with(
                Optional<String> newConfirmedBy,
                Optional<Instant> newConfirmedAt,
                Optional<String> newEndedBy,
                Optional<Instant> newEndedAt,
                byte[] newMac) {
            return new TieRow(
                    id,
                    reference,
                    kin,
                    recordedKin,
                    kinReference,
                    family,
                    source,
                    recordedAt,
                    newConfirmedBy,
                    newConfirmedAt,
                    newEndedBy,
                    newEndedAt,
                    newMac);
        }
    }

    /** Somebody whom a sender counts to the client's family. */
    record ClaimRow(byte[] stream, PartnerId sender, ReferralReference reference, ReferralReference own) {}

    /**
     * A referral that was asked for, with the message that asked.
     *
     * @param erased whether it ended so long ago that what was said in it is gone
     */
    record Asked(ReferralReference reference, UUID request, boolean erased) {}

    /**
     * A number that was joined with another one.
     *
     * @param key the number, as a client's name in the journal
     * @param into what it was joined into then; that may itself have been joined since
     * @param source the partner that issued both
     * @param inboxId the message that said so
     * @param mac keyed hash over everything else
     */
    record JoinedRow(byte[] key, byte[] into, Instant at, String source, UUID inboxId, byte[] mac) {

        /** The same, with another hash. */
        public JoinedRow sealed(byte[] newMac) {
            return new JoinedRow(key, into, at, source, inboxId, newMac);
        }
    }

    /** A later message about a referral. */
    record Amended(UUID inboxId, Instant at) {}

    /** How many rows there are, and the keyed hash over all of them. */
    record Head(int count, byte[] mac) {}

    /**
     * A decision to release.
     *
     * @param workId the delivery that it was taken for
     * @param policy version and hash of the policy table
     * @param released what went into the bytes
     * @param content keyed hash of what went into the bytes; empty when nothing did
     * @param audit what was asked, what was known and every rule that spoke, as JSON
     * @param sha256 over the audit
     */
    record DecisionRow(
            UUID id,
            UUID workId,
            ReferralReference reference,
            PartnerId receiver,
            Instant decidedAt,
            String policy,
            Set<Category> released,
            Optional<String> content,
            byte[] audit,
            byte[] sha256) {
        public DecisionRow {
            released = Set.copyOf(released);
        }
    }

    /**
     * Something a receiver must acknowledge.
     *
     * @param kind {@code no-longer-permitted}
     * @param categories what it is about, of what this receiver holds
     * @param byProtocol whether the answer of its protocol counts, because it has no other way back to us
     * @param status FHIR Task status: what its receiver last said about it
     * @param version of that task, from 1; the ETag
     * @param acknowledgedAt when it was first said to be known
     */
    record NoticeRow(
            UUID id,
            ReferralReference reference,
            UUID taskId,
            PartnerId receiver,
            String kind,
            Set<Category> categories,
            boolean byProtocol,
            Instant madeAt,
            String status,
            long version,
            Optional<Instant> acknowledgedAt,
            Optional<String> acknowledgedBy) {
        public NoticeRow {
            categories = Set.copyOf(categories);
        }

        /** The same after a further word; who spoke first stays the one who acknowledged it. */
        public NoticeRow answered(String word, Instant at, String by) {
            return new NoticeRow(
                    id,
                    reference,
                    taskId,
                    receiver,
                    kind,
                    categories,
                    byProtocol,
                    madeAt,
                    word,
                    version + 1,
                    acknowledgedAt.or(() -> Optional.of(at)),
                    acknowledgedBy.or(() -> Optional.of(by)));
        }
    }
}
