package nl.schakel.pipeline;

import static nl.schakel.pipeline.Flow.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
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
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.BreakGlass.Wish;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.referral.Category;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.Test;

/** Consents, withdrawals, emergencies and blocks on their way through the hall, on a real PostgreSQL. */
class ConsentFlowIT extends FlowCase {
    private static final String FORM = "zrm-netwerk-opvang";
    private static final String SCORES = "zrm-2017";
    private static final int RACES = 1_000;

    @Test
    void withholdsUntilTheClientAgreesSendsWhatMayGoThenAndTellsWhenItIsTakenBack() throws IOException {
        ReferralReference reference = flow.referral("J1");
        Delivered first = only(flow.work(), WorkItem.Kind.DELIVER);
        assertThat(first.text()).doesNotContain(SCORES);

        flow.consent("J1", FORM, "AKKOORD");
        Delivered update = only(flow.work(), WorkItem.Kind.DELIVER);
        assertThat(update.text()).contains(SCORES);
        assertThat(update.outgoing().messageId()).isNotEqualTo(first.outgoing().messageId());

        flow.consent("J1", FORM, "INGETROKKEN");
        List<Delivered> after = flow.work();
        Delivered notice = only(after, WorkItem.Kind.TELL);
        assertThat(notice.text()).contains("no-longer-permitted", "\"zrm\"", "\"network\"");
        assertThat(after).noneMatch(d -> d.is(WorkItem.Kind.DELIVER, SHELTER));
        assertThat(flow.trace(reference)).contains("recorded", "widened", "narrowed", "decision ");
        assertThat(flow.desk.decisions(reference).list("decisions")).hasSizeGreaterThanOrEqualTo(3);

        flow.consent("J1", FORM, "INGETROKKEN");
        assertThat(flow.work()).as("told once").noneMatch(d -> d.is(WorkItem.Kind.TELL, SHELTER));
    }

    @Test
    void aNoticeStaysInViewUntilItIsAcknowledged() throws IOException {
        flow.referral("A1");
        flow.consent("A1", FORM, "AKKOORD");
        flow.work();
        flow.consent("A1", FORM, "INGETROKKEN");
        flow.work();
        Json.Obj waiting = notice("A1");
        UUID id = UUID.fromString(waiting.text("id").orElseThrow());
        assertThat(flow.desk.acknowledge(id, "operator")).isInstanceOf(Step.Next.class);
        assertThat(code(flow.desk.acknowledge(id, "operator"))).isEqualTo(ProblemCode.NOT_FOUND);
    }

    @Test
    void whatAPartnersProtocolAcknowledgesHasALineInTheTrace() throws IOException, SQLException {
        ReferralReference reference = flow.referral("A3", "Dorpsstraat&Dorpsstraat&12^^Geldrop^^5660AA^NL^H");
        flow.work();
        flow.desk.protect(reference, "anna");
        flow.work();
        assertThat(flow.trace(reference))
                .containsPattern(
                        "consent schuldhulp-demo acknowledged notice [0-9a-f-]{36} by the answer of its protocol");
        assertThat(flow.count("select count(*) from schakel.notice where receiver = 'schuldhulp-demo' and by_protocol"
                        + " and acknowledged_at is not null and number = " + reference.number()))
                .isEqualTo(1);
        assertThat(flow.trace(reference)).doesNotContain("consent opvang-demo acknowledged");
    }

    @Test
    void aReceiverReadsItsOwnNoticesAlone() throws IOException {
        ReferralReference reference = flow.referral("A2");
        flow.consent("A2", FORM, "AKKOORD");
        flow.work();
        flow.consent("A2", FORM, "INGETROKKEN");
        flow.work();
        UUID id = UUID.fromString(notice("A2").text("id").orElseThrow());
        assertThat(flow.tasks.task(id, SHELTER)).hasValueSatisfying(task -> {
            assertThat(task.reference()).isEqualTo(reference);
            assertThat(task.status()).isEqualTo("requested");
            assertThat(task.version()).isEqualTo(1);
            assertThat(task.notice().orElseThrow().categories()).containsExactly("network", "zrm");
        });
        assertThat(flow.tasks.task(id, Flow.WARD)).isEmpty();
        flow.desk.block(reference, SHELTER, "operator");
        assertThat(flow.tasks.task(id, SHELTER)).as("to whom nothing may go").isEmpty();
    }

