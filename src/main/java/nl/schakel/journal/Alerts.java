package nl.schakel.journal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Conditions that somebody must know of: each is told once when it begins and once when it ends, however many processes look
 * and however often.
 */
public final class Alerts {
    private static final String BEGIN = """
            insert into schakel.alert (kind, subject, words)
            select kind, subject, words from unnest(?::text[], ?::text[], ?::text[]) as now(kind, subject, words)
            on conflict (kind, subject) where ended_at is null do nothing
            returning id, kind, subject, words, started_at, ended_at, told""";
    private static final String END = """
            update schakel.alert a set ended_at = clock_timestamp()
            where a.ended_at is null and not exists (
                select 1 from unnest(?::text[], ?::text[]) as now(kind, subject)
                where now.kind = a.kind and now.subject = a.subject)
            returning id, kind, subject, words, started_at, ended_at, told""";
    private static final String LIST = """
            select id, kind, subject, words, started_at, ended_at, told from schakel.alert
            where ended_at is null or ended_at > clock_timestamp() - ? * interval '1 day'
            order by ended_at is not null, id desc limit 500""";
    private static final String UNTOLD = """
            select id, kind, subject, words, started_at, ended_at, told from schakel.alert
            where told = 0 or (told = 1 and ended_at is not null) order by id limit 100""";
    private static final String TOLD = "update schakel.alert set told = greatest(told, ?::smallint) where id = ?";

    private final Transactions transactions;

    public Alerts(DataSource source) {
        this.transactions = new Transactions(source);
    }

    /**
     * Something that is not as it should be.
     *
     * @param kind one of a fixed few words
     * @param subject whom or what it is about: a partner's id, a code; never a person
     * @param words what is known when it begins, and what to do
     */
    public record Condition(String kind, String subject, String words) {}

    /**
     * A condition that lasts or lasted.
     *
     * @param told how much of it the web hook was told: 0 nothing, 1 that it began, 2 that it ended
     */
    public record Alert(long id, Condition condition, Instant since, Optional<Instant> until, int told) {}

    /** What began and what ended, each of it said to this caller alone. */
    public record Change(List<Alert> begun, List<Alert> ended) {}

    /** All that is the case now; what is not among it has ended. */
    public Change are(Collection<Condition> now) {
        return transactions.together(connection -> {
            Array kinds = column(connection, now, Condition::kind);
            Array subjects = column(connection, now, Condition::subject);
            Script script = new Script();
            var ended = script.ask(END, Alerts::alert, kinds, subjects);
            var begun = script.ask(BEGIN, Alerts::alert, kinds, subjects, column(connection, now, Condition::words));
            script.runAndCommit(connection);
            return new Change(begun.rows(), ended.rows());
        });
    }

    /** What lasts, and what ended in these last days, nothing of that for 0; at most 500, what lasts first. */
    public List<Alert> list(int days) {
        return transactions.atOnce(connection -> Sql.list(connection, LIST, Alerts::alert, days));
    }

    /** What the web hook has yet to be told. */
    public List<Alert> untold() {
        return transactions.atOnce(connection -> Sql.list(connection, UNTOLD, Alerts::alert));
    }

    /** @param stage 1 for its beginning, 2 for its end */
    public void told(long id, int stage) {
        transactions.atOnce(connection -> Sql.update(connection, TOLD, stage, id));
    }

    private static Array column(Connection connection, Collection<Condition> all, Function<Condition, String> value)
            throws SQLException {
        return connection.createArrayOf("text", all.stream().map(value).toArray());
    }

    private static Alert alert(ResultSet row) throws SQLException {
        return new Alert(
                row.getLong("id"),
                new Condition(row.getString("kind"), row.getString("subject"), row.getString("words")),
                Sql.instant(row, "started_at"),
                Sql.maybeInstant(row, "ended_at"),
                row.getInt("told"));
    }
}
