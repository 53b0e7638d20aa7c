package nl.schakel.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import nl.schakel.referral.ReferralReference;
import org.jspecify.annotations.Nullable;

/**
 * Receipts of later stages. The audit log is read in its own order, each leaf once, as far as a signed checkpoint reaches;
 * what a leaf says of a message becomes a receipt that is stored and given for ever.
 */
public final class LaterReceipts {
    /** The newest receipt of an inbox row {@code i}: that of a later stage, or the one it was accepted with. */
    static final String CURRENT = "coalesce((select r.jws from schakel.receipt r where r.inbox_id = i.id"
            + " and r.jws is not null order by r.position desc limit 1), i.receipt)";

    /** Leaves of one transaction. */
    private static final int BATCH = 500;

    private static final String HEAD = "select position from schakel.receipt_head for update";
    private static final String LEAVES = """
            select p.position, p.leaf, f ->> 'event' as event, f ->> 'actor' as actor, f ->> 'object' as object,
                f ->> 'outcome' as outcome, f ->> 'reason' as reason, (f ->> 'at')::timestamptz as at
            from schakel.audit_position p join schakel.audit_record r on r.leaf_id = p.leaf_id
            cross join lateral (select r.fields::json as f) fields
            where p.position >= ? and p.position < ?
                and f ->> 'event' in ('accept', 'deliver', 'route', 'task', 'custody') order by p.position""";
    /** Of each leaf that says something of a message: the message, when its acceptance stands before that in the log. */
    private static final String MESSAGES = """
            select said.place, i.id, i.sender, i.message_id, encode(i.sha256, 'hex') as bytes_sha256, i.year, i.number, i.accepted_at,
                encode(sha256(convert_to(w.seal, 'UTF8')), 'hex') as seal_sha256, p.position, p.leaf
            from unnest(?::bigint[], ?::uuid[], ?::integer[], ?::bigint[]) as said(place, inbox_id, year, number)
            join schakel.inbox i on i.id = coalesce(said.inbox_id,
                (select t.request from schakel.transition t where t.year = said.year and t.number = said.number))
            left join schakel.raw w on w.inbox_id = i.id
            join schakel.receipt a on a.inbox_id = i.id and a.stage = 'accepted' and a.position < said.place
            join schakel.audit_position p on p.position = a.position""";

    private static final String STORE = """
            insert into schakel.receipt (inbox_id, position, stage, jws)
            select * from unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[]) on conflict do nothing""";
    private static final String OF = """
            select r.stage, r.position, coalesce(r.jws, i.receipt) as jws from schakel.receipt r
            join schakel.inbox i on i.id = r.inbox_id where r.inbox_id = ? order by r.position""";

    private final Transactions transactions;

    public LaterReceipts(DataSource source) {
        transactions = new Transactions(source);
    }

    /**
     * A leaf, and the message it is about.
     *
     * @param leaf its commitment
     * @param reason in codes or words without personal data
     */
    public record Milestone(
            long position,
            byte[] leaf,
            String event,
            Optional<String> partner,
            String outcome,
            String reason,
            Instant at,
            Message message) {}

    /**
     * A message that was accepted.
     *
     * @param position where the leaf of its acceptance stands
     * @param leaf its commitment
     */
    public record Message(
            UUID inboxId,
            String sender,
            String messageId,
            String bytesSha256,
            Optional<String> sealSha256,
            Optional<ReferralReference> reference,
            Instant acceptedAt,
            long position,
            byte[] leaf) {}

    /** A receipt in words. */
    public record Made(String stage, String jws) {}

    /** A stored receipt; {@code position} is that of the leaf it was made from. */
    public record Stored(String stage, long position, String jws) {}

    /** Makes the receipt that follows from a leaf; none from most leaves. */
    @FunctionalInterface
    public interface Maker {
        Optional<Made> receipt(Milestone milestone);
    }

    /**
     * Reads on in the log.
     *
     * @param size leaves under the checkpoint that the receipts will name
     * @return how many leaves it went on; 0 when there was nothing to read
     */
    public int advance(long size, Maker maker) {
        return transactions.together(connection -> {
            long from = Sql.first(connection, HEAD, row -> row.getLong(1)).orElseThrow();
            long to = Math.min(size, from + BATCH);
            if (to <= from) {
                return 0;
            }
            List<Leaf> leaves = Sql.list(connection, LEAVES, LaterReceipts::leaf, from, to);
            store(connection, accepted(leaves));
            store(connection, made(leaves, connection, maker));
            Script end = new Script();
            end.change("update schakel.receipt_head set position = ?", to);
            end.runAndCommit(connection);
            return (int) (to - from);
        });
    }

