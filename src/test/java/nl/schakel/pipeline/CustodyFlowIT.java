package nl.schakel.pipeline;

import static nl.schakel.pipeline.Flow.SHELTER;
import static nl.schakel.pipeline.Flow.WARD;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nl.schakel.fhir.TaskView;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.Ledger;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.referral.Custody;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has the client, on a real PostgreSQL: one party at every instant, whoever says what and when. */
class CustodyFlowIT {
    private static final PartnerId DEBTS = new PartnerId("schuldhulp-demo");
    private static final int RACES = 25;

    private static Flow flow;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException, SQLException {
        flow = Flow.open(folder, debtReliefThatAnswers(folder));
    }

    @AfterAll
    static void close() {
        flow.close();
    }

    /** The demo's partners, in which debt relief answers on its task too. */
    private static Path debtReliefThatAnswers(Path folder) throws IOException {
        Path routes = Flow.routesIn(folder);
        Path file = routes.resolve("partners/schuldhulp-demo.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("sends: [levering]", "sends: [levering, Task]")
                        .replace(
                                "channels:\n",
                                "channels:\n  - {name: fhir-in, template: fhir-rest-in, sealed: true,"
                                        + " mappings: {in: fhir/r4}}\n"));
        return routes;
    }

    @Test
    void custodyMovesWithTheWordAndItsSenderIsToldInItsOwnFormat() throws IOException, SQLException {
        ReferralReference reference = asked("C1");
        assertThat(custodian(reference)).isEqualTo(WARD);
        said(reference, SHELTER, "accepted", Optional.empty());
        assertThat(custodian(reference)).as("an acceptance is no handover").isEqualTo(WARD);
        flow.work();

        said(reference, SHELTER, "in-progress", Optional.of(Custody.TAKEN_OVER));
        assertThat(custodian(reference)).isEqualTo(SHELTER);
        assertThat(flow.trace(reference))
                .contains("custody opvang-demo taken-over from ggz-noord to opvang-demo", "custodian opvang-demo");
        assertThat(leaves(reference, "taken-over")).isEqualTo(1);
        assertThat(flow.work())
                .filteredOn(d -> d.is(WorkItem.Kind.TELL, WARD))
                .singleElement()
                .satisfies(d -> assertThat(d.text())
                        .contains(
                                "^in-progress^",
                                "custody-taken-over^De ontvanger heeft de client overgenomen^99SCHAKEL"));
        TaskView shown = flow.tasks.task(task(reference, SHELTER).id(), SHELTER).orElseThrow();
        assertThat(shown.custody()).hasValue(Custody.TAKEN_OVER);
        assertThat(flow.tasks
                        .task(task(reference, DEBTS).id(), DEBTS)
                        .orElseThrow()
                        .custody())
                .isEmpty();
    }

    @Test
    void theSameWordAgainIsTakenAndMovesNothing() throws IOException, SQLException {
        ReferralReference reference = asked("C2");
        said(reference, SHELTER, "accepted", Optional.empty());
        said(reference, SHELTER, "accepted", Optional.of(Custody.TAKEN_OVER));
        long version = task(reference, SHELTER).version();
        flow.work();
        said(reference, SHELTER, "accepted", Optional.of(Custody.TAKEN_OVER));
        assertThat(task(reference, SHELTER).version()).as("as the answer said").isEqualTo(version + 1);
        assertThat(leaves(reference, "taken-over")).isEqualTo(1);
        assertThat(flow.work()).isEmpty();
    }

    @Test
    void aSecondOneAndOneThatHasNotAcceptedAreRefusedAndNothingMoves() throws IOException {
        ReferralReference reference = asked("C3");
        Accepted early = say(reference, SHELTER, "accepted", Optional.of(Custody.TAKEN_OVER));
        assertThat(Flow.problem(early).code()).isEqualTo(ProblemCode.TRANSITION_ILLEGAL);
        assertThat(task(reference, SHELTER).status()).isEqualTo("requested");
        said(reference, SHELTER, "accepted", Optional.empty());
        said(reference, DEBTS, "accepted", Optional.empty());
        said(reference, DEBTS, "accepted", Optional.of(Custody.TAKEN_OVER));

        Accepted second = say(reference, SHELTER, "in-progress", Optional.of(Custody.TAKEN_OVER));
        assertThat(Flow.problem(second).code()).isEqualTo(ProblemCode.CUSTODY_ELSEWHERE);
        assertThat(Flow.problem(second).toString()).doesNotContain("schuldhulp", "ggz");
        assertThat(task(reference, SHELTER).status())
                .as("nothing of the word counts")
                .isEqualTo("accepted");
        assertThat(custodian(reference)).isEqualTo(DEBTS);
        assertThat(Flow.problem(say(reference, SHELTER, "accepted", Optional.of(Custody.RETURNED)))
                        .code())
                .isEqualTo(ProblemCode.TRANSITION_ILLEGAL);
    }

    @Test
    void whoGivesBackOrFailsLeavesTheClientWithTheSender() throws IOException, SQLException {
        ReferralReference reference = asked("C4");
        said(reference, SHELTER, "accepted", Optional.empty());
        said(reference, SHELTER, "in-progress", Optional.of(Custody.TAKEN_OVER));
        said(reference, SHELTER, "in-progress", Optional.of(Custody.RETURNED));
        assertThat(custodian(reference)).isEqualTo(WARD);
        said(reference, SHELTER, "in-progress", Optional.of(Custody.TAKEN_OVER));
        flow.work();
        said(reference, SHELTER, "failed", Optional.empty());
        assertThat(custodian(reference)).isEqualTo(WARD);
        assertThat(leaves(reference, "returned")).isEqualTo(2);
        assertThat(flow.work())
                .filteredOn(d -> d.is(WorkItem.Kind.TELL, WARD))
                .extracting(Delivered::text)
                .satisfiesExactly(
                        failed -> assertThat(failed).contains("anders^Andere reden"),
                        back -> assertThat(back)
                                .contains("custody-returned^De client is weer onder uw verantwoordelijkheid"));
    }

