package nl.schakel.pipeline;

import static nl.schakel.pipeline.Flow.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.seal.PartOpener;
import nl.schakel.seal.PartSealer;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.SealedPart;
import nl.schakel.seal.Sealer;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.Subject;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Usage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Parts that the gateway carries and cannot open, on a real PostgreSQL. */
class SealedPartFlowIT extends FlowCase {
    private static final PartnerId HOSPITAL = new PartnerId("ziekenhuis-demo");
    private static final PartnerId DEBTS = new PartnerId("schuldhulp-demo");
    private static final String WORDS = "Bang voor honden; slaapt in de Kikkerstraat 7 te Nergensdorp";
    private static final String HOSPITAL_OIN = "00000099000000002000";
    private static final String SHELTER_OIN = "00000099000000005000";
    private static final String DEBTS_OIN = "00000099000000007000";
    private static final Clock CLOCK = Clock.systemUTC();

    private static CertificateAuthority authority;
    private static IssuedKey shelter;
    private static PartSealer hospital;
    private static final Map<String, String> BSNS = new HashMap<>();
    private static final Iterator<Integer> BSN = IntStream.range(999_950_000, 999_960_000)
            .filter(SealedPartFlowIT::isBsn)
            .iterator();

    private static int count;

    @BeforeAll
    static void makeKeys(@TempDir Path pki) {
        authority = CertificateAuthority.createAt(pki, CLOCK);
        shelter = authority.issue(new Subject("opvang", SHELTER_OIN), Usage.DECRYPT);
        hospital = new PartSealer(
                new Sealer(authority.issue(new Subject("ziekenhuis", HOSPITAL_OIN), Usage.SEAL), CLOCK), CLOCK);
    }

    @AfterEach
    void nothingIsLeftToDo() throws SQLException {
        flow.forgetWork();
    }

    @Test
    void aPartReachesItsReceiverByteForByteAndNobodyElse() throws IOException {
        String id = id();
        String forShelter = seal(id, SHELTER_OIN, "part-1");
        String forDebts = seal(id, DEBTS_OIN, "part-2");
        accepted(bundle(id, "", part(forShelter, "housing"), part(forDebts, "debts")));
        List<Delivered> all = flow.work();
        assertThat(all).noneMatch(one -> one.text().contains("Kikkerstraat"));
        assertThat(holding(all, forShelter)).containsExactly(SHELTER);
        assertThat(holding(all, forDebts)).isEmpty();
        Delivered got = to(all, SHELTER);
        assertThat(got.text())
                .contains("withheld-items", "\"code\":\"housing\"")
                .doesNotContain("\"code\":\"debts\"");
        SealedPart opened = Flow.value(new PartOpener(
                        shelter, new SealVerifier(TrustAnchors.of(List.of(authority.root()), CLOCK)), CLOCK)
                .open(forShelter, id));
        assertThat(new String(opened.content(), StandardCharsets.UTF_8)).isEqualTo(WORDS);
    }

    /** Schuldhulp gets DDAS in the demo: the part may go to it and its format has no place for one. */
    @Test
    void aFormatWithoutAPlaceForAPartGoesWithoutIt() throws IOException {
        String id = id();
        String part = seal(id, DEBTS_OIN, "part-1");
        ReferralReference reference = accepted(bundle(id, "", part(part, "debts")));
        List<Delivered> all = flow.work();
        assertThat(to(all, DEBTS).text()).doesNotContain(base64(part));
        assertThat(flow.trace(reference)).contains("schuldhulp-demo written");
    }

    @Test
    void lawAndConsentDecideByItsCategory() throws IOException {
        for (String category : List.of("safety", "health-detail", "special")) {
            String id = id();
            String part = seal(id, SHELTER_OIN, "part-1");
            ReferralReference reference = accepted(bundle(id, "", part(part, category)));
            assertThat(holding(flow.work(), part)).as(category).isEmpty();
            assertThat(flow.trace(reference))
                    .contains("disclosure opvang-demo withheld")
                    .contains(category);
        }
    }

    @Test
    void ofAProtectedClientNoPartGoesToWhoIsNotCleared() throws IOException {
        for (String category : List.of("housing", "referral", "secret-address")) {
            String id = id();
            String part = seal(id, SHELTER_OIN, "part-1");
            String said = category.equals("secret-address")
                    ? ""
                    : "\"meta\":{\"security\":[{\"system\":\"https://schakel.nl/fhir/CodeSystem/label\",\"code\":\"secret-address\"}]},";
            accepted(bundle(id, said, part(part, category)));
            List<Delivered> all = flow.work();
            assertThat(to(all, SHELTER).text()).contains("withheld-items");
            assertThat(holding(all, part)).as(category).isEmpty();
        }
    }

