package nl.schakel.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Sha256;

/** Finds what was answered to a message that was accepted before, whatever it would be read as today. */
final class Repetition {
    private static final String SAME = """
            select year, number, answer,\s""" + LaterReceipts.CURRENT + """
                as receipt
            from schakel.inbox i where sender = ? and message_id = ? and sha256 = ?""";

    private final Transactions transactions;

    Repetition(Transactions transactions) {
        this.transactions = transactions;
    }

    Optional<Accepted.Committed> of(PartnerId sender, String messageId, byte[] bytes) {
        return transactions.atOnce(connection ->
                Sql.first(connection, SAME, Repetition::committed, sender.value(), messageId, Sha256.of(bytes)));
    }

    private static Accepted.Committed committed(ResultSet row) throws SQLException {
        return new Accepted.Committed(
                Sql.maybeReference(row),
                new Acceptance.Receipt(row.getBytes("answer"), row.getString("receipt")),
                true);
    }
}
