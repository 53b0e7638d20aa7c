package nl.schakel.pipeline;

import static nl.schakel.pipeline.Flow.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
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
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.referral.Json;
import nl.schakel.referral.Limits;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mother and child are one family, each with their own consents, on a real PostgreSQL. */
class FamilyFlowIT extends FlowCase {
    private static final String FORM = "zrm-netwerk-opvang";
    private static final String HOME = "Dorpsstraat&Dorpsstraat&12^^Geldrop^^5660AA^NL^H";
    private static final String ELSEWHERE = "Kerkplein&Kerkplein&7^^Deurne^^5751BB^NL^H";
    private static final String POSTCODE = "5660AA";
    private static final String SCORES = "zrm-2017";
    private static final String FLAG = "\rPD1||||||||||||Y|20260402\rPV1|1|N\r";
    private static final String MOTHERS_MOBILE = "06-11111111";
    private static final String CHILDS_MOBILE = "06-22222222";
    private static final int RACES = Integer.getInteger("schakel.races", 200);

    @AfterEach
    void nothingIsLeftToDo() throws SQLException {
        flow.forgetWork();
    }

    // ---- What one of them hides

    @Test
    void withoutALinkTheFlagOfOneSaysNothingAboutTheOther() throws IOException {
        mother("A");
        child("A", HOME);
        flow.update("A-mother", FLAG);
        assertThat(ofTheChild(flow.work())).contains(POSTCODE);
    }