    @Test
    void aPartThatWaitsIsNotReleasedOnceTheClientIsProtected() throws IOException {
        String id = id();
        String part = seal(id, SHELTER_OIN, "part-1");
        ReferralReference reference = accepted(bundle(id, "", part(part, "housing")));
        WorkItem waits = flow.routedTo(SHELTER);
        flow.desk.protect(reference, "anna");
        assertThat(flow.journal.prepare(waits, flow.hall))
                .hasValueSatisfying(prepared -> assertThat(prepared)
                        .isInstanceOfSatisfying(
                                nl.schakel.journal.Prepared.Send.class,
                                send -> assertThat(new String(send.outgoing().bytes(), StandardCharsets.UTF_8))
                                        .doesNotContain(base64(part))));
    }

    private record Bad(ProblemCode code, String place, String bundle) {}

    @TestFactory
    Stream<DynamicTest> refusesAtItsPlace() throws IOException {
        String id = id();
        String good = seal(id, SHELTER_OIN, "part-1");
        String data = "entry[10].resource.content[0].attachment.data";
        String label = "entry[10].resource.securityLabel";
        String plain = part(good, "housing");
        Map<String, Bad> all = new LinkedHashMap<>();
        all.put(
                "a part without a label",
                new Bad(ProblemCode.REQUIRED_MISSING, label, plain.replaceAll("\"securityLabel\":.*?]}],", "")));
        all.put("a category that nobody knows", new Bad(ProblemCode.VALUE_INVALID, label, part(good, "gossip")));
        all.put(
                "two categories",
                new Bad(
                        ProblemCode.VALUE_INVALID,
                        label,
                        plain.replace(
                                "\"code\":\"housing\"}",
                                "\"code\":\"housing\"},{\"system\":\"https://schakel.nl/fhir/CodeSystem/category\",\"code\":\"safety\"}")));
        all.put(
                "a part for the women's shelter, which nobody asks",
                new Bad(ProblemCode.VALUE_INVALID, data, part(seal(id, "00000099000000006000", "p"), "housing")));
        all.put(
                "a part for nobody",
                new Bad(ProblemCode.VALUE_INVALID, data, part(seal(id, "00000099999999999000", "p"), "housing")));
        all.put(
                "a part for its sender",
                new Bad(ProblemCode.VALUE_INVALID, data, part(seal(id, HOSPITAL_OIN, "p"), "housing")));
        all.put(
                "a part of another message",
                new Bad(ProblemCode.VALUE_INVALID, data, part(seal(id(), SHELTER_OIN, "p"), "housing")));
        all.put(
                "a part that another sealed",
                new Bad(
                        ProblemCode.SENDER_MISMATCH,
                        data,
                        part(sealAs("00000099000000001000", id, SHELTER_OIN), "housing")));
        all.put("no JWE at all", new Bad(ProblemCode.VALUE_INVALID, data, part(WORDS, "housing")));
        all.put("a byte after the end", new Bad(ProblemCode.VALUE_INVALID, data, part(good + "=", "housing")));
        all.put("a sixth piece", new Bad(ProblemCode.VALUE_INVALID, data, part(good + ".AAAA", "housing")));
        all.put(
                "a header with a member more",
                new Bad(ProblemCode.VALUE_INVALID, data, part(withMember(good), "housing")));
        all.put(
                "an open letter beside it",
                new Bad(
                        ProblemCode.VALUE_INVALID,
                        data,
                        plain.replace(
                                "\"content\":[",
                                "\"content\":[{\"attachment\":{\"contentType\":\"text/plain\",\"data\":\"QQ==\"}},")));
        for (String type : List.of("Application/JOSE", "application/jose; charset=utf-8")) {
            all.put(
                    "a type written as '" + type + "'",
                    new Bad(ProblemCode.VALUE_INVALID, data, plain.replace("application/jose", type)));
        }
        String twice = bundle(id, "", plain, part(good, "housing"));
        return Stream.concat(
                all.entrySet().stream()
                        .map(one -> DynamicTest.dynamicTest(
                                one.getKey(),
                                () -> refused(
                                        bundle(id, "", one.getValue().bundle()),
                                        one.getValue().code(),
                                        one.getValue().place()))),
                Stream.of(DynamicTest.dynamicTest(
                        "the same part twice",
                        () -> refused(
                                twice, ProblemCode.VALUE_INVALID, "entry[11].resource.content[0].attachment.data"))));
    }