    @Test
    void aWithdrawnReferralAndACancelledDischargeBringTheClientBackToTheirSender() throws IOException {
        for (String client : List.of("C5", "C6")) {
            ReferralReference reference = asked(client);
            said(reference, SHELTER, "accepted", Optional.empty());
            said(reference, SHELTER, "accepted", Optional.of(Custody.TAKEN_OVER));
            flow.work();
            if (client.equals("C5")) {
                flow.say(
                        "REF^I14^REF_I12",
                        "RF1|E^Expired^HL70283|A|CTI^Critical Time Intervention^99GW|||REF-C5|20260410\r",
                        client,
                        "\r");
            } else {
                flow.say("ADT^A13^ADT_A01", "", client, "\rPV1|1|I\r");
            }
            List<Delivered> after = flow.work();
            assertThat(custodian(reference)).as(client).isEqualTo(WARD);
            assertThat(after).anyMatch(d -> d.is(WorkItem.Kind.TELL, SHELTER));
            assertThat(after)
                    .filteredOn(d -> d.is(WorkItem.Kind.TELL, WARD))
                    .singleElement()
                    .satisfies(d -> assertThat(d.text()).contains("custody-returned"));
            assertThat(flow.trace(reference)).contains("custody opvang-demo returned from opvang-demo to ggz-noord");
        }
    }

    /** Both say at one moment that they have the client: one has, and the other hears so. */
    @Test
    void oneOfTwoAtOnceHasTheClient() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            for (int race = 0; race < RACES; race++) {
                ReferralReference reference = asked("R" + race);
                said(reference, SHELTER, "accepted", Optional.empty());
                said(reference, DEBTS, "accepted", Optional.empty());
                List<Accepted> said = atOnce(two, reference);
                assertThat(said)
                        .filteredOn(Accepted.Committed.class::isInstance)
                        .hasSize(1);
                PartnerId winner = said.get(0) instanceof Accepted.Committed ? SHELTER : DEBTS;
                Accepted lost = said.get(winner.equals(SHELTER) ? 1 : 0);
                assertThat(Flow.problem(lost).code()).isEqualTo(ProblemCode.CUSTODY_ELSEWHERE);
                assertThat(custodian(reference)).isEqualTo(winner);
                assertThat(leaves(reference, "taken-over")).isEqualTo(1);
            }
        } finally {
            two.shutdownNow();
        }
    }

    private static List<Accepted> atOnce(ExecutorService two, ReferralReference reference)
            throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(2);
        List<Callable<Accepted>> words = List.of(SHELTER, DEBTS).stream()
                .<Callable<Accepted>>map(partner -> {
                    Ledger.TaskRow task = task(reference, partner);
                    return () -> {
                        start.await();
                        return say(reference, task, "in-progress", Optional.of(Custody.TAKEN_OVER));
                    };
                })
                .toList();
        List<Accepted> said = new ArrayList<>();
        for (Future<Accepted> word : two.invokeAll(words)) {
            said.add(word.get());
        }
        return said;
    }

    private static ReferralReference asked(String client) throws IOException {
        ReferralReference reference = flow.referral(client);
        flow.work();
        return reference;
    }

    private static void said(ReferralReference reference, PartnerId by, String status, Optional<Custody> custody) {
        assertThat(say(reference, by, status, custody)).isInstanceOf(Accepted.Committed.class);
    }

    private static Accepted say(ReferralReference reference, PartnerId by, String status, Optional<Custody> custody) {
        return say(reference, task(reference, by), status, custody);
    }

    private static Accepted say(
            ReferralReference reference, Ledger.TaskRow task, String status, Optional<Custody> custody) {
        String business = custody.map(word -> ", \"businessStatus\": {\"text\": \"eigen woorden\", \"coding\":"
                        + " [{\"system\": \"https://schakel.nl/fhir/CodeSystem/custody\", \"code\": \"" + word.code()
                        + "\"}]}")
                .orElse("");
        String reason = status.equals("failed")
                ? ", \"statusReason\": {\"coding\": [{\"system\":"
                        + " \"https://schakel.nl/fhir/CodeSystem/afwijsreden\", \"code\": \"anders\"}]}"
                : "";
        return flow.answer(
                task.id(),
                task.version(),
                "{\"resourceType\": \"Task\", \"id\": \"" + task.id() + "\", \"identifier\": [{\"system\":"
                        + " \"https://schakel.nl/fhir/NamingSystem/referral\", \"value\": \"" + reference
                        + "\"}], \"intent\": \"order\", \"status\": \"" + status + "\"" + reason + business + "}",
                task.receiver());
    }

    private static Ledger.TaskRow task(ReferralReference reference, PartnerId receiver) {
        return flow.journal.overview(reference).orElseThrow().tasks().stream()
                .filter(row -> row.receiver().equals(receiver))
                .findFirst()
                .orElseThrow();
    }

    private static PartnerId custodian(ReferralReference reference) {
        return flow.journal.overview(reference).orElseThrow().transition().custodian();
    }

    private static long leaves(ReferralReference reference, String outcome) throws SQLException {
        return flow.count("select count(*) from schakel.audit_record where fields::json ->> 'event' = 'custody'"
                + " and fields::json ->> 'object' = '" + reference + "' and fields::json ->> 'outcome' = '" + outcome
                + "'");
    }
}
