package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.WorkItem;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is decided while a referral is accepted is what a worker decides, row by row, and with the same word to receivers. */
class FollowLikenessIT {
    private static final String FORM = "zrm-netwerk-opvang";
    /** Everything that says which referral, client or moment it is. */
    private static final String NAMES =
            "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|[0-9a-f]{32}|V-\\d{4}-\\d+-\\d|REF-\\w+|\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|\\+\\d\\d:\\d\\d)|\\b[AW]1\\b|\\b9999\\d{5}\\b";

    @TempDir
    Path folder;

    private Flow flow;

    /** How a client is referred. */
    @FunctionalInterface
    private interface Referring {
        ReferralReference of(String client) throws IOException;
    }

    /** What was before with a client. */
    @FunctionalInterface
    private interface Story {
        void tell(String client) throws IOException, SQLException;
    }

    @BeforeEach
    void open() throws IOException, SQLException {
        flow = Flow.open(folder);
    }

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void ofANewClient() throws Exception {
        assertAlike(client -> {}, 0);
    }

    @Test
    void ofAClientWhoseLastDayIsKnown() throws Exception {
        ProtectedWays.Way hospital = ProtectedWays.hospital();
        Map<String, String> numbers = Map.of("W1", "999901060", "A1", "999901072");
        assertAlike(
                client -> ((Accepted.Committed) flow.bundle(
                                new String(
                                        hospital.message(numbers.get(client), ProtectedWays.Said.NOTHING),
                                        StandardCharsets.UTF_8),
                                hospital.sender()))
                        .reference()
                        .orElseThrow(),
                client -> {},
                0);
        assertThat(flow.count("select count(*) from schakel.transition where exit_date is not null"))
                .isEqualTo(2);
    }

    @Test
    void ofAClientWhoWasReferredBefore() throws Exception {
        assertAlike(
                client -> {
                    flow.referral(client);
                    flow.work();
                    over(client);
                },
                0);
    }

    @Test
    void ofAClientToWhomSomebodyMayHaveNoWay() throws Exception {
        assertAlike(
                client -> {
                    ReferralReference before = flow.referral(client);
                    assertThat(flow.desk.block(before, new PartnerId("schuldhulp-demo"), "anna"))
                            .isInstanceOf(Step.Next.class);
                    flow.work();
                    over(client);
                },
                0);
    }

    @Test
    void ofAClientWhoSaidSomething() throws Exception {
        assertAlike(
                client -> {
                    flow.consent(client, FORM, "GEWEIGERD");
                    flow.work();
                },
                0);
    }

    @Test
    void ofAClientWhoseLastMessageIsNotRoutedYet() throws Exception {
        assertAlike(
                client -> {
                    flow.unrouted(() -> flow.referral(client));
                    over(client);
                },
                1);
    }

    private void over(String client) throws SQLException {
        flow.execute("update schakel.transition set sender_reference = 'OLD-" + client
                + "', status = 'completed' where sender_reference = 'REF-" + client + "'");
    }

    /** @param left how many items are left to a worker although it may be decided at once */
    private void assertAlike(Story story, int left) throws Exception {
        assertAlike(flow::referral, story, left);
    }

    private void assertAlike(Referring referring, Story story, int left) throws Exception {
        story.tell("W1");
        ReferralReference byWorker = flow.unrouted(() -> referring.of("W1"));
        assertThat(waiting(byWorker)).isEqualTo(1);
        List<String> sentByWorker = worked();
        story.tell("A1");
        ReferralReference atOnce = referring.of("A1");
        assertThat(waiting(atOnce)).isEqualTo(left);
        assertThat(worked()).isEqualTo(sentByWorker).isNotEmpty();
        assertThat(everything(atOnce)).isEqualTo(everything(byWorker));
    }

    private long waiting(ReferralReference reference) throws SQLException {
        return flow.count("select count(*) from schakel.work where kind = 'ROUTE' and state = 'OPEN' and year = "
                + reference.year() + " and number = " + reference.number());
    }

    /** Who got what. */
    private List<String> worked() {
        return flow.work().stream()
                .filter(delivered -> delivered.item().kind() == WorkItem.Kind.DELIVER)
                .map(delivered -> delivered.item().destination().orElseThrow() + " "
                        + delivered.text().replaceAll(NAMES, "*"))
                .sorted()
                .toList();
    }

    /** Every row about a referral, without what is different for each. */
    private List<String> everything(ReferralReference reference) throws SQLException {
        String about = " where year = " + reference.year() + " and number = " + reference.number();
        List<String> rows = new ArrayList<>();
        rows.addAll(rows("select kind, destination, subject, state, attempts, unsettled, begun, reached, reason,"
                + " settled_at is null, evidence is null from schakel.work" + about + " order by kind, destination"));
        rows.addAll(rows(
                "select sender, status, custodian, exit_date, request is null, open from schakel.transition" + about));
        rows.addAll(rows("select receiver, need, status, reason, version from schakel.task" + about
                + " order by receiver, need"));
        rows.addAll(rows("select stage, partner, outcome, reason from schakel.trace" + about + " order by id"));
        rows.addAll(rows(
                "select receiver, policy, released, content from schakel.decision" + about + " order by receiver"));
        rows.addAll(rows("select f ->> 'event', f ->> 'actor', f ->> 'place', f ->> 'outcome', f ->> 'reason'"
                + " from (select leaf_id, fields::json as f from schakel.audit_record) r where f ->> 'object' = '"
                + reference.text() + "' order by leaf_id"));
        return rows;
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = flow.pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(String.valueOf(result.getString(i)).replaceAll(NAMES, "*"))
                            .append(" | ");
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }
}
