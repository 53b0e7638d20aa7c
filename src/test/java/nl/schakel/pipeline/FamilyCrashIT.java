package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import nl.schakel.referral.Json;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A family of three is changed whole or not at all, whatever breaks on the way: a row, the commit, the connection. */
class FamilyCrashIT extends FlowCase {
    private static int count;

    @AfterEach
    void nothingIsLeftToDo() throws SQLException {
        flow.execute("drop trigger if exists crash on schakel.tie");
        flow.forgetWork();
    }

    /** How many ties each change writes: all three with each other; the one that leaves with the two others. */
    @ParameterizedTest
    @CsvSource({"link, 6", "confirm, 6", "unlink, 4", "block, 4"})
    void isChangedWholeOrNotAtAll(String change, int rows) throws IOException, SQLException {
        for (String how : List.of("row", "commit", "connection")) {
            // A connection that is lost costs seconds, so that it is lost at the first tie and at the last.
            for (int row = 1; row <= rows; row += how.equals("connection") ? rows - 1 : 1) {
                breaks(change, how, row);
            }
        }
    }

    private static void breaks(String change, String how, int row) throws IOException, SQLException {
        List<ReferralReference> all = family(change);
        List<String> before = stored(all);
        arm(how, row);
        Throwable broken = catchThrowable(() -> changed(change, all));
        flow.execute("drop trigger crash on schakel.tie");
        String which = change + " that breaks at " + how + " " + row;
        assertThat(broken).as(which).isNotNull();
        assertThat(stored(all)).as(which).isEqualTo(before);
        assertThat(flow.family.show(all.get(0))).as(which).isInstanceOf(Step.Next.class);
        assertThat(changed(change, all)).as(which + ", again").isInstanceOf(Step.Next.class);
        assertThat(stored(all)).as(which + ", again").isNotEqualTo(before);
    }

    private static List<ReferralReference> family(String change) throws IOException, SQLException {
        String name = "K" + ++count;
        List<ReferralReference> all = new ArrayList<>();
        for (String one : List.of("mother", "child", "aunt")) {
            all.add(flow.referral(
                    name + '-' + one,
                    one,
                    "Dorpsstraat&Dorpsstraat&12^^Geldrop^^5660AA^NL^H",
                    "06-1111" + (1000 + count)));
        }
        if (!change.equals("link")) {
            assertThat(flow.family.link(all, "anna")).isInstanceOf(Step.Next.class);
        }
        flow.forgetWork();
        return all;
    }

    private static Step<Json.Obj> changed(String change, List<ReferralReference> all) {
        return switch (change) {
            case "link" -> flow.family.link(all, "anna");
            case "confirm" -> flow.family.confirm(all.get(1), "bram");
            case "unlink" -> flow.family.unlink(all.get(2), "anna");
            default -> flow.family.block(all.get(0), all.get(2), "anna");
        };
    }

    /** The n-th tie that is written breaks; a sequence counts on whatever is rolled back. */
    private static void arm(String how, int row) throws SQLException {
        String breaking = how.equals("connection")
                ? "perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(10);"
                : "raise exception 'crash';";
        flow.execute(
                "drop sequence if exists schakel.crash_count",
                "create sequence schakel.crash_count",
                "create or replace function schakel.crash() returns trigger language plpgsql as $$ begin"
                        + " if nextval('schakel.crash_count') = " + row + " then " + breaking
                        + " end if; return new; end $$",
                how.equals("commit")
                        ? "create constraint trigger crash after insert or update on schakel.tie deferrable"
                                + " initially deferred for each row execute function schakel.crash()"
                        : "create trigger crash before insert or update on schakel.tie for each row execute function"
                                + " schakel.crash()");
    }

    /** All that is kept of these clients: ties, protections, conflicts, seals, work and trace. */
    private static List<String> stored(List<ReferralReference> all) throws SQLException {
        String numbers = String.join(
                ",", all.stream().map(one -> Long.toString(one.number())).toList());
        String streams = "(select stream from schakel.transition where number in (" + numbers + "))";
        List<String> rows = new ArrayList<>();
        for (String table : List.of("tie", "protection", "conflict", "dossier_head")) {
            rows.addAll(read("select t::text from schakel." + table + " t where stream in " + streams + " order by 1"));
        }
        rows.addAll(read("select t::text from schakel.trace t where number in (" + numbers + ") order by 1"));
        rows.addAll(read("select w::text from schakel.work w where number in (" + numbers + ") order by 1"));
        return rows;
    }

    private static List<String> read(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = flow.pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }
}
