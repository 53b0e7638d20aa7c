package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import nl.schakel.Guards;
import nl.schakel.Threat;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.ports.FreePorts;
import nl.schakel.referral.ProblemCode;
import nl.schakel.seal.XmlSealVerifier;
import nl.schakel.trust.TrustAnchors;
import nl.schakel.trust.Workshop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoapCallTest {
    private static final String NUMBER = "3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c011";
    private static House house;

    @BeforeAll
    static void opens() throws Exception {
        house = new House(new DoorWorks.Times(Duration.ofSeconds(5), Duration.ofSeconds(20)));
    }

    @AfterAll
    static void shuts() {
        house.close();
    }

    @Test
    void putsStufInAnEnvelopeWithItsAction() throws IOException {
        try (Shelter shelter = new Shelter()) {
            shelter.habit = exchange -> Shelter.say(exchange, 200, stuf("Bv03", NUMBER, ""));
            Sent sent = sendTo(shelter.port(), assignment());

            assertThat(sent).isInstanceOf(Sent.Delivered.class);
            Shelter.Got got = shelter.got.get(0);
            assertThat(got.headers().getFirst("SOAPAction"))
                    .isEqualTo("\"http://www.stufstandaarden.nl/koppelvlak/ggk0210/ggk_Di01\"");
            assertThat(got.headers().getFirst("Content-Type"))
                    .startsWith("text/xml")
                    .containsIgnoringCase("utf-8");
            assertThat(new String(got.body(), StandardCharsets.UTF_8))
                    .contains(":Envelope", ":Body", "envelopHeenbericht-ggk_Di01", NUMBER)
                    .containsOnlyOnce("<?xml");
        }
    }

    @Test
    void sealsTheEnvelopeWhereThePartnerFileSaysSo() throws IOException {
        try (Shelter shelter = new Shelter()) {
            shelter.habit = exchange -> Shelter.say(exchange, 200, stuf("Bv03", NUMBER, ""));
            assertThat(sendTo(shelter.port(), assignment(), Map.of("request", "soap-sealed-request")))
                    .isInstanceOf(Sent.Delivered.class);
            XmlSealVerifier verifier =
                    new XmlSealVerifier(TrustAnchors.of(House.ROOT.chain(), Clock.fixed(Workshop.NOW, ZoneOffset.UTC)));
            assertThat(verifier.diagnose(shelter.got.get(0).body(), Workshop.NOW))
                    .isEmpty();

            assertThat(sendTo(shelter.port(), assignment())).isInstanceOf(Sent.Delivered.class);
            assertThat(XmlSealVerifier.isIn(shelter.got.get(1).body())).isFalse();
        }
    }

    @Test
    void believesOnlyASealedAnswerWhereThePartnerFileSaysSo() throws IOException {
        Map<String, String> sealed = Map.of("answer", "soap-sealed-answer");
        String good = stuf("Bv03", NUMBER, "");
        String seal = new String(House.sealed(good.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        String no = stuf("Fo03", NUMBER, "<S:body><S:code>StUF058</S:code><S:plek>client</S:plek></S:body>");
        String sealedNo = new String(House.sealed(no.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        String other = new String(
                House.sealed(stuf("Bv03", "another", "").getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        String forged = seal.replace(NUMBER, "another");
        assertThat(answered(200, seal, sealed)).isInstanceOf(Sent.Delivered.class);
        assertThat(answered(500, sealedNo, sealed)).isInstanceOf(Sent.Refused.class);
        assertThat(answered(503, "busy", sealed)).isInstanceOf(Sent.NotDelivered.class);
        for (String bad :
                new String[] {good, no, other, forged, seal.replace("SignatureValue>", "SignatureValue>AA"), ""}) {
            assertThat(answered(200, bad, sealed)).isInstanceOf(Sent.Unknown.class);
        }
        assertThat(answered(200, seal, Map.of())).isInstanceOf(Sent.Delivered.class);
        assertThat(answered(200, forged, Map.of()))
                .as("a seal is checked whether it was agreed or not")
                .isInstanceOf(Sent.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({
        "200, Bv03, same, '', Delivered",
        "200, Bv04, same, '', Delivered",
        "200, Bv03, other, '', Unknown",
        "500, Fo03, same, client, Refused",
        "200, Fo01, same, client, Refused",
        "500, Fo03, same, server, Unknown",
        "200, La01, same, '', Unknown"
    })
    void tellsTheAnswersApart(int status, String code, String which, String place, String outcome) throws IOException {
        String body = place.isEmpty()
                ? ""
                : "<S:body><S:code>StUF058</S:code><S:plek>" + place
                        + "</S:plek><S:omschrijving>van der Meer</S:omschrijving></S:body>";
        Sent sent = answered(status, stuf(code, which.equals("same") ? NUMBER : "another", body));
        assertThat(sent.getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(sent.toString()).doesNotContain("Meer");
    }

    @ParameterizedTest
    @CsvSource({
        "200, <html>ok</html>, Unknown",
        "200, '', Unknown",
        "500, 'no xml', Unknown",
        "502, bad gateway, Unknown",
        "503, busy, NotDelivered",
        "429, busy, NotDelivered"
    })
    void doesNotTakeAnythingElseForAnAnswer(int status, String body, String outcome) throws IOException {
        assertThat(answered(status, body).getClass().getSimpleName()).isEqualTo(outcome);
    }

    @Test
    void aFaultOfTheMessageIsARefusalAndOfTheServerIsNot() throws IOException {
        String fault = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault>"
                + "<faultcode>s:%s</faultcode><faultstring>x</faultstring></s:Fault></s:Body></s:Envelope>";
        assertThat(answered(500, fault.formatted("Client")))
                .isInstanceOfSatisfying(
                        Sent.Refused.class,
                        refused -> assertThat(refused.problem().seen()).hasValue("s:Client"));
        assertThat(answered(500, fault.formatted("Server"))).isInstanceOf(Sent.Unknown.class);
    }

    @Test
    @Guards(Threat.T11)
    void refusesToBelieveAnAnswerWithADocumentType() throws IOException {
        String answer = "<!DOCTYPE x [<!ENTITY e SYSTEM 'http://127.0.0.1:9/'>]>" + stuf("Bv03", NUMBER, "");
        assertThat(answered(200, answer)).isInstanceOf(Sent.Unknown.class);
    }

    @Test
    void sendsAnAllegroRequestAsItIs() throws IOException {
        String envelope = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:alg=\"http://tempuri.org/\">"
                + "<soap:Body><alg:SchuldHulpService___Aanvraag2SR/></soap:Body></soap:Envelope>";
        String answer = envelope.replace(
                "Aanvraag2SR/>",
                "Aanvraag2SRResponse><alg:Result>0</alg:Result>" + "</alg:SchuldHulpService___Aanvraag2SRResponse>");
        try (Shelter debts = new Shelter()) {
            debts.habit = exchange -> Shelter.say(exchange, 200, answer);
            Sent sent = sendTo(debts.port(), outgoing(envelope.getBytes(StandardCharsets.UTF_8)));

            assertThat(sent).isInstanceOf(Sent.Delivered.class);
            assertThat(debts.got.get(0).body()).isEqualTo(envelope.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void knowsThatNothingLeftWhenNobodyListens() throws IOException {
        Sent sent = sendTo(FreePorts.one(), assignment());
        assertThat(sent)
                .isInstanceOfSatisfying(
                        Sent.NotDelivered.class,
                        not -> assertThat(not.problem().code()).isEqualTo(ProblemCode.PARTNER_UNREACHABLE));
    }

    private static Sent answered(int status, String body) throws IOException {
        return answered(status, body, Map.of());
    }

    private static Sent answered(int status, String body, Map<String, String> more) throws IOException {
        try (Shelter shelter = new Shelter()) {
            shelter.habit = exchange -> Shelter.say(exchange, status, body);
            return sendTo(shelter.port(), assignment(), more);
        }
    }

    private static Sent sendTo(int port, Outgoing outgoing) {
        return sendTo(port, outgoing, Map.of());
    }

    private static Sent sendTo(int port, Outgoing outgoing, Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(more);
        parameters.putAll(
                Map.of("host", "localhost", "port", Integer.toString(port), "path", "/ggk/OntvangAsynchroon"));
        assertThat(house.channels.open(House.partner("soap-out", "soap-out", parameters)))
                .isEmpty();
        return house.backDoor.send(House.PARTNER, outgoing);
    }

    private static Outgoing assignment() throws IOException {
        return outgoing(Files.readAllBytes(Path.of("mappings/stuf-ggk/2.1/examples/01-di01-wmo301/input.xml")));
    }

    private static Outgoing outgoing(byte[] bytes) {
        return new Outgoing("m-1", "soap-out", "text/xml", bytes, Optional.empty());
    }

    private static String stuf(String code, String crossed, String body) {
        String message = "<S:" + code
                + "Bericht xmlns:S='http://www.egem.nl/StUF/StUF0301'><S:stuurgegevens><S:berichtcode>"
                + code + "</S:berichtcode><S:crossRefnummer>" + crossed + "</S:crossRefnummer></S:stuurgegevens>" + body
                + "</S:" + code + "Bericht>";
        boolean fault = code.equals("Fo03");
        return "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>"
                + (fault
                        ? "<s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring><detail>" + message
                                + "</detail></s:Fault>"
                        : message)
                + "</s:Body></s:Envelope>";
    }
}
