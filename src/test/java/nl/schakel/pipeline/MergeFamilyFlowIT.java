package nl.schakel.pipeline;

import static nl.schakel.pipeline.Flow.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of families and lists when two numbers turn out to be one client's, on a real PostgreSQL. */
class MergeFamilyFlowIT extends FlowCase {
    private static final String HOME = "Dorpsstraat&Dorpsstraat&12^^Geldrop^^5660AA^NL^H";
    private static final String POSTCODE = "5660AA";
    private static final String FLAG = "\rPD1||||||||||||Y|20260402\rPV1|1|N\r";
    private static final int RACES = Integer.getInteger("schakel.races", 200);

    @AfterEach
    void nothingIsLeftToDo() throws SQLException {
        flow.forgetWork();
    }

    @Test
    void whoIsFamilyOfTheNumberThatEndsIsFamilyOfTheOneThatStaysAndHidesWithIt() throws IOException {
        ReferralReference old = client("A-old");
        ReferralReference stays = client("A-new");
        ReferralReference child = client("A-child");
        link(old, child);
        flow.update("A-new", FLAG);
        accepted(merge("A-new", "A-old"));
        assertThat(members(stays)).hasSize(2);
        assertThat(members(old)).hasSize(2);
        assertThat(members(child)).hasSize(2);
        assertThat(open(flow.work(), child))
                .as("the child never knew of the other number")
                .isEmpty();
        assertThat(flow.trace(child)).doesNotContain("A-old", "A-new", old.text(), stays.text(), "SCH-5013");
        assertThat(flow.family.unlink(child, "anna")).isInstanceOf(Step.Next.class);
        assertThat(members(stays)).isEmpty();
        assertThat(open(flow.work(), child))
                .as("and taking the link away opens nothing")
                .isEmpty();
    }

    @Test
    void aProtectionThatComesAfterTheMergeIsTheFamilysToo() throws IOException {
        ReferralReference old = client("B-old");
        client("B-new");
        ReferralReference child = client("B-child");
        link(old, child);
        accepted(merge("B-new", "B-old"));
        assertThat(open(flow.work(), child)).isNotEmpty();
        flow.update("B-new", FLAG);
        assertThat(flow.work())
                .filteredOn(d -> isAbout(d, child) && d.is(WorkItem.Kind.TELL, SHELTER))
                .as("who holds the child's address is told")
                .hasSize(1);
    }

    @Test
    void twoNumbersThatWereLinkedAsTwoPeoplesAreNotTheirOwnFamily() throws IOException {
        ReferralReference old = client("C-old");
        ReferralReference stays = client("C-new");
        link(old, stays);
        accepted(merge("C-new", "C-old"));
        assertThat(members(old)).isEmpty();
        assertThat(members(stays)).isEmpty();
        assertThat(flow.work()).anyMatch(d -> isAbout(d, old)).anyMatch(d -> isAbout(d, stays));
        assertThat(flow.trace(stays)).doesNotContain("SCH-5013");
    }

    @Test
    void whoWasLinkedWithBothIsLinkedOnceAndAConfirmedLinkStaysConfirmed() throws IOException {
        ReferralReference old = client("D-old");
        ReferralReference stays = client("D-new");
        ReferralReference child = client("D-child");
        link(old, child);
        assertThat(flow.family.confirm(child, "bram")).isInstanceOf(Step.Next.class);
        link(stays, child);
        accepted(merge("D-new", "D-old"));
        assertThat(members(child)).hasSize(2);
        assertThat(Flow.value(flow.family.show(child)).get("confirmed")).contains(new Json.Bool(true));
        assertThat(Flow.value(flow.family.unlink(child, "anna")).list("members"))
                .as("there was one link to take away")
                .isEmpty();
        flow.work();
        assertThat(flow.trace(child)).doesNotContain("SCH-5013");
    }

