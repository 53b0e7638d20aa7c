package nl.schakel.pipeline;

import static nl.schakel.pipeline.Flow.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.referral.Category;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two numbers turn out to be one client's (ADT^A40), on a real PostgreSQL. */
class MergeFlowIT {
    private static final String FORM = "zrm-netwerk-opvang";
    private static final String SCORES = "zrm-2017";
    private static final String HOME = "Dorpsstraat&Dorpsstraat&12^^Geldrop^^5660AA^NL^H";
    private static final String BSN = "999900420";
    private static final String OTHER_BSN = "999900511";
    private static final int RACES = Integer.getInteger("schakel.races", 200);

    @TempDir
    static Path folder;

    private static Flow flow;

    @BeforeAll
    static void open() throws IOException, SQLException {
        flow = Flow.open(folder);
    }

    @AfterAll
    static void close() {
        flow.close();
    }

    @Test
    void aNoUnderTheNumberThatStaysHoldsForWhatWaitsUnderTheOneThatEnds() throws IOException {
        ReferralReference reference = flow.referral("N-OLD");
        flow.consent("N-OLD", FORM, "AKKOORD");
        flow.consent("N-NEW", FORM, "GEWEIGERD");
        accepted(merge("N-NEW", "N-OLD"));
        assertThat(deliveries(flow.work())).noneMatch(d -> d.text().contains(SCORES));
        assertThat(flow.trace(reference)).contains("merge ggz-noord joined").doesNotContain("N-OLD", "N-NEW");
    }

    @Test
    void aNoUnderTheNumberThatEndsHoldsForWhatComesUnderTheOneThatStays() throws IOException {
        flow.consent("E-OLD", FORM, "GEWEIGERD");
        accepted(merge("E-NEW", "E-OLD"));
        flow.referral("E-NEW");
        flow.work();
        assertThat(consents("E-NEW")).contains("DENY");
        accepted(flow.consent("E-OLD", FORM, "AKKOORD"));
        assertThat(deliveries(flow.work()))
                .as("the old number is the same client: its yes takes the place of its no")
                .anyMatch(d -> d.text().contains(SCORES));
    }

    @Test
    void aYesUnderOneNumberStaysWhatItWasAndReachesNothingOfTheOther() throws IOException {
        ReferralReference agreed = flow.referral("Y-OLD");
        flow.consent("Y-OLD", FORM, "AKKOORD", 5);
        ReferralReference other = flow.referral("Y-NEW");
        accepted(merge("Y-NEW", "Y-OLD"));
        List<Delivered> all = deliveries(flow.work());
        assertThat(all).anyMatch(d -> isOf(d, agreed) && d.text().contains(SCORES));
        assertThat(all).anyMatch(d -> isOf(d, other) && to(d));
        assertThat(all).noneMatch(d -> isOf(d, other) && d.text().contains(SCORES));

        flow.consent("Y-NEW", FORM, "AKKOORD");
        assertThat(deliveries(flow.work()))
                .as("said of the one client that both are now")
                .anyMatch(d -> isOf(d, other) && d.text().contains(SCORES));
    }

    @Test
    void aProtectionUnderEitherNumberGuardsBoth() throws IOException {
        ReferralReference old = flow.referral("P-OLD", HOME);
        ReferralReference stays = flow.referral("P-NEW", HOME);
        flow.update("P-NEW", "|||" + HOME + "||06-12345678^PRN^CP\rPD1||||||||||||Y\rPV1|1|N\r");
        accepted(merge("P-NEW", "P-OLD"));
        List<Delivered> all = flow.work();
        assertThat(all).anyMatch(d -> isOf(d, old)).anyMatch(d -> isOf(d, stays));
        assertThat(all).noneMatch(d -> to(d) && d.text().contains("5660AA"));
    }

    @Test
    void whatWasMadeBeforeAndMayNotGoAnyMoreDoesNotGoAgainAndWhoHoldsItIsTold() throws IOException, SQLException {
        flow.referral("T-OLD");
        flow.consent("T-OLD", FORM, "AKKOORD");
        WorkItem delivery = flow.routedTo(SHELTER);
        assertThat(flow.journal.prepare(delivery, flow.hall)).get().isInstanceOf(Prepared.Send.class);
        flow.journal.settle(delivery, new Sent.Unknown(Problem.of(ProblemCode.OUTCOME_UNKNOWN)));
        flow.consent("T-NEW", FORM, "GEWEIGERD");
        accepted(merge("T-NEW", "T-OLD"));
        List<Delivered> all = flow.work();
        assertThat(all)
                .anyMatch(d -> d.is(WorkItem.Kind.TELL, SHELTER) && d.text().contains("no-longer-permitted"));
        assertThat(deliveries(all)).noneMatch(d -> d.text().contains(SCORES));
        assertThat(flow.count(
                        "select count(*) from schakel.work w join schakel.outgoing o on o.work_id = w.id where w.id = '"
                                + delivery.id()
                                + "' and w.state = 'DONE' and convert_from(w.evidence, 'UTF8') like '%withdrawn%'"))
                .as("what the shelter may have stays as its proof")
                .isEqualTo(1);
    }

