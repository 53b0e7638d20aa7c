package nl.schakel.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/** Which accepted messages bore a key: of their connection, or of a seal. For the day on which a key was stolen. */
public final class BorneKeys {
    /** Messages of one answer. */
    public static final int PAGE = 1_000;

    private static final int KEY_CHARACTERS = 64;

    private static final String KEYS = """
            select key from schakel.borne_key where key between decode(?, 'hex') and decode(?, 'hex')
            group by key order by key limit 2""";
    private static final String COUNT = "select count(*) from schakel.borne_key where key = ?";
    private static final String MESSAGES = """
            select i.id, i.sender, i.event, i.door, i.year, i.number, i.accepted_at, encode(i.sha256, 'hex') as sha256
            from schakel.borne_key b join schakel.inbox i on i.id = b.inbox_id
            where b.key = ? and (?::uuid is null or b.inbox_id > ?) order by b.inbox_id limit ?""";

    private final Transactions transactions;

    public BorneKeys(DataSource source) {
        transactions = new Transactions(source);
    }

    /**
     * A message, in ids and codes.
     *
     * @param inboxId ours; in its order they were accepted, nearly
     * @param sha256 of its bytes, hexadecimal
     */
    public record Message(
            UUID inboxId,
            PartnerId sender,
            String event,
            String door,
            Optional<ReferralReference> reference,
            Instant acceptedAt,
            String sha256) {}

    /** One answer: all that there are are {@code count}, and those after the last one of it are asked for with its id. */
    public record Found(String key, long count, List<Message> messages) {
        public Found {
            messages = List.copyOf(messages);
        }
    }

    /**
     * The keys that begin so and that a message bore, two at most.
     *
     * @param beginning of SHA-256 of the public key, hexadecimal
     */
    public List<String> keys(String beginning) {
        String low = beginning + "0".repeat(KEY_CHARACTERS - beginning.length());
        String high = beginning + "f".repeat(KEY_CHARACTERS - beginning.length());
        return transactions.atOnce(connection ->
                Sql.list(connection, KEYS, row -> HexFormat.of().formatHex(row.getBytes("key")), low, high));
    }

    /** @param after id of the last message of the answer before */
    public Found messages(String key, Optional<UUID> after) {
        byte[] bytes = HexFormat.of().parseHex(key);
        return transactions.atOnce(connection -> new Found(
                key,
                Sql.first(connection, COUNT, row -> row.getLong(1), (Object) bytes)
                        .orElse(0L),
                Sql.list(connection, MESSAGES, BorneKeys::message, bytes, after, after, PAGE)));
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getObject("id", UUID.class),
                new PartnerId(row.getString("sender")),
                row.getString("event"),
                row.getString("door"),
                Sql.maybeReference(row),
                Sql.instant(row, "accepted_at"),
                row.getString("sha256"));
    }
}