    @Test
    void theFamiliesOfBothBecomeOne() throws IOException {
        ReferralReference old = client("E-old");
        ReferralReference stays = client("E-new");
        ReferralReference child = client("E-child");
        ReferralReference aunt = client("E-aunt");
        link(old, child);
        link(stays, aunt);
        accepted(merge("E-new", "E-old"));
        for (ReferralReference one : List.of(old, stays, child, aunt)) {
            assertThat(members(one)).hasSize(3);
        }
    }

    @Test
    void whoStandsOnTheListOfTheOtherIsNotThatOtherAndTheAnswerIsTheOneForTwoPeople() throws IOException {
        ReferralReference victim = client("F-victim");
        ReferralReference other = client("F-other");
        assertThat(flow.family.block(victim, other, "anna")).isInstanceOf(Step.Next.class);
        Problem refused = Flow.problem(merge("F-victim", "F-other"));
        assertThat(refused.code() + " " + refused.place().orElseThrow()).isEqualTo("ONE_CLIENT_ONLY MRG-1.1");
        assertThat(Flow.problem(merge("F-other", "F-victim"))).isEqualTo(refused);
        flow.referralOf("F-bsn1", "F-bsn1^^^GGZ-NOORD^PI~999900420^^^NLMINBIZA^NNNLD");
        flow.referralOf("F-bsn2", "F-bsn2^^^GGZ-NOORD^PI~999900511^^^NLMINBIZA^NNNLD");
        assertThat(Flow.problem(merge("F-bsn1", "F-bsn2"))).as("byte for byte").isEqualTo(refused);
    }

    @Test
    void aListThatNamesTheNumberThatEndedBarsTheOneThatStays() throws IOException {
        ReferralReference victim = client("G-victim");
        ReferralReference old = client("G-old");
        ReferralReference stays = client("G-new");
        assertThat(flow.family.block(victim, old, "anna")).isInstanceOf(Step.Next.class);
        accepted(merge("G-new", "G-old"));
        for (ReferralReference one : List.of(old, stays)) {
            assertThat(code(flow.family.link(List.of(victim, one), "anna"))).isEqualTo(ProblemCode.NOT_FOUND);
            assertThat(code(flow.family.link(List.of(one, victim), "anna"))).isEqualTo(ProblemCode.NOT_FOUND);
        }
        assertThat(Flow.problem(merge("G-victim", "G-new")).code()).isEqualTo(ProblemCode.ONE_CLIENT_ONLY);
    }

    @Test
    void whoIsFamilyOfOneNumberAndOnTheListOfTheOtherLeavesAndNothingOpens() throws IOException {
        ReferralReference old = client("H-old");
        ReferralReference stays = client("H-new");
        ReferralReference father = client("H-father");
        link(old, father);
        assertThat(flow.family.block(stays, father, "anna")).isInstanceOf(Step.Next.class);
        flow.update("H-new", FLAG);
        accepted(merge("H-new", "H-old"));
        assertThat(members(father)).isEmpty();
        assertThat(members(stays)).isEmpty();
        List<Delivered> all = flow.work();
        assertThat(open(all, father)).isEmpty();
        assertThat(open(all, stays)).isEmpty();
        assertThat(code(flow.family.link(List.of(old, father), "anna"))).isEqualTo(ProblemCode.NOT_FOUND);
    }

    @Test
    void whoHasTheOneNumberOnTheirListAndTheOtherInTheirFamilyLosesIt() throws IOException {
        ReferralReference old = client("I-old");
        ReferralReference stays = client("I-new");
        ReferralReference child = client("I-child");
        link(stays, child);
        assertThat(flow.family.block(child, old, "anna")).isInstanceOf(Step.Next.class);
        accepted(merge("I-new", "I-old"));
        assertThat(members(child)).isEmpty();
        assertThat(members(old)).isEmpty();
    }

