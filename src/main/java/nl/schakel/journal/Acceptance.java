package nl.schakel.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.MappingVersion;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ReferralReference;

/**
 * What a front door wants to have accepted.
 *
 * @param envelope the canonical envelope of the message, already read and checked
 * @param mapping what it was read with
 * @param stream keyed hash (32 bytes) of the client's identity: the stream in which order is kept; no personal data
 * @param door name of the door it came in by, such as {@code mllp}
 * @param mediaType of the bytes
 * @param bytes exactly as received
 * @param seal detached JWS that came with it
 * @param request the seal over the request in which it came, and on the following lines what it signs
 * @param effect what takes effect together with the acceptance: a receiver's answer, a client's consent
 * @param numbers by which else the message names its client
 * @param keys SHA-256 of the public keys that came with it, hexadecimal
 * @param receipts makes the answer inside the accepting transaction; pure, quick, no I/O
 * @param follow decides what follows from it, where that can be decided while it is accepted
 */
public record Acceptance(
        Envelope envelope,
        MappingVersion mapping,
        byte[] stream,
        String door,
        String mediaType,
        byte[] bytes,
        Optional<String> seal,
        Optional<String> request,
        Optional<Effect> effect,
        Numbers numbers,
        Set<String> keys,
        Receipts receipts,
        Optional<Follow> follow) {
    public Acceptance {
        keys = Set.copyOf(keys);
    }

    /** Of a message that bears no key. */
    public Acceptance(
            Envelope envelope,
            MappingVersion mapping,
            byte[] stream,
            String door,
            String mediaType,
            byte[] bytes,
            Optional<String> seal,
            Optional<Effect> effect,
            Numbers numbers,
            Receipts receipts) {
        this(
                envelope,
                mapping,
                stream,
                door,
                mediaType,
                bytes,
                seal,
                Optional.empty(),
                effect,
                numbers,
                Set.of(),
                receipts,
                Optional.empty());
    }

    /**
     * The numbers of a message about its one client, each as a keyed hash (32 bytes) like the stream.
     *
     * @param byBsn whether the stream is that of a BSN
     * @param own the sender's own number of the client, which is the stream itself when there is no BSN
     * @param ended numbers that end with this message, because their client is this one
     */
    public record Numbers(boolean byBsn, Optional<byte[]> own, List<byte[]> ended) {
        public static final Numbers NONE = new Numbers(false, Optional.empty(), List.of());

        public Numbers {
            ended = List.copyOf(ended);
        }
    }

    /** The same in the stream where all that is known of the client is kept. */
    Acceptance in(byte[] where) {
        return like(where, request, keys, follow);
    }

    /** The same in a request that was sealed too. */
    public Acceptance over(Optional<String> sealedRequest) {
        return like(stream, sealedRequest, keys, follow);
    }

    /** The same, bearing these keys. */
    Acceptance bearing(Set<String> others) {
        return like(stream, request, others, follow);
    }

    /** The same, with this to follow from it at once; with nothing, a worker decides what follows. */
    public Acceptance following(Optional<Follow> atOnce) {
        return like(stream, request, keys, atOnce);
    }

    private Acceptance like(byte[] where, Optional<String> over, Set<String> bearing, Optional<Follow> following) {
        return new Acceptance(
                envelope, mapping, where, door, mediaType, bytes, seal, over, effect, numbers, bearing, receipts,
                following);
    }

    /** Whether it is the request of the referral that it opens. */
    boolean asks() {
        return envelope.event() == Envelope.Event.REFERRAL;
    }

    /** A change that is accepted together with its message, or not at all. */
    @FunctionalInterface
    public interface Effect {
        /**
         * Applies the change; the referral's row is locked through {@code ledger.transition}.
         *
         * @param reference the referral the message belongs to, when there is one
         * @return the problem that refuses it: then nothing is stored and the message is refused with it
         */
        Optional<Problem> apply(Ledger ledger, UUID inboxId, Optional<ReferralReference> reference);

        /** Whether the message still leaves a {@link WorkItem.Kind#ROUTE} item for what follows from it. */
        default boolean leavesWork() {
            return false;
        }
    }

    /**
     * Decides what follows from the message. Asked where everything that this takes is known; a journal may leave it to a
     * worker at any time, and then nothing of it has happened.
     */
    @FunctionalInterface
    public interface Follow {
        /** @return {@link Prepared.Done} to have it committed with the acceptance; whatever else is left to a worker */
        Prepared decide(WorkItem item, Ledger ledger);
    }

    /** Whether something is left to do behind the acceptance. */
    boolean leavesWork() {
        return effect.map(Effect::leavesWork).orElse(true);
    }

    /** Makes the answer for the sender, which is stored and given again for ever. */
    @FunctionalInterface
    public interface Receipts {
        /**
         * @param leaf commitment (32 bytes) of the leaf that is written into the audit log with the acceptance
         */
        Receipt receipt(UUID inboxId, Optional<ReferralReference> reference, Instant acceptedAt, byte[] leaf);
    }

    /**
     * The stored answer.
     *
     * @param answer the bytes the door sends back (an ACK, a JSON document)
     * @param jws the signed receipt (compact JWS)
     */
    public record Receipt(byte[] answer, String jws) {}
}