    @Test
    void whoIsBlockedUnderOneNumberGetsNothingUnderTheOther() throws IOException {
        ReferralReference old = flow.referral("B-OLD");
        ReferralReference stays = flow.referral("B-NEW");
        Flow.value(flow.desk.block(old, SHELTER, "operator"));
        accepted(merge("B-NEW", "B-OLD"));
        assertThat(flow.work())
                .noneMatch(d -> (isOf(d, old) || isOf(d, stays)) && to(d))
                .anyMatch(d -> isOf(d, stays));
        assertThat(text(Flow.value(flow.desk.conflicts(stays)))).contains("opvang-demo");
    }

    @Test
    void anEmergencyUnderOneNumberOpensNothingOfTheOther() throws IOException {
        ReferralReference old = flow.referral("G-OLD");
        ReferralReference stays = flow.referral("G-NEW");
        Flow.value(flow.glass.open(
                old,
                new BreakGlass.Wish(SHELTER, Set.of(Category.SAFETY), "acuut gevaar vannacht", Optional.empty()),
                "anna"));
        accepted(merge("G-NEW", "G-OLD"));
        flow.work();
        assertThat(known(old)).isNotEmpty().allMatch(file -> file.contains("openedAt"));
        assertThat(known(stays)).isNotEmpty().noneMatch(file -> file.contains("openedAt"));
        UUID id = UUID.fromString(flow.glass
                .list()
                .list("openings")
                .get(0)
                .asObject()
                .orElseThrow()
                .text("id")
                .orElseThrow());
        Flow.value(flow.glass.review(id, true, Optional.empty(), "bram"));
        assertThat(flow.trace(stays)).as("it is whole after the review").doesNotContain("SCH-5013");
    }

    @Test
    void theClientsOwnCopyAndTheirConsentsAreFoundByEitherReferral() throws IOException {
        ReferralReference old = flow.referral("C-OLD");
        ReferralReference stays = flow.referral("C-NEW");
        flow.consent("C-OLD", FORM, "AKKOORD");
        flow.work();
        accepted(merge("C-NEW", "C-OLD"));
        for (ReferralReference reference : List.of(old, stays)) {
            assertThat(text(Flow.value(flow.report.json(reference, "operator"))))
                    .contains(old.text(), stays.text(), "U zei ja", "twee nummers samengevoegd");
        }
        UUID id = UUID.fromString(Flow.value(flow.desk.consents(stays)).list("consents").stream()
                .flatMap(c -> c.asObject().stream())
                .filter(c -> text(c).contains("\"zrm\""))
                .findFirst()
                .orElseThrow()
                .text("id")
                .orElseThrow());
        Flow.value(flow.desk.withdraw(stays, id, "operator"));
        assertThat(flow.work()).anyMatch(d -> isOf(d, old) && d.is(WorkItem.Kind.TELL, SHELTER));
    }

