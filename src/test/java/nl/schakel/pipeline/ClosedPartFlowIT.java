package nl.schakel.pipeline;

import static nl.schakel.pipeline.Flow.SHELTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.Accepted;
import nl.schakel.journal.Prepared;
import nl.schakel.journal.Sent;
import nl.schakel.journal.WorkItem;
import nl.schakel.pipeline.Flow.Delivered;
import nl.schakel.referral.Json;
import nl.schakel.referral.PartnerId;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.SealedContent;
import nl.schakel.seal.PartOpener;
import nl.schakel.seal.SealVerifier;
import nl.schakel.seal.SealedPart;
import nl.schakel.translate.json.StrictJson;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.IssuedKey;
import nl.schakel.trust.KeyRegister;
import nl.schakel.trust.KeyState;
import nl.schakel.trust.ReceiverKeys;
import nl.schakel.trust.Subject;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Usage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway seals for a receiver that wants it, on a real PostgreSQL. */
class ClosedPartFlowIT {
    private static final PartnerId HOSPITAL = new PartnerId("ziekenhuis-demo");
    private static final String SHELTER_OIN = "00000099000000005000";
    private static final String STREET = "Teststraat";
    private static final String WORDS = "huur opgezegd door de verhuurder in Geldrop";
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    static Path folder;

    private static Flow flow;
    private static CertificateAuthority authority;
    private static TrustAnchors anchors;
    private static KeyRegister register;
    private static int count;

    private IssuedKey shelter;

    @BeforeAll
    static void open() throws IOException, SQLException {
        flow = Flow.open(folder, shelterThatWantsPartsSealed());
        Path pki = folder.resolve("pki");
        authority = CertificateAuthority.createAt(pki, CLOCK);
        anchors = TrustAnchors.of(List.of(authority.root()), CLOCK).withCrls(authority.crls());
        register = KeyRegister.of(pki);
        flow.sealKey = authority.issue(
                new Subject("schakel", flow.directory.gateway().orElseThrow().oin()), Usage.SEAL);
        flow.receiverKeys = new ReceiverKeys(register, anchors)::toSealFor;
    }

    @AfterAll
    static void close() {
        flow.close();
    }

    @BeforeEach
    void registerTheShelter() throws SQLException {
        flow.forgetWork();
        shelter = authority.issue(new Subject("opvang", SHELTER_OIN), Usage.DECRYPT);
        register.move(register.admit(shelter.chain(), Usage.DECRYPT, KeyState.ANNOUNCED), KeyState.ACTIVE);
    }

    private static Path shelterThatWantsPartsSealed() throws IOException {
        Path routes = Flow.routesIn(folder);
        Path file = routes.resolve("partners/opvang-demo.yaml");
        String text = Files.readString(file);
        String bundles = text.substring(0, text.indexOf("  - name: soap-in"))
                + text.substring(text.indexOf("mappings:\n  in: fhir/r4\n"));
        Files.writeString(file, bundles.replace("delivery:\n", "seal-parts: true\ndelivery:\n"));
        Files.delete(routes.resolve("circles/wmo-toewijzing.yaml"));
        return routes;
    }

    @Test
    @Guards({Threat.T20, Threat.T29})
    void whatIsKeptAndSentHoldsNoneOfItInClearAndTheReceiverOpensIt() throws Exception {
        accepted(bundle());
        List<Delivered> all = flow.work();
        Delivered got = to(all, SHELTER);
        assertThat(got.text())
                .as("address and words are sealed, and what needs mapping is not")
                .doesNotContain(STREET, "5611EM", WORDS)
                .contains("Fatima TEST van den Berg", "application/jose", "\"code\":\"OPVANG\"");
        List<String> opened = new ArrayList<>();
        for (Json.Obj part : parts(got)) {
            opened.add(SealedContent.categories(part) + " " + open(part, got));
        }
        assertThat(opened)
                .anySatisfy(part -> assertThat(part).startsWith("[address]").contains(STREET, "5611EM"))
                .anySatisfy(part -> assertThat(part).startsWith("[housing]").contains(WORDS));
        assertThat(keptToSend(got.item()))
                .doesNotContain(STREET, "5611EM", WORDS)
                .contains("application/jose");
    }

    @Test
    @Guards({Threat.T20, Threat.T28})
    void sendsNothingWhileTheReceiversKeyIsRevokedAndGoesOnWithItsNextKey() throws Exception {
        authority.revoke(shelter.certificate().getSerialNumber());
        anchors.renewCrls(authority.crls());
        ReferralReference reference = accepted(bundle());
        assertThat(flow.work()).noneMatch(one -> one.is(WorkItem.Kind.DELIVER, SHELTER));
        assertThat(flow.trace(reference)).contains("release opvang-demo stopped", "SCH-3005");

        registerTheShelter();
        accepted(bundle());
        Delivered got = to(flow.work(), SHELTER);
        assertThat(parts(got))
                .isNotEmpty()
                .allSatisfy(part -> assertThat(open(part, got)).isNotEmpty());
    }

    @Test
    @Guards(Threat.T20)
    void sendsNothingToACertificateThatHasEndedAndSaysSo() throws Exception {
        TrustAnchors later = TrustAnchors.of(List.of(authority.root()), Clock.offset(CLOCK, Duration.ofDays(800)));
        flow.receiverKeys = new ReceiverKeys(register, later)::toSealFor;
        try {
            ReferralReference reference = accepted(bundle());
            assertThat(flow.work()).noneMatch(one -> one.is(WorkItem.Kind.DELIVER, SHELTER));
            assertThat(flow.trace(reference))
                    .contains("release opvang-demo stopped", "SCH-3005", "certificate-expired, valid until");
        } finally {
            flow.receiverKeys = new ReceiverKeys(register, anchors)::toSealFor;
        }
    }

