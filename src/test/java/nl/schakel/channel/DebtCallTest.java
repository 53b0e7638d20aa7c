package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.schakel.directory.Directory;
import nl.schakel.directory.Partner;
import nl.schakel.directory.RoutesFolder;
import nl.schakel.journal.Outgoing;
import nl.schakel.journal.Sent;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications for debt relief to a service that wants a session, as strict about it as the real one. */
class DebtCallTest {
    private static final String SECRET = "w&w<woord";
    private static final String BSN = "099990003";
    private static final String LOGIN = "LoginService";
    private static final String REQUEST = "SchuldHulpService";
    private static final Pattern SESSION = Pattern.compile("<(\\w+):ROClientIDHeader[^>]*><\\1:ID>([^<]*)</\\1:ID>");

    private static House house;

    private final List<String> calls = new ArrayList<>();
    private final List<String> sessions = new ArrayList<>();
    private final List<String> registered = new ArrayList<>();
    private Shelter service;
    private Optional<UnaryOperator<String>> nextAnswer = Optional.empty();
    private int nextStatus;
    private boolean valid;

    @BeforeAll
    static void opens() throws Exception {
        house = new House(new DoorWorks.Times(Duration.ofSeconds(5), Duration.ofSeconds(8)));
        Path file = Files.writeString(house.secrets.resolve("schuldhulp"), SECRET + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterAll
    static void shuts() {
        house.close();
    }

    @BeforeEach
    void begins() {
        service = new Shelter();
        service.habit = this::serve;
        assertThat(house.channels.open(House.partner(
                        "allegro-out",
                        "allegro-out",
                        Map.of(
                                "host", "localhost",
                                "port", Integer.toString(service.port()),
                                "path", "/allegro/soap",
                                "client", "schakel",
                                "secret", "schuldhulp"))))
                .isEmpty();
    }

    @AfterEach
    void ends() {
        assertThat(service.got).allSatisfy(got -> assertThat(got.path()).doesNotContain(BSN, "Meer"));
        service.close();
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        Shelter.Got got = service.got.get(service.got.size() - 1);
        String text = new String(got.body(), StandardCharsets.UTF_8);
        String name = got.path().substring(got.path().indexOf('=') + 1);
        calls.add(name);
        assertThat(got.path()).isEqualTo("/allegro/soap?service=" + name);
        assertThat(got.headers().getFirst("Content-Type"))
                .startsWith("text/xml")
                .containsIgnoringCase("utf-8");
        assertThat(got.headers().getFirst("SOAPAction")).contains(name);
        String answer = name.equals(LOGIN) ? login(text) : request(text);
        boolean fault = answer.contains("Fault>");
        if (name.equals(REQUEST) && nextAnswer.isPresent()) {
            UnaryOperator<String> changed = nextAnswer.get();
            nextAnswer = Optional.empty();
            String other = changed.apply(answer);
            if (other.equals("SILENCE")) {
                exchange.close();
                return;
            }
            Shelter.say(exchange, nextStatus, other);
            return;
        }
        Shelter.say(exchange, fault ? 500 : 200, answer);
    }

    private String login(String text) {
        boolean right = text.contains("aUsername>schakel<") && text.contains("aPassword>w&amp;w&lt;woord<");
        assertThat(text).doesNotContain(BSN).contains("LoginService___AllegroWebLogin");
        if (right) {
            sessions.add("sessie-" + (sessions.size() + 1));
            valid = true;
        }
        return soap(
                "<t:LoginService___AllegroWebLoginResponse><t:Result>" + right + "</t:Result><t:aUserInfo><t:SessionID>"
                        + (right ? sessions.get(sessions.size() - 1) : "") + "</t:SessionID></t:aUserInfo>"
                        + "</t:LoginService___AllegroWebLoginResponse>");
    }

    private String request(String text) {
        Matcher header = SESSION.matcher(text);
        boolean found = header.find();
        String last = sessions.isEmpty() ? "" : sessions.get(sessions.size() - 1);
        if (!found || !valid || !header.group(2).equals(last)) {
            return fault("Server", "Session expired for " + BSN);
        }
        assertThat(text).containsOnlyOnce("<?xml").contains("SchuldHulpService___Aanvraag2SR", "aanvraag", BSN);
        registered.add(text);
        return accepted(4711);
    }

    @Test
    void logsInOnceAndAppliesUnderThatSession() {
        Sent sent = send();
        assertThat(sent)
                .isInstanceOfSatisfying(
                        Sent.Delivered.class,
                        delivered -> assertThat(new String(delivered.evidence(), StandardCharsets.UTF_8))
                                .isEqualTo("{\"operation\":\"Aanvraag2SR\",\"number\":\"4711\"}"));
        assertThat(send()).isInstanceOf(Sent.Delivered.class);
        assertThat(calls).containsExactly(LOGIN, REQUEST, REQUEST);
    }

    @Test
    void opensASessionAnewThatIsOverAndAppliesOnce() {
        send();
        valid = false;
        assertThat(send()).isInstanceOf(Sent.Delivered.class);
        assertThat(calls).containsExactly(LOGIN, REQUEST, REQUEST, LOGIN, REQUEST);
        assertThat(registered).hasSize(2);
    }

    @Test
    void doesNotGoOnOpeningSessions() {
        nextStatus = 500;
        nextAnswer = Optional.of(answer -> {
            nextAnswer = Optional.of(again -> fault("Server", "Sessie verlopen"));
            return fault("Server", "Sessie verlopen");
        });
        Sent sent = send();
        assertThat(sent).isInstanceOf(Sent.Unknown.class);
        assertThat(calls).containsExactly(LOGIN, REQUEST, LOGIN, REQUEST);
    }

    @ParameterizedTest
    @CsvSource({
        "500, Client, Refused, s:Client",
        "500, Server, Unknown, s:Server",
        "200, false, Refused, 'Result false, 12'",
        "200, other, Unknown, 'Result false, no number'",
        "200, garbage, Unknown, 'HTTP 200, no SOAP'",
        "200, doctype, Unknown, 'HTTP 200, no SOAP'",
        "401, garbage, Refused, 'HTTP 401, no SOAP'",
        "404, garbage, Refused, 'HTTP 404, no SOAP'",
        "409, garbage, Refused, 'HTTP 409, no SOAP'",
        "500, garbage, Unknown, 'HTTP 500, no SOAP'",
        "503, garbage, NotDelivered, HTTP 503"
    })
    void tellsEveryAnswerApart(int status, String kind, String outcome, String seen) {
        nextStatus = status;
        nextAnswer = Optional.of(answer -> switch (kind) {
            case "Client", "Server" -> fault(kind, "Meer, " + BSN);
            case "false" -> accepted(12).replace(">true<", ">false<");
            case "other" -> soap("<t:Anders/>");
            case "doctype" -> "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>" + answer;
            default -> "Meer " + BSN;
        });
        Sent sent = send();
        assertThat(sent.getClass().getSimpleName()).isEqualTo(outcome);
        Problem problem = problem(sent);
        assertThat(problem.seen()).hasValue(seen);
        assertThat(problem.place().orElseThrow()).startsWith("SchuldHulpService___Aanvraag2SR");
        assertThat(problem.sentence()).doesNotContain(BSN, "Meer");
        if (kind.equals("Client")) {
            assertThat(problem.place()).hasValue("SchuldHulpService___Aanvraag2SR/Fault");
        }
    }

    @Test
    void doesNotKnowWhatBecameOfAnApplicationWithoutAnAnswer() {
        nextAnswer = Optional.of(answer -> "SILENCE");
        assertThat(send())
                .isInstanceOfSatisfying(
                        Sent.Unknown.class,
                        unknown -> assertThat(unknown.problem().code()).isEqualTo(ProblemCode.OUTCOME_UNKNOWN));
        assertThat(registered).hasSize(1);
    }

    @Test
    void aLoginThatFailsHasToldNothing() throws IOException {
        service.habit = exchange -> exchange.close();
        assertThat(send()).isInstanceOf(Sent.NotDelivered.class);
        service.habit = exchange -> Shelter.say(exchange, 500, "garbage");
        assertThat(send()).isInstanceOf(Sent.NotDelivered.class);
        service.habit = this::serve;
        Path file = house.secrets.resolve("schuldhulp");
        Files.writeString(file, "another");
        try {
            assertThat(send()).isInstanceOfSatisfying(Sent.Refused.class, refused -> {
                assertThat(refused.problem().place()).hasValue("LoginService___AllegroWebLogin");
                assertThat(refused.problem().sentence()).doesNotContain("another");
            });
        } finally {
            Files.writeString(file, SECRET);
        }
        assertThat(registered).isEmpty();
    }

    @Test
    void thePartnerFileOfTheHowToSends(@TempDir Path folder) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs/how-to/connect-allegro.md"));
        int begin = lines.indexOf("```yaml") + 1;
        List<String> file =
                lines.subList(begin, begin + lines.subList(begin, lines.size()).indexOf("```"));
        RoutesFolder.prepare(folder);
        Files.writeString(
                folder.resolve("partners/schuldhulp-allegro.yaml"),
                String.join("\n", file).replace("port: 443", "port: " + service.port()) + "\n");
        Partner partner = Directory.load(folder).partners().get(0);

        assertThat(house.channels.open(partner)).isEmpty();
        assertThat(partner.deliveryClass()).isEqualTo("C");
        assertThat(house.backDoor.send(partner.id(), application())).isInstanceOf(Sent.Delivered.class);
        assertThat(registered).hasSize(1);
    }

    private static Problem problem(Sent sent) {
        if (sent instanceof Sent.Refused refused) {
            return refused.problem();
        }
        return sent instanceof Sent.Unknown unknown ? unknown.problem() : ((Sent.NotDelivered) sent).problem();
    }

    private static Sent send() {
        return house.backDoor.send(House.PARTNER, application());
    }

    private static Outgoing application() {
        byte[] application = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<alg:SchuldHulpService___Aanvraag2SR xmlns:alg=\"http://tempuri.org/\"><alg:aanvraag>"
                        + "<alg:Persoon><alg:BSN>" + BSN + "</alg:BSN></alg:Persoon></alg:aanvraag>"
                        + "</alg:SchuldHulpService___Aanvraag2SR>")
                .getBytes(StandardCharsets.UTF_8);
        return new Outgoing("m-1", "allegro-out", "text/xml", application, Optional.empty());
    }

    private static String accepted(int number) {
        return soap("<t:SchuldHulpService___Aanvraag2SRResponse><t:Result>true</t:Result><t:ExtraInfo>" + number
                + "</t:ExtraInfo><t:ExtraInfoOmschrijving>Meer, " + BSN + "</t:ExtraInfoOmschrijving>"
                + "</t:SchuldHulpService___Aanvraag2SRResponse>");
    }

    private static String fault(String code, String words) {
        return soap("<s:Fault><faultcode>s:" + code + "</faultcode><faultstring>" + words + "</faultstring></s:Fault>");
    }

    private static String soap(String content) {
        return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:t=\"http://tempuri.org/\"><s:Body>"
                + content + "</s:Body></s:Envelope>";
    }
}
