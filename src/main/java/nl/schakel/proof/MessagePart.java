package nl.schakel.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import nl.schakel.proof.EvidenceCheck.Findings;
import nl.schakel.referral.Limits;
import nl.schakel.seal.SealedBy;
import nl.schakel.seal.Sealer;

/** Messages as they came: the leaf of each, the seals over it and in it, and the receipts that its sender got. */
final class MessagePart {
    private static final Set<String> ACCEPTED = Set.of("accept");

    private final Opened opened;
    private final Signatures signatures;
    private final InsideSeals inside;
    private final LogPart log;
    private final ReceiptPart receipts;
    private final Findings findings;
    private final Set<String> ids = new HashSet<>();

    MessagePart(Opened opened, Signatures signatures, LogPart log, Findings findings) {
        this.opened = opened;
        this.signatures = signatures;
        this.inside = new InsideSeals(signatures, findings);
        this.log = log;
        this.receipts = new ReceiptPart(opened, signatures, log, findings);
        this.findings = findings;
    }

    void check() {
        opened.each("messages", "message.json", this::message);
    }

    private void message(String folder, JsonNode about) {
        String description = folder + "message.json";
        if (!ids.add(
                about.path("sender").asText() + ' ' + about.path("message_id").asText())) {
            findings.wrong(description, "its sender gave this message id before: an id is one message's for ever");
        }
        Optional<LogPart.Entry> leaf =
                log.find(ACCEPTED, "of " + about.path("inbox_id").asText("-"));
        if (leaf.isEmpty()) {
            findings.missing(
                    folder, "the leaf of its acceptance under a signed checkpoint; export it again in a minute");
            return;
        }
        LogPart.Entry entry = leaf.get();
        if (!isOf(about, entry.leaf())) {
            findings.wrong(description, "the audit log has another message in its place");
        }
        seals(folder, about, entry);
        request(folder, entry);
        receipts.check(folder, about, entry);
        findings.proven(folder + " accepted from " + entry.leaf().actor() + " at "
                + about.path("accepted_at").asText());
    }

    private static boolean isOf(JsonNode about, Leaf leaf) {
        return leaf.speaksOf("bytes sha256 " + about.path("sha256").asText("-"))
                && leaf.actor().equals(about.path("sender").asText())
                && leaf.at().equals(Texts.instant(about.path("accepted_at")));
    }

    private void seals(String folder, JsonNode about, LogPart.Entry entry) {
        Optional<byte[]> bytes = opened.bytes(folder + "bytes.bin");
        if (bytes.filter(read -> !Texts.hex(read).equals(about.path("sha256").asText()))
                .isPresent()) {
            findings.wrong(folder + "bytes.bin", "these are not the bytes whose digest is in the log");
        }
        String seal = folder + "seal.jws";
        if (opened.has(seal) && !entry.leaf().speaksOf("seal sha256 " + Texts.hex(opened.file(seal)))) {
            findings.wrong(seal, "this is not the seal whose digest is in the log");
        } else if (opened.has(seal) && bytes.isEmpty()) {
            findings.missing(seal, "the bytes that it seals");
        } else if (opened.has(seal)) {
            counted(
                    seal,
                    signatures.check(
                            seal,
                            bytes.orElseThrow(),
                            opened.text(seal),
                            Sealer.DOCUMENT,
                            log.stampedBy(entry.position())),
                    entry);
        } else if (bytes.isPresent() && entry.leaf().reason().contains(" seal sha256 ")) {
            findings.missing(seal, "the seal that the log names");
        }
        bytes.ifPresent(read -> counted(
                folder + "bytes.bin",
                inside.check(folder + "bytes.bin", read, log.stampedBy(entry.position())),
                entry));
    }

    /** The seal over the request stands apart from what it signs; the log names both as one. */
    private void request(String folder, LogPart.Entry entry) {
        String seal = folder + "request.jws";
        String lines = folder + "request.txt";
        Optional<byte[]> bytes = opened.bytes(folder + "bytes.bin");
        boolean named = bytes.isPresent() && entry.leaf().reason().contains(" request sha256 ");
        if (!opened.has(seal) || !opened.has(lines)) {
            if (named || opened.has(seal) || opened.has(lines)) {
                findings.missing(seal, "the seal over the request that the log names, and what it signs");
            }
            return;
        }
        String text = new String(opened.file(lines), StandardCharsets.ISO_8859_1);
        String whole = opened.text(seal) + '\n' + text;
        if (!entry.leaf().speaksOf("request sha256 " + Texts.hex(whole.getBytes(StandardCharsets.ISO_8859_1)))) {
            findings.wrong(seal, "this is not the sealed request whose digest is in the log");
        } else if (bytes.isEmpty()) {
            findings.missing(seal, "the bytes that came in the request");
        } else {
            counted(
                    seal,
                    signatures.overRequest(seal, text, bytes.get(), opened.text(seal), log.stampedBy(entry.position())),
                    entry);
        }
    }

    /** A seal counts until it says, and 30 days at most: what came later should not have been taken. */
    private void counted(String where, Optional<SealedBy> seal, LogPart.Entry entry) {
        Instant accepted = entry.leaf().at().orElse(Instant.EPOCH);
        if (seal.isEmpty()) {
            return;
        }
        if (seal.get().signedAt().isAfter(accepted.plus(Limits.CLOCK_SKEW))) {
            findings.wrong(where, "it says that it was signed after it was accepted");
        } else if (seal.get().expires().plus(Limits.CLOCK_SKEW).isBefore(accepted)) {
            findings.wrong(where, "it had expired when it was accepted");
        }
        findings.proven(where + " sealed by " + seal.get().signer().commonName() + ", OIN "
                + seal.get().signer().oin());
    }
}