    @Test
    void whatWaitsUnderTheOldNumberGoesBeforeWhatComesAfter() throws IOException {
        ReferralReference old = flow.referral("F-OLD");
        WorkItem first = flow.routedTo(SHELTER);
        flow.journal.prepare(first, flow.hall);
        flow.journal.settle(first, new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE)));
        accepted(merge("F-NEW", "F-OLD"));
        ReferralReference later = flow.referral("F-NEW");
        List<ReferralReference> order = deliveries(flow.work()).stream()
                .filter(MergeFlowIT::to)
                .map(d -> d.item().reference().orElseThrow())
                .distinct()
                .toList();
        assertThat(order).containsExactly(old, later);
    }

    @Test
    void aClientIsFoundByAChainOfNumbers() throws IOException {
        ReferralReference reference = flow.referral("K-A");
        flow.consent("K-A", FORM, "AKKOORD");
        accepted(merge("K-B", "K-A"));
        accepted(merge("K-C", "K-B"));
        flow.consent("K-C", FORM, "GEWEIGERD");
        assertThat(deliveries(flow.work())).noneMatch(d -> d.text().contains(SCORES));
        assertThat(consents("K-A")).isEqualTo(text(Flow.value(flow.desk.consents(reference))));
    }

    @Test
    void theSameMergeAgainIsDoneOnce() throws IOException, SQLException {
        ReferralReference reference = flow.referral("I-OLD");
        accepted(merge("I-NEW", "I-OLD"));
        flow.work();
        String before = flow.trace(reference);
        long joined = flow.count("select count(*) from schakel.joined");
        accepted(merge("I-NEW", "I-OLD"));
        assertThat(flow.work()).isEmpty();
        assertThat(flow.count("select count(*) from schakel.joined")).isEqualTo(joined);
        assertThat(flow.trace(reference).substring(before.length()))
                .doesNotContain("merge")
                .contains("MERGE");
    }

    @Test
    void aMergeBackIsRefusedWithItsPlace() throws IOException {
        accepted(merge("R-B", "R-A"));
        accepted(merge("R-C", "R-B"));
        assertThat(refused(merge("R-A", "R-B"))).isEqualTo("VALUE_INVALID MRG-1.1");
        assertThat(refused(merge("R-A", "R-C"))).isEqualTo("VALUE_INVALID MRG-1.1");
    }

    @Test
    void aNumberIsNotMergedWithItself() {
        assertThat(refused(merge("S-A", "S-A"))).isEqualTo("VALUE_INVALID MRG-1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"V-OLD^^^ZH-ZUID^PI", "V-OLD^^^^PI", "V-OLD"})
    void onlyWhoIssuedANumberMergesIt(String mrg) throws IOException, SQLException {
        long before = flow.count("select count(*) from schakel.joined");
        assertThat(refused(mergeOf("V-NEW^^^GGZ-NOORD^PI", mrg))).isEqualTo("VALUE_INVALID MRG-1.4");
        assertThat(refused(mergeOf("V-NEW^^^ZH-ZUID^PI", "V-OLD^^^GGZ-NOORD^PI")))
                .isEqualTo("VALUE_INVALID PID-3.4");
        assertThat(flow.count("select count(*) from schakel.joined")).isEqualTo(before);
    }

    /** A number that came with a BSN before is that client's, also where a later message leaves the BSN out. */
    @Test
    void aNumberThatCameWithABsnBringsThatClient() throws IOException {
        ReferralReference reference = referralWithBsn("W-OLD", BSN);
        flow.consent("W-NEW", FORM, "GEWEIGERD");
        accepted(merge("W-NEW", "W-OLD"));
        assertThat(deliveries(flow.work())).noneMatch(d -> d.text().contains(SCORES));
        assertThat(text(Flow.value(flow.desk.consents(reference)))).contains("DENY");
        referralWithBsn("W-ELSE", OTHER_BSN);
        assertThat(refused(merge("W-NEW", "W-ELSE"))).as("two people").isEqualTo("ONE_CLIENT_ONLY MRG-1.1");
    }

    @Test
    void whatWasTamperedWithUnderOneNumberReleasesNothingUnderEither() throws Exception {
        ReferralReference old = flow.referral("X-OLD");
        ReferralReference stays = flow.referral("X-NEW");
        flow.consent("X-OLD", FORM, "GEWEIGERD");
        flow.execute("delete from schakel.consent where stream = (select stream from schakel.transition where number = "
                + old.number() + ")");
        accepted(merge("X-NEW", "X-OLD"));
        assertThat(deliveries(flow.work())).isEmpty();
        assertThat(flow.trace(stays)).contains("SCH-5013");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"delete from schakel.joined where key = ", "update schakel.joined set source = 'x' where key = "
            })
    void whoTakesAJoinOutOfTheDatabaseIsNoticedUnderEitherNumber(String harm) throws Exception {
        String name = "Z" + Math.abs(harm.hashCode() % 1000);
        ReferralReference stays = flow.referral(name + "-NEW");
        flow.consent(name + "-OLD", FORM, "GEWEIGERD");
        accepted(merge(name + "-NEW", name + "-OLD"));
        flow.execute(harm + "(select key from schakel.joined where surviving = (select stream from"
                + " schakel.transition where number = " + stays.number() + "))");
        ReferralReference old = flow.referral(name + "-OLD");
        assertThat(deliveries(flow.work())).isEmpty();
        assertThat(flow.trace(stays)).contains("SCH-5013");
        assertThat(flow.trace(old)).doesNotContain("release opvang-demo sent", "permitted");
    }

    @Test
    void noReleaseOfWhatWasDeniedUnderEitherNumberIsCommittedAfterTheMerge() throws Exception {
        long seed = Long.getLong("schakel.seed", System.nanoTime());
        System.out.println("races: seed " + seed);
        Random random = new Random(seed);
        HeadStart lead = new HeadStart(random, 3_000_000);
        // Both the join and the no are committed from this moment on.
        String races = """
                from schakel.decision d
                join schakel.transition t on t.year = d.year and t.number = d.number
                join schakel.joined j on j.surviving = t.stream
                join (select stream, min(pg_xact_commit_timestamp(xmin)::text)::timestamptz as at from schakel.consent
                    where convert_from(form, 'UTF8') like '%DENY%' group by stream) n on n.stream = t.stream
                where d.receiver = 'opvang-demo' and t.sender_reference like 'REF-RACE%'""";
        String released = "select count(*) " + races + " and 'zrm' = any (d.released)";
        ExecutorService three = Executors.newFixedThreadPool(3);
        List<WorkItem> items = new ArrayList<>();
        try {
            for (int i = 0; i < RACES; i++) {
                String old = "RACE" + i + "-OLD";
                String stays = "RACE" + i + "-NEW";
                boolean oldStays = random.nextBoolean();
                flow.referral(old);
                flow.consent(old, FORM, "AKKOORD");
                if (random.nextBoolean()) {
                    flow.consent(stays, FORM, "GEWEIGERD");
                }
                WorkItem delivery = flow.routedTo(SHELTER);
                items.add(delivery);
                long head = lead.next();
                CyclicBarrier start = new CyclicBarrier(3);
                Future<?> release = three.submit(() -> {
                    start.await();
                    LockSupport.parkNanos(Math.max(0, -head));
                    return flow.journal.prepare(delivery, flow.hall);
                });
                Future<Accepted> merge = three.submit(() -> {
                    start.await();
                    LockSupport.parkNanos(Math.max(0, head) + random.nextLong(3_000_000));
                    return oldStays ? merge(old, stays) : merge(stays, old);
                });
                Future<Accepted> no = three.submit(() -> {
                    start.await();
                    LockSupport.parkNanos(Math.max(0, head) + random.nextLong(3_000_000));
                    return flow.consent(stays, FORM, "GEWEIGERD");
                });
                release.get(20, TimeUnit.SECONDS);
                accepted(merge.get(20, TimeUnit.SECONDS));
                accepted(no.get(20, TimeUnit.SECONDS));
                lead.firstWon(flow.count(released));
                flow.execute("truncate schakel.outbox", "update schakel.work set state = 'DONE' where state <> 'DONE'");
            }
        } finally {
            three.shutdownNow();
        }
        long all = flow.count("select count(*) " + races);
        long with = flow.count(released);
        System.out.printf("merge races: %d, decided %d, with what was denied %d%n", RACES, all, with);
        assertThat(all).isEqualTo(RACES);
        assertThat(with).as("both orders must have happened").isBetween(1L, RACES - 1L);
        assertThat(flow.count(released
                        + " and pg_xact_commit_timestamp(d.xmin) > greatest(pg_xact_commit_timestamp(j.xmin), n.at)"))
                .as("released after both were committed")
                .isZero();
    }

    private static Accepted merge(String stays, String ends) {
        return mergeOf(stays + "^^^GGZ-NOORD^PI", ends + "^^^GGZ-NOORD^PI");
    }

    private static Accepted mergeOf(String stays, String ends) {
        return flow.adt("ADT^A40^ADT_A39", stays, "", "\rMRG|" + ends + "\r");
    }

    private static ReferralReference referralWithBsn(String client, String bsn) throws IOException {
        return flow.referralOf(client, client + "^^^GGZ-NOORD^PI~" + bsn + "^^^NLMINBIZA^NNNLD");
    }

    private static void accepted(Accepted answer) {
        assertThat(answer).isInstanceOf(Accepted.Committed.class);
    }

    private static String refused(Accepted answer) {
        Problem problem = Flow.problem(answer);
        return problem.code() + " " + problem.place().orElse("");
    }

    private static List<Delivered> deliveries(List<Delivered> all) {
        return all.stream()
                .filter(d -> d.item().kind() == WorkItem.Kind.DELIVER)
                .toList();
    }

    private static boolean to(Delivered delivered) {
        return delivered.item().destination().equals(Optional.of(SHELTER));
    }

    private static boolean isOf(Delivered delivered, ReferralReference reference) {
        return delivered.item().reference().equals(Optional.of(reference));
    }

    /** What each decision about this referral rested on. */
    private static List<String> known(ReferralReference reference) {
        return flow.desk.decisions(reference).list("decisions").stream()
                .flatMap(decision -> decision.asObject().stream())
                .map(decision -> UUID.fromString(decision.text("id").orElseThrow()))
                .map(id -> text(Flow.value(flow.desk.decision(id))))
                .toList();
    }

    /** By a referral of its own under this number. */
    private static String consents(String client) throws IOException {
        return text(Flow.value(flow.desk.consents(flow.referral(client))));
    }

    private static String text(nl.schakel.referral.Json.Obj json) {
        return new String(json.utf8(), StandardCharsets.UTF_8);
    }
}
