package nl.schakel.journeys;

import static nl.schakel.journeys.Held.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.demo.PartnerVoice;
import nl.schakel.journeys.Operator.Answer;
import nl.schakel.referral.ReferralReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever stands on a client's conflict list gets, at every door, byte for byte what somebody gets for whom there is
 * nothing; and nothing reaches them by any route. Ids, references and times are all that differs.
 */
@Guards({Threat.T07, Threat.T22, Threat.T47})
class ConflictAnswersIT {
    private static final Pattern REFERENCE = Pattern.compile("V-\\d{4}-\\d{5,}-[0-9X]");
    private static final Path HOSPITAL = Path.of("mappings/fhir/r4/examples/01-hospital-referral/input.json");
    private static final String NOBODY = new ReferralReference(2026, 99_999).text();
    private static final String SHELTER = "opvang-demo";
    private static final String PATCH = "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"accepted\"}]";
    private static final int FIRST = 700;

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static Held held;
    private static Operator home;
    private static PlantedDoors doors;
    private static int number;

    @BeforeAll
    static void start() {
        demo = DemoProcess.at(folder.resolve("home"), DemoProcess.freePorts()).start();
        held = new Held(demo);
        home = Operator.of(demo);
        doors = new PlantedDoors(demo);
    }

    @AfterAll
    static void stop() throws IOException {
        assertThat(held.log()).doesNotContain("conflict", "SCH-7999");
        demo.close();
    }

    @Test
    void aTaskThatWasAskedBeforeTheBlockReadsAsOneThatNeverWas() throws IOException {
        String reference = reference(doors.mllp(ward(next())));
        byte[] accept = ready(reference);
        String task = id(accept);
        PartnerVoice shelter = doors.voice(SHELTER);
        assertThat(shelter.readTask(task).status()).isEqualTo(200);
        block(reference, SHELTER);
        String absent = UUID.randomUUID().toString();
        byte[] acceptAbsent =
                new String(accept, StandardCharsets.UTF_8).replace(task, absent).getBytes(StandardCharsets.UTF_8);

        same(shelter.readTask(task), shelter.readTask(absent));
        same(shelter.changeTask(task, "W/\"1\"", accept), shelter.changeTask(absent, "W/\"1\"", acceptAbsent));
        same(shelter.changeTask(task, "W/\"7\"", accept), shelter.changeTask(absent, "W/\"7\"", acceptAbsent));
        byte[] patch = PATCH.getBytes(StandardCharsets.UTF_8);
        same(
                shelter.patchTask(task, "W/\"1\"", "application/json-patch+json", patch),
                shelter.patchTask(absent, "W/\"1\"", "application/json-patch+json", patch));
    }

    @Test
    void aMunicipalitysAnswerAboutABlockedClientIsThatAboutNoReferral() throws IOException {
        String reference = referToMunicipality();
        Path file = demo.home().resolve("answers/gemeente-demo").resolve(reference + "-nee.xml");
        await().atMost(SOON).until(() -> Files.exists(file));
        block(reference, "gemeente-demo");
        String no = Files.readString(file, StandardCharsets.UTF_8);
        same(iwmo(no), iwmo(no.replace(reference, NOBODY)));
    }

    private static PartnerVoice.Answer iwmo(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        PartnerVoice voice = doors.voice("gemeente-demo");
        return message.contains("stuurgegevens") ? voice.sendStuf(bytes) : voice.sendIwmo(bytes);
    }

    /** A ward that stands on the list of its own client hears at its door what every ward hears. */
    @Test
    void aWardHearsTheSameAboutABlockedClientAsAboutAnother() throws IOException {
        Marker blocked = next();
        Marker other = next();
        String reference = reference(doors.mllp(ward(blocked)));
        doors.mllp(ward(other));
        block(reference, "ggz-noord");
        assertThat(neutral(doors.mllp(second(blocked)))).isEqualTo(neutral(doors.mllp(second(other))));
    }