    private static Json.Obj notice(String client) {
        List<Json> all = flow.desk.unacknowledged().list("notices");
        assertThat(all).as(client).isNotEmpty();
        return all.get(all.size() - 1).asObject().orElseThrow();
    }

    @Test
    void throwsTheQueuedBytesAwayAndSendsWhatIsLeftUnderAnotherId() throws IOException, SQLException {
        ReferralReference reference = flow.referral("Q1");
        flow.consent("Q1", FORM, "AKKOORD");
        WorkItem delivery = flow.unreached(SHELTER);

        long withdrawn = System.nanoTime();
        flow.consent("Q1", FORM, "INGETROKKEN");
        List<Delivered> after = flow.work();
        Duration stop = Duration.ofNanos(System.nanoTime() - withdrawn);
        Delivered left = only(after, WorkItem.Kind.DELIVER);
        System.out.println("from withdrawal to stop: " + stop.toMillis() + " ms");
        assertThat(stop).isLessThan(Duration.ofSeconds(5));
        assertThat(left.text()).doesNotContain(SCORES);
        assertThat(left.outgoing().messageId()).isNotEqualTo(delivery.id().toString());
        assertThat(flow.trace(reference)).contains("opvang-demo withdrawn no longer released: network, zrm");
        assertThat(after).as("it never had it").noneMatch(d -> d.is(WorkItem.Kind.TELL, SHELTER));
        assertThat(flow.count("select count(*) from schakel.outgoing where work_id = '" + delivery.id() + "'"))
                .isZero();
    }

    /** It could not be called, and waits for its next attempt with its bytes made: a second one would be a double. */
    @Test
    void whatWaitsToBeCalledAgainGoesOnceWhateverIsSaidMeanwhile() throws IOException, SQLException {
        flow.referral("Q2");
        WorkItem delivery = flow.unreached(SHELTER);

        assertThat(shelterGets("Q2", "GEWEIGERD"))
                .extracting(d -> d.outgoing().messageId())
                .containsExactly(delivery.id().toString());
    }

    /** The client says something while the shelter is left alone, and the referral is looked at again before that ends. */
    private static List<Delivered> shelterGets(String client, String word) throws IOException, SQLException {
        flow.leaveAlone(SHELTER);
        flow.consent(client, FORM, word);
        return flow.reached(SHELTER);
    }

    /** The same word once more, as a prison's list has it in each row of the client. */
    @Test
    void whatIsSaidOnceMoreChangesNothingOfWhatWaits() throws IOException, SQLException {
        flow.referral("Q5");
        flow.consent("Q5", FORM, "AKKOORD");
        WorkItem delivery = flow.unreached(SHELTER);
        assertThat(shelterGets("Q5", "AKKOORD"))
                .extracting(d -> d.outgoing().messageId())
                .containsExactly(delivery.id().toString());
    }

