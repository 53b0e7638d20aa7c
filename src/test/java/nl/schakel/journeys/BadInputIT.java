package nl.schakel.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.demo.Doors;
import nl.schakel.demo.PartnerVoice;
import nl.schakel.referral.PartnerId;
import nl.schakel.trust.TlsContexts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input on every door: its clear answer, nothing half done, and the next good message goes through. */
class BadInputIT {
    private static final int VT = 0x0B;
    private static final int FS = 0x1C;
    private static final Path SAMPLE = Path.of("mappings/hl7v2-nl/2.5/examples/01-ref-i12/input.hl7");
    private static final Path BUNDLE = Path.of("mappings/fhir/r4/examples/01-hospital-referral/input.json");
    /** A name that stands nowhere else: where it turns up, personal data leaked. */
    private static final String CANARY = "Kanariepiet";

    @TempDir
    static Path folder;

    private static DemoProcess demo;
    private static int number;

    @BeforeAll
    static void start() {
        demo = DemoProcess.at(folder.resolve("home"), DemoProcess.freePorts()).start();
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @AfterEach
    void theNextGoodMessageGoesThroughAndNobodyIsInTheLog() throws IOException {
        assertThat(say(framed(message(fresh())))).singleElement().asString().contains("MSA|AA");
        assertThat(LiveFolder.log(demo.home())).doesNotContain(CANARY, "999900420", "99990042");
    }

    @Test
    @Guards(Threat.T14)
    void twoMessagesInOneWriteAreBothAnswered() throws IOException {
        String first = fresh();
        String second = fresh();
        assertThat(say(join(framed(message(first)), framed(message(second)))))
                .satisfiesExactly(
                        a -> assertThat(a).contains("MSA|AA|" + first),
                        b -> assertThat(b).contains("MSA|AA|" + second));
    }

    @Test
    @Guards(Threat.T14)
    void aTruncatedFrameIsNotAccepted() throws IOException {
        String id = fresh();
        byte[] whole = framed(message(id));
        assertThat(say(java.util.Arrays.copyOf(whole, whole.length - 40)))
                .noneMatch(answer -> answer.contains("MSA|AA"));
        assertThat(say(whole)).singleElement().asString().contains("MSA|AA|" + id);
    }

    @Test
    @Guards(Threat.T15)
    void linefeedsInsteadOfCarriageReturnsAreRejected() throws IOException {
        assertRefused(message(fresh()).replace('\r', '\n'), "AR", "SCH-1005");
    }

    @Test
    void anUnknownKindOfMessageIsRejected() throws IOException {
        String answer = only(say(framed(message(fresh()).replace("REF^I12^REF_I12", "SIU^S12^SIU_S12"))));
        assertThat(answer).contains("MSA|AR").containsAnyOf("SCH-1010", "SCH-3006");
    }

    @Test
    void aClientWithoutAnyNumberIsAnErrorThatNamesPid3() throws IOException {
        String answer = assertRefused(
                message(fresh()).replaceAll("PID\\|1\\|\\|[^|]*\\|", "PID|1||^^^GGZ-NOORD^PI|"), "AE", "SCH-2002");
        assertThat(answer).contains("ERR|").contains("PID^1^3");
    }

    @Test
    @Guards(Threat.T42)
    void aBsnThatFailsTheProofIsAnErrorThatDoesNotRepeatIt() throws IOException {
        String answer = assertRefused(message(fresh()).replace("999900420", "999900421"), "AE", "SCH-2003");
        assertThat(answer).contains("PID^1^3").doesNotContain("999900421");
    }

    @Test
    void anUnknownSenderIsRejected() throws IOException {
        assertRefused(message(fresh()).replace("|GGZ-NOORD|OVERDRACHT", "|NIEMAND|OVERDRACHT"), "AR", "SCH-3001");
    }

    @Test
    @Guards(Threat.T02)
    void theSameMessageGetsTheSameBytesAndOtherContentsUnderItsIdAConflict() throws IOException {
        String message = message(fresh());
        String first = only(say(framed(message)));
        assertThat(only(say(framed(message)))).isEqualTo(first).contains("MSA|AA");
        assertRefused(message.replace("Ontslag zonder woning", "Iets anders"), "AE", "SCH-4001");
    }

    @Test
    @Guards(Threat.T15)
    void zeroBytesAreRejected() throws IOException {
        assertRefused(message(fresh()).replace("Els", "E\0s"), "AR", "SCH-1004");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"resourceType\":\"Bundle\",",
                "{\"resourceType\":\"Bundle\",\"resourceType\":\"Consent\"}",
                "{\"resourceType\":\"Bundle\",\"value\":1e999999999}",
                "[]",
                "",
                "\"" + CANARY + "\"",
                "<Bundle xmlns=\"http://hl7.org/fhir\"/>"
            })
    void invalidJsonIsRefusedWithAnOutcome(String body) throws Exception {
        HttpResponse<String> answer = post("ziekenhuis-demo", body, "application/fhir+json", Map.of());
        assertOutcome(answer);
    }

