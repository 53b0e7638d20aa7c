package nl.schakel.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.X509CertUtils;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import nl.schakel.audit.Checkpoint;
import nl.schakel.audit.Proofs;
import nl.schakel.audit.TreeHash;
import nl.schakel.journal.Acceptance;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.LaterReceipts.Stored;
import nl.schakel.journal.Sent;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts as partners get them: who holds them needs no word of ours to see that the log still says the same. */
class ReceiptClerkIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static House house;

    @BeforeAll
    static void start() {
        house = House.at(folder);
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @Test
    void theFirstReceiptHoldsWhatTheLogWillSay() throws Exception {
        Acceptance message = house.message("first", "MSH|first");
        JsonNode receipt = read(house.accept(message).receipt().jws());
        assertThat(receipt.path("stage").asText()).isEqualTo("accepted");
        assertThat(receipt.path("bytes_sha256").asText()).isEqualTo(House.sha256(message.bytes()));
        List<Stored> stored = house.receipts(inbox(receipt), "accepted");
        assertThat(stored).hasSize(1);
        var placed = house.proofs().leaves(List.of(stored.get(0).position())).get(0);
        assertThat(placed.leaf()).isEqualTo(bytes(receipt.path("leaf")));
        assertThat(placed.fields())
                .contains(House.sha256(message.bytes()))
                .contains("seal sha256 " + receipt.path("seal_sha256").asText())
                .contains(inbox(receipt).toString());
    }

    @Test
    void everyStageGetsAReceiptWithItsPlaceUnderACheckpoint() throws Exception {
        Acceptance message = house.message("stages", "MSH|stages");
        Accepted.Committed first = house.accept(message);
        UUID inbox = inbox(read(first.receipt().jws()));
        ReferralReference reference = first.reference().orElseThrow();
        house.deliver(reference, House.delivered());
        house.receipts(inbox, "outcome");
        house.note(reference, "task", "opvang-demo", "received");
        house.note(reference, "task", "opvang-demo", "accepted");
        house.note(reference, "custody", "opvang-demo", "taken-over");
        List<Stored> all = house.receipts(inbox, "custody");
        assertThat(all).extracting(Stored::stage).containsExactly("accepted", "outcome", "seen", "answered", "custody");
        for (Stored stored : all.subList(1, all.size())) {
            JsonNode receipt = read(stored.jws());
            assertThat(receipt.path("stage").asText()).isEqualTo(stored.stage());
            assertThat(receipt.path("partner").asText()).isEqualTo("opvang-demo");
            assertThat(receipt.path("places")).hasSize(2);
            for (JsonNode place : receipt.path("places")) {
                assertThat(stands(place, receipt.path("checkpoint"))).isTrue();
            }
            assertThat(receipt.path("places").get(0).path("leaf")).isEqualTo(receipt.path("leaf"));
            Checkpoint signed = house.proofs()
                    .ofSize(receipt.path("checkpoint").path("size").asLong())
                    .orElseThrow();
            assertThat(receipt.path("checkpoint").path("signed_sha256").asText())
                    .isEqualTo(House.sha256(House.ascii(signed.signed())));
        }
    }

    /** A receiver without words for each step says at once that it has begun, or that it could not. */
    @Test
    void whatAReceiverSaysLaterIsAnAnswerTooAndNothingElseIs() throws Exception {
        Accepted.Committed first = house.accept(house.message("begun", "MSH|begun"));
        UUID inbox = inbox(read(first.receipt().jws()));
        ReferralReference reference = first.reference().orElseThrow();
        house.note(reference, "task", "opvang-demo", "in-progress");
        house.note(reference, "task", "opvang-demo", "on-hold");
        house.note(reference, "task", "opvang-demo", "completed");
        house.note(reference, "custody", "opvang-demo", "asked");
        house.note(reference, "task", "opvang-demo", "failed");
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(20))
                .until(() -> house.bean(nl.schakel.journal.LaterReceipts.class)
                                .of(inbox)
                                .size()
                        == 4);
        List<String> outcomes = new ArrayList<>();
        for (Stored stored : house.receipts(inbox, "answered").subList(1, 4)) {
            assertThat(stored.stage()).isEqualTo("answered");
            outcomes.add(read(stored.jws()).path("outcome").asText());
        }
        assertThat(outcomes).containsExactly("in-progress", "completed", "failed");
    }

    /** Who answered before a request was renewed answered the request of then, however the log is read. */
    @Test
    void anAnswerFromBeforeAMessageIsNoneToThatMessage() throws Exception {
        Accepted.Committed first = house.accept(house.message("renewed", "MSH|renewed"));
        ReferralReference reference = first.reference().orElseThrow();
        house.note(reference, "task", "opvang-demo", "accepted");
        UUID later = inbox(read(
                house.accept(house.message("renewal", "MSH|renewal")).receipt().jws()));
        house.execute("update schakel.transition set request = '" + later + "' where year = " + reference.year()
                + " and number = " + reference.number());
        house.note(reference, "task", "opvang-demo", "completed");
        List<Stored> all = house.receipts(later, "answered");
        assertThat(all).extracting(Stored::stage).containsExactly("accepted", "answered");
        assertThat(read(all.get(1).jws()).path("outcome").asText()).isEqualTo("completed");
    }

    @Test
    void aRepeatedMessageGetsTheReceiptOfTheStageItIsInAndTheSameBytesAgain() throws Exception {
        Acceptance message = house.message("repeated", "MSH|repeated");
        Accepted.Committed first = house.accept(message);
        assertThat(house.accept(message).receipt().jws())
                .isEqualTo(first.receipt().jws());
        UUID inbox = inbox(read(first.receipt().jws()));
        house.deliver(first.reference().orElseThrow(), House.delivered());
        List<Stored> stored = house.receipts(inbox, "outcome");
        Accepted.Committed again = house.accept(message);
        assertThat(again.receipt().jws()).isEqualTo(stored.get(1).jws());
        assertThat(again.receipt().answer()).isEqualTo(first.receipt().answer());
        assertThat(house.accept(message).receipt().jws())
                .isEqualTo(again.receipt().jws());
        assertThat(house.journal
                        .earlier(House.WARD, "repeated", message.bytes())
                        .orElseThrow()
                        .receipt()
                        .jws())
                .isEqualTo(again.receipt().jws());
    }

    @Test
    void aRefusalIsAnOutcomeWithItsCode() throws Exception {
        Accepted.Committed first = house.accept(house.message("refused", "MSH|refused"));
        house.deliver(
                first.reference().orElseThrow(),
                new Sent.Refused(Problem.of(ProblemCode.PARTNER_REFUSED), House.ascii("AR")));
        UUID inbox = inbox(read(first.receipt().jws()));
        JsonNode receipt = read(house.receipts(inbox, "outcome").get(1).jws());
        assertThat(receipt.path("outcome").asText()).isEqualTo("refused");
        assertThat(receipt.path("reason").asText()).isEqualTo(ProblemCode.PARTNER_REFUSED.id());
    }

    @Test
    void whatTheSenderTookBackIsWithdrawn() throws Exception {
        Accepted.Committed first = house.accept(house.message("taken-back", "MSH|back"));
        ReferralReference reference = first.reference().orElseThrow();
        house.deliver(reference, House.delivered());
        house.note(reference, "task", "opvang-demo", "cancelled");
        UUID inbox = inbox(read(first.receipt().jws()));
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(20))
                .until(() -> house.receipts(inbox, "outcome").size() == 3);
        assertThat(read(house.receipts(inbox, "outcome").get(2).jws())
                        .path("outcome")
                        .asText())
                .isEqualTo("withdrawn");
    }

    @Test
    void aReceiptNeverChanges() {
        for (String change : List.of("update schakel.receipt set stage = 'seen'", "delete from schakel.receipt")) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> house.execute(change)))
                    .hasMessageContaining("append-only");
        }
    }

    private static boolean stands(JsonNode place, JsonNode checkpoint) {
        List<byte[]> path = new ArrayList<>();
        place.path("path").forEach(hash -> path.add(bytes(hash)));
        return Proofs.includes(
                TreeHash.leaf(bytes(place.path("leaf"))),
                place.path("index").asLong(),
                checkpoint.path("size").asLong(),
                path,
                bytes(checkpoint.path("root")));
    }

    private static byte[] bytes(JsonNode base64url) {
        return Base64.getUrlDecoder().decode(base64url.asText());
    }

    private static UUID inbox(JsonNode receipt) {
        return UUID.fromString(receipt.path("inbox_id").asText());
    }

    /** By Nimbus, with the key in the receipt; whose key that is, is another question. */
    private static JsonNode read(String jws) throws Exception {
        JWSObject object = JWSObject.parse(jws);
        var leaf =
                X509CertUtils.parse(object.getHeader().getX509CertChain().get(0).decode());
        assertThat(object.verify(new ECDSAVerifier((ECPublicKey) leaf.getPublicKey())))
                .isTrue();
        return JSON.readTree(object.getPayload().toBytes());
    }
}
