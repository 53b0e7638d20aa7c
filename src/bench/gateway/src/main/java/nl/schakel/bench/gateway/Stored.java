package nl.schakel.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Fills a product's database with referrals that were delivered a year ago and still run: each is a copy of one that went
 * the whole way, with numbers, clients and ids of its own. What retention takes away by then (the bytes that came and went)
 * is not there, and neither are leaves of the audit log, which nobody can make up.
 */
final class Stored {
    private static final int AT_ONCE = 20_000;
    /** Above any number that a run draws. */
    private static final long FIRST_NUMBER = 1_000_000_000L;

    private static final int PORT_LINE = 3;

    /** The one that is copied, and the copies' numbers; every statement begins with it. */
    private static final String OF = """
            with one as (
                select t.* from schakel.transition t
                join schakel.work w on w.year = t.year and w.number = t.number and w.kind = 'DELIVER' and w.state = 'DONE'
                where t.number < %1$d order by t.opened_at limit 1
            ), copy as (
                select n, %1$d + n as number, sha256(int8send(n)) as stream, interval '1 year' as ago
                from generate_series(?::bigint, ?::bigint) n
            )
            """.formatted(FIRST_NUMBER);

    private static final List<String> COPIES = List.of(
            """
            insert into schakel.stream (key, destination, last)
            select c.stream, s.destination, s.last from one join schakel.stream s on s.key = one.stream, copy c""",
            """
            insert into schakel.inbox (id, sender, message_id, sha256, event, door, media_type, year, number, accepted_at,
                answer, receipt, applied, mapping, mapping_set)
            select %s, i.sender, 'STORED-' || c.n, sha256(int8send(-c.n)), i.event, i.door, i.media_type, one.year, c.number,
                i.accepted_at - c.ago, i.answer, i.receipt, i.applied, i.mapping, i.mapping_set
            from one join schakel.inbox i on i.id = one.request, copy c""".formatted(id(1, "c.n")),
            """
            insert into schakel.transition (year, number, sender, sender_reference, stream, request, status, custodian,
                exit_date, opened_at, version)
            select one.year, c.number, one.sender, 'STORED-' || c.n, c.stream, %s, 'accepted', one.custodian, one.exit_date,
                one.opened_at - c.ago, one.version
            from one, copy c""".formatted(id(1, "c.n")),
            """
            insert into schakel.task (id, year, number, receiver, need, status, reason, version, created_at)
            select %s, one.year, c.number, t.receiver, t.need, 'accepted', t.reason, t.version, t.created_at - c.ago
            from one join schakel.task t on t.year = one.year and t.number = one.number, copy c""".formatted(id(2, "c.n")),
            """
            insert into schakel.work (id, kind, year, number, inbox_id, destination, subject, stream, seq, state, attempts,
                next_at, fence, sweep_at, created_at, settled_at, reason, evidence)
            select %s, w.kind, one.year, c.number, %s, w.destination, w.subject, c.stream, w.seq, 'DONE', w.attempts,
                w.next_at - c.ago, w.fence, w.sweep_at - c.ago, w.created_at - c.ago, w.settled_at - c.ago, w.reason, w.evidence
            from one join schakel.work w on w.year = one.year and w.number = one.number, copy c
            where w.kind in ('ROUTE', 'DELIVER') and w.state = 'DONE'""".formatted(id(3, "(c.n * 2 + case w.kind when 'ROUTE' then 0 else 1 end)"), id(1, "c.n")),
            """
            insert into schakel.decision (id, work_id, year, number, receiver, decided_at, policy, released, audit, sha256)
            select %s, %s, one.year, c.number, d.receiver, d.decided_at - c.ago, d.policy, d.released, d.audit, d.sha256
            from one join schakel.decision d on d.year = one.year and d.number = one.number, copy c""".formatted(id(4, "c.n"), id(3, "(c.n * 2 + 1)")),
            """
            insert into schakel.trace (year, number, at, stage, partner, outcome, reason)
            select one.year, c.number, t.at - c.ago, t.stage, t.partner, t.outcome, t.reason
            from one join schakel.trace t on t.year = one.year and t.number = one.number, copy c""");

    private Stored() {}

    /** An id of a year ago, as ids that begin with their time are. */
    private static String id(int kind, String number) {
        return "('01940000-000" + kind + "-7000-8000-' || lpad(to_hex(" + number + "), 12, '0'))::uuid";
    }

    /** Returns when so many are stored and the database knows how many there are. */
    static void fill(Path home, int referrals) throws IOException, SQLException {
        try (Connection connection = connect(home)) {
            for (int done = 0; done < referrals; done += AT_ONCE) {
                for (String copies : COPIES) {
                    try (PreparedStatement statement = connection.prepareStatement(OF + copies)) {
                        statement.setLong(1, done + 1L);
                        statement.setLong(2, Math.min(done + AT_ONCE, referrals));
                        if (statement.executeUpdate() == 0) {
                            throw new IOException("There is no delivered referral to copy");
                        }
                    }
                }
                System.out.println("stored " + Math.min(done + AT_ONCE, referrals) + " of " + referrals);
            }
            try (Statement statement = connection.createStatement()) {
                // Else the database does it by itself, in the middle of what is measured.
                statement.execute("vacuum analyze");
                statement.execute("checkpoint");
            }
        }
    }

    private static Connection connect(Path home) throws IOException, SQLException {
        String port = Files.readAllLines(home.resolve("db/data/postmaster.pid")).get(PORT_LINE);
        String password = Files.readString(home.resolve("db/password")).strip();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port.strip() + "/schakel", "schakel", password);
    }
}