    @Test
    void aDesksFileAboutABlockedClientHasTheReceiptOfAnyOther() throws IOException {
        Marker blocked = next();
        Marker other = next();
        block(reference(doors.mllp(ward(blocked))), "toegang-eindhoven");
        doors.mllp(ward(other));
        assertThat(neutral(receipt(blocked))).isEqualTo(neutral(receipt(other)));
    }

    private static String receipt(Marker marker) {
        Path file = folder.resolve("intake-" + marker.number() + ".json");
        try {
            Files.writeString(
                    file,
                    Planting.read("toegang-intake/1.0/examples/02-json-violence-secret-address/input.intake.json")
                            .replace("999900924", Planting.bsn(marker.number()))
                            .replace("T-2026-0102", "T-2026-" + marker.number()));
        } catch (IOException trouble) {
            throw new java.io.UncheckedIOException(trouble);
        }
        DemoProcess.Ran sent = demo.run("send", file.toString(), "--as", "toegang-eindhoven", "--output", "json");
        assertThat(sent.exit()).as(sent.output()).isZero();
        return sent.output();
    }

    @Test
    void anOperatorIsAnsweredTheSameWhetherThePersonIsReachedByAPartnerOrByNobody() throws IOException {
        String reference = reference(doors.mllp(ward(next())));
        String conflicts = "/api/v1/clients/" + reference + "/conflicts";
        String reached = "koppelvlak@opvang-demo.example";
        String nobody = "koppelvlak@opvang-dema.example";
        Answer one = home.post(conflicts, "{\"person\": \"mailbox|" + reached + "\"}");
        Answer two = home.post(conflicts, "{\"person\": \"mailbox|" + nobody + "\"}");
        assertThat(one.status()).isEqualTo(200);
        assertThat(neutral(one.text()).replace(reached, "WHO"))
                .isEqualTo(neutral(two.text()).replace(nobody, "WHO"));
        assertThat(two.type()).isEqualTo(one.type());
        assertThat(home.trace(reference)).doesNotContain("conflict", "opvang-dema");

        String explain = "{\"reference\": \"" + reference + "\", \"receiver\": \"opvang-demo\"}";
        String word = home.post("/api/v1/basis/explain", explain)
                .json()
                .at("/decisions/0/words/identity")
                .toString();
        assertThat(word).contains("SCH-5003", "default-deny").doesNotContain("conflict");
    }

    /** Among more receivers, and found by a need of the referral: the others hear as before, the blocked one nothing. */
    @Test
    void theNextReferralReachesEverybodyButTheBlockedOneAndItsSenderHearsNoMoreAndNoLess() throws IOException {
        Marker blocked = next();
        Marker other = next();
        referredWithoutTheShelter(blocked);
        doors.mllp(ward(other));
        await().atMost(SOON)
                .until(() -> !held.with("schuldhulp-demo", Planting.bsn(other.number()))
                        .isEmpty());
        String one = reference(doors.mllp(second(blocked)));
        String two = reference(doors.mllp(second(other)));
        held.one("toegang-eindhoven", one);
        held.one("toegang-eindhoven", two);
        held.one("schuldhulp-demo", one);
        held.one("schuldhulp-demo", two);
        held.one(SHELTER, two);
        await().atMost(SOON).until(() -> home.trace(one).contains("deliver schuldhulp-demo delivered"));
        assertThat(held.with(SHELTER, one)).isEmpty();
        assertThat(held.with(SHELTER, "Zoefzaf" + blocked.street().substring(7)))
                .isEmpty();
        assertThat(held.with("ggz-noord", one)).as("told as often").hasSameSizeAs(held.with("ggz-noord", two));
        assertThat(home.trace(one)).doesNotContain(SHELTER, "conflict", "block");
    }

