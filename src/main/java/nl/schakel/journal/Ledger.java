package nl.schakel.journal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import nl.schakel.referral.Need;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/** The journal as a handler sees it inside one transaction: the referral it works on is locked. */
public interface Ledger {

    /** The transaction's time, from the database's clock. */
    Instant now();

    /** The message as it was accepted. */
    InboxMessage message(UUID inboxId);

    /** The referral, locked until the end of this transaction. */
    TransitionRow transition(ReferralReference reference);

    /** Writes the changed referral; its version rises by one. */
    void save(TransitionRow changed);

    List<TaskRow> tasks(ReferralReference reference);

    /** Creates or changes a task; its version rises by one. */
    void save(TaskRow task);

    /** New work in the same transaction, with its outbox row; order is kept per client stream and destination. */
    void enqueue(WorkItem.Kind kind, ReferralReference reference, UUID inboxId, PartnerId destination, String subject);

    /** Remembers a number by which the receiver will name what it is sent about this referral. */
    void sentAs(ReferralReference reference, PartnerId receiver, String name);

    /**
     * Writes one line of the trace and its audit leaf.
     *
     * @param partner whom it concerns
     * @param outcome a short code: {@code permitted}, {@code withheld}, {@code delivered}, ...
     * @param reason why, in words without personal data
     */
    void trace(ReferralReference reference, String stage, Optional<PartnerId> partner, String outcome, String reason);

    /**
     * Writes the audit leaf alone, for what happened beside all referrals.
     *
     * @param object what it was done to: an id of ours
     */
    void note(String object, String stage, Optional<PartnerId> partner, String outcome, String reason);

    /** What is kept about the client this is about, across referrals. */
    Dossier dossier();

    /** What is to be joined with it; empty unless a message is accepted that ends a number. */
    default Optional<ToJoin> toJoin() {
        return Optional.empty();
    }

    /**
     * Numbers of a message that are said to be one client's. All of their dossiers are held as the client's own is.
     *
     * @param others what is kept under other numbers; empty when they were one already
     * @param backwards whether the number that is to stay ended by one of those that are to end now
     * @param severalPeople whether the numbers are known with more than one BSN
     */
    record ToJoin(List<Dossier> others, boolean backwards, boolean severalPeople) {
        public ToJoin {
            others = List.copyOf(others);
        }
    }

    /**
     * What is kept about somebody who is one family with this client; a release and a look hold that client too.
     *
     * @param stream the other's, as a tie names it
     */
    Dossier dossier(byte[] stream);

    /**
     * A message as accepted. Its bytes are fetched when they are asked for, within the transaction: most messages that are
     * worked on were read at their door a moment ago, and that reading is remembered.
     *
     * @param stored gives the bytes as received
     * @param mappingSet content hash of the mappings it was read with
     */
    record InboxMessage(
            UUID id,
            PartnerId sender,
            String messageId,
            String door,
            String mediaType,
            Supplier<byte[]> stored,
            Instant acceptedAt,
            String mappingSet) {
        /** As received. */
        public byte[] bytes() {
            return stored.get();
        }
    }

    /**
     * One referral with its transition.
     *
     * @param request the inbox message that asked for it; absent while only an exit date is known
     * @param status see the room {@code transition}
     * @param custodian who is responsible for the client now
     * @param version rises with every change
     */
    record TransitionRow(
            ReferralReference reference,
            PartnerId sender,
            Optional<String> senderReference,
            Optional<UUID> request,
            String status,
            PartnerId custodian,
            Optional<LocalDate> exitDate,
            long version) {}

    /**
     * What one receiver is asked to do: a FHIR Task.
     *
     * @param need absent for the deciding desk
     * @param status FHIR Task status
     * @param reason coded reason of the last answer
     * @param version the ETag
     */
    record TaskRow(
            UUID id,
            ReferralReference reference,
            PartnerId receiver,
            Optional<Need> need,
            String status,
            Optional<String> reason,
            long version) {}
}