    @Test
    void whatASenderCountsToAFamilyUnderBothNumbersIsCountedOnce() throws IOException, SQLException {
        ReferralReference old = flow.unrouted(() -> client("J-old"));
        ReferralReference stays = flow.unrouted(() -> client("J-new"));
        ReferralReference child = flow.unrouted(() -> client("J-child"));
        for (ReferralReference one : List.of(old, stays, child)) {
            flow.execute("insert into schakel.family_claim select sha256('J'), stream, sender, year, number, opened_at"
                    + " from schakel.transition where number = " + one.number());
        }
        flow.execute("insert into schakel.family_claim select sha256('J2'), stream, sender, year, number, opened_at"
                + " from schakel.transition where number = " + old.number());
        flow.execute("insert into schakel.family_number select stream, sender, gen_random_uuid(), opened_at"
                + " from schakel.transition where number in (" + old.number() + ", " + stays.number() + ")");
        accepted(merge("J-new", "J-old"));
        assertThat(flow.count("select count(*) from schakel.family_number f join schakel.transition t"
                        + " on t.stream = f.stream where t.number = " + old.number()))
                .as("and told to a receiver once")
                .isEqualTo(1);
        String claims = "select count(*) from schakel.family_claim where name = sha256('J";
        assertThat(flow.count(claims + "')")).isEqualTo(2);
        assertThat(flow.count(claims + "2') and stream = (select stream from schakel.transition where number = "
                        + stays.number() + ")"))
                .isEqualTo(1);
        flow.work();
        assertThat(members(child)).hasSize(2);
    }

    @Test
    void aNumberThatNobodyEverUsedIsKnownFromTheMergeOn() throws IOException {
        accepted(merge("K-new", "K-never"));
        ReferralReference stays = client("K-new");
        assertThat(client("K-never")).isNotEqualTo(stays);
        flow.consent("K-never", "zrm-netwerk-opvang", "GEWEIGERD");
        assertThat(consents(stays)).contains("DENY");
    }

    @Test
    void aNumberThatEndedOnceBringsWhereItWentWhenItEndsAgain() throws IOException {
        ReferralReference first = client("L-a");
        accepted(merge("L-b", "L-a"));
        accepted(merge("L-c", "L-a"));
        flow.consent("L-b", "zrm-netwerk-opvang", "GEWEIGERD");
        ReferralReference last = client("L-c");
        assertThat(consents(last)).contains("DENY").isEqualTo(consents(first));
    }

    @Test
    void aMergeThatFailsHalfWayLeavesEverythingAndIsDoneWhenItComesAgain() throws IOException, SQLException {
        ReferralReference old = client("M-old");
        ReferralReference stays = client("M-new");
        ReferralReference child = client("M-child");
        link(old, child);
        flow.consent("M-old", "zrm-netwerk-opvang", "GEWEIGERD");
        flow.execute(
                "create function schakel.power_cut() returns trigger language plpgsql as"
                        + " $$ begin raise exception 'power cut'; end $$",
                "create trigger power_cut before insert on schakel.joined for each statement"
                        + " execute function schakel.power_cut()");
        try {
            assertThatThrownBy(() -> merge("M-new", "M-old")).isInstanceOf(JournalUnavailable.class);
        } finally {
            flow.execute("drop trigger power_cut on schakel.joined", "drop function schakel.power_cut()");
        }
        assertThat(consents(stays)).doesNotContain("DENY");
        assertThat(members(stays)).isEmpty();
        assertThat(members(child)).isEqualTo(members(old)).hasSize(2);
        accepted(merge("M-new", "M-old"));
        assertThat(consents(stays)).contains("DENY");
        assertThat(members(stays)).hasSize(2);
    }