    /** A municipality that assigns the client on to the blocked shelter: directly, and by its number. */
    @Test
    void aReceiverThatSendsTheClientOnReachesTheBlockedOneNeither() throws IOException {
        Marker blocked = next();
        Marker other = next();
        referredWithoutTheShelter(blocked);
        doors.mllp(ward(other));
        PartnerVoice.Answer one = assigned(blocked);
        PartnerVoice.Answer two = assigned(other);
        same(one, two);
        held.one(SHELTER, "MessageHeader", Planting.bsn(other.number()));
        assertThat(held.with(SHELTER, Planting.bsn(blocked.number()))).isEmpty();
    }

    /** The shelter is blocked before anything about this client leaves for it. */
    private static void referredWithoutTheShelter(Marker client) throws IOException {
        shelter("pause");
        block(reference(doors.mllp(ward(client))), SHELTER);
        shelter("resume");
    }

    private static void shelter(String word) {
        DemoProcess.Ran ran = demo.run("partner", word, SHELTER, "--reason", "a client is blocked");
        assertThat(ran.exit()).as(ran.output()).isZero();
    }

    private static PartnerVoice.Answer assigned(Marker marker) throws IOException {
        return doors.voice("gemeente-demo").sendStuf(Planting.assignment(marker).getBytes(StandardCharsets.UTF_8));
    }

    private static Marker next() {
        return new Marker(FIRST + number++);
    }

    private static String ward(Marker marker) {
        return Planting.ward(marker, false);
    }

    /** Another referral of the same client. */
    private static String second(Marker marker) {
        return ward(marker)
                .replace("|PL" + marker.number() + "|", "|PM" + marker.number() + "|")
                .replace("REF-PL", "REF-PM");
    }

    private static byte[] ready(String reference) throws IOException {
        Path file = demo.home().resolve("answers").resolve(SHELTER).resolve(reference + "-accept.json");
        await().atMost(SOON).until(() -> Files.exists(file));
        return Files.readAllBytes(file);
    }

    private static String id(byte[] task) throws IOException {
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(task)
                .path("id")
                .asText();
    }

    private static String reference(String answer) {
        return Held.reference(new DemoProcess.Ran(0, answer));
    }

    private static void block(String reference, String partner) {
        assertThat(home.post("/api/v1/clients/" + reference + "/conflicts", "{\"organisation\": \"" + partner + "\"}")
                        .status())
                .isEqualTo(200);
    }

    private static String referToMunicipality() throws IOException {
        Path file = folder.resolve("hospital.json");
        Files.writeString(
                file,
                Files.readString(HOSPITAL)
                        .replace("\"value\": \"00000099000000004000\"", "\"value\": \"00000099000000008000\""));
        return Held.reference(demo.run("send", file.toString(), "--as", "ziekenhuis-demo"));
    }

    private static void same(PartnerVoice.Answer one, PartnerVoice.Answer other) {
        assertThat(one.status()).isEqualTo(other.status());
        assertThat(one.etag()).isEqualTo(other.etag());
        assertThat(one.receipt().isPresent()).isEqualTo(other.receipt().isPresent());
        assertThat(one.reference().isPresent()).isEqualTo(other.reference().isPresent());
        assertThat(one.body()).as("as long").hasSameSizeAs(other.body());
        assertThat(neutral(one.text())).isEqualTo(neutral(other.text()));
    }

    /** Ids, references, times and signed receipts are of the one answer and no other. */
    private static String neutral(String answer) {
        return REFERENCE
                .matcher(answer)
                .replaceAll("REF")
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID")
                .replaceAll("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+(Z|[+-]\\d{2}:\\d{2})", "TIME")
                .replaceAll("\\b20\\d{12}(\\.\\d+)?([+-]\\d{4})?\\b", "TIME")
                .replaceAll("[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]{20,}", "JWS")
                .replaceAll("\\b[0-9a-f]{20,64}\\b", "HEX")
                .replaceAll("\\b(PL|PM|T-2026-)\\d{3}\\b", "ID");
    }
}
