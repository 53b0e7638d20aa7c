package nl.schakel.pipeline;

import static nl.schakel.pipeline.Flow.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.Test;

/** A client becomes protected by a later message, on a real PostgreSQL. */
class ProtectionFlowIT extends FlowCase {
    private static final String ADDRESS = "Dorpsstraat&Dorpsstraat&12^^Geldrop^^5660AA^NL^H";
    private static final String POSTCODE = "5660AA";
    private static final String MOBILE = "06-12345678";
    private static final String FLAG = "\rPD1||||||||||||Y|20260402\rPV1|1|N\r";
    private static final String SILENT = "\rPV1|1|N\r";
    private static final String NOT_PROTECTED = "\rPD1||||||||||||N|20260402\rPV1|1|N\r";
    private static final int RACES = 200;

    @Test
    void withoutAFlagTheAddressGoesToWhoHasABasis() throws IOException {
        flow.referral("N1", ADDRESS);
        assertThat(toShelter(flow.work()).text()).contains(POSTCODE, MOBILE);
    }

    @Test
    void whatWaitsIsDecidedAgainWithTheProtection() throws IOException {
        ReferralReference reference = flow.referral("P1", ADDRESS);
        flow.update("P1", FLAG);
        Delivered release = toShelter(flow.work());
        assertThat(release.text()).doesNotContain(POSTCODE, MOBILE, "Dorpsstraat", "Geldrop");
        assertThat(flow.trace(reference)).as("told nowhere").doesNotContain("protection");
    }

