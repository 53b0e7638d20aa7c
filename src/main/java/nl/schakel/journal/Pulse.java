package nl.schakel.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import nl.schakel.referral.PartnerId;

/** How the gateway's partners and its own work are going, read once a minute. */
public final class Pulse {
    /** The clock that makes ids and the database's may differ so much, and a commit may take a while. */
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    /** Who was never heard is waited for from now on. */
    private static final String EXPECT = """
            insert into schakel.heard (partner, at) select partner, clock_timestamp() from unnest(?::text[]) as t(partner)
            on conflict do nothing""";

    private static final String LAST = "select max(at) as at from schakel.heard";
    private static final String LISTEN = """
            insert into schakel.heard (partner, at) select sender, max(accepted_at) from schakel.inbox where id >= ? group by sender
            on conflict (partner) do update set at = excluded.at where excluded.at > heard.at""";
    private static final String HEARD = "select partner, at from schakel.heard";

    private static final String FAILING = """
            select destination, count(*) as waiting, min(created_at) as since from schakel.work
            where live and destination <> '' and (attempts > 1 or reason is not null) and created_at < clock_timestamp() - ? * interval '1 second'
            group by destination order by destination""";
    private static final String UNSEEN = """
            select count(*) from schakel.work
            where live and sweep_at < clock_timestamp() - ? * interval '1 second' and lease_until < clock_timestamp()""";

    private final Transactions transactions;

    public Pulse(DataSource source) {
        this.transactions = new Transactions(source);
    }

    /** When each partner last sent anything that was accepted; for who never did, since when it is waited for. */
    public Map<PartnerId, Instant> heard(Collection<PartnerId> expected) {
        return transactions.together(connection -> {
            Script before = new Script();
            before.change(
                    EXPECT,
                    connection.createArrayOf(
                            "text", expected.stream().map(PartnerId::value).toArray()));
            var last = before.ask(LAST, row -> Sql.maybeInstant(row, "at"));
            before.run(connection);
            Script script = new Script();
            script.change(
                    LISTEN,
                    last.rows()
                            .get(0)
                            .map(at -> TimeOrderedId.earliest(at.minus(OVERLAP)))
                            .orElse(new UUID(0, 0)));
            var heard = script.ask(
                    HEARD, row -> Map.entry(new PartnerId(row.getString("partner")), Sql.instant(row, "at")));
            script.runAndCommit(connection);
            return heard.rows().stream()
                    .filter(entry -> expected.contains(entry.getKey()))
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        });
    }

    /** A partner to whom deliveries are tried again. */
    public record Failing(PartnerId partner, long waiting, Instant since) {}

    /** To whom something goes wrong that was accepted longer ago than this. */
    public List<Failing> failing(Duration longerThan) {
        return transactions.atOnce(connection -> Sql.list(
                connection,
                FAILING,
                row -> new Failing(
                        new PartnerId(row.getString("destination")), row.getLong("waiting"), Sql.instant(row, "since")),
                longerThan.toSeconds()));
    }

    /** How many items were due longer ago than this and nobody has looked at them. */
    public long unseen(Duration longerThan) {
        return transactions.atOnce(
                connection -> Sql.first(connection, UNSEEN, row -> row.getLong(1), longerThan.toSeconds())
                        .orElse(0L));
    }
}
