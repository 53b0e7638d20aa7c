package nl.schakel.pipeline;

import static nl.schakel.pipeline.Flow.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.referral.Json;
import nl.schakel.referral.Limits;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hospital says by its own number who belongs together, on a real PostgreSQL. */
class FamilyClaimFlowIT extends FlowCase {
    private static final PartnerId HOSPITAL = new PartnerId("ziekenhuis-demo");
    private static final PartnerId ANOTHER = new PartnerId("opvang-demo");
    private static final Path EXAMPLES = Path.of("mappings/fhir/r4/examples");
    /** Of synthetic clients, none twice. */
    private static final List<String> BSNS = SyntheticBsns.all();

    private static int next;

    @AfterEach
    void nothingIsLeftToDo() throws SQLException {
        flow.forgetWork();
    }

    @Test
    void referralsUnderOneNumberOfTheirSenderAreOneFamilyAndTheNumberGoesNowhere() throws IOException {
        ReferralReference mother = mother("G-1", HOSPITAL);
        ReferralReference child = child("G-1", HOSPITAL);
        List<Delivered> all = flow.work();
        assertThat(members(mother)).hasSize(2);
        assertThat(members(child)).hasSize(2);
        assertThat(all)
                .isNotEmpty()
                .noneMatch(d -> d.text().contains("G-1") || d.text().contains("ziekenhuis-demo.example/gezin"));
        assertThat(flow.trace(mother)).contains("family - linked").doesNotContain("G-1", child.text());
        flow.desk.protect(mother, "anna");
        assertThat(flow.work())
                .filteredOn(d -> d.is(WorkItem.Kind.TELL, SHELTER))
                .as("both are told to use the address no more")
                .hasSize(2);
    }

    @Test
    void theNumberOfAnotherSenderIsAnotherFamily() throws IOException {
        ReferralReference mother = mother("G-2", HOSPITAL);
        ReferralReference child = child("G-2", ANOTHER);
        flow.work();
        assertThat(members(mother)).isEmpty();
        assertThat(members(child)).isEmpty();
        ReferralReference other = child("G-2b", HOSPITAL);
        flow.work();
        assertThat(members(other)).isEmpty();
    }

    @Test
    void whatAnOperatorTookApartNoMessageJoinsAgain() throws IOException {
        ReferralReference mother = mother("G-3", HOSPITAL);
        String bsn = BSNS.get(next);
        ReferralReference child = child("G-3", HOSPITAL);
        flow.work();
        assertThat(flow.family.unlink(child, "anna")).isInstanceOf(Step.Next.class);
        flow.bundle(message("34-family-child", "G-3", bsn, "again"), HOSPITAL);
        flow.work();
        assertThat(members(mother)).isEmpty();
    }

    @Test
    void whoIsOnTheListOfAnotherStaysApartAndNoTraceSaysSo() throws IOException {
        ReferralReference mother = mother("", HOSPITAL);
        String bsn = BSNS.get(next);
        ReferralReference father = child("", HOSPITAL);
        flow.work();
        flow.family.block(mother, father, "anna");
        flow.bundle(message("34-family-child", "G-4", bsn, "again"), HOSPITAL);
        ReferralReference sister = mother("G-4", HOSPITAL);
        flow.work();
        assertThat(members(sister)).as("the father and the sister").hasSize(2);
        String before = flow.trace(mother);
        String mothers = BSNS.get(next - 3);
        flow.bundle(message("33-family-mother", "G-4", mothers, "again"), HOSPITAL);
        flow.work();
        assertThat(members(mother)).isEmpty();
        assertThat(flow.trace(mother))
                .doesNotContain("family")
                .contains(before.lines().findFirst().orElseThrow());
    }

    @Test
    void aSenderThatCountsTooManyToOneFamilyLinksNoMoreThanTheLimit() throws IOException {
        List<ReferralReference> all = new ArrayList<>();
        for (int i = 0; i <= Limits.FAMILY; i++) {
            all.add(mother("G-5", HOSPITAL));
            flow.work();
        }
        assertThat(members(all.get(0))).hasSize(Limits.FAMILY);
        assertThat(members(all.get(Limits.FAMILY))).isEmpty();
    }

    @Test
    void membersWhoComeAtOnceAreLinkedOnceEach() throws Exception {
        ExecutorService four = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 10; round++) {
                String family = "G-6-" + round;
                List<Future<ReferralReference>> coming = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    String message = message("33-family-mother", family, BSNS.get(next++), "m" + i);
                    coming.add(four.submit(() -> reference(flow.bundle(message, HOSPITAL))));
                }
                List<ReferralReference> all = new ArrayList<>();
                for (Future<ReferralReference> one : coming) {
                    all.add(one.get(20, TimeUnit.SECONDS));
                }
                List<Future<?>> workers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    workers.add(four.submit(() -> flow.work()));
                }
                for (Future<?> one : workers) {
                    one.get(60, TimeUnit.SECONDS);
                }
                assertThat(all).allSatisfy(one -> assertThat(members(one)).hasSize(4));
            }
        } finally {
            four.shutdownNow();
        }
        assertThat(flow.count("select count(*) from schakel.tie a join schakel.tie b on a.stream = b.stream"
                        + " and a.kin = b.kin and a.id <> b.id and a.ended_at is null and b.ended_at is null"))
                .isZero();
    }

    private static List<Json> members(ReferralReference reference) {
        return Flow.value(flow.family.show(reference)).list("members");
    }

    private static ReferralReference mother(String family, PartnerId from) throws IOException {
        return reference(flow.bundle(message("33-family-mother", family, BSNS.get(next++), "first"), from));
    }

    private static ReferralReference child(String family, PartnerId from) throws IOException {
        return reference(flow.bundle(message("34-family-child", family, BSNS.get(next++), "first"), from));
    }

    private static ReferralReference reference(Accepted accepted) {
        return ((Accepted.Committed) accepted).reference().orElseThrow();
    }

    private static String message(String example, String family, String bsn, String which) throws IOException {
        String text = Files.readString(EXAMPLES.resolve(example).resolve("input.json"))
                .replaceAll("9999006(87|99)", bsn)
                .replaceAll("ZH-2026-00\\d\\d", "ZH-" + bsn)
                .replaceAll("3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c0\\d\\d", uuid(bsn + which));
        return family.isEmpty()
                ? text.replaceAll("(?s),\\s*\"requisition\": \\{.*?\\}", "")
                : text.replace("GEZIN-2026-004", family);
    }

    private static String uuid(String of) {
        return java.util
                .UUID
                .nameUUIDFromBytes(of.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .toString();
    }
}
