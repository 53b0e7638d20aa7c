package nl.schakel.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.sql.DataSource;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;

/** What is done about one client beside messages, and the lists of what waits for a person. */
public final class Clients {
    private static final String STREAM = "select stream from schakel.transition where year = ? and number = ?";
    private static final String NOW = "select clock_timestamp() as now";
    private static final String REVIEWS = DossierRows.OPENING + "order by opened_at desc, id limit ?";
    private static final String OVERDUE = """
            select count(*) from schakel.opening
            where reviewed_by is null and opened_at < clock_timestamp() - interval '24 hours'""";
    private static final String UNTOLD = DossierRows.OPENING + """
            o where reviewed_by is null and opened_at < clock_timestamp() - interval '24 hours' and not exists (
                select 1 from schakel.work w where w.year = o.year and w.number = o.number
                and w.subject = 'opening ' || o.id)
            order by opened_at, id limit 100""";
    private static final String UNACKNOWLEDGED = DossierRows.NOTICE + """
            n where acknowledged_at is null and not (by_protocol and exists (
                select 1 from schakel.work w where w.year = n.year and w.number = n.number
                and w.subject = 'notice ' || n.id and w.evidence is not null))
            order by made_at, id limit ?""";
    private static final String DECISIONS =
            DossierRows.DECISION + "where d.year = ? and d.number = ? order by d.decided_at, d.id";
    private static final String DECISION = DossierRows.DECISION + "where d.id = ?";

    /** To whom nothing may go any more, no notice is there either. */
    private static final String NOTICE = DossierRows.NOTICE + """
            n where id = ? and receiver = ? and not exists (
                select 1 from schakel.transition t join schakel.conflict c on c.stream = t.stream
                where t.year = n.year and t.number = n.number and c.party = n.receiver and c.ended_at is null)""";

    private final Transactions transactions;

    public Clients(DataSource source) {
        this.transactions = new Transactions(source);
    }

    /**
     * One transaction about the client of this referral: nobody releases or records anything about them meanwhile. What
     * {@code work} writes is committed when it returns.
     *
     * @return what it returned; empty when there is no such referral
     */
    public <T> Optional<T> with(ReferralReference reference, Function<Ledger, T> work) {
        return with(List.of(reference), (ledger, clients) -> work.apply(ledger));
    }

    /**
     * The same about several clients, the first of whom the ledger is about.
     *
     * @param work is given the stream of each client too, in the order of the references
     * @return empty when one of the referrals is not there
     */
    public <T> Optional<T> with(List<ReferralReference> references, BiFunction<Ledger, List<byte[]>, T> work) {
        return transactions.together(connection -> {
            for (int tries = 0; tries < FamilyLock.MOST_TRIES; tries++) {
                List<byte[]> streams = streams(connection, references);
                if (streams.size() < references.size()) {
                    return Optional.empty();
                }
                if (FamilyLock.hold(connection, streams) && areStill(streams, streams(connection, references))) {
                    Instant now = Sql.first(connection, NOW, Clients::now).orElseThrow();
                    JdbcLedger ledger = JdbcLedger.accepting(connection, now, streams.get(0));
                    T result = work.apply(ledger, List.copyOf(streams));
                    ledger.remaining().runAndCommit(connection);
                    return Optional.of(result);
                }
                connection.rollback();
            }
            throw FamilyLock.overAndOver();
        });
    }

    private static List<byte[]> streams(Connection connection, List<ReferralReference> references) throws SQLException {
        List<byte[]> streams = new ArrayList<>();
        for (ReferralReference reference : references) {
            Sql.first(connection, STREAM, row -> row.getBytes("stream"), reference.year(), reference.number())
                    .ifPresent(streams::add);
        }
        return streams;
    }

    /** Whether nobody's number was joined with another one while we waited. */
    private static boolean areStill(List<byte[]> before, List<byte[]> now) {
        return Arrays.deepEquals(before.toArray(), now.toArray());
    }

    private static Instant now(ResultSet row) throws SQLException {
        return Sql.instant(row, "now");
    }

    /** Break-glass openings of all clients, newest first. */
    public List<Dossier.OpeningRow> openings(int most) {
        return transactions.atOnce(connection -> Sql.list(connection, REVIEWS, DossierRows::opening, most));
    }

    /** How many openings nobody looked at in time. */
    public long overdueOpenings() {
        return transactions.atOnce(connection ->
                Sql.first(connection, OVERDUE, row -> row.getLong(1)).orElseThrow());
    }

    /** Openings that nobody looked at in time and that do not wait among the work yet, oldest first, at most 100. */
    public List<Dossier.OpeningRow> untoldOverdue() {
        return transactions.atOnce(connection -> Sql.list(connection, UNTOLD, DossierRows::opening));
    }

    /** What receivers were told and have not acknowledged, oldest first. */
    public List<Dossier.NoticeRow> unacknowledged(int most) {
        return transactions.atOnce(connection -> Sql.list(connection, UNACKNOWLEDGED, DossierRows::notice, most));
    }

    /** What this receiver was told under this id; empty when absent, another's, or when it may hear nothing any more. */
    public Optional<Dossier.NoticeRow> notice(UUID id, PartnerId receiver) {
        return transactions.atOnce(
                connection -> Sql.first(connection, NOTICE, DossierRows::notice, id, receiver.value()));
    }

    /** Every decision about one referral, oldest first. */
    public List<Dossier.DecisionRow> decisions(ReferralReference reference) {
        return transactions.atOnce(connection ->
                Sql.list(connection, DECISIONS, DossierRows::decision, reference.year(), reference.number()));
    }

    public Optional<Dossier.DecisionRow> decision(UUID id) {
        return transactions.atOnce(connection -> Sql.first(connection, DECISION, DossierRows::decision, id));
    }
}