    @Test
    void theAddressTheyShareIsHiddenForBothAtOnce() throws IOException {
        link(mother("B"), child("B", HOME));
        flow.update("B-mother", FLAG);
        List<Delivered> all = flow.work();
        assertThat(delivered(all))
                .hasSize(2)
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain(POSTCODE, "Dorpsstraat", "Geldrop", CHILDS_MOBILE, MOTHERS_MOBILE));
    }

    @Test
    void whoHoldsTheSharedAddressIsToldToUseItNoMoreOfBothAndOfNeitherWhy() throws IOException {
        link(mother("C"), child("C", HOME));
        assertThat(delivered(flow.work()))
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).contains(POSTCODE));
        flow.update("C-mother", FLAG);
        List<Delivered> told = flow.work().stream()
                .filter(d -> d.is(WorkItem.Kind.TELL, SHELTER))
                .toList();
        assertThat(told).hasSize(2);
        assertThat(normal(told.get(0))).isEqualTo(normal(told.get(1)));
        assertThat(told.get(0).text()).contains("no-longer-permitted").doesNotContain("family", "gezin");
    }

    @Test
    void bytesOfAnEarlierAttemptAreThrownAwayForTheOtherToo() throws IOException, SQLException {
        ReferralReference mother = mother("D");
        flow.work();
        ReferralReference child = child("D", HOME);
        link(mother, child);
        WorkItem delivery = flow.routedTo(SHELTER);
        assertThat(flow.journal.prepare(delivery, flow.hall)).get().isInstanceOf(Prepared.Send.class);
        flow.journal.settle(delivery, new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE)));
        flow.update("D-mother", FLAG);
        assertThat(flow.work())
                .filteredOn(d -> isAbout(d, child) && d.is(WorkItem.Kind.DELIVER, SHELTER))
                .singleElement()
                .satisfies(d -> assertThat(d.text()).doesNotContain(POSTCODE, CHILDS_MOBILE));
        assertThat(flow.count("select count(*) from schakel.outgoing where work_id = '" + delivery.id() + "'"))
                .isZero();
    }

    @Test
    void anAddressOfTheirOwnElsewhereStaysOpen() throws IOException {
        link(mother("E"), child("E", ELSEWHERE));
        flow.update("E-mother", FLAG);
        assertThat(ofTheChild(flow.work())).contains("5751BB").doesNotContain(POSTCODE);
    }

    @Test
    void anErasedReferralOfOneHoldsUpNothingOfTheOther() throws IOException, SQLException {
        ReferralReference mother = mother("QE");
        ReferralReference child = child("QE", ELSEWHERE);
        link(mother, child);
        flow.work();
        // Under another id no reading of it is remembered.
        flow.execute(
                "update schakel.transition set erased_at = now(), closed_at = now(), status = 'completed' where number = "
                        + mother.number(),
                "update schakel.raw set bytes = '', erased_at = now() where inbox_id in (select id from schakel.inbox"
                        + " where number = " + mother.number() + ")",
                "update schakel.inbox set message_id = 'erased ' || message_id where number = " + mother.number());
        flow.update("QE-child", "|||Kerkstraat 9^^Deurne^^5751BC^NL^BA\rPV1|1|I\r");
        assertThat(flow.work())
                .filteredOn(d -> isAbout(d, child) && d.is(WorkItem.Kind.DELIVER, SHELTER))
                .singleElement()
                .satisfies(d -> assertThat(d.text()).contains("5751BC"));
    }

    @Test
    void whereNobodyKnowsWhereTheOtherIsItMayBeTheSamePlace() throws IOException {
        link(mother("F"), flow.referral("F-child", "Sofie", "^^Eindhoven^^^NL^BA", ""));
        flow.update("F-mother", FLAG);
        assertThat(delivered(flow.work()))
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).contains("via ").doesNotContain(POSTCODE));
    }

    @Test
    void theHidingPlaceOfOneIsLookedForInTheWordsOfTheOther() throws IOException {
        flow.consent("G-child", FORM, "AKKOORD");
        ReferralReference mother = mother("G");
        flow.update("G-mother", FLAG);
        flow.work();
        flow.referralWithSister("G-child", ELSEWHERE, "tante, Dorpsstraat 12");
        ReferralReference child = flow.referral("G-child", "Sofie", ELSEWHERE, CHILDS_MOBILE);
        link(mother, child);
        assertThat(delivered(flow.work())).isEmpty();
        assertThat(flow.trace(child)).contains("SCH-5008").doesNotContain("Dorpsstraat");
        Json.Obj item = Flow.value(flow.looking.list(child)).list("waiting").stream()
                .flatMap(one -> one.asObject().stream())
                .filter(one -> one.text("receiver").equals(Optional.of(SHELTER.value())))
                .findFirst()
                .orElseThrow();
        assertThat(item.get("releasable")).as("nobody releases it").contains(new Json.Bool(false));
    }

    @Test
    void endingItForOneEndsNothingThatAnotherStillNeeds() throws IOException {
        ReferralReference mother = mother("H");
        ReferralReference child = child("H", HOME);
        link(mother, child);
        UUID own = id(Flow.value(flow.desk.protect(mother, "anna")));
        UUID childs = id(Flow.value(flow.desk.protect(child, "anna")));
        assertThat(flow.desk.unprotect(mother, own, "bram")).isInstanceOf(Step.Next.class);
        assertThat(delivered(flow.work()))
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).doesNotContain(POSTCODE));
        assertThat(flow.desk.unprotect(child, childs, "bram")).isInstanceOf(Step.Next.class);
        assertThat(delivered(flow.work()))
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).contains(POSTCODE));
    }

    @Test
    void takingTheLinkAwayOpensNothing() throws IOException {
        ReferralReference mother = mother("I");
        ReferralReference child = child("I", HOME);
        link(mother, child);
        flow.update("I-mother", FLAG);
        assertThat(flow.family.unlink(child, "anna")).isInstanceOf(Step.Next.class);
        assertThat(delivered(flow.work()))
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).doesNotContain(POSTCODE));
        assertThat(Flow.value(flow.family.show(mother)).list("members")).isEmpty();
        assertThat(code(flow.family.unlink(child, "anna"))).isEqualTo(ProblemCode.NOT_FOUND);
    }

    // ---- What one of them says

    @Test
    void whatIsSaidOfTheOtherGoesInTheirOwnReferralAloneWhateverTheyAgreedTo() throws IOException {
        for (boolean agreed : new boolean[] {true, false}) {
            String name = "J" + agreed;
            flow.consent(name + "-child", FORM, "AKKOORD");
            if (agreed) {
                flow.consent(name + "-mother", FORM, "AKKOORD");
            }
            ReferralReference mother = mother(name);
            flow.referralWithSister(name + "-child", HOME, "Ingrid");
            ReferralReference child = flow.referral(name + "-child", "Sofie", HOME, CHILDS_MOBILE);
            link(mother, child);
            assertThat(ofTheChild(flow.work()))
                    .as("mother agreed: " + agreed)
                    .contains(SCORES)
                    .doesNotContain("Ingrid", "RelatedPerson");
        }
    }

    @Test
    void whoIsNoClientHereIsStillNamed() throws IOException {
        flow.consent("K-child", FORM, "AKKOORD");
        link(mother("K"), child("K", HOME));
        assertThat(ofTheChild(flow.work())).contains("Els", "RelatedPerson");
    }

    @Test
    void aWithdrawalOfOneCannotBeSeenInAnythingOfTheOther() throws IOException {
        List<List<String>> seen = new ArrayList<>();
        for (boolean withdrawn : new boolean[] {false, true}) {
            String name = "L" + withdrawn;
            flow.consent(name + "-mother", FORM, "AKKOORD");
            flow.consent(name + "-child", FORM, "AKKOORD");
            ReferralReference mother = mother(name);
            flow.referralWithSister(name + "-child", HOME, "Ingrid");
            ReferralReference child = flow.referral(name + "-child", "Sofie", HOME, CHILDS_MOBILE);
            link(mother, child);
            List<String> ofTheChild = new ArrayList<>();
            flow.work().stream().filter(d -> isAbout(d, child)).forEach(d -> ofTheChild.add(normal(d)));
            if (withdrawn) {
                flow.consent(name + "-mother", FORM, "INGETROKKEN");
                List<Delivered> after = flow.work();
                assertThat(after).as("the mother's is stopped").anyMatch(d -> isAbout(d, mother));
                after.stream().filter(d -> isAbout(d, child)).forEach(d -> ofTheChild.add(normal(d)));
            }
            flow.update(name + "-child", "|||Kerkplein&Kerkplein&7^^Deurne^^5751BB^NL^H\rPV1|1|N\r");
            flow.work().stream().filter(d -> isAbout(d, child)).forEach(d -> ofTheChild.add(normal(d)));
            ofTheChild.add(normal(flow.trace(child)));
            ofTheChild.add(normal(
                    new String(Flow.value(flow.report.json(child, "anna")).utf8())));
            ofTheChild.add(normal(new String(
                    Flow.value(flow.desk.explain(child, Optional.empty())).utf8())));
            ofTheChild.add(normal(new String(Flow.value(flow.family.show(child)).utf8())));
            seen.add(ofTheChild.stream().map(text -> text.replace(name, "NAME")).toList());
        }
        assertThat(seen.get(1)).as("byte for byte, but for ids and times").isEqualTo(seen.get(0));
        assertThat(seen.get(0)).hasSizeGreaterThan(5);
    }

    @Test
    void theOwnCopyOfOneNamesNobodyElse() throws IOException {
        ReferralReference mother = mother("M");
        ReferralReference child = child("M", HOME);
        link(mother, child);
        flow.work();
        assertThat(new String(Flow.value(flow.report.json(child, "anna")).utf8()))
                .doesNotContain(mother.text(), "family", "gezin", "Ingrid");
        assertThat(flow.trace(child)).contains("family - linked").doesNotContain(mother.text());
    }

    // ---- Who may link whom

    @Test
    void aFamilyIsWhoeverIsLinkedWithAnyOfThem() throws IOException {
        ReferralReference mother = mother("N");
        ReferralReference child = child("N", HOME);
        ReferralReference aunt = flow.referral("N-aunt", "Truus", ELSEWHERE, "06-33333333");
        link(mother, child);
        link(child, aunt);
        assertThat(Flow.value(flow.family.show(aunt)).list("members")).hasSize(3);
        assertThat(Flow.value(flow.family.link(List.of(mother, aunt), "anna")).list("members"))
                .as("a link that is there is no second one")
                .hasSize(3);
        assertThat(Flow.value(flow.family.unlink(aunt, "anna")).list("members")).isEmpty();
        assertThat(Flow.value(flow.family.show(mother)).list("members")).hasSize(2);
    }

    @Test
    void refusesWithThePlaceWhatIsNoFamily() throws IOException {
        ReferralReference mother = mother("O");
        ReferralReference again = flow.referral("O-mother", "Ingrid", HOME, MOTHERS_MOBILE);
        assertThat(problem(flow.family.link(List.of(mother), "anna")))
                .isEqualTo(ProblemCode.VALUE_INVALID + " references");
        assertThat(problem(flow.family.link(List.of(mother, mother), "anna")))
                .isEqualTo(ProblemCode.VALUE_INVALID + " references[1]");
        assertThat(mother).as("the same request again").isEqualTo(again);
        assertThat(problem(flow.family.link(List.of(mother, new ReferralReference(2099, 7)), "anna")))
                .isEqualTo(ProblemCode.NOT_FOUND + " references");
        List<ReferralReference> many = IntStream.rangeClosed(0, Limits.FAMILY)
                .mapToObj(i -> new ReferralReference(2099, i + 1))
                .toList();
        assertThat(problem(flow.family.link(many, "anna"))).isEqualTo(ProblemCode.LIMIT_EXCEEDED + " references");
    }

    @Test
    void refusesAFamilyThatGrowsBeyondTheLimit() throws IOException {
        List<ReferralReference> twelve = new ArrayList<>();
        for (int i = 0; i < Limits.FAMILY; i++) {
            twelve.add(flow.referral("P" + i, "Kind", HOME, "06-4444" + (1000 + i)));
        }
        assertThat(flow.family.link(twelve, "anna")).isInstanceOf(Step.Next.class);
        ReferralReference one = flow.referral("P-more", "Kind", HOME, "06-55555555");
        assertThat(problem(flow.family.link(List.of(one, twelve.get(0)), "anna")))
                .isEqualTo(ProblemCode.LIMIT_EXCEEDED + " references");
    }

    @Test
    void whoIsOnTheListOfAnotherIsNeverTheirFamilyAndTheAnswerIsTheOneOfAbsence() throws IOException {
        ReferralReference mother = mother("QE");
        ReferralReference father = flow.referral("Q-father", "Henk", HOME, "06-66666666");
        ReferralReference child = child("Q", HOME);
        assertThat(flow.family.block(mother, father, "anna")).isInstanceOf(Step.Next.class);
        Step<Json.Obj> absent = flow.family.link(List.of(mother, new ReferralReference(2099, 7)), "anna");
        for (List<ReferralReference> wish :
                List.of(List.of(mother, father), List.of(father, mother), List.of(child, father, mother))) {
            assertThat(flow.family.link(wish, "anna")).as("byte for byte").isEqualTo(absent);
        }
        link(child, father);
        assertThat(flow.family.link(List.of(child, mother), "anna"))
                .as("neither by a third")
                .isEqualTo(absent);
        assertThat(Flow.value(flow.family.show(mother)).list("members")).isEmpty();
        assertThat(flow.trace(mother) + flow.trace(father)).doesNotContain("conflict", "block");
    }

    @Test
    void whoIsPutOnTheListLaterLeavesTheFamilyAndNothingOpens() throws IOException {
        ReferralReference mother = mother("R");
        ReferralReference father = flow.referral("R-father", "Henk", HOME, "06-77777777");
        link(mother, father);
        flow.update("R-mother", FLAG);
        assertThat(flow.family.block(mother, father, "anna")).isInstanceOf(Step.Next.class);
        assertThat(Flow.value(flow.family.show(father)).list("members")).isEmpty();
        assertThat(delivered(flow.work()))
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).doesNotContain(POSTCODE));
    }

    @Test
    void aSecondPersonConfirms() throws IOException {
        ReferralReference mother = mother("S");
        ReferralReference child = child("S", HOME);
        link(mother, child);
        assertThat(code(flow.family.confirm(child, "anna"))).isEqualTo(ProblemCode.RIGHT_MISSING);
        assertThat(Flow.value(flow.family.confirm(child, "bram")).get("confirmed"))
                .contains(new Json.Bool(true));
        assertThat(code(flow.family.confirm(child, "bram"))).isEqualTo(ProblemCode.NOT_FOUND);
    }

    @Test
    void anOperatorSeesThatOneHandoverIsStuckWhileTheOtherWent() throws IOException {
        flow.consent("T-child", FORM, "AKKOORD");
        ReferralReference mother = mother("T");
        flow.update("T-child", FLAG);
        flow.referralWithSister("T-child", ELSEWHERE, "Els 040-2123456");
        ReferralReference child = flow.referral("T-child", "Sofie", ELSEWHERE, CHILDS_MOBILE);
        link(mother, child);
        flow.work();
        List<Json> members = Flow.value(flow.family.show(mother)).list("members");
        assertThat(members).hasSize(2);
        assertThat(members.get(0).asObject().orElseThrow().list("stuck")).isEmpty();
        assertThat(members.get(1).utf8()).asString().contains("SCH-5008", "opvang-demo");
    }

    // ---- What nobody may change unseen

    @Test
    void releasesNothingWhenALinkWasTakenOutOfTheDatabase() throws Exception {
        ReferralReference mother = mother("U");
        ReferralReference child = child("U", HOME);
        link(mother, child);
        flow.update("U-mother", FLAG);
        flow.execute("delete from schakel.tie where number = " + child.number());
        assertThat(delivered(flow.work())).hasSize(0);
        assertThat(flow.trace(child)).contains("SCH-5013");
    }

    @Test
    void releasesNothingWhenTheProtectionOfTheOtherWasTakenOutOfTheDatabase() throws Exception {
        ReferralReference mother = mother("V");
        ReferralReference child = child("V", HOME);
        link(mother, child);
        flow.update("V-mother", FLAG);
        flow.execute(
                "delete from schakel.protection where stream = (select stream from schakel.transition where number = "
                        + mother.number() + ")");
        assertThat(delivered(flow.work())).isEmpty();
        assertThat(flow.trace(child)).contains("SCH-5013");
    }

    // ---- Races

    @Test
    void noSharedAddressOfOneIsReleasedAfterTheProtectionOfTheOtherIsCommitted() throws Exception {
        String released = "select count(*) " + races("X") + " and 'address' = any (d.released)";
        race("X", released, (mother, child, name) -> link(mother, child), name -> flow.update(name + "-mother", FLAG));
        long open = flow.count(released);
        long late = flow.count(released + " and pg_xact_commit_timestamp(d.xmin) > pg_xact_commit_timestamp(p.xmin)");
        System.out.printf(
                "flag of the mother against release of the child: open %d of %d, late %d%n", open, RACES, late);
        assertThat(flow.count("select count(*) " + races("X"))).isEqualTo(RACES);
        assertThat(open).as("both orders must have happened").isBetween(RACES / 20L, RACES - RACES / 20L);
        assertThat(late).isZero();
    }

    @Test
    void noSharedAddressIsReleasedAfterALinkWithSomebodyProtectedIsCommitted() throws Exception {
        List<ReferralReference[]> pairs = new ArrayList<>();
        String ties = """
                from schakel.decision d join schakel.transition t on t.year = d.year and t.number = d.number
                join schakel.tie p on p.stream = t.stream
                where d.receiver = 'opvang-demo' and t.sender_reference like 'REF-Y%-child'""";
        String released = "select count(*) " + ties + " and 'address' = any (d.released)";
        race(
                "Y",
                released,
                (mother, child, name) -> {
                    flow.update(name + "-mother", FLAG);
                    pairs.add(new ReferralReference[] {mother, child});
                },
                name -> link(pairs.get(pairs.size() - 1)[0], pairs.get(pairs.size() - 1)[1]));
        long open = flow.count(released);
        long late = flow.count(released + " and pg_xact_commit_timestamp(d.xmin) > pg_xact_commit_timestamp(p.xmin)");
        System.out.printf("link against release of the child: open %d of %d, late %d%n", open, RACES, late);
        assertThat(flow.count("select count(*) " + ties)).isEqualTo(RACES);
        assertThat(open).as("both orders must have happened").isBetween(RACES / 20L, RACES - RACES / 20L);
        assertThat(late).isZero();
    }

    @Test
    void membersWhoAreWorkedOnAtOnceDoNotWaitForEachOtherForEver() throws Exception {
        ReferralReference mother = mother("Z");
        ReferralReference child = child("Z", HOME);
        link(mother, child);
        ExecutorService four = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                all.add(four.submit(() -> flow.update("Z-mother", FLAG)));
                all.add(four.submit(() -> flow.consent("Z-child", FORM, "AKKOORD")));
                all.add(four.submit(() -> flow.work()));
                all.add(four.submit(() -> flow.desk.protect(child, "anna")));
                all.add(four.submit(() -> flow.family.link(List.of(child, mother), "anna")));
            }
            for (Future<?> one : all) {
                one.get(30, TimeUnit.SECONDS);
            }
        } finally {
            four.shutdownNow();
        }
        assertThat(Flow.value(flow.family.show(child)).list("members")).hasSize(2);
    }

    /** What is done before each race. */
    private interface Before {
        void done(ReferralReference mother, ReferralReference child, String name) throws Exception;
    }

    /** What races with the release of the child. */
    private interface Against {
        void done(String name) throws Exception;
    }

    /** @param released counts the races that the release won */
    private static void race(String letter, String released, Before before, Against against) throws Exception {
        long seed = Long.getLong("schakel.seed", System.nanoTime());
        Random random = new Random(seed);
        HeadStart lead = new HeadStart(random, 4_000_000);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < RACES; i++) {
                String name = letter + i;
                ReferralReference mother = mother(name);
                done();
                ReferralReference child = child(name, HOME);
                before.done(mother, child, name);
                WorkItem delivery = routedTo(child);
                long head = lead.next();
                CyclicBarrier start = new CyclicBarrier(2);
                Future<?> release = two.submit(() -> {
                    start.await();
                    LockSupport.parkNanos(Math.max(0, -head));
                    return flow.journal.prepare(delivery, flow.hall);
                });
                Future<?> other = two.submit(() -> {
                    start.await();
                    LockSupport.parkNanos(Math.max(0, head));
                    against.done(name);
                    return true;
                });
                release.get(20, TimeUnit.SECONDS);
                other.get(20, TimeUnit.SECONDS);
                lead.firstWon(flow.count(released));
                done();
            }
        } finally {
            two.shutdownNow();
        }
        System.out.printf("races %s: seed %d%n", letter, seed);
    }

    private static void done() throws SQLException {
        flow.forgetWork();
    }

    private static String races(String letter) {
        return """
                from schakel.decision d join schakel.transition t on t.year = d.year and t.number = d.number
                join schakel.tie k on k.stream = t.stream join schakel.protection p on p.stream = k.kin
                where d.receiver = 'opvang-demo' and t.sender_reference like 'REF-%s%%-child'""".formatted(letter);
    }

    private static WorkItem routedTo(ReferralReference child) {
        WorkItem delivery = flow.routedTo(SHELTER);
        assertThat(delivery.reference()).contains(child);
        return delivery;
    }

    // ---- People

    private static ReferralReference mother(String name) throws IOException {
        return flow.referral(name + "-mother", "Ingrid", HOME, MOTHERS_MOBILE);
    }

    private static ReferralReference child(String name, String address) throws IOException {
        return flow.referral(name + "-child", "Sofie", address, CHILDS_MOBILE);
    }

    private static void link(ReferralReference one, ReferralReference other) {
        assertThat(flow.family.link(List.of(one, other), "anna")).isInstanceOf(Step.Next.class);
    }

    private static boolean isAbout(Delivered delivered, ReferralReference reference) {
        return delivered.item().reference().equals(Optional.of(reference));
    }

    private static List<String> delivered(List<Delivered> all) {
        return all.stream()
                .filter(d -> d.is(WorkItem.Kind.DELIVER, SHELTER))
                .map(Delivered::text)
                .toList();
    }

    /** The one delivery to the shelter about the child. */
    private static String ofTheChild(List<Delivered> all) {
        return all.stream()
                .filter(d -> d.is(WorkItem.Kind.DELIVER, SHELTER))
                .map(Delivered::text)
                .filter(text -> text.contains("Sofie"))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    /** Without what is made anew each time: ids, references, message numbers, moments, hashes. */
    private static final UnaryOperator<String> NORMAL =
            text -> text.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID")
                    .replaceAll("V-20\\d\\d-\\d+-[\\dX]", "REF")
                    .replaceAll("[0-9a-f]{32,64}", "HASH")
                    .replaceAll("20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d)", "AT")
                    .replaceAll("\\d\\d:\\d\\d", "TIME")
                    .replaceAll("\\bF\\d+\\b", "MSG");

    private static String normal(Delivered delivered) {
        return delivered.item().kind() + " " + delivered.item().destination() + " " + normal(delivered.text());
    }

    private static String normal(String text) {
        return NORMAL.apply(text);
    }

    private static UUID id(Json.Obj shown) {
        return UUID.fromString(shown.text("id").orElseThrow());
    }

    private static ProblemCode code(Step<?> step) {
        return refused(step).code();
    }

    private static String problem(Step<?> step) {
        return refused(step).code() + " " + refused(step).place().orElse("");
    }

    private static Problem refused(Step<?> step) {
        return step.fold(
                value -> {
                    throw new AssertionError("It was allowed");
                },
                problem -> problem);
    }
}