    @Test
    @Guards(Threat.T12)
    void duplicateMembersAreNamedAsSuch() throws Exception {
        String body = "{\"resourceType\":\"Bundle\",\"type\":\"message\",\"type\":\"batch\"}";
        HttpResponse<String> answer = post("ziekenhuis-demo", body, "application/fhir+json", Map.of());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("SCH-1007");
    }

    @Test
    @Guards(Threat.T11)
    void aDoctypeIsRefused() throws Exception {
        String body = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Bundle>&e;</Bundle>";
        HttpResponse<String> answer = post("ziekenhuis-demo", body, "application/fhir+xml", Map.of());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("SCH-1008").doesNotContain("root:");
    }

    @Test
    @Guards(Threat.T01)
    void anUnsignedBundleAndAForgedSealAreRefused() throws Exception {
        String bundle = Files.readString(BUNDLE);
        assertThat(post("ziekenhuis-demo", bundle, "application/fhir+json", Map.of())
                        .body())
                .contains("SCH-3003");
        assertThat(post("ziekenhuis-demo", bundle, "application/fhir+json", Map.of("Payload-Signature", "e30..AAAA"))
                        .body())
                .contains("SCH-3004");
    }

    @Test
    @Guards(Threat.T07)
    void anAnswerBasedOnAnOldVersionAndATaskOfAnotherAreRefused() throws Exception {
        String message = message(fresh());
        assertThat(only(say(framed(message)))).contains("MSA|AA");
        Path ready = demo.home().resolve("answers/opvang-demo");
        org.awaitility.Awaitility.await()
                .atMost(Held.SOON)
                .until(() -> !files(ready, "accept").isEmpty());
        byte[] accept = Files.readAllBytes(files(ready, "accept").get(0));
        String task = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(accept)
                .path("id")
                .asText();
        assertThat(voice("opvang-demo").changeTask(task, "W/\"7\"", accept).status())
                .isEqualTo(412);
        assertThat(voice("vrouwenopvang-demo").readTask(task).status()).isEqualTo(404);
        assertThat(voice("vrouwenopvang-demo")
                        .changeTask(task, "W/\"1\"", accept)
                        .status())
                .isIn(403, 404);
        assertThat(voice("opvang-demo").readTask(task).etag()).contains("W/\"1\"");
    }

    private static List<Path> files(Path folder, String part) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().contains(part)).toList();
        }
    }

    private static PartnerVoice voice(String partner) throws IOException {
        Doors doors = Doors.read(demo.home()).orElseThrow();
        return PartnerVoice.of(demo.home(), new PartnerId(partner), doors).fold(voice -> voice, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    @Test
    void whoHasNoCertificateGetsNoConnection() {
        HttpClient stranger = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(door("/metadata")).build();
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> stranger.send(request, HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    private static void assertOutcome(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(answer.body())
                .contains("OperationOutcome", "SCH-")
                .doesNotContain(CANARY, "Exception", "nl.schakel.", "java.", "at org.");
    }

    private static String assertRefused(String message, String code, String problem) throws IOException {
        String answer = only(say(framed(message)));
        assertThat(answer)
                .contains("MSA|" + code)
                .contains(problem)
                .doesNotContain(CANARY, "Exception", "nl.schakel.", "java.");
        return answer;
    }

    private static String only(List<String> answers) {
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private static HttpResponse<String> post(String partner, String body, String type, Map<String, String> headers)
            throws Exception {
        Path keys = demo.home().resolve("pki/partners").resolve(partner);
        Path authority = demo.home().resolve("pki/ca");
        SSLContext tls = TlsContexts.fromFiles(
                keys.resolve("tls.crt"),
                keys.resolve("tls.key"),
                List.of(authority.resolve("root.crt"), authority.resolve("intermediate.crt")));
        HttpRequest.Builder request = HttpRequest.newBuilder(door("/$process-message"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return HttpClient.newBuilder()
                .sslContext(tls)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI door(String path) {
        return URI.create("https://localhost:" + demo.port("partner") + "/fhir" + path);
    }

    /** Writes these bytes at once, closes the sending half, and returns every framed answer. */
    private static List<String> say(byte[] bytes) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", demo.port("mllp"))) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            return answers(socket.getInputStream());
        }
    }

    private static List<String> answers(InputStream in) throws IOException {
        List<String> answers = new ArrayList<>();
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == VT) {
                frame.reset();
            } else if (next == FS) {
                answers.add(frame.toString(StandardCharsets.ISO_8859_1));
            } else {
                frame.write(next);
            }
        }
        return answers;
    }

    private static byte[] framed(String message) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(VT);
        frame.writeBytes(message.getBytes(StandardCharsets.ISO_8859_1));
        frame.write(FS);
        frame.write('\r');
        return frame.toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    private static String message(String id) throws IOException {
        return Files.readString(SAMPLE, StandardCharsets.ISO_8859_1)
                .replace("GGZ0000005", id)
                .replace("REF-2026-00041", "REF-" + id)
                .replace("Johan", CANARY);
    }

    private static synchronized String fresh() {
        return "BAD" + ++number;
    }
}
