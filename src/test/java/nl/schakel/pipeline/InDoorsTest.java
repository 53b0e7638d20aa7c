package nl.schakel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.Seals;
import nl.schakel.translate.xml.SoapEnvelope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How messages at /in/* name themselves, and what cannot be named. */
class InDoorsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-04-19T07:30:15Z"), ZoneOffset.UTC);
    private static final Door SOAP = new SoapDoor(CLOCK);
    private static final Door JSON = new JsonDoor();

    @Test
    void aStufMessageIsNamedByItsNumberItsSenderAndWhatItCarries() throws IOException {
        Named named = named(SOAP, soap(assignment(), Optional.of("utf-8")));
        assertThat(named.messageId()).isEqualTo("3b6f5e1c-8d2a-4c55-9f10-26a7d1e0c011");
        assertThat(named.kind()).isEqualTo("WMO301");
        assertThat(named.sender()).hasValue("0772");
    }

    @Test
    void aConnectionMayNotSayAnotherCharacterSetThanTheDocument() throws IOException {
        assertThat(problem(SOAP, soap(assignment(), Optional.of("iso-8859-1"))).code())
                .isEqualTo(ProblemCode.CHARSET_INVALID);
    }

    @Test
    void aStufMessageWithoutNumberIsRefusedAndAnsweredAllTheSame() throws IOException {
        byte[] bare = new String(assignment(), StandardCharsets.UTF_8)
                .replaceAll("<S:referentienummer>[^<]*</S:referentienummer>", "")
                .getBytes(StandardCharsets.UTF_8);
        Inbound inbound = soap(bare, Optional.empty());
        Problem problem = problem(SOAP, inbound);
        assertThat(problem.code()).isEqualTo(ProblemCode.MESSAGE_ID_MISSING);
        assertThat(text(SOAP.refused(inbound.bytes(), problem))).contains("Fo03", "SCH-1013");
    }

    @Test
    void soapOfAnotherVersionOrKindIsRefused() {
        assertThat(problem(SOAP, inbound("soap", "in/stuf-ggk", "application/soap+xml", "<a/>"))
                        .code())
                .isEqualTo(ProblemCode.MEDIA_TYPE_UNSUPPORTED);
        String other =
                "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><a xmlns='urn:x'/></s:Body></s:Envelope>";
        assertThat(problem(SOAP, inbound("soap", "in/stuf-ggk", "text/xml", other))
                        .code())
                .isEqualTo(ProblemCode.MESSAGE_TYPE_UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in/ddas|{\"leveringen\":[]}|levering",
                "in/notificaties|{\"kanaal\":\"zaken\"}|notificatie",
                "''|{\"url\":\"x\",\"zaaktype\":\"y\"}|zaak"
            })
    void jsonIsNamedByItsFirstKnownMember(String operation, String json, String kind) {
        Named named = named(JSON, inbound("json", operation, "application/json", json));
        assertThat(named.kind()).isEqualTo(kind);
        assertThat(named.messageId()).isEqualTo("r-1");
        assertThat(named.sender()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in/ddas|{\"kanaal\":\"zaken\"}|MESSAGE_TYPE_UNKNOWN",
                "in/notificaties|{\"zaaktype\":\"y\"}|MESSAGE_TYPE_UNKNOWN",
                "in/ddas|{}|MESSAGE_TYPE_UNKNOWN",
                "in/ddas|[]|SYNTAX_BROKEN",
                "in/ddas|{\"leveringen\":[],\"leveringen\":[]}|DUPLICATE_MEMBER",
                "in/ddas|{\"leveringen\":|SYNTAX_BROKEN"
            })
    void jsonThatIsSomethingElseIsRefused(String operation, String json, String code) {
        assertThat(problem(JSON, inbound("json", operation, "application/json", json))
                        .code()
                        .name())
                .isEqualTo(code);
    }

    @Test
    void jsonWithoutARequestIdOrOfAnotherTypeIsRefused() {
        Inbound named = inbound("json", "in/ddas", "application/json", "{\"leveringen\":[]}");
        Inbound nameless = new Inbound(
                "json",
                "in/ddas",
                "application/json",
                Optional.empty(),
                named.bytes(),
                "",
                List.of(),
                Seals.NONE,
                Optional.empty(),
                Map.of());
        assertThat(problem(JSON, nameless).code()).isEqualTo(ProblemCode.MESSAGE_ID_MISSING);
        assertThat(problem(JSON, inbound("json", "in/ddas", "text/xml", "{}")).code())
                .isEqualTo(ProblemCode.MEDIA_TYPE_UNSUPPORTED);
    }

    @Test
    void aRefusalIsAProblemDocument() {
        String answer = text(JSON.refused(
                new byte[0], Problem.at(ProblemCode.BSN_INVALID, "client.bsn").seen("9 digits")));
        assertThat(answer).contains("\"type\":\"/docs/errors#SCH-2003\"", "\"status\":", "\"place\":\"client.bsn\"");
    }

    @Test
    void onlyANotificationOfTheTestChannelIsATry() {
        assertThat(JSON.isOnlyATry(
                        named(JSON, inbound("json", "in/notificaties", "application/json", "{\"kanaal\":\"test\"}"))))
                .isTrue();
        assertThat(JSON.isOnlyATry(
                        named(JSON, inbound("json", "in/notificaties", "application/json", "{\"kanaal\":\"zaken\"}"))))
                .isFalse();
        assertThat(JSON.isOnlyATry(named(
                        JSON,
                        inbound("json", "in/ddas", "application/json", "{\"leveringen\":[],\"kanaal\":\"test\"}"))))
                .isFalse();
    }

    private static byte[] assignment() throws IOException {
        return Files.readAllBytes(Path.of("mappings/stuf-ggk/2.1/examples/01-di01-wmo301/input.xml"));
    }

    private static Inbound soap(byte[] stuf, Optional<String> charset) {
        return new Inbound(
                "soap",
                "in/stuf-ggk",
                "text/xml",
                charset,
                SoapEnvelope.around(stuf),
                "",
                List.of(),
                Seals.NONE,
                Optional.empty(),
                Map.of());
    }

    private static Inbound inbound(String door, String operation, String mediaType, String body) {
        return new Inbound(
                door,
                operation,
                mediaType,
                Optional.empty(),
                body.getBytes(StandardCharsets.UTF_8),
                "",
                List.of(),
                Seals.NONE,
                Optional.empty(),
                Map.of("X-Request-ID", "r-1"));
    }

    private static Named named(Door door, Inbound inbound) {
        return door.name(inbound).fold(named -> named, problem -> {
            throw new AssertionError(problem.sentence());
        });
    }

    private static Problem problem(Door door, Inbound inbound) {
        Step<Named> step = door.name(inbound);
        assertThat(step).isInstanceOf(Step.Stopped.class);
        return ((Step.Stopped<Named>) step).problem();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