    @Test
    @Guards(Threat.T20)
    void parksForWhoHasNoKeyRegisteredOrOneThatIsRevokedInTheRegister() throws Exception {
        KeyRegister.Entry entry = register.active(SHELTER_OIN, Usage.DECRYPT).orElseThrow();
        register.move(entry, KeyState.REVOKED);
        accepted(bundle());
        WorkItem waits = flow.routedTo(SHELTER);
        assertThat(flow.journal.prepare(waits, flow.hall))
                .hasValueSatisfying(prepared -> assertThat(prepared)
                        .isInstanceOfSatisfying(
                                Prepared.Park.class,
                                park -> assertThat(park.problem().code()).isEqualTo(ProblemCode.CERTIFICATE_REFUSED)));
    }

    /** Bytes that were made before its key was revoked wait as well. */
    @Test
    @Guards(Threat.T20)
    void doesNotRepeatWhatWasSealedForAKeyThatIsRevokedSince() throws Exception {
        accepted(bundle());
        WorkItem first = flow.routedTo(SHELTER);
        assertThat(flow.journal.prepare(first, flow.hall))
                .hasValueSatisfying(prepared -> assertThat(prepared).isInstanceOf(Prepared.Send.class));
        authority.revoke(shelter.certificate().getSerialNumber());
        anchors.renewCrls(authority.crls());
        flow.journal.settle(first, new Sent.NotDelivered(Problem.of(ProblemCode.PARTNER_UNREACHABLE)));
        assertThat(flow.journal.prepare(again(first), flow.hall))
                .hasValueSatisfying(prepared -> assertThat(prepared).isInstanceOf(Prepared.Park.class));
    }

    private static WorkItem again(WorkItem first) throws SQLException {
        flow.execute(
                "update schakel.work set next_at = clock_timestamp() - interval '1 second', sweep_at = clock_timestamp() - interval '1 second' where id = '"
                        + first.id() + "'");
        return flow.journal.claim(List.of(first.id())).get(0);
    }

    private String open(Json.Obj part, Delivered message) {
        String id = StrictJson.readObject(message.outgoing().bytes())
                .fold(Json.Obj.class::cast, problem -> Json.object())
                .object("identifier")
                .flatMap(identifier -> identifier.text("value"))
                .orElseThrow();
        SealedPart opened = Flow.value(new PartOpener(shelter, new SealVerifier(anchors), CLOCK)
                .open(SealedContent.jwe(part).orElseThrow(), id));
        assertThat(opened.from())
                .isEqualTo(flow.directory.gateway().orElseThrow().oin());
        return new String(opened.content(), StandardCharsets.UTF_8);
    }

    private static List<Json.Obj> parts(Delivered message) {
        Json.Obj bundle =
                StrictJson.readObject(message.outgoing().bytes()).fold(Json.Obj.class::cast, problem -> Json.object());
        return bundle.list("entry").stream()
                .flatMap(entry -> entry.asObject().stream())
                .flatMap(entry -> entry.object("resource").stream())
                .filter(SealedContent::is)
                .toList();
    }

    /** Everything that the store keeps to be sent to somebody, and what the outbox hands to the broker. */
    private static String keptToSend(WorkItem item) throws SQLException {
        try (Connection connection = flow.pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select convert_from(bytes, 'UTF8') from schakel.outgoing"
                        + " where work_id = '" + item.id() + "' union all select o::text from schakel.outbox o"
                        + " union all select w::text from schakel.work w where id = '" + item.id() + "'")) {
            StringBuilder all = new StringBuilder();
            while (rows.next()) {
                all.append(rows.getString(1)).append('\n');
            }
            return all.toString();
        }
    }

    private static Delivered to(List<Delivered> all, PartnerId receiver) {
        return all.stream()
                .filter(one -> one.is(WorkItem.Kind.DELIVER, receiver))
                .findFirst()
                .orElseThrow();
    }

    private static ReferralReference accepted(String bundle) {
        return ((Accepted.Committed) flow.bundle(bundle, HOSPITAL)).reference().orElseThrow();
    }

    /** The hospital's referral, of another client each time, with words of people about the house. */
    private static String bundle() throws IOException {
        String number = "ZH-C" + ++count;
        String text = Files.readString(Path.of("mappings/fhir/r4/examples/01-hospital-referral/input.json"))
                .replace("urn:uuid:3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c001", "urn:uuid:" + UUID.randomUUID())
                .replace("ZH-2026-0017", number)
                .replace("ZH-88120", "P-" + number)
                .replace("999900523", bsn(count));
        int end = text.lastIndexOf(']');
        return text.substring(0, end) + ",{\"fullUrl\":\"urn:uuid:6f1c2a10-0000-4000-8000-000000000077\",\"resource\":{"
                + "\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":"
                + "\"https://schakel.nl/fhir/CodeSystem/intake\",\"code\":\"homeless\"}]},\"subject\":{\"reference\":"
                + "\"urn:uuid:6f1c2a10-0000-4000-8000-000000000004\"},\"effectiveDateTime\":\"2026-04-01\",\"valueString\":\""
                + WORDS + "\"}}" + text.substring(end);
    }

    private static String bsn(int which) {
        return Long.toString(java.util.stream.IntStream.range(999_960_000, 999_970_000)
                .filter(ClosedPartFlowIT::isBsn)
                .skip(which)
                .findFirst()
                .orElseThrow());
    }

    private static boolean isBsn(int number) {
        int sum = 0;
        for (int i = 0, rest = number; i < 9; i++, rest /= 10) {
            sum += (rest % 10) * (i == 0 ? -1 : i + 1);
        }
        return sum % 11 == 0;
    }
}
