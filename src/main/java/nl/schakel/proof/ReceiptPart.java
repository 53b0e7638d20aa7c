package nl.schakel.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import nl.schakel.proof.EvidenceCheck.Findings;
import nl.schakel.seal.ReceiptWriter;
import nl.schakel.seal.SealedBy;

/** Receipts of one message: each is about it, for its sender, says what the log says, and is the only one of its stage. */
final class ReceiptPart {
    private static final String ACCEPTED = "accepted";

    private final Opened opened;
    private final Signatures signatures;
    private final LogPart log;
    private final Findings findings;

    ReceiptPart(Opened opened, Signatures signatures, LogPart log, Findings findings) {
        this.opened = opened;
        this.signatures = signatures;
        this.log = log;
        this.findings = findings;
    }

    void check(String folder, JsonNode about, LogPart.Entry accepted) {
        Map<String, String> stages = new HashMap<>();
        for (String name : opened.beginningWith(folder + "receipt-")) {
            String jws = opened.text(name);
            JsonNode said = SealedBy.payload(jws).map(Texts::read).orElseGet(() -> Texts.read(new byte[0]));
            if (!isAbout(said, about, accepted)) {
                findings.wrong(name, "it is the receipt of something else, or the log did not keep what it promised");
                continue;
            }
            signatures.ours(name, jws, ReceiptWriter.RECEIPT, log.stampedBy(accepted.position()));
            log.receipt(name, said);
            if (!said.path("stage").asText().equals(ACCEPTED)) {
                later(name, said, accepted);
            }
            String other = stages.putIfAbsent(stage(said), jws);
            if (other != null && !other.equals(jws)) {
                findings.wrong(name, "there is another receipt of the same stage: one of them was never given");
            }
        }
        if (stages.isEmpty()) {
            findings.missing(folder, "a receipt, which binds the message id");
        }
    }

    /** Receipts of before 2026-11-29 do not say for whom they are. */
    private static boolean isAbout(JsonNode said, JsonNode about, LogPart.Entry accepted) {
        return said.path("inbox_id").equals(about.path("inbox_id"))
                && said.path("message_id").equals(about.path("message_id"))
                && said.path("bytes_sha256").equals(about.path("sha256"))
                && (!said.has("to") || said.path("to").equals(about.path("sender")))
                && said.path("leaf").asText().equals(Texts.base64(accepted.commitment()));
    }

    /** A stage may come again, as when a second receiver answers; then it follows from another leaf. */
    private static String stage(JsonNode said) {
        return said.path("stage").asText() + ' ' + last(said).path("index").asText();
    }

    private static JsonNode last(JsonNode said) {
        return said.path("places").path(said.path("places").size() - 1);
    }

    private void later(String name, JsonNode said, LogPart.Entry accepted) {
        JsonNode first = said.path("places").path(0);
        if (said.path("places").size() != 2
                || first.path("index").asLong(-1) != accepted.position()
                || !first.path("leaf").equals(said.path("leaf"))) {
            findings.wrong(name, "it does not show where the log holds the message and this stage");
            return;
        }
        Optional<LogPart.Entry> entry = log.at(last(said).path("index").asLong(-1));
        if (entry.filter(leaf -> !says(said, leaf)).isPresent()) {
            findings.wrong(name, "it says something else than the log");
        }
    }

    private static boolean says(JsonNode said, LogPart.Entry entry) {
        Leaf leaf = entry.leaf();
        String outcome = said.path("outcome").asText();
        return last(said).path("leaf").asText().equals(Texts.base64(entry.commitment()))
                && ReceiptClerk.stage(leaf.event(), leaf.outcome())
                        .filter(said.path("stage").asText()::equals)
                        .isPresent()
                && leaf.outcome().equals(outcome.equals("withdrawn") ? "cancelled" : outcome)
                && leaf.actor().equals(said.path("partner").asText(""));
    }
}