    @Test
    void noAddressOfTheFamilyIsReleasedAfterAMergeWithSomebodyProtectedIsCommitted() throws Exception {
        long seed = Long.getLong("schakel.seed", System.nanoTime());
        System.out.println("family merge races: seed " + seed);
        Random random = new Random(seed);
        HeadStart lead = new HeadStart(random, 4_000_000);
        String races = """
                from schakel.decision d join schakel.transition t on t.year = d.year and t.number = d.number
                join schakel.tie k on k.stream = t.stream
                join schakel.joined j on k.kin in (j.key, j.into_key)
                where d.receiver = 'opvang-demo' and t.sender_reference like 'REF-Z%-child'""";
        String released = "select count(*) " + races + " and 'address' = any (d.released)";
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < RACES; i++) {
                String name = "Z" + i;
                ReferralReference old = client(name + "-old");
                flow.forgetWork();
                flow.update(name + "-new", FLAG);
                ReferralReference child = client(name + "-child");
                link(old, child);
                WorkItem delivery = routedTo(child);
                long head = lead.next();
                boolean oldStays = random.nextBoolean();
                CyclicBarrier start = new CyclicBarrier(2);
                Future<?> release = two.submit(() -> {
                    start.await();
                    LockSupport.parkNanos(Math.max(0, -head));
                    return flow.journal.prepare(delivery, flow.hall);
                });
                Future<Accepted> merge = two.submit(() -> {
                    start.await();
                    LockSupport.parkNanos(Math.max(0, head));
                    return oldStays ? merge(name + "-old", name + "-new") : merge(name + "-new", name + "-old");
                });
                release.get(20, TimeUnit.SECONDS);
                accepted(merge.get(20, TimeUnit.SECONDS));
                lead.firstWon(flow.count(released));
                flow.forgetWork();
            }
        } finally {
            two.shutdownNow();
        }
        long open = flow.count(released);
        long late = flow.count(released + " and pg_xact_commit_timestamp(d.xmin) > pg_xact_commit_timestamp(j.xmin)");
        System.out.printf("family merge races: %d, open %d, late %d%n", RACES, open, late);
        assertThat(flow.count("select count(*) " + races)).isEqualTo(RACES);
        assertThat(open).as("both orders must have happened").isBetween(1L, RACES - 1L);
        assertThat(late).isZero();
    }

    private static WorkItem routedTo(ReferralReference child) {
        WorkItem delivery = flow.routedTo(SHELTER);
        assertThat(delivery.reference()).contains(child);
        return delivery;
    }

    /** Somebody of their own at the one address. */
    private static ReferralReference client(String name) throws IOException {
        return flow.referral(
                name, "Naam" + name.substring(2), HOME, "06-1111" + (1000 + Math.abs(name.hashCode() % 9000)));
    }

    private static void link(ReferralReference one, ReferralReference other) {
        assertThat(flow.family.link(List.of(one, other), "anna")).isInstanceOf(Step.Next.class);
    }

    private static List<String> members(ReferralReference reference) {
        List<String> members = new ArrayList<>();
        Flow.value(flow.family.show(reference))
                .list("members")
                .forEach(member -> members.add(
                        member.asObject().orElseThrow().text("reference").orElseThrow()));
        return members.stream().sorted().toList();
    }

    /** What tells the shelter where this client is. */
    private static List<Delivered> open(List<Delivered> all, ReferralReference reference) {
        return all.stream()
                .filter(d -> isAbout(d, reference)
                        && d.is(WorkItem.Kind.DELIVER, SHELTER)
                        && d.text().contains(POSTCODE))
                .toList();
    }

    private static boolean isAbout(Delivered delivered, ReferralReference reference) {
        return delivered.item().reference().equals(Optional.of(reference));
    }

    private static Accepted merge(String stays, String ends) {
        return flow.adt("ADT^A40^ADT_A39", stays + "^^^GGZ-NOORD^PI", "", "\rMRG|" + ends + "^^^GGZ-NOORD^PI\r");
    }

    private static void accepted(Accepted answer) {
        assertThat(answer).isInstanceOf(Accepted.Committed.class);
    }

    private static String consents(ReferralReference reference) {
        return new String(Flow.value(flow.desk.consents(reference)).utf8(), StandardCharsets.UTF_8);
    }

    private static ProblemCode code(Step<?> step) {
        return step.fold(
                value -> {
                    throw new AssertionError("It was allowed");
                },
                Problem::code);
    }
}
