package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import nl.schakel.dialogue.ZgwSchemas;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.ports.FreePorts;
import nl.schakel.referral.Problem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaseCallTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path EXAMPLE = Path.of("mappings/zgw/1.5/examples/02-case-with-client");
    private static final String BSN = "999900420";
    private static final List<String> WHOLE = List.of(
            "GET zaken",
            "POST zaken",
            "POST statussen",
            "POST rollen",
            "GET enkelvoudiginformatieobjecten",
            "POST enkelvoudiginformatieobjecten",
            "POST zaakinformatieobjecten");

    private static House house;
    private CaseServer server;

    @BeforeAll
    static void opens() throws Exception {
        house = new House(new DoorWorks.Times(Duration.ofSeconds(5), Duration.ofSeconds(8)));
        secret(CaseServer.SECRET);
        for (String resource : WHOLE) {
            // Reading the APIs' own files takes longer than a call may.
            ZgwSchemas.fault(resource.split(" ")[1], "{}".getBytes(StandardCharsets.UTF_8));
        }
    }

    @AfterAll
    static void shuts() {
        house.close();
    }

    @BeforeEach
    void begins() {
        server = new CaseServer();
    }

    /** Whatever happened: no person in an address, and nobody else was called. */
    @AfterEach
    void ends() {
        assertThat(server.faults).isEmpty();
        assertThat(server.shelter.got).allSatisfy(got -> assertThat(got.path()).doesNotContain(BSN, "Berg"));
        server.close();
    }

    private static void secret(String words) throws IOException {
        Path file = Files.writeString(house.secrets.resolve("zaken-gemeente"), words + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void theSchemasOfTheApisWereThere() {
        Assumptions.assumeTrue(ZgwSchemas.present(), "no schakel.reference/zgw: bodies are not checked by OpenAPI");
        assertThat(ZgwSchemas.present()).isTrue();
    }

    @Test
    void makesTheCaseItsStatusItsClientAndItsDocument() throws IOException {
        Sent sent = send(referral());

        assertThat(sent).isInstanceOf(Sent.Delivered.class);
        assertThat(server.calls).isEqualTo(WHOLE);
        ObjectNode zaak = server.all("zaken").get(0);
        String address = zaak.get("url").asText();
        assertThat(zaak.toString()).contains("V-2026-00001-7").doesNotContain(BSN);
        assertThat(server.all("statussen")).hasSize(1);
        assertThat(server.all("rollen").get(0).toString()).contains(BSN, address);
        String document =
                server.all("enkelvoudiginformatieobjecten").get(0).get("url").asText();
        assertThat(server.all("zaakinformatieobjecten").get(0).toString()).contains(address, document);
        assertThat(new String(((Sent.Delivered) sent).evidence(), StandardCharsets.UTF_8))
                .contains(address, document)
                .doesNotContain(BSN);
    }

    @Test
    void findsEverythingWhenItIsSentAgain() throws IOException {
        send(referral());
        server.calls.clear();
        assertThat(send(referral())).isInstanceOf(Sent.Delivered.class);
        assertThat(server.calls).noneMatch(call -> call.startsWith("POST"));
        assertThat(server.kept.values()).allSatisfy(things -> assertThat(things).hasSize(1));
    }

    /** The partner did it and its answer got lost: the next attempt finds it and goes on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST zaken",
                "POST statussen",
                "POST rollen",
                "POST enkelvoudiginformatieobjecten",
                "POST zaakinformatieobjecten"
            })
    void goesOnWhereALostAnswerStoppedIt(String call) throws IOException {
        CountDownLatch made = new CountDownLatch(1);
        server.after.put(call, exchange -> {
            made.countDown();
            exchange.close();
        });
        assertThat(send(referral())).isInstanceOf(Sent.Unknown.class);
        assertThat(made.getCount()).as("the call was made").isZero();
        assertThat(send(referral())).isInstanceOf(Sent.Delivered.class);
        assertThat(server.kept).hasSize(5);
        assertThat(server.kept.values()).allSatisfy(things -> assertThat(things).hasSize(1));
    }

    @Test
    void aSilenceInTheMiddleIsUnknownAndIsFinishedLater() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        server.after.put("POST rollen", exchange -> {
            try {
                assertThat(over.await(10, java.util.concurrent.TimeUnit.SECONDS))
                        .isTrue();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        long began = System.nanoTime();
        Sent silent = send(referral());
        over.countDown();
        assertThat(silent).isInstanceOf(Sent.Unknown.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        assertThat(send(referral())).isInstanceOf(Sent.Delivered.class);
        assertThat(server.kept.values()).allSatisfy(things -> assertThat(things).hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({
        "GET zaken, 401, Refused",
        "GET zaken, 403, Refused",
        "GET zaken, 404, Refused",
        "GET zaken, 307, Refused",
        "GET zaken, 429, NotDelivered",
        "GET zaken, 500, NotDelivered",
        "POST zaken, 400, Refused",
        "POST zaken, 503, NotDelivered",
        "POST zaken, 500, Unknown",
        "POST statussen, 400, Refused",
        "POST statussen, 503, Unknown",
        "GET enkelvoudiginformatieobjecten, 500, Unknown",
        "POST zaakinformatieobjecten, 404, Refused"
    })
    void tellsEveryAnswerApart(String call, int status, String outcome) throws IOException {
        server.instead.put(
                call,
                exchange -> Shelter.say(
                        exchange,
                        status,
                        "{\"code\":\"invalid\",\"invalidParams\":[{\"name\":\"roltype\",\"code\":\"bad-url\","
                                + "\"reason\":\"" + BSN + " van den Berg\"}]}"));
        Sent sent = send(referral());
        assertThat(sent.getClass().getSimpleName()).isEqualTo(outcome);
        Problem problem = problem(sent);
        assertThat(problem.place()).hasValue(call);
        assertThat(problem.seen().orElseThrow())
                .contains("HTTP " + status, "invalid, roltype bad-url")
                .doesNotContain(BSN, "Berg");
        assertThat(send(referral())).isInstanceOf(Sent.Delivered.class);
        assertThat(server.all("zaken")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>ok</html>", "{\"results\":", "[]x", "{}"})
    void makesNothingOnAnAnswerThatItDoesNotUnderstand(String garbage) throws IOException {
        server.instead.put("GET zaken", exchange -> Shelter.say(exchange, 200, garbage));
        assertThat(send(referral())).isInstanceOf(Sent.NotDelivered.class);
        assertThat(server.kept).isEmpty();
        server.instead.put("POST zaken", exchange -> Shelter.say(exchange, 201, garbage));
        assertThat(send(referral())).isInstanceOf(Sent.Unknown.class);
    }

    @Test
    void looksAgainWhenSomebodyWasFaster() throws IOException {
        send(referral());
        server.calls.clear();
        server.instead.put("GET zaken", exchange -> Shelter.say(exchange, 200, "{\"results\":[],\"next\":null}"));
        assertThat(send(referral())).isInstanceOf(Sent.Delivered.class);
        assertThat(server.calls).startsWith("GET zaken", "POST zaken", "GET zaken");
        server.instead.put("GET zaken", exchange -> Shelter.say(exchange, 200, "{\"results\":[],\"next\":null}"));
        server.instead.put("POST zaken", exchange -> Shelter.say(exchange, 409, "{\"code\":\"conflict\"}"));
        assertThat(send(referral())).isInstanceOf(Sent.Delivered.class);
        assertThat(server.all("zaken")).hasSize(1);
    }

    @Test
    void putsNoClientIntoACaseThatIsNotOurs() throws IOException {
        send(referral());
        server.all("zaken").get(0).remove("kenmerken");
        server.kept.remove("rollen");
        assertThat(send(referral())).isInstanceOf(Sent.Refused.class);
        assertThat(server.all("rollen")).isEmpty();
    }

    @Test
    void setsAStatusOnceOfACaseThatWasMadeHereAndOfOneThatWasTheirs() throws IOException {
        send(referral());
        String theirs = server.all("zaken").get(0).get("url").asText();
        for (String url : List.of("REF-1", theirs)) {
            server.calls.clear();
            Outgoing word = status(url, "2026-04-12T08:00:00." + (url.equals("REF-1") ? "1Z" : "2Z"));
            assertThat(send(word)).isInstanceOf(Sent.Delivered.class);
            assertThat(server.calls).containsExactly("GET zaken", "GET statussen", "POST statussen");
            assertThat(send(word)).isInstanceOf(Sent.Delivered.class);
        }
        assertThat(server.all("statussen"))
                .hasSize(3)
                .allMatch(s -> s.get("zaak").asText().equals(theirs));
        assertThat(server.all("zaken")).hasSize(1);
    }

    @Test
    void refusesAStatusOfACaseThatIsNotThere() throws IOException {
        assertThat(send(status("REF-1", "2026-04-12T08:00:00Z"))).isInstanceOf(Sent.Refused.class);
        assertThat(send(status("https://x.example/zaken/1b1a0000-0000-4000-8000-0000000000a2", "2026-04-12T08:00:00Z")))
                .isInstanceOfSatisfying(
                        Sent.Refused.class,
                        refused -> assertThat(refused.problem().seen().orElseThrow())
                                .contains("HTTP 404"));
        assertThat(server.kept).isEmpty();
    }

    @Test
    void isRefusedWithAnotherSecretAndSendsNothingWithoutOne() throws IOException {
        try {
            secret("another");
            assertThat(send(referral()))
                    .isInstanceOfSatisfying(
                            Sent.Refused.class,
                            refused -> assertThat(refused.problem().seen()).hasValue("HTTP 403 not_authenticated"));
            server.calls.clear();
            Files.delete(house.secrets.resolve("zaken-gemeente"));
            assertThat(send(referral())).isInstanceOf(Sent.NotDelivered.class);
            assertThat(server.calls).isEmpty();
        } finally {
            secret(CaseServer.SECRET);
        }
    }

    @Test
    void readsACaseWithTheTokenToo() throws IOException {
        send(referral());
        String address = server.all("zaken").get(0).get("url").asText();
        Map<String, String> parameters = new HashMap<>(parameters(server.port()));
        parameters.remove("documents");
        parameters.put("path", "/zaken/api/v1/zaken");
        assertThat(house.channels.open(House.partner("look", "https-look-out", parameters)))
                .isEmpty();
        String id = address.substring(address.lastIndexOf('/') + 1);
        Sent found = house.backDoor.send(
                House.PARTNER,
                new Outgoing("m-3", "look", "text/plain", id.getBytes(StandardCharsets.US_ASCII), Optional.empty()));
        assertThat(found)
                .isInstanceOfSatisfying(
                        Sent.Delivered.class,
                        delivered -> assertThat(new String(delivered.evidence(), StandardCharsets.UTF_8))
                                .contains("V-2026-00001-7"));
    }

    @Test
    void triesLaterWhenNobodyListens() throws IOException {
        assertThat(sendTo(FreePorts.one(), referral())).isInstanceOf(Sent.NotDelivered.class);
    }

    private static Problem problem(Sent sent) {
        if (sent instanceof Sent.Refused refused) {
            return refused.problem();
        }
        return sent instanceof Sent.Unknown unknown ? unknown.problem() : ((Sent.NotDelivered) sent).problem();
    }

    private Sent send(Outgoing outgoing) {
        return sendTo(server.port(), outgoing);
    }

    private static Sent sendTo(int port, Outgoing outgoing) {
        assertThat(house.channels.open(House.partner("zaken-out", "zgw-json-out", parameters(port))))
                .isEmpty();
        return house.backDoor.send(House.PARTNER, outgoing);
    }

    private static Map<String, String> parameters(int port) {
        return Map.of(
                "host", "localhost",
                "port", Integer.toString(port),
                "path", "/zaken/api/v1",
                "documents", "/documenten/api/v1",
                "client", CaseServer.CLIENT,
                "secret", "zaken-gemeente");
    }

    private static Outgoing referral() throws IOException {
        ObjectNode message = JSON.createObjectNode();
        message.set("zaak", JSON.readTree(EXAMPLE.resolve("output.zaak.json").toFile()));
        message.putObject("status")
                .put("statustype", "https://catalogi.example/api/v1/statustypen/1")
                .put("datumStatusGezet", "2026-04-11T10:00:00.123456Z");
        message.putObject("rol")
                .put("betrokkeneType", "natuurlijk_persoon")
                .put("roltype", "https://catalogi.example/api/v1/roltypen/1")
                .put("roltoelichting", "client")
                .putObject("betrokkeneIdentificatie")
                .put("inpBsn", BSN);
        ObjectNode document = (ObjectNode)
                JSON.readTree(EXAMPLE.resolve("output.document.json").toFile());
        document.put("inhoud", Base64.getEncoder().encodeToString("%PDF-1.6 x".getBytes(StandardCharsets.US_ASCII)));
        message.set("document", document);
        return outgoing(message);
    }

    private static Outgoing status(String url, String moment) throws IOException {
        ObjectNode message = JSON.createObjectNode();
        message.putObject("bijZaak")
                .put("url", url)
                .put("identificatie", "V-2026-00001-7")
                .put("bronorganisatie", "001479179");
        message.putObject("status")
                .put("statustype", "https://catalogi.example/api/v1/statustypen/4")
                .put("datumStatusGezet", moment);
        return outgoing(message);
    }

    private static Outgoing outgoing(ObjectNode message) throws IOException {
        return new Outgoing("m-1", "zaken-out", "application/json", JSON.writeValueAsBytes(message), Optional.empty());
    }
}