    private static void refused(String bundle, ProblemCode code, String place) {
        Problem problem = flow.refusal(bundle, HOSPITAL);
        assertThat(problem.code()).as(problem.sentence()).isEqualTo(code);
        assertThat(problem.place()).contains(place);
        assertThat(problem.sentence()).doesNotContain("Kikkerstraat");
    }

    private static String id() {
        return "urn:uuid:" + UUID.nameUUIDFromBytes(("part" + ++count).getBytes(StandardCharsets.US_ASCII));
    }

    private static String seal(String id, String to, String name) {
        return hospital.seal(
                new SealedPart(id, HOSPITAL_OIN, to, name, "text/plain", WORDS.getBytes(StandardCharsets.UTF_8)),
                to.equals(SHELTER_OIN)
                        ? shelter.certificate()
                        : authority.issue(new Subject("x", to), Usage.DECRYPT).certificate());
    }

    private static String sealAs(String from, String id, String to) {
        return new PartSealer(new Sealer(authority.issue(new Subject("y", from), Usage.SEAL), CLOCK), CLOCK)
                .seal(new SealedPart(id, from, to, "p", "text/plain", new byte[] {65}), shelter.certificate());
    }

    private static String withMember(String jwe) {
        String[] parts = jwe.split("\\.");
        String header = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
        parts[0] = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        header.replace("{\"alg\"", "{\"zip\":\"DEF\",\"alg\"").getBytes(StandardCharsets.UTF_8));
        return String.join(".", parts);
    }

    private static String part(String jwe, String category) {
        return "{\"fullUrl\":\"urn:uuid:" + UUID.randomUUID() + "\",\"resource\":{\"resourceType\":"
                + "\"DocumentReference\",\"status\":\"current\",\"securityLabel\":[{\"coding\":[{\"system\":"
                + "\"https://schakel.nl/fhir/CodeSystem/category\",\"code\":\"" + category + "\"}]}],\"content\":["
                + "{\"attachment\":{\"contentType\":\"application/jose\",\"data\":\"" + base64(jwe) + "\"}}]}}";
    }

    private static String base64(String jwe) {
        return Base64.getEncoder().encodeToString(jwe.getBytes(StandardCharsets.UTF_8));
    }

    private static String bundle(String id, String said, String... parts) throws IOException {
        String number = "ZH-S" + count;
        String text = Files.readString(Path.of("mappings/fhir/r4/examples/01-hospital-referral/input.json"))
                .replace("urn:uuid:3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c001", id)
                .replace("ZH-2026-0017", number)
                .replace("ZH-88120", "P-" + number)
                .replace("999900523", bsn(number));
        int end = text.lastIndexOf(']');
        return "{" + said + text.substring(text.indexOf('{') + 1, end)
                + Stream.of(parts).map(part -> "," + part).collect(Collectors.joining())
                + text.substring(end);
    }

    /** Every client is another, so that protecting one changes nothing for the next. */
    private static String bsn(String of) {
        return BSNS.computeIfAbsent(of, key -> BSN.next().toString());
    }

    private static boolean isBsn(int number) {
        int sum = 0;
        for (int i = 0, rest = number; i < 9; i++, rest /= 10) {
            sum += (rest % 10) * (i == 0 ? -1 : i + 1);
        }
        return sum % 11 == 0;
    }

    private static ReferralReference accepted(String bundle) {
        Accepted accepted = flow.bundle(bundle, HOSPITAL);
        return ((Accepted.Committed) accepted).reference().orElseThrow();
    }

    private static Delivered to(List<Delivered> all, PartnerId receiver) {
        return all.stream()
                .filter(one -> one.is(WorkItem.Kind.DELIVER, receiver))
                .findFirst()
                .orElseThrow();
    }

    private static List<PartnerId> holding(List<Delivered> all, String jwe) {
        return all.stream()
                .filter(one -> one.text().contains(base64(jwe)) || one.text().contains(jwe))
                .flatMap(one -> one.item().destination().stream())
                .toList();
    }
}
