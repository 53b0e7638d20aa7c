package nl.schakel.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.audit.WordedLeaf;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Limits;
import nl.schakel.referral.ReferralReference;

/** The values of the storing statement, in its order. */
final class StoreValues {
    private StoreValues() {}

    static List<Object> of(
            Acceptance acceptance,
            byte[] digest,
            long place,
            Standing standing,
            UUID id,
            Acceptance.Receipt receipt,
            WordedLeaf leaf,
            Optional<AtOnce> followed) {
        Envelope envelope = acceptance.envelope();
        List<Object> values = new ArrayList<>(32);
        inbox(values, acceptance, digest, standing, id, receipt);
        add(values, acceptance.bytes(), acceptance.seal(), acceptance.request());
        // Of no text no row is made.
        add(values, acceptance.keys().isEmpty() ? Optional.empty() : String.join(",", acceptance.keys()));
        add(values, acceptance.stream(), numbered(acceptance.numbers()));
        add(
                values,
                envelope.senderReference(),
                acceptance.stream(),
                acceptance.asks() ? Optional.of(id) : Optional.empty());
        add(
                values,
                acceptance.asks() ? envelope.exitDate() : Optional.empty(),
                standing.opens(),
                envelope.senderReference(),
                standing.joins());
        add(values, followed.map(AtOnce::workId).orElseGet(TimeOrderedId::next), acceptance.stream(), place);
        add(values, Limits.SWEEP.toMillis(), followed.map(AtOnce::outcome), acceptance.leavesWork());
        values.addAll(leaf.values());
        return values;
    }

    /**
     * A sender's number that came together with a BSN, so that by the number alone the client is found. Two messages of one
     * client are accepted one after the other, and another client is another row.
     */
    private static Optional<byte[]> numbered(Acceptance.Numbers numbers) {
        return numbers.own().filter(own -> numbers.byBsn());
    }

    private static void inbox(
            List<Object> values,
            Acceptance acceptance,
            byte[] digest,
            Standing standing,
            UUID id,
            Acceptance.Receipt receipt) {
        Envelope envelope = acceptance.envelope();
        add(values, id, envelope.sender().value(), envelope.messageId(), digest);
        add(values, envelope.event().name(), acceptance.door(), acceptance.mediaType());
        add(values, standing.reference().map(ReferralReference::year));
        add(values, standing.reference().map(ReferralReference::number));
        add(
                values,
                standing.at(),
                receipt.answer(),
                receipt.jws(),
                !acceptance.leavesWork(),
                acceptance.mapping().mapping(),
                acceptance.mapping().set());
    }

    private static void add(List<Object> values, Object... more) {
        values.addAll(Arrays.asList(more));
    }
}