    /** What it may have beside those bytes follows them. */
    @Test
    void whatItMayHaveMoreMeanwhileFollowsInAMessageOfItsOwn() throws IOException, SQLException {
        flow.referral("Q3");
        WorkItem delivery = flow.unreached(SHELTER);

        List<Delivered> sent = shelterGets("Q3", "AKKOORD");
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).outgoing().messageId()).isEqualTo(delivery.id().toString());
        assertThat(sent.get(0).text()).doesNotContain(SCORES);
        assertThat(sent.get(1).text()).contains(SCORES);
    }

    /** Its bytes may not go any more, and it may have something that is not in them: what it may have now goes, once. */
    @Test
    void whatTakesThePlaceOfBytesThatMayNotGoComesOnce() throws IOException, SQLException {
        flow.referral("Q4");
        flow.consent("Q4", FORM, "AKKOORD");
        flow.unreached(SHELTER);
        List<Delivered> sent = shelterGets("Q4", "INGETROKKEN");
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).text()).doesNotContain(SCORES);
    }

    @Test
    void tellsAPartnerThatMayHaveItAlthoughNobodyHeardSo() throws IOException {
        flow.referral("U1");
        flow.consent("U1", FORM, "AKKOORD");
        WorkItem delivery = flow.routedTo(SHELTER);
        flow.journal.prepare(delivery, flow.hall);
        flow.journal.settle(delivery, new Sent.Unknown(Problem.of(ProblemCode.OUTCOME_UNKNOWN)));
        flow.consent("U1", FORM, "INGETROKKEN");
        assertThat(flow.work()).anyMatch(d -> d.is(WorkItem.Kind.TELL, SHELTER));
    }

    @Test
    void anOperatorTakesAConsentBackOnce() throws IOException {
        ReferralReference reference = flow.referral("O1");
        flow.consent("O1", FORM, "AKKOORD");
        flow.work();
        UUID id = UUID.fromString(Flow.value(flow.desk.consents(reference)).list("consents").stream()
                .flatMap(c -> c.asObject().stream())
                .findFirst()
                .orElseThrow()
                .text("id")
                .orElseThrow());
        assertThat(flow.desk.withdraw(reference, id, "operator")).isInstanceOf(Step.Next.class);
        assertThat(flow.work()).anyMatch(d -> d.is(WorkItem.Kind.TELL, SHELTER));
        assertThat(code(flow.desk.withdraw(reference, id, "operator"))).isEqualTo(ProblemCode.TRANSITION_ILLEGAL);
        assertThat(code(flow.desk.withdraw(reference, UUID.randomUUID(), "operator")))
                .isEqualTo(ProblemCode.NOT_FOUND);
    }

    @Test
    @Guards(Threat.T05)
    void releasesNothingWhenAByteWasChangedInTheDatabase() throws Exception {
        ReferralReference reference = flow.referral("T1");
        flow.consent("T1", FORM, "AKKOORD");
        double before = tampered();
        flow.execute(
                "alter table schakel.consent disable trigger all",
                "update schakel.consent set form = set_byte(form, 20, 120) where stream = (select stream from"
                        + " schakel.transition where number = " + reference.number() + ")",
                "alter table schakel.consent enable trigger all");
        assertThat(flow.work()).noneMatch(d -> d.item().kind() == WorkItem.Kind.DELIVER);
        assertThat(tampered()).isGreaterThan(before);
        assertThat(flow.trace(reference)).contains("SCH-5013");
    }

    @Test
    @Guards(Threat.T05)
    void releasesNothingWhenAConsentWasTakenOutOfTheDatabase() throws Exception {
        ReferralReference reference = flow.referral("T2");
        flow.consent("T2", FORM, "GEWEIGERD");
        flow.execute("delete from schakel.consent where stream = (select stream from schakel.transition where number = "
                + reference.number() + ")");
        assertThat(flow.work()).noneMatch(d -> d.item().kind() == WorkItem.Kind.DELIVER);
        assertThat(flow.trace(reference)).contains("SCH-5013");
    }

    private static double tampered() {
        return flow.meters.counter("schakel.dossier.tampered").count();
    }

    @Test
    void aWithdrawalForOneOfAFamilyNeverTouchesAnother() throws IOException {
        ReferralReference mother = flow.referral("M1");
        ReferralReference child = flow.referral("K1");
        flow.consent("M1", FORM, "AKKOORD");
        flow.consent("K1", FORM, "AKKOORD");
        flow.work();
        int before = flow.trace(child).length();
        flow.consent("M1", FORM, "INGETROKKEN");
        List<Delivered> after = flow.work();
        assertThat(only(after, WorkItem.Kind.TELL).text())
                .contains(mother.text())
                .doesNotContain(child.text());
        assertThat(flow.trace(child)).hasSize(before);
    }

    @Test
    void nothingGoesToWhomIsBlockedAndNothingShowsIt() throws IOException {
        ReferralReference reference = flow.referral("B1");
        assertThat(flow.desk.block(reference, SHELTER, "operator")).isInstanceOf(Step.Next.class);
        List<Delivered> all = flow.work();
        assertThat(all).noneMatch(d -> d.item().destination().equals(Optional.of(SHELTER)));
        assertThat(all).anyMatch(d -> d.item().kind() == WorkItem.Kind.DELIVER);
        assertThat(flow.trace(reference)).doesNotContain("conflict", "blocked");
    }

    /** An ex-partner at the desk of a partner: by their mailbox, whatever the directory says tomorrow. */
    @Test
    void nothingGoesThroughAPersonWhoIsBlockedAndNothingShowsIt() throws IOException {
        String mailbox = flow.directory.partner(SHELTER).orElseThrow().contact();
        ReferralReference reference = flow.referral("B2");
        ReferralReference ordinary = flow.referral("B3");
        assertThat(flow.desk.blockPerson(reference, "mailbox", mailbox.toUpperCase(java.util.Locale.ROOT), "operator"))
                .isInstanceOf(Step.Next.class);
        List<Delivered> all = flow.work();
        assertThat(all)
                .noneMatch(d -> isOf(d, reference) && d.item().destination().equals(Optional.of(SHELTER)));
        assertThat(all).anyMatch(d -> isOf(d, reference) && d.item().kind() == WorkItem.Kind.DELIVER);
        assertThat(all).anyMatch(d -> isOf(d, ordinary) && d.is(WorkItem.Kind.DELIVER, SHELTER));
        assertThat(flow.trace(reference)).doesNotContain("conflict", "blocked", mailbox);
        String explained = new String(
                Flow.value(flow.desk.explain(reference, Optional.empty())).utf8(),
                java.nio.charset.StandardCharsets.UTF_8);
        assertThat(explained).doesNotContain("conflict", mailbox);
    }

    @Test
    void aPersonElsewhereBlocksNobody() throws IOException {
        ReferralReference reference = flow.referral("B4");
        flow.desk.blockPerson(reference, "mailbox", "iemand@elders.example", "operator");
        flow.desk.blockPerson(reference, "agb", "00000000", "operator");
        assertThat(flow.work()).anyMatch(d -> isOf(d, reference) && d.is(WorkItem.Kind.DELIVER, SHELTER));
    }

    /** Whoever was asked before the block came reads the same as who was never asked, and a word to them is not sent. */
    @Test
    void whoeverIsBlockedLaterFindsWhatSomebodyFindsWhoWasNeverAsked() throws IOException {
        ReferralReference reference = flow.referral("B5");
        WorkItem asked = only(flow.work(), WorkItem.Kind.DELIVER).item();
        UUID task = UUID.fromString(asked.subject());
        assertThat(flow.tasks.task(task, SHELTER)).isPresent();
        String mailbox = flow.directory.partner(SHELTER).orElseThrow().contact();
        flow.desk.blockPerson(reference, "mailbox", mailbox, "operator");
        assertThat(flow.tasks.task(task, SHELTER)).isEqualTo(flow.tasks.task(UUID.randomUUID(), SHELTER));
        assertThat(flow.tasks.task(task, SHELTER)).isEqualTo(flow.tasks.task(task, new PartnerId("pi-demo")));
        flow.consent("B5", FORM, "AKKOORD");
        flow.consent("B5", FORM, "INGETROKKEN");
        assertThat(flow.work()).noneMatch(d -> d.item().destination().equals(Optional.of(SHELTER)));
    }

    private static boolean isOf(Delivered delivered, ReferralReference reference) {
        return delivered.item().reference().equals(Optional.of(reference));
    }

    @Test
    void anEmergencyNeedsAReasonAndASecondPerson() throws IOException {
        ReferralReference reference = flow.referral("E1");
        flow.work();
        Set<Category> safety = Set.of(Category.SAFETY);
        assertThat(code(flow.glass.open(reference, wish(safety, "kort"), "anna")))
                .isEqualTo(ProblemCode.OPENING_INVALID);
        assertThat(code(flow.glass.open(reference, wish(Set.of(Category.DEBTS), "acuut gevaar vannacht"), "anna")))
                .isEqualTo(ProblemCode.OPENING_INVALID);
        UUID id = UUID.fromString(Flow.value(flow.glass.open(reference, wish(safety, "acuut gevaar vannacht"), "anna"))
                .text("id")
                .orElseThrow());
        assertThat(code(flow.glass.review(id, true, Optional.empty(), "anna")))
                .isEqualTo(ProblemCode.SECOND_PERSON_NEEDED);
        assertThat(flow.glass.review(id, true, Optional.empty(), "bram")).isInstanceOf(Step.Next.class);
        assertThat(code(flow.glass.review(id, true, Optional.empty(), "bram")))
                .isEqualTo(ProblemCode.TRANSITION_ILLEGAL);
        assertThat(flow.glass.list().utf8()).asString().contains("acuut gevaar vannacht", "approved");
        assertThat(flow.trace(reference)).contains("opened", "approved").doesNotContain("acuut gevaar");
    }

    @Test
    void anOpeningThatNobodyLookedAtIsToldOnceAndListed() throws IOException, SQLException {
        ReferralReference reference = flow.referral("E9");
        flow.work();
        OverdueOpenings overdue = new OverdueOpenings(flow.clients);
        Json.Obj opened =
                Flow.value(flow.glass.open(reference, wish(Set.of(Category.SAFETY), "acuut gevaar vannacht"), "anna"));
        assertThat(overdue.tell()).as("there is time yet").isZero();
        flow.execute("update schakel.opening set opened_at = opened_at - interval '25 hours' where number = "
                + reference.number());
        assertThat(overdue.tell()).isEqualTo(1);
        assertThat(overdue.tell()).as("told once").isZero();
        assertThat(flow.trace(reference)).contains("break-glass opvang-demo overdue opening ", "is shut");
        assertThat(flow.glass.list().utf8()).asString().contains("\"overdue\":1", "\"state\":\"overdue\"");
        assertThat(flow.journal.overview(reference).orElseThrow().work())
                .as("it waits for a person like everything else that does")
                .filteredOn(waiting -> waiting.kind() == WorkItem.Kind.REVIEW)
                .singleElement()
                .satisfies(waiting -> {
                    assertThat(waiting.state()).isEqualTo("PARKED");
                    assertThat(waiting.reason().orElseThrow())
                            .contains("SCH-5022", "schakel review")
                            .doesNotContain("acuut");
                });
        UUID id = UUID.fromString(opened.text("id").orElseThrow());
        assertThat(flow.glass.review(id, false, Optional.of(" het kon wachten "), "bram"))
                .isInstanceOf(Step.Next.class);
        assertThat(flow.journal.overview(reference).orElseThrow().work())
                .as("somebody looked")
                .noneMatch(waiting -> waiting.kind() == WorkItem.Kind.REVIEW
                        && waiting.state().equals("PARKED"));
        assertThat(flow.glass.list().utf8()).asString().contains("\"reason\":\"het kon wachten\"");
        assertThat(flow.trace(reference)).doesNotContain("kon wachten");
        assertThat(flow.count("select count(*) from schakel.audit_record where fields like '%het kon wachten%'"))
                .isEqualTo(1);
        assertThat(code(flow.glass.review(id, true, Optional.of("  "), "carla")))
                .isEqualTo(ProblemCode.OPENING_INVALID);
        overdue.close();
    }

    private static Wish wish(Set<Category> categories, String reason) {
        return new Wish(SHELTER, categories, reason, Optional.empty());
    }

    @Test
    @Guards(Threat.T06)
    void noReleaseIsCommittedAfterAWithdrawal() throws Exception {
        long seed = Long.getLong("schakel.seed", System.nanoTime());
        System.out.println("races: seed " + seed);
        Random random = new Random(seed);
        HeadStart lead = new HeadStart(random, 2_000_000);
        String races = """
                from schakel.decision d join schakel.transition t on t.year = d.year and t.number = d.number
                join schakel.consent c on c.stream = t.stream and c.version = 2
                where d.receiver = 'opvang-demo' and t.sender_reference like 'REF-R%'""";
        String released = "select count(*) " + races + " and 'zrm' = any (d.released)";
        ExecutorService two = Executors.newFixedThreadPool(2);
        long nanos = 0;
        List<String> clients = new ArrayList<>();
        try {
            for (int i = 0; i < RACES; i++) {
                String client = "R" + i;
                clients.add(client);
                flow.referral(client);
                flow.consent(client, FORM, "AKKOORD");
                WorkItem delivery = flow.routedTo(SHELTER);
                long head = lead.next();
                CyclicBarrier start = new CyclicBarrier(2);
                long began = System.nanoTime();
                Future<?> release = two.submit(() -> {
                    start.await();
                    LockSupport.parkNanos(Math.max(0, -head));
                    return flow.journal.prepare(delivery, flow.hall);
                });
                Future<?> withdrawal = two.submit(() -> {
                    start.await();
                    LockSupport.parkNanos(Math.max(0, head));
                    return flow.consent(client, FORM, "INGETROKKEN");
                });
                release.get(20, TimeUnit.SECONDS);
                withdrawal.get(20, TimeUnit.SECONDS);
                nanos += System.nanoTime() - began;
                lead.firstWon(flow.count(released));
                flow.forgetWork();
            }
        } finally {
            two.shutdownNow();
        }
        long all = flow.count("select count(*) " + races);
        long with = flow.count(released);
        long late = flow.count(released + " and pg_xact_commit_timestamp(d.xmin) > pg_xact_commit_timestamp(c.xmin)");
        System.out.printf(
                "races: %d, release first %d, withdrawal first %d, released after a withdrawal %d, %.0f races/s%n",
                all, with, all - with, late, RACES / (nanos / 1e9));
        assertThat(all).isEqualTo(RACES);
        assertThat(with).as("both orders must have happened").isBetween(RACES / 20L, RACES - RACES / 20L);
        assertThat(late).isZero();
    }

    @Test
    void theClientsOwnCopySaysInPlainDutchWhoGotWhatAndNamesNoBlock() throws IOException {
        ReferralReference reference = flow.referral("C1");
        flow.consent("C1", FORM, "AKKOORD");
        flow.work();
        flow.desk.block(reference, new PartnerId("schuldhulp-demo"), "operator");
        flow.consent("C1", FORM, "INGETROKKEN");
        flow.work();
        String report = new String(
                Flow.value(flow.report.json(reference, "operator")).utf8(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(report)
                .contains(
                        "Opvang Demo",
                        "hoe het met u gaat",
                        "U zei nee tegen het doorgeven van",
                        "gegevens verstuurd",
                        "Wmo (hulp van de gemeente)",
                        "u zei ja")
                .doesNotContain("conflict", "block", "van der Meer");
        byte[] pdf = Flow.value(flow.report.pdf(reference, "operator"));
        assertThat(new String(pdf, 0, 5, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-");
        java.nio.file.Files.write(Path.of("target", "overzicht.pdf"), pdf);
        assertThat(code(flow.report.json(new ReferralReference(2099, 7), "operator")))
                .isEqualTo(ProblemCode.NOT_FOUND);
    }

    private static Delivered only(List<Delivered> all, WorkItem.Kind kind) {
        List<Delivered> found = all.stream().filter(d -> d.is(kind, SHELTER)).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static ProblemCode code(Step<?> step) {
        return step.fold(
                value -> {
                    throw new AssertionError("It was allowed");
                },
                Problem::code);
    }
}
