package nl.schakel.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/** All that the journal holds about one referral and that can be proven: what came, what went, and what was decided. */
public final class ReferralFile {
    private static final String SENDER = "select sender from schakel.transition where year = ? and number = ?";
    private static final String MESSAGES = """
            select i.id, i.sender, i.message_id, encode(i.sha256, 'hex') as sha256, i.event, i.door, i.media_type,
                i.accepted_at, i.receipt, case when w.erased_at is null then w.bytes end as bytes, w.seal, w.request
            from schakel.inbox i left join schakel.raw w on w.inbox_id = i.id
            where i.id = any(?)
            order by i.accepted_at, i.id""";
    private static final String DELIVERIES = """
            select w.id, w.inbox_id, w.destination, w.state, o.message_id, o.media_type,
                case when o.erased_at is null then o.bytes end as bytes,
                encode(coalesce(o.sha256, sha256(o.bytes)), 'hex') as sha256, o.jws, o.stored_at, w.evidence
            from schakel.work w join schakel.outgoing o on o.work_id = w.id
            where w.year = ? and w.number = ? order by o.stored_at, w.id""";
    private static final String DECISIONS = """
            select id, receiver, decided_at, audit from schakel.decision
            where year = ? and number = ? order by decided_at, id""";

    private final Transactions transactions;

    public ReferralFile(DataSource source) {
        transactions = new Transactions(source);
    }

    /** A message as it came; bytes and seal as long as they are kept. */
    public record Message(
            UUID inboxId,
            PartnerId sender,
            String messageId,
            String sha256,
            String event,
            String door,
            String mediaType,
            Instant acceptedAt,
            String receipt,
            Optional<byte[]> bytes,
            Optional<String> seal,
            Optional<String> request) {}

    /** What went to a receiver, and its answer; bytes as long as they are kept. */
    public record Delivery(
            UUID workId,
            UUID inboxId,
            PartnerId receiver,
            String state,
            String messageId,
            String mediaType,
            String sha256,
            Optional<byte[]> bytes,
            Optional<String> seal,
            Instant storedAt,
            Optional<byte[]> answer) {}

    /** A decision about a release, in the bytes whose digest is in the log. */
    public record Decision(UUID id, PartnerId receiver, Instant decidedAt, byte[] record) {}

    /** Who asked; empty when there is no such referral. */
    public Optional<PartnerId> sender(ReferralReference reference) {
        return transactions.atOnce(connection -> Sql.first(
                connection,
                SENDER,
                row -> new PartnerId(row.getString("sender")),
                reference.year(),
                reference.number()));
    }

    /** Those of these messages that are there, in the order in which they were accepted. */
    public List<Message> messages(List<UUID> inboxIds) {
        return transactions.atOnce(connection -> Sql.list(
                connection, MESSAGES, ReferralFile::message, connection.createArrayOf("uuid", inboxIds.toArray())));
    }

    public List<Delivery> deliveries(ReferralReference reference) {
        return transactions.atOnce(connection ->
                Sql.list(connection, DELIVERIES, ReferralFile::delivery, reference.year(), reference.number()));
    }

    public List<Decision> decisions(ReferralReference reference) {
        return transactions.atOnce(connection -> Sql.list(
                connection,
                DECISIONS,
                row -> new Decision(
                        row.getObject("id", UUID.class),
                        new PartnerId(row.getString("receiver")),
                        Sql.instant(row, "decided_at"),
                        row.getBytes("audit")),
                reference.year(),
                reference.number()));
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getObject("id", UUID.class),
                new PartnerId(row.getString("sender")),
                row.getString("message_id"),
                row.getString("sha256"),
                row.getString("event"),
                row.getString("door"),
                row.getString("media_type"),
                Sql.instant(row, "accepted_at"),
                row.getString("receipt"),
                Sql.maybe(row.getBytes("bytes")),
                Sql.maybeText(row, "seal"),
                Sql.maybeText(row, "request"));
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getObject("id", UUID.class),
                row.getObject("inbox_id", UUID.class),
                new PartnerId(row.getString("destination")),
                row.getString("state"),
                row.getString("message_id"),
                row.getString("media_type"),
                row.getString("sha256"),
                Sql.maybe(row.getBytes("bytes")),
                Sql.maybeText(row, "jws"),
                Sql.instant(row, "stored_at"),
                Sql.maybe(row.getBytes("evidence")));
    }
}