    @Test
    void bytesOfAnEarlierAttemptAreThrownAway() throws IOException, SQLException {
        flow.referral("P2", ADDRESS);
        WorkItem delivery = flow.routedTo(SHELTER);
        assertThat(flow.journal.prepare(delivery, flow.hall)).get().isInstanceOf(Prepared.Send.class);
        flow.journal.settle(delivery, new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE)));
        flow.update("P2", FLAG);
        Delivered release = toShelter(flow.work());
        assertThat(release.text()).doesNotContain(POSTCODE, MOBILE);
        assertThat(release.outgoing().messageId()).isNotEqualTo(delivery.id().toString());
        assertThat(flow.count("select count(*) from schakel.outgoing where work_id = '" + delivery.id() + "'"))
                .isZero();
    }

    @Test
    void whoHoldsTheAddressIsToldToUseItNoMore() throws IOException {
        flow.referral("P3", ADDRESS);
        flow.work();
        flow.update("P3", FLAG);
        assertThat(flow.work())
                .filteredOn(d -> d.is(WorkItem.Kind.TELL, SHELTER))
                .singleElement()
                .satisfies(d -> assertThat(d.text()).contains("no-longer-permitted", "\"address\""));
    }

    /** The list of codes that somebody must add is read by whoever keeps the mappings. */
    @Test
    void whatNobodyKnowsOfAProtectedClientIsListedByItsLengthAlone() throws IOException, SQLException {
        flow.update("P7", FLAG);
        flow.reworded("P7", ADDRESS, "A^ASAP", "BURCHT^ASAP");
        flow.reworded("N7", ADDRESS, "A^ASAP", "QUICKLY^ASAP");
        flow.work();
        assertThat(flow.journal.missingCodes())
                .extracting(missing -> missing.code())
                .contains("6 characters", "QUICKLY")
                .doesNotContain("BURCHT");
        flow.execute("delete from schakel.code_gap");
    }

    @Test
    @Guards(Threat.T40)
    void noLaterMessageTakesTheFlagAway() throws IOException {
        flow.update("P4", FLAG);
        flow.update("P4", NOT_PROTECTED);
        flow.update("P4", SILENT);
        flow.referral("P4", ADDRESS);
        assertThat(toShelter(flow.work()).text()).doesNotContain(POSTCODE, MOBILE);
    }

    @Test
    void anOperatorProtectsAndEndsItAndNobodyElsesWord() throws IOException {
        ReferralReference reference = flow.referral("P5", ADDRESS);
        flow.update("P5", FLAG);
        UUID own = id(Flow.value(flow.desk.protect(reference, "anna")));
        UUID told = flow.desk
                .protections(reference)
                .fold(all -> id(all.list("protections").get(0).asObject().orElseThrow()), problem -> null);
        assertThat(flow.desk.unprotect(reference, own, "bram")).isInstanceOf(Step.Next.class);
        assertThat(toShelter(flow.work()).text()).as("the ward still says so").doesNotContain(POSTCODE);
        assertThat(flow.desk.unprotect(reference, told, "bram")).isInstanceOf(Step.Next.class);
        assertThat(toShelter(flow.work()).text()).contains(POSTCODE);
        assertThat(flow.desk.unprotect(reference, told, "bram")).isInstanceOf(Step.Stopped.class);
    }

    @Test
    void releasesNothingWhenAProtectionWasTakenOutOfTheDatabase() throws Exception {
        ReferralReference reference = flow.referral("P6", ADDRESS);
        flow.update("P6", FLAG);
        flow.execute(
                "delete from schakel.protection where stream = (select stream from schakel.transition where number = "
                        + reference.number() + ")");
        assertThat(flow.work()).noneMatch(d -> d.item().kind() == WorkItem.Kind.DELIVER);
        assertThat(flow.trace(reference)).contains("SCH-5013");
    }

    @Test
    @Guards(Threat.T06)
    void noAddressIsReleasedAfterAProtectionIsCommitted() throws Exception {
        long seed = Long.getLong("schakel.seed", System.nanoTime());
        Random random = new Random(seed);
        HeadStart lead = new HeadStart(random, 2_000_000);
        String races = """
                from schakel.decision d join schakel.transition t on t.year = d.year and t.number = d.number
                join schakel.protection p on p.stream = t.stream
                where d.receiver = 'opvang-demo' and t.sender_reference like 'REF-R%'""";
        String released = "select count(*) " + races + " and 'address' = any (d.released)";
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < RACES; i++) {
                String client = "R" + i;
                flow.referral(client, ADDRESS);
                WorkItem delivery = flow.routedTo(SHELTER);
                long head = lead.next();
                CyclicBarrier start = new CyclicBarrier(2);
                Future<?> release = two.submit(() -> {
                    start.await();
                    LockSupport.parkNanos(Math.max(0, -head));
                    return flow.journal.prepare(delivery, flow.hall);
                });
                Future<?> flag = two.submit(() -> {
                    start.await();
                    LockSupport.parkNanos(Math.max(0, head));
                    return flow.update(client, FLAG);
                });
                release.get(20, TimeUnit.SECONDS);
                flag.get(20, TimeUnit.SECONDS);
                lead.firstWon(flow.count(released));
                flow.forgetWork();
            }
        } finally {
            two.shutdownNow();
        }
        long all = flow.count("select count(*) " + races);
        long open = flow.count(released);
        long late = flow.count(released + " and pg_xact_commit_timestamp(d.xmin) > pg_xact_commit_timestamp(p.xmin)");
        System.out.printf(
                "races: %d, seed %d, release first %d, protection first %d, released after a protection %d%n",
                all, seed, open, all - open, late);
        assertThat(all).isEqualTo(RACES);
        assertThat(open).as("both orders must have happened").isBetween(RACES / 20L, RACES - RACES / 20L);
        assertThat(late).isZero();
    }

    private static UUID id(Json.Obj shown) {
        return UUID.fromString(shown.text("id").orElseThrow());
    }

    private static Delivered toShelter(List<Delivered> all) {
        List<Delivered> found = all.stream()
                .filter(d -> d.item().kind() == WorkItem.Kind.DELIVER
                        && d.item().destination().equals(Optional.of(SHELTER)))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
