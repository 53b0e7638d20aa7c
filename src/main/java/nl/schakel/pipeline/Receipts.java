package nl.schakel.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import nl.schakel.journal.Acceptance;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Sha256;
import nl.schakel.referral.evidence.SealedRequest;
import nl.schakel.seal.LatestCheckpoint;
import nl.schakel.seal.ReceiptFacts;
import nl.schakel.seal.ReceiptWriter;

/** Puts an acceptance together: what is stored, and the signed receipt and answer that go with it. */
final class Receipts {
    private final ReceiptWriter writer;
    private final LatestCheckpoint checkpoints;
    private final Doors doors;

    Receipts(ReceiptWriter writer, LatestCheckpoint checkpoints, Doors doors) {
        this.writer = writer;
        this.checkpoints = checkpoints;
        this.doors = doors;
    }

    Acceptance acceptance(
            Inbound inbound, AtDoor read, StreamKey key, Set<String> keys, Optional<Acceptance.Effect> effect) {
        Envelope envelope = read.envelope();
        String sha256 = Sha256.hex(inbound.bytes());
        Optional<String> sealSha256 =
                inbound.seals().beside().map(seal -> Sha256.hex(seal.getBytes(StandardCharsets.US_ASCII)));
        return new Acceptance(
                envelope,
                read.mapping(),
                key.of(envelope),
                inbound.door(),
                inbound.mediaType(),
                inbound.bytes(),
                inbound.seals().beside(),
                inbound.seals().over().flatMap(SealedRequest::kept),
                effect,
                key.numbers(envelope, read.endedNumbers()),
                keys,
                (inboxId, reference, at, leaf) -> {
                    String jws = writer.accepted(
                            new ReceiptFacts(
                                    inboxId,
                                    envelope.sender().value(),
                                    envelope.messageId(),
                                    sha256,
                                    sealSha256,
                                    reference,
                                    at,
                                    leaf),
                            checkpoints.latest());
                    return new Acceptance.Receipt(
                            doors.of(inbound.door()).accepted(inbound, inboxId, envelope, reference, at, jws), jws);
                },
                Optional.empty());
    }
}