    /** All receipts of a message, the first one first; none while its leaf stands under no checkpoint. */
    public List<Stored> of(UUID inboxId) {
        return transactions.atOnce(connection -> Sql.list(
                connection,
                OF,
                row -> new Stored(row.getString("stage"), row.getLong("position"), row.getString("jws")),
                inboxId));
    }

    private static List<Row> accepted(List<Leaf> leaves) {
        return leaves.stream()
                .filter(Leaf::accepts)
                .flatMap(leaf -> leaf.inbox().map(id -> new Row(id, leaf.position(), "accepted", null)).stream())
                .toList();
    }

    private static List<Row> made(List<Leaf> leaves, Connection connection, Maker maker) throws SQLException {
        List<Leaf> saying = leaves.stream().filter(leaf -> !leaf.accepts()).toList();
        if (saying.isEmpty()) {
            return List.of();
        }
        var all = new Columns<>(saying, connection);
        Map<Long, Message> messages = Sql.list(
                        connection,
                        MESSAGES,
                        row -> Map.entry(row.getLong("place"), message(row)),
                        all.of("bigint", Leaf::position),
                        all.of("uuid", leaf -> leaf.inbox().orElse(null)),
                        all.of(
                                "integer",
                                leaf -> leaf.reference()
                                        .map(ReferralReference::year)
                                        .orElse(null)),
                        all.of(
                                "bigint",
                                leaf -> leaf.reference()
                                        .map(ReferralReference::number)
                                        .orElse(null)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        List<Row> rows = new ArrayList<>();
        for (Leaf leaf : saying) {
            Optional.ofNullable(messages.get(leaf.position()))
                    .ifPresent(message -> maker.receipt(leaf.about(message))
                            .ifPresent(made ->
                                    rows.add(new Row(message.inboxId(), leaf.position(), made.stage(), made.jws()))));
        }
        return rows;
    }

    /** @param jws none where the receipt is the one that was given at the door */
    private record Row(
            UUID inboxId,
            long position,
            String stage,
            @Nullable String jws) {}

    private static void store(Connection connection, List<Row> rows) throws SQLException {
        if (!rows.isEmpty()) {
            var all = new Columns<>(rows, connection);
            Sql.update(
                    connection,
                    STORE,
                    all.of("uuid", Row::inboxId),
                    all.of("bigint", Row::position),
                    all.of("text", Row::stage),
                    all.of("text", Row::jws));
        }
    }

    private record Leaf(
            long position,
            byte[] leaf,
            String event,
            Optional<String> actor,
            String object,
            String outcome,
            String reason,
            Instant at) {
        private static final java.util.regex.Pattern OF =
                java.util.regex.Pattern.compile("(?:^| )of ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?: |$)");

        boolean accepts() {
            return event.equals("accept");
        }

        Optional<ReferralReference> reference() {
            return ReferralReference.parse(object);
        }

        /** Which message it names; a leaf without that is about the request of its referral. */
        Optional<UUID> inbox() {
            var named = OF.matcher(reason);
            return named.find() ? Optional.of(UUID.fromString(named.group(1))) : Optional.empty();
        }

        Milestone about(Message message) {
            return new Milestone(position, leaf, event, actor, outcome, reason, at, message);
        }
    }

    private static Leaf leaf(ResultSet row) throws SQLException {
        return new Leaf(
                row.getLong("position"),
                row.getBytes("leaf"),
                row.getString("event"),
                Sql.maybeText(row, "actor").filter(actor -> !actor.isEmpty()),
                row.getString("object"),
                row.getString("outcome"),
                row.getString("reason"),
                Sql.instant(row, "at"));
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getObject("id", UUID.class),
                row.getString("sender"),
                row.getString("message_id"),
                row.getString("bytes_sha256"),
                Sql.maybeText(row, "seal_sha256"),
                Sql.maybeReference(row),
                Sql.instant(row, "accepted_at"),
                row.getLong("position"),
                row.getBytes("leaf"));
    }
}
